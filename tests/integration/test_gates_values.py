"""The gate of values on the budget, the appeals and the year before: which figures stop a run, and which are only odd."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from expectations.findings import GateStopped
from expectations.gates import run_gate
from olshem import warehouse
from tests.support import gate_world
from tests.support.gate_world import World

pytestmark = pytest.mark.usefixtures("running_warehouse")
BUDGET, APPEALS, OPEN_DATA = "budget_execution", "appeals_register", "open_data_statistics"


@pytest.fixture(scope="module", autouse=True)
def tables_made_by_hand(running_warehouse: None) -> Iterator[None]:
    """They go with this module: builds of other tests must find nothing of it."""
    yield
    gate_world.remove_tables()


def run_of(source: str) -> World:
    return gate_world.frozen_run(gate_world.next_years()[0], [source])


def warned(world: World) -> dict[str, str]:
    """What the gate of values warned of, by check."""
    return {found.check.check_id: found.observed for found in run_gate(world.run_id, "values").of("failed", "warn")}


def change_appeals(world: World, assignment: str, condition: str = "true") -> None:
    with warehouse.connect("builder") as connection:
        connection.execute(
            f"update staging.stg_appeals_register__appeals set {assignment} where load_id = %s and {condition}",
            [world.loads[APPEALS]],
        )


def test_a_plausible_budget_passes() -> None:
    world = run_of(BUDGET)
    gate_world.staged_budget(world)

    assert warned(world) == {}


def test_more_paid_than_planned_stops_the_run() -> None:
    world = run_of(BUDGET)
    gate_world.staged_budget(world, paid=1060)

    with pytest.raises(GateStopped, match=r"`values.budget_absorption_is_possible` \(block\) failed"):
        run_gate(world.run_id, "values")


def test_a_plan_that_collapses_in_summer_and_returns_only_warns_and_names_administrator_and_month() -> None:
    world = run_of(BUDGET)
    gate_world.staged_budget(world, plan_in_july=99)

    found = warned(world)

    assert list(found) == ["values.budget_plan_does_not_collapse"]
    assert f"(administrator_code=MOF, lowest_month={world.year}-07, lowest_plan_thousand_kzt=99" in found.popitem()[1]


def test_a_plausible_register_passes() -> None:
    assert warned(past_register()) == {}


ODD = {
    "values.appeals_answers_do_not_heap_on_deadlines": ("answered_on = due_on", "body_code = 'MOH'", "body_code=MOH"),
    "values.appeals_flags_agree_with_dates": ("on_time_flag = 'с нарушением срока'", "body_code in ('MOF', 'MOJ')", "contradicted_count=120"),
    "values.appeals_answers_are_not_of_the_future": ("answered_on = date '2099-01-01', on_time_flag = ''", "appeal_id = 'MOE7'", "answered_in_future_count=1"),
    "values.appeals_months_differ": (
        "received_on = make_date(reporting_year, 1 + cast(substr(appeal_id, 4) as int) %% 12, 5)", "body_code = 'MOA'", "same_count_months=12"
    ),
}  # fmt: skip


def test_an_odd_register_only_warns() -> None:
    world = past_register()
    for assignment, condition, _ in ODD.values():
        change_appeals(world, assignment, condition)

    found = warned(world)

    assert set(found) == set(ODD)
    for check_id, (_, _, shown) in ODD.items():
        assert shown in found[check_id]


def past_register() -> World:
    """A register of a year that is over when it is collected, so that a later date is one of the future."""
    world = gate_world.frozen_run(1990, [APPEALS])
    gate_world.staged_appeals(world)
    return world


def test_more_upheld_than_handled_warns() -> None:
    world = past_register()
    with warehouse.connect("builder") as connection:
        connection.execute(
            "update intermediate.int_interaction__appeals_by_body set court_upheld_count = 61 where body_code = 'MOH' and load_id = %s",
            [world.loads[APPEALS]],
        )

    assert "body_code=MOH, handled_count=60" in warned(world)["values.appeals_parts_within_handled"]


def both_sources_of_appeals(handled_count: int) -> World:
    """The register and form 1-OL of one year, which may differ in what MOH handled."""
    world = gate_world.frozen_run(1990, [APPEALS, "form_1ol"])
    gate_world.staged_appeals(world)
    gate_world.staged_forms(world, handled_count)
    return world


def test_form_and_register_that_agree_pass() -> None:
    assert warned(both_sources_of_appeals(handled_count=60)) == {}


def test_a_form_that_counts_otherwise_than_the_register_warns_and_names_the_body() -> None:
    found = warned(both_sources_of_appeals(handled_count=62))

    assert set(found) == {"values.form_1ol_agrees_with_register"}
    shown = found["values.form_1ol_agrees_with_register"]
    assert "body_code=MOH, form_handled_count=62, register_handled_count=60" in shown
    assert "handled 62 against 60" in shown


def test_rejected_rows_warn_above_five_percent_and_stop_above_twenty() -> None:
    codes = sorted(gate_world.bodies())
    some, many = run_of(OPEN_DATA), run_of(OPEN_DATA)
    gate_world.staged_open_data(some, without=codes[:3])
    gate_world.staged_open_data(many, without=codes[:11])

    assert "rejected_row_count=3, rejected_pct=5.77" in warned(some)["values.few_rows_are_rejected"]
    with pytest.raises(GateStopped, match=r"`values.most_rows_are_accepted` \(block\) failed"):
        run_gate(many.run_id, "values")


def test_rows_that_are_neither_accepted_nor_rejected_stop_the_run() -> None:
    world = run_of(OPEN_DATA)
    gate_world.staged_open_data(world)
    with warehouse.connect("builder") as connection:
        connection.execute(
            "delete from staging.stg_open_data_statistics__bodies where body_code = 'MOH' and load_id = %s",
            [world.loads[OPEN_DATA]],
        )

    with pytest.raises(GateStopped, match=r"`values.rows_are_accounted_for` \(block\) failed"):
        run_gate(world.run_id, "values")


def test_totals_and_figures_against_last_year_only_warn() -> None:
    before, now = gate_world.next_years()
    earlier = gate_world.frozen_run(before, [OPEN_DATA])
    gate_world.results(earlier)
    run_gate(earlier.run_id, "marts")
    with warehouse.connect("builder") as connection:
        connection.execute(
            "update marts.fct_source_accounting set accepted_row_count = 105 where run_id = %s", [earlier.run_id]
        )
    world = gate_world.frozen_run(now, [OPEN_DATA])
    gate_world.staged_open_data(world)
    scores_as_last_year(world, earlier)

    found = warned(world)

    assert set(found) == {"values.totals_are_of_last_years_size", "values.figures_differ_from_last_year"}
    assert "measure=accepted rows, total=52, earlier_total=105" in found["values.totals_are_of_last_years_size"]
    assert "frozen_pct=100" in found["values.figures_differ_from_last_year"]


def scores_as_last_year(world: World, earlier: World) -> None:
    """The criteria of a run, with the very figures of an earlier one."""
    columns = "body_code, criterion_code, max_points, numerator, denominator, points, status, evidence_source, evidence_row_count"
    with warehouse.connect("builder") as connection:
        connection.execute(
            f"insert into intermediate.int_assessment__criteria (run_id, {columns}) "
            f"select %s, {columns} from marts.fct_criterion_score where run_id = %s",
            [world.run_id, earlier.run_id],
        )
