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


@pytest.mark.parametrize("number", range(5))
def test_an_analyst_gets_an_answer_to_each_example_question(published_rehearsal: int, number: int) -> None:
    with warehouse.connect("analyst") as connection:
        assert connection.execute(queries("analyst.md")[number].encode()).fetchall()


def test_the_analysts_page_asks_five_questions() -> None:
    assert len(queries("analyst.md")) == 5


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
