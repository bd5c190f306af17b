"""Personnel, survey and information systems: the demonstration files pass their contracts and arrive whole."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from ingest.contracts import contract_of
from ingest.inspect import inspect
from ingest.load import load_snapshot
from ingest.raw_tables import ensure_tables
from olshem.settings import project_root
from tests.support.deliveries import keep_snapshot
from tests.support.staff_files import WRITERS, YEAR, write_all

SOURCES = sorted(WRITERS)
# 31 bodies are evaluated, 30 handed something in; two have a law enforcement unit, one a predecessor, one name is unknown
ROW_COUNTS = {"staff_records": 31 + 2 + 1 + 1, "staff_posts": 4 * (30 + 2)}
SHOW_THEIR_YEAR = ["staff_records", "staff_posts", "exit_interviews", "man_hours", "competitions", "promotions"]
WITH_MANIFEST = ["staff_records", "servants_survey"]
STAGING = project_root() / "dbt_project/models/staging"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("staff"))


@pytest.mark.parametrize("source", SOURCES)
def test_a_demonstration_file_passes_without_a_defect(source: str, files: dict[str, Path]) -> None:
    findings = inspect(files[source], contract_of(source), YEAR)
    assert (findings.defects, findings.unreadable_count) == ([], 0)


@pytest.mark.parametrize("source", ROW_COUNTS)
def test_it_has_as_many_records_as_bodies_make(source: str, files: dict[str, Path]) -> None:
    assert inspect(files[source], contract_of(source), YEAR).row_count == ROW_COUNTS[source]


@pytest.mark.parametrize("source", SHOW_THEIR_YEAR)
def test_a_file_of_another_year_is_refused(source: str, files: dict[str, Path]) -> None:
    (defect,) = inspect(files[source], contract_of(source), YEAR - 1).defects
    assert f"of another year than {YEAR - 1}" in defect


def test_a_form_whose_file_name_does_not_tell_the_body_is_refused(files: dict[str, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(files["exit_interviews"]) as archive:
        book = archive.read(archive.namelist()[0])
    (tmp_path / "Форма 1.xlsx").write_bytes(book)
    (defect,) = inspect(tmp_path / "Форма 1.xlsx", contract_of("exit_interviews"), YEAR).defects
    assert "Форма 1.xlsx" in defect


@pytest.mark.parametrize("source", WITH_MANIFEST)
def test_the_statement_beside_a_file_tells_its_rows(source: str, files: dict[str, Path]) -> None:
    statement = json.loads(files[source].with_name(files[source].name + ".manifest.json").read_text("utf-8"))
    assert statement["rows"] == inspect(files[source], contract_of(source), YEAR).row_count


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.usefixtures("running_warehouse")
def test_every_record_of_a_demonstration_file_is_loaded(source: str, files: dict[str, Path]) -> None:
    ensure_tables()
    loaded = load_snapshot(keep_snapshot(contract_of(source), files[source]))
    assert loaded.unreadable_row_count == 0
    assert loaded.loaded_row_count == inspect(files[source], contract_of(source), YEAR).row_count


@pytest.mark.parametrize("source", ["long_serving_staff", "promotions"])
def test_names_of_servants_are_personal(source: str) -> None:
    assert contract_of(source).personal_columns == ("servant_name_hmac",)


@pytest.mark.parametrize("source", sorted(set(SOURCES) - {"long_serving_staff", "promotions"}))
def test_no_other_column_is_personal(source: str) -> None:
    assert contract_of(source).personal_columns == ()


@pytest.mark.parametrize("source", SOURCES)
def test_every_column_of_a_contract_is_staged(source: str) -> None:
    contract = contract_of(source)
    text = (STAGING / source / f"stg_{contract.table}.sql").read_text("utf-8")
    assert [column.name for column in contract.columns if column.name not in text] == []
