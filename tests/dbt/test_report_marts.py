"""What the report is given beside the scores: where a criterion leads, and last year by the same or by other rules."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from olshem import warehouse
from olshem.cycle import what_if
from olshem.cycle.build import build
from olshem.edition import read_edition, show
from olshem.settings import project_root
from tests.support.dbt import Dbt, TwoRuns, loaded_pair

FINANCE, HEALTH, FOREIGN = "MOF", "MOH", "MFA"
Changes = dict[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Compared:
    """The overall results of this year beside last year's: before it was published, after, and with another reading."""

    unpublished: Changes
    published: Changes
    read_otherwise: Changes


@pytest.fixture(scope="module")
def two_runs(running_warehouse: None) -> TwoRuns:
    """Two runs of this module alone: one of them is published, and then never built again."""
    return loaded_pair()


@pytest.fixture(scope="module")
def compared(two_runs: TwoRuns, dbt: Dbt) -> Compared:
    """Three bodies with scores set by hand; last year lacks one, this year another."""
    both = [two_runs.this_year, two_runs.last_year]
    build(both, "report")
    _set_score(two_runs.last_year, FINANCE, "80.10")
    _set_score(two_runs.this_year, FINANCE, "77.35")
    _set_score(two_runs.this_year, HEALTH, "64.00")
    _set_score(two_runs.last_year, FOREIGN, "91.00")
    found = []
    for step in (None, _publish, _read_otherwise):
        if step is not None:
            step(two_runs)
        done = dbt("run", "--select", "rpt_change")
        assert done.returncode == 0, done.stdout
        found.append(_changes(two_runs.this_year))
    return Compared(*found)


@pytest.fixture(scope="module")
def read_in_another_way(two_runs: TwoRuns, dbt: Dbt, compared: Compared) -> dict[str, list[tuple[Any, ...]]]:
    """Two what-ifs of this year with the results of the year itself but for one score; the edition lists one of them."""
    for names in ("A-49", "A-12"):
        other = what_if.freeze(two_runs.this_year, names)
        with warehouse.connect("builder") as connection:
            for mart in ("fct_overall_score", "fct_block_score"):
                connection.execute(
                    f"insert into marts.{mart} select (jsonb_populate_record(mart, jsonb_build_object('run_id', {other}))).* "
                    f"from marts.{mart} as mart where run_id = %s".encode(),
                    [two_runs.this_year],
                )
        _set_score(other, FINANCE, "70.00")
    done = dbt("run", "--select", "rpt_what_if")
    assert done.returncode == 0, done.stdout
    rows = _rows(
        "select assumption_ids, body_code, result_code, score, other_score, is_changed from marts.rpt_what_if where run_id = %s",
        two_runs.this_year,
    )
    return {body: [row for row in rows if row[1] == body and row[2] == "OVERALL"] for body in (FINANCE, HEALTH)}


def test_a_score_that_another_reading_changes_stands_beside_the_recorded_one(
    read_in_another_way: dict[str, list[tuple[Any, ...]]],
) -> None:
    assert read_in_another_way[FINANCE] == [
        ("A-49", FINANCE, "OVERALL", Decimal("77.35"), Decimal("70.00"), True)  # A-12 is none of the edition's list
    ]


def test_a_score_that_another_reading_leaves_is_told_as_unchanged(
    read_in_another_way: dict[str, list[tuple[Any, ...]]],
) -> None:
    assert read_in_another_way[HEALTH] == [("A-49", HEALTH, "OVERALL", Decimal("64.00"), Decimal("64.00"), False)]


def test_the_bounds_of_both_readings_stand_beside_each_other(
    read_in_another_way: dict[str, list[tuple[Any, ...]]], two_runs: TwoRuns
) -> None:
    rows = _rows(
        "select lowest_score, highest_score, lowest_degree, highest_degree, "
        "other_lowest_score, other_highest_score, other_lowest_degree, other_highest_degree "
        "from marts.rpt_what_if where run_id = %s and body_code = 'MOH' and result_code = 'OVERALL'",
        two_runs.this_year,
    )
    assert [row[:4] for row in rows] == [row[4:] for row in rows]
    assert rows[0][0] is not None


def test_a_cap_that_several_kinds_of_deductions_share_is_told_from_a_cap_of_one(
    compared: Compared, two_runs: TwoRuns
) -> None:
    rows = _rows("select penalty_code, is_cap_shared from marts.rpt_penalty where run_id = %s", two_runs.this_year)
    shared = {code for code, is_shared in rows if is_shared}
    assert shared == {"W1.LATE", "W1.MISSING", "W1.UNRELIABLE", "W1.REPEAT", "W3.LATE", "W3.MISSING"}
    assert shared & {code for code, is_shared in rows if not is_shared} == set()


def test_a_block_shows_what_was_taken_from_it(compared: Compared, two_runs: TwoRuns) -> None:
    columns = "body_code, block_code, deduction_points, highest_deduction_points"
    printed, recorded = (
        set(_rows(f"select {columns} from marts.{mart} where run_id = %s", two_runs.this_year))
        for mart in ("rpt_block", "fct_block_score")
    )
    assert printed == recorded
    assert any(points is not None for *_, points in printed)


def test_without_a_published_year_there_is_nothing_to_compare_with(compared: Compared) -> None:
    assert compared.unpublished == {}


def test_the_difference_to_last_year_is_counted_where_both_scores_are_known(compared: Compared) -> None:
    assert compared.published[FINANCE] == (2023, True, Decimal("77.35"), Decimal("80.10"), Decimal("-2.75"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (HEALTH, (2023, True, Decimal("64.00"), None, None)),
        (FOREIGN, (2023, True, None, Decimal("91.00"), None)),
    ],
)
def test_a_score_missing_in_one_year_is_no_change(compared: Compared, body: str, expected: tuple[object, ...]) -> None:
    assert compared.published[body] == expected


def test_years_that_read_an_assumption_otherwise_are_set_side_by_side_only(compared: Compared) -> None:
    assert compared.read_otherwise[FINANCE] == (2023, False, Decimal("77.35"), Decimal("80.10"), None)


def test_each_criterion_leads_to_files_that_are_there(compared: Compared, two_runs: TwoRuns) -> None:
    rows = _rows(
        "select criterion_code, is_leaf, page_file, model_file from marts.rpt_methodology where run_id = %s",
        two_runs.this_year,
    )
    assert {code for code, *_ in rows} == {row["criterion_code"] for row in read_edition("2017").tables["criteria"]}
    files = {page for _, _, page, _ in rows} | {model for *_, model in rows if model is not None}
    assert [file for file in sorted(files) if not (project_root() / file).is_file()] == []
    assert [code for code, is_leaf, _, model in rows if model is not None and not is_leaf] == []
    models = {code: model for code, _, _, model in rows}
    assert models["B2.M.A1"] == "dbt_project/models/intermediate/interaction/int_interaction__a1_timeliness.sql"


def test_each_criterion_names_the_assumptions_of_its_page(compared: Compared, two_runs: TwoRuns) -> None:
    edition = read_edition("2017")
    rows = _rows(
        "select criterion_code, assumption_ids from marts.rpt_methodology where run_id = %s", two_runs.this_year
    )
    expected = {code: {row["assumption_id"] for row in show.assumptions(edition, code)} for code, _ in rows}
    assert {code: set(ids.split()) for code, ids in rows} == expected


def test_the_report_of_one_run_can_be_built_again_over_tables_of_several(
    compared: Compared, two_runs: TwoRuns, dbt: Dbt
) -> None:
    with warehouse.connect("builder", autocommit=True) as connection:
        connection.execute("insert into ledger.build (stage, run_ids) values ('report', %s)", [[two_runs.this_year]])
    done = dbt("run", "--select", "path:models/marts/report")
    assert done.returncode == 0, done.stdout


def test_the_command_shows_between_what_a_result_lies_that_is_not_determined(
    read_in_another_way: dict[str, list[tuple[Any, ...]]], two_runs: TwoRuns
) -> None:
    other = what_if.freeze(two_runs.this_year, "A-49")
    with warehouse.connect("builder") as connection:
        connection.execute(
            "update marts.fct_overall_score set score = null, degree = null, lowest_score = 40, highest_score = 75.5, "
            "lowest_degree = 'ineffective', highest_degree = 'medium' where run_id = %s and body_code = %s",
            [other, FINANCE],
        )
    found = [
        one
        for one in what_if.differences(two_runs.this_year, other)
        if (one.body_code, one.code) == (FINANCE, "OVERALL")
    ]
    assert [(one.other_bounds, one.other_degrees) for one in found] == [("40.00–75.50", "ineffective–medium")]
    assert [(one.score, one.bounds) for one in found] == [(Decimal("77.35"), None)]


def _set_score(run_id: int, body_code: str, score: str) -> None:
    with warehouse.connect("builder") as connection:
        changed = connection.execute(
            "update marts.fct_overall_score set score = %s where run_id = %s and body_code = %s",
            [score, run_id, body_code],
        )
    assert changed.rowcount == 1


def _publish(runs: TwoRuns) -> None:
    with warehouse.connect("publisher") as connection:
        connection.execute(
            "insert into ledger.publication (profile, reporting_year, run_id) values ('demo', 2023, %s)",
            [runs.last_year],
        )


def _read_otherwise(runs: TwoRuns) -> None:
    with warehouse.connect("loader") as connection:
        connection.execute(
            "insert into ledger.run_choice (run_id, assumption_id, choice) values (%s, 'A-999', 'alternative')",
            [runs.this_year],
        )


def _changes(run_id: int) -> Changes:
    rows = _rows(
        "select body_code, previous_year, is_comparable, score, previous_score, score_change from marts.rpt_change "
        "where run_id = %s and result_code = 'OVERALL'",
        run_id,
    )
    return {row[0]: row[1:] for row in rows}


def _rows(statement: str, run_id: int) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(statement.encode(), [run_id]).fetchall()
