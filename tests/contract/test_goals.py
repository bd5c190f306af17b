"""Goals, budgets, audits and reports: the demonstration files pass their contracts and arrive whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.contracts import contract_of
from ingest.inspect import inspect
from ingest.load import load_snapshot
from ingest.raw_tables import ensure_tables
from olshem.settings import project_root
from tests.support.deliveries import keep_snapshot
from tests.support.goal_files import WRITERS, YEAR, write_all

SOURCES = sorted(WRITERS)
# 16 central bodies have goals, the National Bank among them; 16 regions; a name that no list knows adds a row
ROW_COUNTS = {
    "strategic_plan_indicators": 79 + 1,
    "budget_programmes": 70 - 4 + 1,  # the silent ministry has two programmes with two results each
    "programme_execution": 35 + 16 * 10 + 1,
    "budget_execution": 12 * (18 + 8 + 1),  # bodies with a code, other administrators, the total
    "territory_programme_indicators": 16 * 18 + 1,
    "local_budget_results": 16 * 10,
    "programme_planning": 16 * 10 + 1,  # one finding stands there twice
    "audit_results": 15 * 4 + 1,  # one region without an audit says so
    "report_arrivals": (15 * 3 + 1 + 16 * 3) + 36 * 2 + (15 * 8 + 16 * 7) + 1,
}
STAGING = project_root() / "dbt_project/models/staging"
SHOWS_THE_YEAR = re.compile(r"(form|plan|budget|report)_year")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("goals"))


@pytest.mark.parametrize("source", SOURCES)
def test_a_demonstration_file_passes_without_a_defect(source: str, files: dict[str, Path]) -> None:
    findings = inspect(files[source], contract_of(source), YEAR)
    assert (findings.defects, findings.unreadable_count) == ([], 0)


@pytest.mark.parametrize("source", ROW_COUNTS)
def test_it_has_as_many_records_as_the_story_makes(source: str, files: dict[str, Path]) -> None:
    assert inspect(files[source], contract_of(source), YEAR).row_count == ROW_COUNTS[source]


@pytest.mark.parametrize("source", SOURCES)
def test_a_file_of_another_year_is_refused(source: str, files: dict[str, Path]) -> None:
    (defect,) = inspect(files[source], contract_of(source), YEAR - 1).defects
    assert f"of another year than {YEAR - 1}" in defect


@pytest.mark.usefixtures("running_warehouse")
@pytest.mark.parametrize("source", SOURCES)
def test_every_record_is_loaded(source: str, files: dict[str, Path]) -> None:
    contract = contract_of(source)
    ensure_tables([contract])
    summary = load_snapshot(keep_snapshot(contract, files[source]), contract)
    assert summary.loaded_row_count == inspect(files[source], contract, YEAR).row_count
    assert summary.total_row_count == summary.loaded_row_count + summary.unreadable_row_count


@pytest.mark.parametrize("source", [source for source in SOURCES if source != "budget_execution"])
def test_every_column_of_the_contract_reaches_staging(source: str) -> None:
    contract = contract_of(source)
    selected = (STAGING / source / f"stg_{contract.table}.sql").read_text("utf-8")
    named = set(re.findall(r"\w+", selected))
    assert {c.name for c in contract.columns if not SHOWS_THE_YEAR.fullmatch(c.name)} <= named
