"""Workbooks made for tests, cell by cell, and what can be done to their bytes."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

SHEET_PART = "xl/worksheets/sheet1.xml"
MADE_AT = datetime.datetime.fromisoformat("2018-01-01 00:00")


@dataclass(frozen=True)
class Formula:
    """A formula with the result that was saved beside it."""

    text: str
    result: str


Value = str | float | bool | datetime.date | Formula | None


def workbook(rows: Sequence[Sequence[Value]], sheet: str = "Data") -> bytes:
    """A workbook with one sheet that holds these cells from its first one on."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE_AT})
    book.calc_on_load = False  # the results of formulas are given, as a spreadsheet program saves them
    page = book.add_worksheet(sheet)
    formats = {
        datetime.date: book.add_format({"num_format": "dd.mm.yyyy"}),
        datetime.datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}),
    }
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
    book.close()
    return memory.getvalue()


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
