"""The files on openness pass their contracts and come into `raw` row by row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from demo.openness import WRITERS, write_open_data
from demo.world import World
from ingest.contracts import contract_of
from ingest.inspect import inspect
from ingest.load import load_snapshot
from ingest.raw_tables import ensure_tables
from olshem.settings import project_root
from tests.support.deliveries import keep_snapshot
from tests.support.openness import DELIVERIES, FILES, write_all

STAGING = project_root() / "dbt_project/models/staging"
# Central and local parameters in two languages, then one row sent twice and one of a body that nobody knows. Sites: 61 and 69
# parameters in each of two quarters, without the budget section of the National Bank in two languages, and 51 of each of
# seven committees. Forms: ten lines of 35 bodies.
ROW_COUNTS = {
    "open_data_2017.json": 290,
    "open_budgets_2017.csv": 602,
    "open_npa_2017.csv": 330,
    "open_dialogue_2017.json": 218,
    "open_data_statistics_cgo_2017.json": 20,
    "open_data_statistics_mio_2017.json": 16,
    "site_assessment_2017.xlsx": 2 * (20 * 61 + 16 * 69 - 2) + 7 * 51 + 1,
    "site_mobile_versions_2017.csv": 37,
    "form_1ol_2017.zip": 350,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(tmp_path_factory.mktemp("openness"))


def test_every_source_of_the_direction_has_a_writer() -> None:
    assert set(WRITERS) == set(FILES)


@pytest.mark.parametrize(("source", "part", "file"), DELIVERIES)
def test_a_file_passes_its_contract(folder: Path, source: str, part: str, file: str) -> None:
    findings = inspect(folder / file, contract_of(source), 2017)
    assert (findings.defects, findings.unreadable_count) == ([], 0)


@pytest.mark.parametrize(
    ("source", "part", "file"), [delivery for delivery in DELIVERIES if delivery[0] != "open_data_statistics"]
)
def test_a_file_of_another_year_is_refused(folder: Path, source: str, part: str, file: str) -> None:
    defects = inspect(folder / file, contract_of(source), 2016).defects
    assert len(defects) == 1
    assert "is of another year than 2016" in defects[0]


@pytest.mark.parametrize(("source", "part", "file"), DELIVERIES)
def test_every_row_of_a_file_is_loaded(
    running_warehouse: None, folder: Path, source: str, part: str, file: str
) -> None:
    contract = contract_of(source)
    ensure_tables([contract])
    summary = load_snapshot(keep_snapshot(contract, folder / file), contract)
    assert (summary.total_row_count, summary.loaded_row_count, summary.unreadable_row_count) == (
        ROW_COUNTS[file],
        ROW_COUNTS[file],
        0,
    )


def test_checks_of_a_year_that_nobody_asked_for_are_refused(tmp_path: Path) -> None:
    (file,) = write_open_data(World(year=2016), tmp_path)
    assert inspect(tmp_path / file, contract_of("open_data"), 2017).defects != []


@pytest.mark.parametrize("source", FILES)
def test_staging_reads_every_column_of_the_contract_but_names_that_became_codes(source: str) -> None:
    contract = contract_of(source)
    select = (STAGING / source / f"stg_{source}__{contract.entity}.sql").read_text("utf-8")
    asked = {column.name for column in contract.columns if column.type != "body"}
    assert {name for name in asked if not re.search(rf"\b{name}\b", select)} == set()
