"""The sources on public services: what the demonstration writes passes its contracts, and every row of it arrives."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.services import WRITERS
from demo.world import World
from ingest.contracts import contract_of
from ingest.inspect import inspect
from ingest.load import load_snapshot
from ingest.raw_tables import ensure_tables
from olshem.settings import project_root
from tests.support.deliveries import keep_snapshot
from tests.support.tables import records_in

UNREADABLE = {"services_monitoring": 6}
# what the stories fix: 36 bodies less the silent one and the one without services, and one of an unknown name
ROWS = {"services_monitoring": 7_500, "services_internal_control": 35}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The file of each source, for a year a twentieth of the usual size."""
    folder = tmp_path_factory.mktemp("services")
    return {source: folder / write(World(factor=0.05), folder)[0] for source, write in WRITERS.items()}


@pytest.mark.parametrize("source", WRITERS)
def test_a_demonstration_file_passes_its_contract(source: str, files: dict[str, Path]) -> None:
    findings = inspect(files[source], contract_of(source), 2017)
    assert (findings.defects, findings.unreadable_count) == ([], UNREADABLE.get(source, 0))


@pytest.mark.parametrize("source", WRITERS)
def test_the_columns_stand_in_the_order_of_the_contract(source: str, files: dict[str, Path]) -> None:
    contract = contract_of(source)
    first = records_in(files[source], delimiter=contract.format.delimiter)[0]
    assert list(first) == [column.source_name for column in contract.columns]


@pytest.mark.usefixtures("running_warehouse")
@pytest.mark.parametrize("source", WRITERS)
def test_every_row_is_loaded_or_unreadable(source: str, files: dict[str, Path]) -> None:
    ensure_tables()
    contract = contract_of(source)
    summary = load_snapshot(keep_snapshot(contract, files[source]))
    assert summary.loaded_row_count + summary.unreadable_row_count == summary.total_row_count
    assert summary.unreadable_row_count == UNREADABLE.get(source, 0)
    assert summary.total_row_count == ROWS.get(source, summary.total_row_count) > 0


@pytest.mark.parametrize(("source", "year"), [("services_monitoring", 2016), ("services_inspections", 2016)])
def test_a_file_of_another_year_is_refused(source: str, year: int, files: dict[str, Path]) -> None:
    (defect,) = inspect(files[source], contract_of(source), year).defects
    assert "of another year than 2016" in defect


LEFT_IN_RAW = {"services_monitoring": {"service_name", "applicant_hmac"}}  # of millions of records no count needs them


@pytest.mark.parametrize("source", WRITERS)
def test_staging_selects_every_column_of_the_contract(source: str) -> None:
    contract = contract_of(source)
    model = project_root() / f"dbt_project/models/staging/{source}/stg_{contract.table}.sql"
    text = model.read_text("utf-8")
    typed = {column.name for column in contract.columns if column.type != "body"} | {"body_code"}
    assert {name for name in typed if name not in text} == LEFT_IN_RAW.get(source, set())
