"""Staging of the sources on public services: every row accounted for, every wrong cell with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from demo.services import WRITERS
from ingest.contracts import contract_of
from olshem import warehouse

pytestmark = pytest.mark.usefixtures("staged")


def ask(query: str) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(query.encode()).fetchall()


def rejected(source: str) -> set[tuple[str, str]]:
    table = contract_of(source).table
    return set(ask(f"select column_name, reason from staging.stg_{table}_rejected"))


@pytest.mark.parametrize("source", WRITERS)
def test_accepted_and_rejected_rows_are_the_loaded_ones(source: str) -> None:
    table = contract_of(source).table
    ((loaded, accepted, refused),) = ask(
        f"select (select count(*) from staging.base_{table}), (select count(*) from staging.stg_{table}), "
        f"(select count(distinct row_number) from staging.stg_{table}_rejected)"
    )
    assert accepted + refused == loaded
    assert 0 < refused <= 0.03 * loaded


@pytest.mark.parametrize("source", WRITERS)
def test_names_that_no_crosswalk_knows_are_rejected(source: str) -> None:
    contract = contract_of(source)
    assert contract.crosswalk is not None
    assert (contract.crosswalk.column, "names no body that the crosswalk knows") in rejected(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("services_monitoring", ("request_number", "repeats the key of an earlier row")),
        ("services_monitoring", ("rendered_on", "lies before the day of receipt")),
        ("services_monitoring", ("rendered_on", "is empty though the result was issued")),
        ("services_monitoring", ("result", "is not one of: оказана, отказано, в работе, отозвана заявителем")),
        ("services_register", ("included_on", "is not a date")),
        ("services_register", ("is_one_working_day", "is neither yes nor no")),
        ("hidden_services", ("conclusion_document", "is empty though a conclusion is named")),
        ("satisfaction_survey", ("average_score", "is above 5")),
        ("satisfaction_survey", ("average_score", "says that there are no data")),
        ("optimisation_plan", ("documents_receivable_count", "is not a number")),
        ("services_internal_control", ("recipients_count", "is not a number")),
        ("services_inspections", ("term_breaches_count", "is not a number")),
    ],
)
def test_a_wrong_cell_is_rejected_with_its_reason(source: str, expected: tuple[str, str]) -> None:
    assert expected in rejected(source)


def test_a_way_of_rendering_that_annex_9_does_not_know_is_rejected() -> None:
    assert any(
        column == "rendering_way" and reason.startswith("is not one of: портал и (или) государственная корпорация")
        for column, reason in rejected("optimisation_plan")
    )


def test_ways_of_rendering_become_the_codes_of_the_bands() -> None:
    codes = ask(
        "select distinct rendering_way_code from staging.stg_optimisation_plan__services "
        "where body_code = 'MOEN' and rendering_way_code is not null order by 1"
    )
    assert [code for (code,) in codes] == [
        "paper_body_and_state_corporation",
        "paper_body_only",
        "paper_state_corporation_only",
        "portal_and_or_state_corporation",
        "portal_only",
        "portal_plus_paper_in_body",
    ]


def test_the_breaches_of_the_body_on_the_edges_can_be_counted_from_staging() -> None:
    assert ask(
        "select count(*), count(*) filter (where rendered_on > due_on) "
        "from staging.stg_services_monitoring__requests as requests "
        "inner join staging.stg_services_register__services as services using (service_code, body_code) "
        "where body_code = 'MOEN' and result in ('оказана', 'отказано') and not is_one_working_day "
        "and not (coalesce(is_late_by_failure, false) and failure_document is not null)"
    ) == [(2_000, 2)]


def test_what_stands_under_the_former_name_belongs_to_the_successor() -> None:
    assert ask("select count(*) from staging.stg_services_internal_control__reports where body_code = 'MLSPP'") == [
        (1,)
    ]
