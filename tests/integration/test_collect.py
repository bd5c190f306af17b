"""Collecting and freezing: a bad delivery leaves a failure and no snapshot; a run begins only on what is newest and good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest import profiles, snapshots, source_corrections
from ingest.collect import collect_source
from ingest.contracts import NOT_SHOWN, contract_of
from ingest.errors import CollectionFailed, CorrectionsInvalid, DeliveryRefused, FreezeRefused, ProfileInvalid
from ingest.freeze import freeze
from ingest.profiles import edition_sources
from olshem import warehouse
from olshem.warehouse.errors import Terminal
from tests.support.deliveries import FIXTURES, Deliveries
from tests.support.specimens import specimen_of

pytestmark = pytest.mark.usefixtures("running_warehouse")
REGISTER = {"appeals_register": {"whole": "register.csv"}}
BUDGET = {"budget_execution": {"whole": "budget.csv"}}


@pytest.fixture
def deliveries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deliveries:
    return Deliveries(tmp_path, monkeypatch)


def ask(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(query.encode(), parameters).fetchall()


def snapshots_of(year: int) -> list[tuple[Any, ...]]:
    return ask(
        "select source, part, sha256, declared_row_count, period from ledger.snapshot where reporting_year = %s order by snapshot_id",
        year,
    )


def failures_of(year: int) -> list[tuple[Any, ...]]:
    return ask(
        "select source, part, error_kind, message from ledger.collection_failure where reporting_year = %s order by failure_id",
        year,
    )


def test_a_good_delivery_becomes_a_snapshot_with_its_declared_total(deliveries: Deliveries) -> None:
    deliveries.declare(REGISTER)
    content = deliveries.register([deliveries.appeal(1), deliveries.appeal(2, "Жер телімі туралы")])
    summary = collect_source("rehearsal", deliveries.year, "appeals_register")
    assert summary.parts[0].row_count == 2
    assert snapshots.verify(summary.parts[0].sha256).read_bytes() == content
    assert snapshots_of(deliveries.year) == [("appeals_register", "", summary.parts[0].sha256, 2, str(deliveries.year))]


BAD_FILES = sorted(file for file in (FIXTURES / "bad").glob("*/*.*") if file.stem != "good")


@pytest.mark.parametrize("file", BAD_FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_bad_delivery_leaves_a_failure_and_no_snapshot(deliveries: Deliveries, file: Path) -> None:
    source = file.parent.name
    deliveries.declare({source: {"whole": file.name}})
    deliveries.put(file.name, file)
    kept = {entry.name for entry in snapshots.folder().iterdir()}
    with pytest.raises(DeliveryRefused) as caught:
        collect_source("rehearsal", deliveries.year, source)
    assert snapshots_of(deliveries.year) == []
    assert failures_of(deliveries.year) == [(source, "", "terminal", str(caught.value))]
    assert {entry.name for entry in snapshots.folder().iterdir()} | {"incoming"} == kept | {"incoming"}
    with pytest.raises(FreezeRefused, match=f"the newest delivery of `{source}` was refused"):
        freeze("rehearsal", deliveries.year, f"test {deliveries.year}")


def test_a_refused_freeze_tells_times_in_utc(deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGTZ", "Asia/Almaty")  # as a client may be set up: it goes before what the database says
    deliveries.declare(REGISTER)
    with pytest.raises(Terminal):
        collect_source("rehearsal", deliveries.year, "appeals_register")
    moment = "to_char(failed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')"
    ((failed_at,),) = ask(f"select {moment} from ledger.collection_failure where reporting_year = %s", deliveries.year)
    with pytest.raises(FreezeRefused, match=f"was refused on {failed_at} UTC"):
        freeze("rehearsal", deliveries.year, f"test {deliveries.year}")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"rows": 3}, "the manifest states 3 records, the file holds 2: it is cut off"),
        ({"rows": 1}, "the manifest states 1 records, the file holds 2: it has too many"),
        ({"sha256": "0" * 64}, "the SHA-256 differs"),
        ({"period": "2019"}, "the manifest is of the period '2019'"),
        ({"rows": "two"}, "the manifest's `rows` is 'two'"),
        ({"sha256": None}, "does not state the `sha256`"),
    ],
)
def test_a_file_that_is_not_what_its_manifest_says_is_refused(
    deliveries: Deliveries, statement: dict[str, object], expected: str
) -> None:
    deliveries.declare(REGISTER)
    deliveries.register([deliveries.appeal(1), deliveries.appeal(2)], **statement)
    with pytest.raises(DeliveryRefused, match="1 defect") as caught:
        collect_source("rehearsal", deliveries.year, "appeals_register")
    assert expected in str(caught.value)


def test_a_register_without_its_manifest_is_refused(deliveries: Deliveries) -> None:
    deliveries.declare(REGISTER)
    deliveries.register([deliveries.appeal(1)])
    (deliveries.folder / "register.csv.manifest.json").unlink()
    with pytest.raises(DeliveryRefused, match=r"the manifest `register\.csv\.manifest\.json` is missing"):
        collect_source("rehearsal", deliveries.year, "appeals_register")


def test_a_file_that_is_not_there_is_named_with_what_to_do(deliveries: Deliveries) -> None:
    deliveries.declare(BUDGET)
    with pytest.raises(Terminal, match="Put the delivery there under this name"):
        collect_source("rehearsal", deliveries.year, "budget_execution")
    assert failures_of(deliveries.year)[0][2] == "terminal"


def test_a_bad_part_does_not_stop_the_other(deliveries: Deliveries) -> None:
    deliveries.declare({"open_data_statistics": {"cgo": "cgo.json", "mio": "mio.json"}})
    deliveries.put("cgo.json", FIXTURES / "bad/open_data_statistics/web_page.json")
    deliveries.put("mio.json", FIXTURES / "bad/open_data_statistics/good.json")
    with pytest.raises(DeliveryRefused, match="part `cgo`"):
        collect_source("rehearsal", deliveries.year, "open_data_statistics")
    assert [(row[0], row[1]) for row in snapshots_of(deliveries.year)] == [("open_data_statistics", "mio")]


def test_two_bad_parts_are_reported_together(deliveries: Deliveries) -> None:
    deliveries.declare({"open_data_statistics": {"cgo": "cgo.json", "mio": "mio.json"}})
    deliveries.put("cgo.json", FIXTURES / "bad/open_data_statistics/web_page.json")
    deliveries.put("mio.json", FIXTURES / "bad/open_data_statistics/cut_off.json")
    with pytest.raises(CollectionFailed, match="2 parts") as caught:
        collect_source("rehearsal", deliveries.year, "open_data_statistics")
    assert "a web page" in str(caught.value)
    assert "the JSON ends or breaks" in str(caught.value)


def test_a_gap_cannot_be_collected(deliveries: Deliveries) -> None:
    deliveries.declare(BUDGET)
    with pytest.raises(ProfileInvalid, match="is a declared gap"):
        collect_source("rehearsal", deliveries.year, "staff_records")


def test_what_a_system_shows_of_today_is_not_taken_for_the_state_of_another_year(deliveries: Deliveries) -> None:
    deliveries.declare(BUDGET)
    deliveries.budget()
    file = profiles.FOLDER / "rehearsal.yml"
    document = yaml.safe_load(file.read_text("utf-8"))
    document["years"][deliveries.year]["inputs"]["budget_execution"]["parts"]["whole"]["period"] = "today"
    file.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    with pytest.raises(ProfileInvalid, match=f"that is not the state of {deliveries.year}"):
        collect_source("rehearsal", deliveries.year, "budget_execution")
    assert snapshots_of(deliveries.year) == []


def test_an_undeclared_gap_stops_the_freeze_and_is_named(deliveries: Deliveries) -> None:
    deliveries.declare(BUDGET, gaps=["staff_records"])
    deliveries.budget()
    collect_source("rehearsal", deliveries.year, "budget_execution")
    with pytest.raises(FreezeRefused) as caught:
        freeze("rehearsal", deliveries.year, f"test {deliveries.year}")
    message = str(caught.value)
    assert "`services_monitoring`" in message
    assert "`appeals_register`" in message
    assert "`staff_records`" not in message
    assert ask("select count(*) from ledger.run where reporting_year = %s", deliveries.year) == [(0,)]


def test_a_source_that_was_never_collected_stops_the_freeze(deliveries: Deliveries) -> None:
    deliveries.declare(BUDGET)
    with pytest.raises(FreezeRefused, match="`budget_execution` has not been collected"):
        freeze("rehearsal", deliveries.year, f"test {deliveries.year}")


def test_a_later_failure_keeps_the_snapshot_but_the_freeze_does_not_take_it_in_silence(deliveries: Deliveries) -> None:
    deliveries.declare(BUDGET)
    deliveries.budget()
    good = collect_source("rehearsal", deliveries.year, "budget_execution").parts[0]
    deliveries.budget(lambda text: text[:-40])
    with pytest.raises(DeliveryRefused):
        collect_source("rehearsal", deliveries.year, "budget_execution")
    assert snapshots.verify(good.sha256)
    assert len(snapshots_of(deliveries.year)) == 1
    with pytest.raises(FreezeRefused, match="is older and not taken in its place"):
        freeze("rehearsal", deliveries.year, f"test {deliveries.year}")
    deliveries.budget()
    collect_source("rehearsal", deliveries.year, "budget_execution")
    assert freeze("rehearsal", deliveries.year, f"test {deliveries.year}") > 0


def test_a_failure_that_nobody_foresaw_stops_the_freeze_as_any_other(
    deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliveries.declare(BUDGET)
    deliveries.budget()
    collect_source("rehearsal", deliveries.year, "budget_execution")

    def fail(*_: object) -> None:
        raise OSError("Invalid data stream")

    monkeypatch.setattr("ingest.collect.inspect", fail)
    with pytest.raises(OSError, match="Invalid data stream"):
        collect_source("rehearsal", deliveries.year, "budget_execution")
    said = "`budget_execution` was not collected for a reason that the program does not know: OSError: 'Invalid data stream'"
    [(_, _, kind, message)] = failures_of(deliveries.year)
    assert (kind, message.startswith(said)) == ("terminal", True)
    with pytest.raises(FreezeRefused, match="is older and not taken in its place"):
        freeze("rehearsal", deliveries.year, f"test {deliveries.year}")


def test_what_an_unforeseen_failure_says_of_personal_data_is_not_kept(
    deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliveries.declare(REGISTER)
    deliveries.register([deliveries.appeal(1)])

    def fail(*_: object) -> None:
        raise ValueError("not a date: 870101350123")

    monkeypatch.setattr("ingest.collect.inspect", fail)
    with pytest.raises(ValueError, match="not a date"):
        collect_source("rehearsal", deliveries.year, "appeals_register")
    assert f"ValueError: {NOT_SHOWN}" in failures_of(deliveries.year)[0][3]


def test_the_same_request_gives_the_same_run_and_another_its_own_with_the_same_digest(deliveries: Deliveries) -> None:
    deliveries.declare(BUDGET)
    deliveries.budget()
    collect_source("rehearsal", deliveries.year, "budget_execution")
    first = freeze("rehearsal", deliveries.year, f"first {deliveries.year}")
    again = freeze("rehearsal", deliveries.year, f"first {deliveries.year}")
    collect_source("rehearsal", deliveries.year, "budget_execution")
    second = freeze("rehearsal", deliveries.year, f"second {deliveries.year}")
    assert again == first != second
    runs = ask("select input_digest from ledger.run where run_id in (%s, %s)", first, second)
    assert len(set(runs)) == 1, "neither ids nor times are in the digest"
    inputs = ask(
        "select snapshot_id from ledger.run_input where run_id in (%s, %s) and snapshot_id is not null", first, second
    )
    assert len(set(inputs)) == 1, "equal bytes are one snapshot, so they are loaded once"


def test_a_request_cannot_be_used_for_another_year(
    deliveries: Deliveries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliveries.declare(BUDGET)
    deliveries.budget()
    collect_source("rehearsal", deliveries.year, "budget_execution")
    freeze("rehearsal", deliveries.year, f"taken {deliveries.year}")
    (tmp_path / "other").mkdir()
    other = Deliveries(tmp_path / "other", monkeypatch)
    other.declare(BUDGET)
    with pytest.raises(FreezeRefused, match="Use another request key"):
        freeze("rehearsal", other.year, f"taken {deliveries.year}")


def test_other_bytes_and_other_reasons_give_another_digest(deliveries: Deliveries) -> None:
    def digest(key: str) -> str:
        run_id = freeze("rehearsal", deliveries.year, f"{key} {deliveries.year}")
        return str(ask("select input_digest from ledger.run where run_id = %s", run_id)[0][0])

    deliveries.declare(BUDGET)
    deliveries.budget()
    collect_source("rehearsal", deliveries.year, "budget_execution")
    first = digest("first")
    deliveries.budget(lambda text: text.replace("Итого", "Итого "))
    collect_source("rehearsal", deliveries.year, "budget_execution")
    assert digest("second") != first


def test_the_same_bytes_under_a_corrected_name_are_taken_where_the_body_stands_in_the_name(
    deliveries: Deliveries,
) -> None:
    content = next(iter(specimen_of(contract_of("exit_interviews"), deliveries.year).workbooks().values()))

    def frozen(body: str) -> tuple[Any, ...]:
        name = f"{body}_{deliveries.year}.xlsx"
        deliveries.declare({"exit_interviews": {"whole": name}})
        deliveries.put(name, content)
        collect_source("rehearsal", deliveries.year, "exit_interviews")
        run_id = freeze("rehearsal", deliveries.year, f"{body} {deliveries.year}")
        query = (
            "select snapshot.file_name, run.input_digest from ledger.run inner join ledger.run_input using (run_id) "
            "inner join ledger.snapshot using (snapshot_id) where run_id = %s"
        )
        return ask(query, run_id)[0]

    wrong, right = frozen("Министерство финансов"), frozen("Министерство юстиции")
    assert (wrong[0], right[0]) == (
        f"Министерство финансов_{deliveries.year}.xlsx",
        f"Министерство юстиции_{deliveries.year}.xlsx",
    )
    assert wrong[1] != right[1]


def test_a_run_is_frozen_with_the_open_corrections_of_its_year(
    deliveries: Deliveries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {
        "id": "name-of-the-total", "profiles": ["rehearsal"], "years": [deliveries.year],
        "where": {"month": f"12.{deliveries.year}", "code": "0"}, "reason": "a test", "document": "none", "reported": None,
        "cells": [{"column": "name", "expect": "Итого", "new": None}, {"column": "level", "expect": "0", "new": "1"}],
        "decided": {"by": "data engineer", "date": "2030-02-01"}, "status": "open",
    }  # fmt: skip
    another = one | {"id": "of-another-year", "years": [deliveries.year + 1]}
    monkeypatch.setattr(source_corrections, "FOLDER", tmp_path)
    deliveries.declare(BUDGET)
    deliveries.budget()
    collect_source("rehearsal", deliveries.year, "budget_execution")
    before = freeze("rehearsal", deliveries.year, f"before {deliveries.year}")
    document = {"source": "budget_execution", "corrections": [one, another]}
    (tmp_path / "budget_execution.yml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    after = freeze("rehearsal", deliveries.year, f"after {deliveries.year}")
    rows = ask(
        "select run_id, correction_id, row_match ->> 'code', column_name, old_value, new_value, decided_by, reported_on "
        "from ledger.run_correction where run_id in (%s, %s) order by column_name",
        before,
        after,
    )
    assert rows == [
        (after, "name-of-the-total", "0", "level", "0", "1", "data engineer", None),
        (after, "name-of-the-total", "0", "name", "Итого", None, "data engineer", None),
    ]
    digests = ask("select input_digest from ledger.run where run_id in (%s, %s)", before, after)
    assert len(set(digests)) == 2, "a correction is part of what is evaluated"


def test_a_wrong_file_of_corrections_stops_the_freeze(
    deliveries: Deliveries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_corrections, "FOLDER", tmp_path)
    (tmp_path / "budget_execution.yml").write_text("source: budget_execution\ncorrections: []\n", "utf-8")
    deliveries.declare(BUDGET)
    deliveries.budget()
    collect_source("rehearsal", deliveries.year, "budget_execution")
    with pytest.raises(CorrectionsInvalid, match=r"corrections: \[\] should be non-empty"):
        freeze("rehearsal", deliveries.year, f"test {deliveries.year}")


def test_a_run_has_a_row_for_every_source_of_the_edition(deliveries: Deliveries) -> None:
    deliveries.declare(BUDGET)
    deliveries.budget()
    collect_source("rehearsal", deliveries.year, "budget_execution")
    run_id = freeze("rehearsal", deliveries.year, f"test {deliveries.year}")
    rows = ask(
        "select source, snapshot_id is null, gap_reason ->> 'kk' from ledger.run_input where run_id = %s", run_id
    )
    assert {row[0] for row in rows} == set(edition_sources())
    assert [row[0] for row in rows if not row[1]] == ["budget_execution"]
    assert {row[2] for row in rows if row[1]} == {"Тест қалдырып кетті."}
