"""Written deliveries read back as plain records, by the reader of each format and not by ours."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

from python_calamine import CalamineWorkbook

Record = dict[str, str]


def records_in(file: Path, *, delimiter: str = ",", header_row: int = 3) -> list[Record]:
    """The records of a delivery by column. Rows that do not have the header's number of cells are left out."""
    if file.suffix == ".json":
        found: list[Record] = json.loads(file.read_text("utf-8"))
        return found
    if file.suffix == ".xlsx":
        sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
        header, *rows = ([_text(cell) for cell in row] for row in sheet[header_row - 1 :])
        return [dict(zip(header, row, strict=True)) for row in rows]
    text = _entry(file) if file.suffix == ".zip" else file.read_text("utf-8")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [dict(zip(header, row, strict=True)) for row in rows if len(row) == len(header)]


def _entry(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        return archive.read(archive.namelist()[0]).decode()


def _text(cell: object) -> str:
    """A cell as a person sees it: whole numbers without a point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
