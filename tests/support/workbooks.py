"""Workbooks made for tests, cell by cell, and what can be done to their bytes."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

SHEET_PART = "xl/worksheets/sheet1.xml"
MADE_AT = datetime.datetime.fromisoformat("2018-01-01 00:00")


@dataclass(frozen=True)
class Formula:
    """A formula with the result that was saved beside it."""

    text: str
    result: str


Value = str | float | bool | datetime.date | Formula | None


Cells = Sequence[Sequence[Value]]


def workbook(rows: Cells, sheet: str = "Data", others: Mapping[str, Cells] = MappingProxyType({})) -> bytes:
    """A workbook with a sheet that holds these cells from its first one on, and with others behind it."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE_AT})
    book.calc_on_load = False  # the results of formulas are given, as a spreadsheet program saves them
    formats = {
        datetime.date: book.add_format({"num_format": "dd.mm.yyyy"}),
        datetime.datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}),
    }
    for name, cells in {sheet: rows, **others}.items():
        _fill(book.add_worksheet(name), cells, formats)
    book.close()
    return memory.getvalue()


def _fill(page: Worksheet, rows: Cells, formats: Mapping[type, Format]) -> None:
    for row_index, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, Formula):
                page.write_formula(row_index, column, value.text, None, value.result)
            elif isinstance(value, datetime.date):
                page.write_datetime(row_index, column, value, formats[type(value)])
            elif isinstance(value, str):
                page.write_string(row_index, column, value)
            elif value is not None:
                page.write(row_index, column, value)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of files."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return memory.getvalue()


def parts_of(book: bytes) -> dict[str, bytes]:
    """The parts of a workbook by their names."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(book: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its parts changed."""
    return zipped({part: change(content) if part == name else content for part, content in parts_of(book).items()})
