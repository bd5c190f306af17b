"""The queries of the documentation, run as the reader they are written for."""

from __future__ import annotations

import re

import pytest

from olshem import warehouse
from olshem.cycle.publish import publish
from olshem.settings import project_root
from olshem.warehouse.ledger import record_event


def queries(page: str) -> list[str]:
    text = (project_root() / "docs" / page).read_text("utf-8")
    return [query for query in re.findall(r"```sql\n(.*?)```", text, re.DOTALL) if query.startswith("select")]


@pytest.fixture(scope="module")
def published_rehearsal(rehearsal_run: int) -> int:
    with warehouse.connect("publisher") as connection:
        record_event(connection, rehearsal_run, "approved", actor="a test", is_demonstration=True)
    publish(rehearsal_run)
    return rehearsal_run


@pytest.mark.parametrize("number", range(len(queries("analyst.md"))))
def test_an_analyst_gets_an_answer_to_each_example_question(published_rehearsal: int, number: int) -> None:
    with warehouse.connect("analyst") as connection:
        assert connection.execute(queries("analyst.md")[number].encode()).fetchall()


def test_the_analysts_page_asks_at_least_five_questions() -> None:
    assert len(queries("analyst.md")) >= 5


def test_an_analyst_reads_in_the_database_what_a_table_and_its_columns_are(published_rehearsal: int) -> None:
    with warehouse.connect("analyst") as connection:
        undescribed = connection.execute(
            "select view.relname, a.attname from pg_class as view "
            "inner join pg_attribute as a on a.attrelid = view.oid and a.attnum > 0 and a.attname <> 'reporting_year' "
            "where view.relnamespace = 'published_rehearsal'::regnamespace "
            "and (col_description(view.oid, a.attnum) is null or obj_description(view.oid, 'pg_class') not like '%One row per%')"
        ).fetchall()
    assert undescribed == []


def test_the_days_of_a_body_add_up_to_the_numbers_of_its_criterion(published_rehearsal: int) -> None:
    with warehouse.connect("analyst") as connection:
        different = connection.execute(
            "select score.body_code, score.denominator, daily.handled_count "
            "from published_rehearsal.fct_criterion_score as score "
            "left join (select body_code, sum(handled_count) as handled_count from published_rehearsal.fct_complaint_daily "
            "where reporting_year = 2024 group by body_code) as daily using (body_code) "
            "where score.reporting_year = 2024 and right(score.criterion_code, 3) = '.A2' "
            "and score.denominator <> coalesce(daily.handled_count, 0)"
        ).fetchall()
    assert different == []


@pytest.mark.parametrize("number", range(len(queries("auditor.md"))))
def test_an_auditor_gets_an_answer_to_each_query(published_rehearsal: int, number: int) -> None:
    with warehouse.connect("auditor") as connection:
        assert connection.execute(queries("auditor.md")[number].encode()).fetchall()


def test_every_delivered_row_is_accounted_for(published_rehearsal: int) -> None:
    accounting = next(query for query in queries("auditor.md") if "is_accounted_for" in query)
    with warehouse.connect("auditor") as connection:
        rows = connection.execute(accounting.encode()).fetchall()
    assert {row[0] for row in rows} == {"open_data_statistics", "budget_execution", "appeals_register"}
    assert all(row[-1] is True for row in rows)
