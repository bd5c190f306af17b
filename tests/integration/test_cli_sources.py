"""The commands of a data engineer: what came, collect again, check a file, see what a run left out."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ingest import snapshots
from ingest.connectors.folder import locate
from ingest.contracts import FOLDER, all_contracts, contract_of
from ingest.profiles import FolderPlace, Part, load_profile
from ingest.raw_tables import ensure_tables
from olshem import warehouse
from olshem.cli import app
from olshem.cli.check import Verdict, check
from olshem.settings import home
from tests.support.deliveries import Deliveries
from tests.support.golden import FINANCE

FIXTURES = Path(__file__).parent.parent / "fixtures"
BAD_BUDGET = FIXTURES / "bad/budget_execution"

pytestmark = pytest.mark.usefixtures("running_warehouse")


@pytest.fixture
def deliveries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deliveries:
    return Deliveries(tmp_path, monkeypatch)


def olshem(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def check_budget(name: str, *more: object) -> Result:
    return olshem("check", BAD_BUDGET / f"{name}.csv", "--source", "budget_execution", "--year", 2024, *more)


def test_a_good_file_is_accepted_whole_and_leaves_nothing_behind() -> None:
    ensure_tables()
    before = _count("raw.budget_execution__administrators"), _count("ledger.load"), _count("ledger.snapshot")
    result = check_budget("good")
    assert result.exit_code == 0, result.output
    assert "good.csv as `budget_execution` of 2024: 41 records, 41 accepted, 0 rejected, 0 unreadable" in result.output
    assert (_count("raw.budget_execution__administrators"), _count("ledger.load"), _count("ledger.snapshot")) == before


def test_a_file_with_several_defects_is_refused_with_all_of_them() -> None:
    result = check_budget("several_defects")
    assert result.exit_code == 1
    assert "would be refused" in result.output
    assert "  2. " in result.output


def test_an_unreadable_record_is_listed_and_the_others_are_judged(deliveries: Deliveries) -> None:
    records = [deliveries.appeal(number) for number in range(1, 200)]
    place = {column.name: index for index, column in enumerate(contract_of("appeals_register").columns)}
    for record in records:
        record[place["body_name"]] = FINANCE
    records[6][place["body_name"]] = "Министерство погоды"
    records[7][place["kind"]] = "благодарность"
    content = deliveries.register(records)
    last = content.splitlines()[-1]
    broken = content + b"A-200,cut off\n" + last.replace(b"A-199", b"A-201") + b"\n"
    file = deliveries.put("register.csv", broken)
    deliveries.manifest("register.csv", broken, {"rows": 201})
    result = olshem("check", file, "--source", "appeals_register", "--year", deliveries.year)
    assert result.exit_code == 3, result.output
    assert "201 records, 198 accepted, 2 rejected, 1 unreadable" in result.output
    assert "row 7, Государственный орган: 'Министерство погоды' names no body that the crosswalk knows" in result.output
    assert "row 8, Вид обращения: 'благодарность' is not one of: жалоба" in result.output
    assert "row 200: it has 2 columns instead of 17\n" in result.output  # its text may name a person


def test_a_register_without_its_manifest_is_refused(deliveries: Deliveries) -> None:
    deliveries.register([deliveries.appeal(1)])
    (deliveries.folder / "register.csv.manifest.json").unlink()
    result = olshem(
        "check", deliveries.folder / "register.csv", "--source", "appeals_register", "--year", deliveries.year
    )
    assert result.exit_code == 1
    assert "the manifest `register.csv.manifest.json` is missing" in result.output


def test_an_unknown_source_is_refused_with_the_known_ones() -> None:
    result = olshem("check", BAD_BUDGET / "good.csv", "--source", "weather")
    assert result.exit_code == 1
    assert "Known sources: " in result.output
    assert "budget_execution" in result.output


@pytest.mark.parametrize("source", [contract.source for contract in all_contracts()])
def test_a_check_says_what_staging_said_of_the_same_file(
    source: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    name = next(name for name in ("rehearsal", "demo") if source in load_profile(name).inputs(_year(name)))
    run_id = request.getfixturevalue("rehearsal_run" if name == "rehearsal" else "demonstration_run")
    for part in load_profile(name).inputs(_year(name))[source].parts:
        with warehouse.connect("auditor") as connection:
            counts = connection.execute(
                "select total_row_count, accepted_row_count, rejected_row_count, unreadable_row_count "
                "from marts.fct_source_accounting where run_id = %s and source = %s and part = %s",
                [run_id, source, part.name],
            ).fetchone()
            cells = connection.execute(
                "select row_number, column_name, reason from marts.fct_rejected_cell "
                "where run_id = %s and source = %s and part = %s order by 1, 2",
                [run_id, source, part.name],
            ).fetchall()
        verdict = _verdict(source, part, _year(name), run_id, tmp_path)
        assert counts == (
            verdict.row_count, verdict.accepted_row_count, verdict.rejected_row_count, len(verdict.unreadable),
        )  # fmt: skip
        name_of = contract_of(source).name_of
        assert cells == [(cell.row_number, name_of(cell.source_name), cell.reason) for cell in verdict.cells]


def test_what_a_run_left_out_is_grouped_and_written_whole(rehearsal_run: int, tmp_path: Path) -> None:
    result = olshem("rejects", "--run", rehearsal_run, "--source", "appeals_register", "--csv", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    assert "appeals_register · appeal_id · repeats the key of an earlier row: 240\n" in result.output  # 2 of 1,000
    assert "appeals_register · unreadable · it has 5 columns instead of 17: " in result.output
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream))
    with warehouse.connect("auditor") as connection:
        row = connection.execute(
            "select sum(unreadable_row_count) from marts.fct_source_accounting where run_id = %s and source = 'appeals_register'",
            [rehearsal_run],
        ).fetchone()
    assert row is not None
    assert len([record for record in written if not record["column"]]) == row[0]
    assert {record["source"] for record in written} == {"appeals_register"}


def test_hidden_text_is_not_shown_as_if_there_were_none(rehearsal_run: int, tmp_path: Path) -> None:
    result = olshem("rejects", "--run", rehearsal_run, "--source", "appeals_register", "--csv", tmp_path / "out.csv")
    lines = result.output.splitlines()
    place = next(number for number, line in enumerate(lines) if " · unreadable · it has 5 columns" in line)
    assert re.fullmatch(r"    row \d+: \(hidden: personal data\)", lines[place + 1])
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        hidden = {record["value"] for record in csv.DictReader(stream) if not record["column"]}
    assert hidden == {"(hidden: personal data)"}


def test_an_unknown_run_is_named() -> None:
    result = olshem("rejects", "--run", 999_999)
    assert result.exit_code == 1
    assert "There is no run 999999" in result.output


def test_a_source_is_collected_again_and_seen_to_have_come(deliveries: Deliveries) -> None:
    deliveries.declare({"budget_execution": {"whole": "budget.csv"}})
    year = ("--profile", "rehearsal", "--year", deliveries.year)
    assert "budget_execution · MinFin → MinFin · schedule · never" in olshem("sources", *year).output
    deliveries.budget(lambda text: text.replace("Итого", "Всего").replace(";0;", ";1;", 1))
    assert olshem("collect", "budget_execution", *year).exit_code == 1
    deliveries.budget()
    assert "1 file(s), 41 rows" in olshem("collect", "budget_execution", *year).output
    line = next(line for line in olshem("sources", *year).output.splitlines() if line.startswith("budget_execution"))
    assert "schedule · came · " in line
    assert "0.01 MB" in line
    assert "appeals_register · CLS → CLS · schedule · gap: Left out by a test." in olshem("sources", *year).output


def _verdict(source: str, part: Part, year: int, run_id: int, folder: Path) -> Verdict:
    def silent(title: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        return nullcontext(lambda count: None)

    file = _delivered(source, part, run_id, folder)
    return check(file, FOLDER / f"{source}.yml", year, of_bytes=silent, of_rows=silent, shown=None)


def _delivered(source: str, part: Part, run_id: int, folder: Path) -> Path:
    """The delivery as it was handed in, with its manifest; or the snapshot, where a connector put it together from answers."""
    if isinstance(part.place, FolderPlace):
        return locate(part.place.root, part.place.file_name)
    if part.place.kind == "download":
        return home() / part.place.shelf / part.place.options["file"]
    with warehouse.connect("auditor") as connection:
        row = connection.execute(
            "select snapshot.sha256, snapshot.file_name from ledger.run_load inner join ledger.snapshot using (snapshot_id) "
            "where run_load.run_id = %s and run_load.source = %s and run_load.part = %s",
            [run_id, source, part.name],
        ).fetchone()
    assert row is not None
    return Path(shutil.copyfile(snapshots.path_of(row[0]), folder / row[1]))


def _year(profile: str) -> int:
    return 2017 if profile == "demo" else 2024


def _count(table: str) -> int:
    with warehouse.connect("auditor") as connection:
        row = connection.execute(f"select count(*) from {table}".encode()).fetchone()
    assert row is not None
    return int(row[0])
