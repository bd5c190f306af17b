"""A small good delivery of any source, made from its contract alone: what a supplier would send, without its meaning.

Every contract of the project can be delivered by it, so that each defect can be tried on each source.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from ingest.contracts import Column, Contract
from olshem.settings import project_root
from tests.support.workbooks import workbook, zipped

RECORDS_PER_FILE = 3
RUSSIAN, KAZAKH = "Слово", "Құжат"
TOP = "Наименование формы"

Record = dict[str, str | None]


@dataclass(frozen=True)
class Specimen:
    """A delivery before it is written: records by our names of the columns, and the headings that stand over them.

    Records of one workbook follow each other. `files` are the names of the workbooks, one for each, or the one name of a
    text file.
    """

    contract: Contract
    year: int
    records: tuple[Record, ...]
    headings: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    top: tuple[str, ...] = ()

    def write(self, folder: Path) -> Path:
        """Put the delivery into a folder under the name that its supplier gives it."""
        name, content = self.packed()
        file = folder / name
        file.write_bytes(content)
        return file

    def packed(self) -> tuple[str, bytes]:
        """The name and the bytes of the delivery: of several workbooks, a zip."""
        books = self.workbooks()
        if not books:
            return self.files[0], self.text().encode()
        if len(books) == 1:
            return next(iter(books.items()))
        return f"{self.contract.source}.zip", zipped(books)

    def text(self) -> str:
        """A delivery that is text."""
        rows = [[record.get(name) for name, _ in self.headings] for record in self.records]
        headings = [heading for _, heading in self.headings]
        if self.contract.format.kind == "json_array":
            return json.dumps([dict(zip(headings, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
        memory = io.StringIO()
        writer = csv.writer(memory, delimiter=self.contract.format.delimiter, lineterminator="\n")
        writer.writerows([headings, *rows])
        return memory.getvalue()

    def workbooks(self) -> dict[str, bytes]:
        """The workbooks of a delivery by their names; none when it is text."""
        if not self.contract.format.is_workbook:
            return {}
        share = len(self.records) // len(self.files)
        shares = (self.records[place * share : (place + 1) * share] for place in range(len(self.files)))
        return {name: self._workbook(records) for name, records in zip(self.files, shares, strict=True)}

    def _workbook(self, records: Sequence[Record]) -> bytes:
        form = self.contract.format
        rows: list[Sequence[str | None]] = [[TOP], *[[""]] * 98][: form.first_record_row - 2]
        rows += [[text] for text in self.top]
        rows.append([heading for _, heading in _as_in_a_form(self.headings)])
        labels: list[str | None] = []
        for record in records:
            above, labels = labels, [record[name] for name in form.filled_down]
            # a label stands once for the rows below it, and again where one to its left changes
            merged = {name for place, name in enumerate(form.filled_down) if labels[: place + 1] == above[: place + 1]}
            rows.append([None if name in merged else record.get(name) for name, _ in self.headings])
        cells = [[_cell(value) for value in row] for row in rows]
        return workbook(cells, "Лист" if form.sheet.isdigit() else form.sheet)


def _cell(value: str | None) -> str | float | None:
    """A value as people type it into a sheet: numbers as numbers."""
    is_number = re.fullmatch(r"[1-9][0-9]{0,14}(\.[0-9]+)?", value or "")
    return float(value or 0) if is_number else value or None


def _as_in_a_form(headings: Sequence[tuple[str, str]]) -> list[tuple[str, str | None]]:
    """In a form, a number stands once over the columns that are known as «А», «А/2», «А/3»."""
    return [(name, None if re.fullmatch(r".+/[2-9]", heading) else heading) for name, heading in headings]


def specimen_of(contract: Contract, year: int, word: str = KAZAKH) -> Specimen:
    """A good delivery of a source for a reporting year. `word` stands in every text."""
    file_count = 2 if contract.format.file_name else 1
    records = [
        _record(contract, year, file, number, word) for file in range(file_count) for number in range(RECORDS_PER_FILE)
    ]
    if contract.totals:
        records.append(_total(contract, records))
    if contract.format.file_name:
        files = [file_name(contract, record) for record in records[::RECORDS_PER_FILE]]
    else:
        extension = {"csv": "csv", "json_array": "json"}.get(contract.format.kind, "xlsx")
        files = [f"{contract.source}_{year}.{extension}"]
    headings = tuple((column.name, column.source_name) for column in contract.columns_in_records)
    return Specimen(contract, year, tuple(records), headings, tuple(files))


def _record(contract: Contract, year: int, file: int, number: int, word: str) -> Record:
    """The values of one record. What stands once for a file, or for several rows, is the same in all of its records."""
    varying = set(contract.keys.columns) - {column.name for column in contract.columns if column.is_from_file_name}
    labels = set(contract.format.filled_down) if varying - set(contract.format.filled_down) else set()
    values: Record = {}
    for column in contract.columns:
        place = file if column.is_from_file_name else 0 if column.name in labels else number
        values[column.name] = _value(contract, column, year, place, word)
    return values


def _value(contract: Contract, column: Column, year: int, place: int, word: str) -> str:
    if contract.period.kind == "column" and column.name == contract.period.column:
        return _of_period(contract, year, place)
    if column.type == "body":
        names = body_names(contract.source, year)
        return names[place % len(names)]
    if column.type in ("count", "number"):
        least = column.minimum if column.minimum is not None else Decimal(1)
        number = least + place
        return str(number if column.maximum is None else min(number, column.maximum))
    return {
        "choice": column.allowed_values[place % len(column.allowed_values)] if column.allowed_values else "",
        "date": f"{place + 1:02}.02.{year}",
        "timestamp": f"{year}-02-{place + 1:02} 10:00:00",
        "month": f"{place + 1:02}.{year}",
        "boolean": ("true", "false")[place % 2],
        "code": f"К-{place + 1}",
        "text": f"{word} {place + 1}",
    }[column.type]


def _of_period(contract: Contract, year: int, place: int) -> str:
    """The first way to write a time of the year that the contract's pattern takes for it."""
    pattern = contract.period.pattern.format(year=year)
    day = f"{place + 1:02}"
    ways = [
        str(year),
        f"{day}.02.{year}",
        f"{year}-02-{day}",
        f"{day}.{year}",
        f"12.{year}",
        f"{year}-12",
        f"{year} год",
    ]
    return next(way for way in ways if re.search(pattern, way))


def _total(contract: Contract, records: Sequence[Record]) -> Record:
    """The total row over all records, which belong to one group."""
    totals = contract.totals
    assert totals is not None
    sums: Record = {name: str(sum(Decimal(record[name] or 0) for record in records)) for name in totals.sums}
    return records[0] | {totals.row_column: totals.row_value} | sums


def file_name(contract: Contract, record: Record) -> str:
    """The name of a workbook: the contract's pattern with the values of its columns in the place of its groups."""
    name = contract.format.file_name.removeprefix("^").removesuffix("$")
    for column in contract.columns:
        if column.is_from_file_name:
            group = re.compile(rf"\(\?P<{column.source_name.removeprefix('file:')}>[^()]*\)")
            name = group.sub(lambda _, value=record[column.name]: value or "", name)  # type: ignore[misc]
    name = re.sub(r"\\(.)", r"\1", name)
    assert re.fullmatch(contract.format.file_name, name), f"{contract.source}: teach `file_name` this pattern ({name})"
    return name


@cache
def body_names(source: str, year: int) -> list[str]:
    """Names of different bodies that the crosswalk knows for a source at the end of a year, in Russian letters or digits."""
    file = project_root() / "dbt_project/seeds/decree/body_names.csv"
    day = f"{year}-12-31"
    names: dict[str, str] = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            is_valid = row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
            if row["source"] in (source, "any") and is_valid and _is_russian(row["source_name"]):
                names.setdefault(row["body_code"], row["source_name"])
    return list(names.values())


def _is_russian(name: str) -> bool:
    return all(letter.isascii() or "а" <= letter.lower() <= "я" or letter in "ёЁ№«»" for letter in name)
