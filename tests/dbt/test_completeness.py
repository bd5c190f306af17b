"""Complete by construction, and seen when it is not: the index, its answers, the accounting of rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from olshem import warehouse
from olshem.cycle.build import build
from tests.support.dbt import Dbt, TwoRuns

ANSWERED_ONCE = "assert_every_index_row_is_answered_once"
SPOILT = ("int_interaction__a1_timeliness", "int_interaction__a3_satisfied")


@pytest.fixture
def fresh_criteria(two_runs: TwoRuns) -> Iterator[None]:
    """Intermediate tables as a build leaves them, and the same tables again afterwards."""
    build([two_runs.this_year, two_runs.last_year], "criteria")
    for table in SPOILT:
        _change(f"create table intermediate.kept_{table} as select * from intermediate.{table}")
    yield
    for table in SPOILT:
        _change(
            f"truncate intermediate.{table}; insert into intermediate.{table} select * from intermediate.kept_{table}; "
            f"drop table intermediate.kept_{table}"
        )


@pytest.mark.usefixtures("fresh_criteria")
def test_a_criterion_model_that_drops_a_row_is_found_out(dbt: Dbt) -> None:
    before = dbt("test", "--select", ANSWERED_ONCE)
    assert before.returncode == 0, before.stdout
    _change(f"delete from intermediate.{SPOILT[0]} where body_code = 'MOF'")
    after = dbt("test", "--select", ANSWERED_ONCE)
    assert after.returncode != 0
    assert f"FAIL 2 {ANSWERED_ONCE}" in after.stdout  # one row of each run
    _change(f"insert into intermediate.{SPOILT[1]} select * from intermediate.{SPOILT[1]} where body_code = 'MOH'")
    doubled = dbt("test", "--select", ANSWERED_ONCE)
    assert f"FAIL 4 {ANSWERED_ONCE}" in doubled.stdout


def test_the_index_is_bodies_times_the_leaves_of_their_kind(two_runs: TwoRuns) -> None:
    counts = _rows(
        "select body_kind, count(*), count(distinct body_code), count(distinct criterion_code) "
        "from marts.fct_criterion_score where run_id = %s group by body_kind order by body_kind",
        two_runs.this_year,
    )
    assert counts == [("central", 32 * 49, 32, 49), ("local", 20 * 46, 20, 46)]


def test_rows_outside_the_scope_do_not_apply_and_name_the_paragraph(two_runs: TwoRuns) -> None:
    counts = dict(
        _rows(
            "select body_code, count(*) from marts.fct_criterion_score "
            "where run_id = %s and status = 'not_applicable' and legal_ref <> '' and status_reason <> '' "
            "and lowest_points is null and highest_points is null group by body_code",
            two_runs.this_year,
        )
    )
    only_block_2 = 3 + 1 + 18
    exceptions = {"NBK": 3 + 18, "GPO": only_block_2, "JA": only_block_2, "MOD": only_block_2, "MIA": only_block_2}
    assert {body: count for body, count in counts.items() if count != 1} == exceptions
    assert len(counts) == 32  # the direction of the National Bank does not apply to any other central body


def test_every_status_is_of_the_closed_list_and_missing_is_never_nought(two_runs: TwoRuns) -> None:
    missing = _rows(
        "select distinct status, points, lowest_points, highest_points = max_points from marts.fct_criterion_score "
        "where run_id = %s and status not in ('scored', 'not_applicable') and max_points is not null",
        two_runs.last_year,
    )
    assert missing == [("no_data_source", None, 0, True)]


def test_a_source_that_came_without_a_body_differs_from_one_that_did_not_come(two_runs: TwoRuns) -> None:
    statement = "select status from marts.fct_criterion_score where run_id = %s and body_code = 'MOD' and criterion_code = 'B2.C.O1.1'"
    assert _rows(statement, two_runs.this_year) == [("no_data_body",)]
    assert _rows(statement, two_runs.last_year) == [("no_data_source",)]


def test_every_row_of_a_delivery_is_accepted_or_rejected(two_runs: TwoRuns) -> None:
    accounting = _rows(
        "select source, total_row_count, accepted_row_count, rejected_row_count, unreadable_row_count "
        "from marts.fct_source_accounting where run_id = %s order by source",
        two_runs.this_year,
    )
    assert accounting == [("appeals_register", 17, 12, 5, 0), ("open_data_statistics", 3, 2, 1, 0)]


def test_a_name_that_matches_nothing_is_rejected_and_reported(two_runs: TwoRuns) -> None:
    cells = _rows(
        "select column_name, raw_value, reason, count(*) from marts.fct_rejected_cell where run_id = %s "
        "group by column_name, raw_value, reason order by column_name, raw_value",
        two_runs.this_year,
    )
    assert cells == [
        ("body_name", "Акимат города Нур-Султан", "names a body by a name that is not valid in the reporting year", 2),
        ("kind", "благодарность", "is not one of: жалоба, заявление, предложение, запрос", 3),
        ("name_ru", "Нет такого", "names no body that the crosswalk knows", 1),
    ]


def _rows(statement: str, run_id: int) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(statement.encode(), [run_id]).fetchall()


def _change(statement: str) -> None:
    with warehouse.connect("builder") as connection:
        connection.execute(statement.encode())
