"""The invented files on openness, read again as plain rows by the names that stand in them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import python_calamine

from demo.openness import WRITERS
from demo.world import World

FILES = {
    "open_data": {"": "open_data_2017.json"},
    "open_budgets": {"": "open_budgets_2017.csv"},
    "open_npa": {"": "open_npa_2017.csv"},
    "open_dialogue": {"": "open_dialogue_2017.json"},
    "open_data_statistics": {"cgo": "open_data_statistics_cgo_2017.json", "mio": "open_data_statistics_mio_2017.json"},
    "site_assessment": {"": "site_assessment_2017.xlsx"},
    "site_mobile_versions": {"": "site_mobile_versions_2017.csv"},
    "form_1ol": {"": "form_1ol_2017.zip"},
}
DELIVERIES = [(source, part, file) for source, parts in FILES.items() for part, file in parts.items()]
Rows = list[dict[str, str]]


def write_all(folder: Path, factor: float = 0.05) -> Path:
    """All files of the group, in a folder."""
    for write in WRITERS.values():
        write(World(factor=factor), folder)
    return folder


def rows_of(file: Path) -> Rows:
    """The records of a JSON, CSV or XLSX file."""
    if file.suffix == ".json":
        return [{name: str(value) for name, value in record.items()} for record in json.loads(file.read_text("utf-8"))]
    if file.suffix == ".csv":
        text = file.read_text("utf-8")
        return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    header, *records = _cells(file.read_bytes())[2:]
    return [dict(zip(header, record, strict=True)) for record in records]


def forms(file: Path) -> dict[str, list[list[str]]]:
    """The lines below the numbered columns of each form of an archive, by the name of its file."""
    with zipfile.ZipFile(file) as archive:
        return {name: _cells(archive.read(name))[6:] for name in archive.namelist()}


def _cells(workbook: bytes) -> list[list[str]]:
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0)
    return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)
