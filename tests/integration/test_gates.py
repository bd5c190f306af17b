"""The gates on runs made by hand: what stops a run, what only warns, and what is kept of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from expectations import gates
from expectations.findings import Finding, GateStopped, GateSummary
from expectations.gates import run_gate
from expectations.inputs import read_inputs
from expectations.suites import Check, Subject
from olshem import warehouse
from olshem.settings import home
from tests.support import gate_world
from tests.support.gate_world import World

pytestmark = pytest.mark.usefixtures("running_warehouse")
OPEN_DATA = "open_data_statistics"


@pytest.fixture(scope="module", autouse=True)
def tables_made_by_hand(running_warehouse: None) -> Iterator[None]:
    """They go with this module: builds of other tests must find nothing of it."""
    yield
    gate_world.remove_tables()


def finding(summary: GateSummary, check_id: str) -> Finding:
    return next(found for found in summary.findings if found.check.check_id == check_id)


def kept(run_id: int) -> dict[str, tuple[str, str]]:
    """Outcome and observation by check, as the ledger has them."""
    with warehouse.connect("auditor") as connection:
        rows = connection.execute(
            "select check_id, outcome, observed from ledger.check_result where run_id = %s", [run_id]
        ).fetchall()
    return {check_id: (outcome, observed) for check_id, outcome, observed in rows}


def events(run_id: int) -> list[str]:
    with warehouse.connect("auditor") as connection:
        rows = connection.execute("select event from ledger.run_event where run_id = %s order by event_id", [run_id])
        return [row[0] for row in rows]


def change(statement: str, *values: object) -> None:
    with warehouse.connect("builder") as connection:
        connection.execute(statement, values)


def a_year_after(scored: list[str] | None = None) -> World:
    """A run with open data alone, whose year before had the given bodies scored and passed its gates."""
    before, now = gate_world.next_years()
    earlier = gate_world.frozen_run(before, [OPEN_DATA])
    gate_world.results(earlier, scored=scored)
    run_gate(earlier.run_id, "marts")
    return gate_world.frozen_run(now, [OPEN_DATA])


def test_deliveries_are_counted_once_and_not_again_for_each_row_they_are_joined_to() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.raw_open_data(world)
    with warehouse.connect("builder") as connection:
        inputs = read_inputs(connection, world.run_id, "demo", world.year)
        query = inputs.fill("select * from ledger.run_input left join ({raw_counts}) as counted on true", OPEN_DATA)
        plan = [line for (line,) in connection.execute(b"explain " + query.as_bytes(connection))]
    assert any("CTE Scan on gathered" in line for line in plan)


def test_a_run_in_order_passes_and_its_gaps_are_named_as_not_checked() -> None:
    world = gate_world.frozen_run(
        gate_world.next_years()[0], [OPEN_DATA], gaps=["appeals_register", "budget_execution"]
    )
    gate_world.raw_open_data(world)

    summary = run_gate(world.run_id, "shape")

    assert {found.outcome for found in summary.findings} == {"passed"}
    assert summary.not_checked == ("appeals_register", "budget_execution")
    assert "not checked, declared gaps: appeals_register, budget_execution" in str(summary)
    assert not any("budget" in check_id for check_id in kept(world.run_id))
    assert events(world.run_id) == ["gate_passed"]


def test_rows_that_the_ledger_does_not_know_stop_the_run_after_they_are_recorded() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.raw_open_data(world, row_count=50)

    with pytest.raises(GateStopped) as stopped:
        run_gate(world.run_id, "shape")

    message = str(stopped.value)
    assert "`shape.rows_equal_ledger` (block) failed" in message
    assert "expected:   `raw_row_count` equal to `ledger_row_count`" in message
    assert "(source=open_data_statistics, part=, raw_row_count=50, ledger_row_count=52)" in message
    assert "what to do: look who wrote to the raw table" in message
    assert str(home() / "data_docs" / "index.html") in message
    assert kept(world.run_id)["shape.rows_equal_ledger"][0] == "failed"
    assert events(world.run_id) == ["gate_stopped"]


def test_a_delivery_that_was_not_loaded_stops_the_run() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])

    with pytest.raises(GateStopped, match=r"`shape.delivery_has_rows`"):
        run_gate(world.run_id, "shape")


def test_an_essential_column_without_a_value_stops_the_run_and_another_only_warns() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.raw_open_data(world, placed_datasets_count=" ", name_en="")

    with pytest.raises(GateStopped) as stopped:
        run_gate(world.run_id, "shape")

    assert "column_name=placed_datasets_count" in str(stopped.value)
    assert "name_en" not in str(stopped.value)
    assert "column_name=name_en" in kept(world.run_id)["shape.columns_are_not_empty"][1]


def test_ten_percent_of_last_years_bodies_gone_stop_the_run_by_name() -> None:
    codes = sorted(gate_world.bodies())
    fifty, gone = codes[:50], codes[:5]
    world = a_year_after(scored=fifty)
    gate_world.staged_open_data(world, without=gone)

    with pytest.raises(GateStopped) as stopped:
        run_gate(world.run_id, "values")

    assert "`values.bodies_of_last_year_came_again` (block) failed" in str(stopped.value)
    assert f"gone_bodies={' '.join(gone)}, gone_pct=10" in str(stopped.value)
    assert kept(world.run_id)["values.bodies_are_covered"][0] == "passed"


def test_less_than_ten_percent_gone_do_not_stop_the_run() -> None:
    codes = sorted(gate_world.bodies())
    world = a_year_after(scored=codes[:50])
    gate_world.staged_open_data(world, without=codes[:4])

    assert finding(run_gate(world.run_id, "values"), "values.bodies_of_last_year_came_again").outcome == "passed"


def test_a_source_with_too_few_bodies_stops_the_run_without_any_earlier_year() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.staged_open_data(world, without=sorted(gate_world.bodies())[:6])

    with pytest.raises(GateStopped, match=r"`values.bodies_are_covered`"):
        run_gate(world.run_id, "values")


def test_without_an_earlier_year_the_comparison_passes_and_says_so() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.staged_open_data(world)

    run_gate(world.run_id, "values")

    outcome, observed = kept(world.run_id)["values.bodies_of_last_year_came_again"]
    assert outcome == "passed"
    assert observed.startswith("not compared: profile real has no earlier year")


def test_an_earlier_run_that_a_gate_stopped_is_not_compared_with() -> None:
    before, now = gate_world.next_years()
    earlier = gate_world.frozen_run(before, [OPEN_DATA])
    gate_world.results(earlier)
    change("update marts.fct_overall_score set peer_rank = 1 where run_id = %s", earlier.run_id)
    with pytest.raises(GateStopped, match=r"`marts.ranks_are_consistent`"):
        run_gate(earlier.run_id, "marts")
    world = gate_world.frozen_run(now, [OPEN_DATA])
    gate_world.staged_open_data(world)

    run_gate(world.run_id, "values")

    assert kept(world.run_id)["values.totals_are_of_last_years_size"][1].startswith("not compared")


def test_a_warning_is_recorded_and_does_not_stop_the_run() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.staged_open_data(world, published=11)

    summary = run_gate(world.run_id, "values")

    warned = finding(summary, "values.open_data_published_within_due")
    assert (warned.outcome, warned.check.severity, warned.unexpected_count) == ("failed", "warn", 52)
    assert "1 warned" in str(summary)
    assert "values.open_data_published_within_due" in summary.warnings()
    assert events(world.run_id) == ["gate_passed"]


def test_counters_that_contradict_each_other_stop_the_run() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.staged_open_data(world, published=5, up_to_date=6)

    with pytest.raises(GateStopped, match=r"`values.open_data_up_to_date_within_published`"):
        run_gate(world.run_id, "values")


def test_a_value_that_is_not_there_is_an_error_and_not_a_pass() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.staged_open_data(world)
    change(
        "update staging.stg_open_data_statistics__bodies set published_data_set_count = null where load_id = %s and body_code = 'MOH'",
        world.loads[OPEN_DATA],
    )

    with pytest.raises(GateStopped, match="could not be carried out"):
        run_gate(world.run_id, "values")

    outcome, observed = kept(world.run_id)["values.open_data_up_to_date_within_published"]
    assert (outcome, observed) == (
        "error",
        "`published_data_set_count` has no value to compare in 1 row: (body_code=MOH)",
    )


TEXTS = Subject(
    name="texts",
    gate="values",
    grain="one row per word",
    where=("word",),
    query="select 'seven' as word, 7 as number",
    checks=(
        Check(
            "values.text_between",
            "block",
            "CLS",
            "m",
            "w",
            "ExpectColumnValuesToBeBetween",
            {"column": "word", "max_value": 3},
        ),
        Check(
            "values.number_between",
            "warn",
            "CLS",
            "m",
            "w",
            "ExpectColumnValuesToBeBetween",
            {"column": "number", "max_value": 3},
        ),
    ),
)


def test_an_expectation_that_raises_is_an_error_and_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0])
    monkeypatch.setattr(gates, "read_suite", lambda gate: (TEXTS,))

    with pytest.raises(GateStopped) as stopped:
        run_gate(world.run_id, "values")

    assert "`values.text_between` (block) could not be carried out" in str(stopped.value)
    assert "cannot be computed on column of type TEXT" in str(stopped.value)
    assert {check_id: outcome for check_id, (outcome, _) in kept(world.run_id).items()} == {
        "values.text_between": "error",
        "values.number_between": "failed",
    }


def test_a_query_that_fails_is_an_error_of_its_checks_and_the_other_subjects_are_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0])
    broken = replace(TEXTS, name="broken", query="select word from no_such_table", checks=TEXTS.checks[1:])
    empty = replace(
        TEXTS,
        name="empty",
        query=TEXTS.query + " where false",
        checks=(replace(TEXTS.checks[1], check_id="values.empty"),),
    )
    fine = replace(
        TEXTS,
        name="fine",
        query="select 'two' as word, 2 as number",
        checks=(replace(TEXTS.checks[1], check_id="values.fine"),),
    )
    monkeypatch.setattr(gates, "read_suite", lambda gate: (broken, empty, fine))

    summary = run_gate(world.run_id, "values")

    assert [found.outcome for found in summary.findings] == ["error", "error", "passed"]
    assert "no_such_table" in summary.findings[0].observed
    assert summary.findings[1].observed == "the subject has no rows: there was nothing to check"


def test_results_in_order_pass_the_last_gate() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.results(world)

    assert not run_gate(world.run_id, "marts").of("failed")


BROKEN = {
    "marts.index_is_complete": "delete from marts.fct_criterion_score where body_code = 'MOA' and run_id = %s",
    "marts.body_has_one_overall_result": "delete from marts.fct_overall_score where body_code = 'MOD' and run_id = %s",
    "marts.body_has_every_block": "delete from marts.fct_block_score where body_code = 'MOE' and block_code = 'B3' and run_id = %s",
    "marts.criterion_points_not_above_highest": "update marts.fct_criterion_score set points = 20.5 where body_code = 'MOF' and run_id = %s",
    "marts.criterion_points_not_below_lowest": "update marts.fct_criterion_score set points = 9.99 where body_code = 'MFA' and run_id = %s",
    "marts.criterion_highest_within_maximum": "update marts.fct_criterion_score set max_points = 19 where body_code = 'MTS' and run_id = %s",
    "marts.criterion_status_is_known": "update marts.fct_criterion_score set status = 'lost' where body_code = 'MOH' and run_id = %s",
    "marts.criterion_has_points_iff_scored": "update marts.fct_criterion_score set points = null where body_code = 'MOJ' and run_id = %s",
    "marts.criterion_has_bounds": "update marts.fct_criterion_score set lowest_points = null where body_code = 'MOT' and run_id = %s",
    "marts.criterion_names_its_evidence": "update marts.fct_criterion_score set evidence_digest = null where body_code = 'MTI' and run_id = %s",
    "marts.result_has_score_iff_scored": "update marts.fct_block_score set score = 1 where body_code = 'MIA' and run_id = %s",
    "marts.result_highest_within_100": "update marts.fct_overall_score set highest_score = 100.01 where body_code = 'MIC' and run_id = %s",
    "marts.overall_marks_demonstration": "update marts.fct_overall_score set is_demonstration = true where body_code = 'MNE' and run_id = %s",
}  # fmt: skip


def test_every_broken_result_is_found_in_one_go_and_stops_the_run() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.results(world)
    for statement in BROKEN.values():
        change(statement, world.run_id)

    with pytest.raises(GateStopped) as stopped:
        run_gate(world.run_id, "marts")

    for check_id in BROKEN:
        assert f"`{check_id}` (block) failed" in str(stopped.value)


def test_a_score_from_invented_data_that_does_not_say_so_stops_the_run() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA], is_demonstration=True)
    gate_world.results(world, is_demonstration=False)

    with pytest.raises(GateStopped, match=r"`marts.criterion_marks_demonstration`"):
        run_gate(world.run_id, "marts")


def test_data_docs_keep_every_run_and_no_password() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.raw_open_data(world)
    first = run_gate(world.run_id, "shape")
    pages = set(pages_of(world, first.data_docs))

    second = run_gate(world.run_id, "shape")

    assert second.data_docs == home() / "data_docs" / "index.html"
    assert pages
    assert pages < set(pages_of(world, second.data_docs))
    secrets = {warehouse.connection_parameters(role)["password"] for role in get_args(warehouse.Role)}
    written = [file for folder in ("data_docs", "gates") for file in (home() / folder).rglob("*") if file.is_file()]
    for file in written:
        content = file.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in content], f"{file} holds a password"


def test_data_docs_explain_each_check_and_fetch_nothing_from_elsewhere() -> None:
    world = gate_world.frozen_run(gate_world.next_years()[0], [OPEN_DATA])
    gate_world.raw_open_data(world, row_count=50)
    with pytest.raises(GateStopped):
        run_gate(world.run_id, "shape")
    index = home() / "data_docs" / "index.html"
    pages = pages_of(world, index)

    assert len(pages) == 2
    for page in [index, *pages]:
        assert not re.search(r"(src|<link[^>]*href)=[\"']https?://", page.read_text("utf-8"))
    linked = re.findall(rf'href="(validations/[^"]*-run-{world.run_id}/[^"]*)"', index.read_text("utf-8"))
    assert {index.parent / link for link in linked} == set(pages)
    assert any("What to do: look who wrote to the raw table" in page.read_text("utf-8") for page in pages)
    assert f"run {world.run_id} · gate shape: stopped" in index.read_text("utf-8")


def pages_of(world: World, index: Path) -> list[Path]:
    return [file for file in index.parent.rglob("*.html") if f"-run-{world.run_id}/" in str(file)]
