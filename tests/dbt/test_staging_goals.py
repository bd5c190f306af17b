"""Goals, budgets, audits and reports in staging: nothing is lost, and what is wrong on purpose is named."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from ingest.contracts import contract_of
from olshem import warehouse
from tests.support.goal_files import WRITERS

SOURCES = sorted(WRITERS)
UNKNOWN_BODY = ("body_name", "names no body that the crosswalk knows")
NO_NUMBER = ("fact_value", "is not a number")
REJECTED: dict[str, list[tuple[str, str]]] = {
    "strategic_plan_indicators": [UNKNOWN_BODY, NO_NUMBER],
    "budget_programmes": [UNKNOWN_BODY, NO_NUMBER],
    "programme_execution": [
        UNKNOWN_BODY,
        ("planned_thousand_kzt", "says that there are no data"),
        ("planned_thousand_kzt", "is below 0"),
    ],
    "budget_execution": [],
    "territory_programme_indicators": [
        ("region_name", UNKNOWN_BODY[1]),
        ("direction", "is not one of: больше - лучше, меньше - лучше"),
        NO_NUMBER,
        ("fact_value", 'is in "тыс"; a bare number is expected'),
    ],
    "local_budget_results": [NO_NUMBER],
    "programme_planning": [
        ("region_name", "repeats the key of an earlier row"),
        ("has_no_planning_defect", "is neither yes nor no"),
        ("planning_defects", "is empty though the programme is said to have defects"),
    ],
    "audit_results": [("violations_thousand_kzt", "is not the sum of the four kinds of violations")],
    "recheck_records": [
        UNKNOWN_BODY,
        ("direction", "is empty though the record is of block 2"),
        (
            "fact_kind",
            "is not one of: недостоверность, неполнота, несвоевременность, отсутствие отчёта, отсутствие методики, "
            "перевыполнение индикатора, перевыполнение результата, не выявлено",
        ),
    ],
    "report_arrivals": [
        UNKNOWN_BODY,
        ("arrived_on", "is empty though the report is there"),
        ("arrived_on", "is not a date"),
    ],
}


def ask(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with warehouse.connect("builder") as connection:
        return connection.execute(query.encode(), parameters).fetchall()


def model(source: str) -> str:
    return f"staging.stg_{contract_of(source).table}"


@pytest.mark.parametrize("source", SOURCES)
def test_accepted_and_rejected_records_are_all_that_were_loaded(source: str, staged: int) -> None:
    ((accepted, rejected, loaded),) = ask(
        f"select (select count(*) from {model(source)}), "
        f"(select count(distinct row_number) from {model(source)}_rejected), "
        "(select loaded_row_count from ledger.run_load where run_id = %s and source = %s)",
        staged,
        source,
    )
    assert accepted + rejected == loaded
    assert rejected < Decimal("0.03") * loaded


@pytest.mark.parametrize("source", SOURCES)
def test_the_cells_that_are_wrong_on_purpose_are_rejected_and_no_others(source: str) -> None:
    found = ask(f"select column_name, reason from {model(source)}_rejected")
    assert Counter(found) == Counter(REJECTED[source])


@pytest.mark.parametrize("source", ["strategic_plan_indicators", "budget_programmes"])
def test_what_stands_under_the_name_of_the_predecessor_is_of_its_successor(source: str) -> None:
    found = ask(f"select distinct body_code from {model(source)} where body_name like '%%социального развития%%'")
    assert found == [("MLSPP",)]


def test_merged_labels_stand_on_every_row_of_the_form() -> None:
    found = ask(
        f"select count(*), count(administrator_code), count(programme_name), count(project_name) "
        f"from {model('local_budget_results')} where body_code = 'ASTANA'"
    )
    assert found == [(10, 10, 10, 10)]


def test_a_missing_plan_stays_missing_and_a_plan_of_nought_stays_nought() -> None:
    found = ask(
        "select body_code, indicator_code, plan_value "
        f"from {model('strategic_plan_indicators')} "
        "where (body_code, indicator_code) in (('MOF', '1.1.3'), ('MOEN', '1.2.3')) order by body_code"
    )
    assert found == [("MOEN", "1.2.3", Decimal(0)), ("MOF", "1.1.3", None)]


def test_the_region_without_an_audit_is_known_to_have_had_none() -> None:
    found = ask(
        "select is_held, audited_in_year_thousand_kzt, violations_thousand_kzt "
        f"from {model('audit_results')} where body_code = 'MANGYSTAU'"
    )
    assert found == [(False, None, None)]


def test_bodies_of_the_year_are_known_by_their_administrator_codes() -> None:
    found = ask(f"select count(distinct body_code) from {model('budget_execution')} where month_start = '2017-12-01'")
    assert found == [(18,)]
