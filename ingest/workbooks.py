"""Deliveries of workbooks: one, or a zip of several, as the records of all of them in order of their names.

Bodies and periods often stand in the name of the file alone: the contract's pattern for it makes them columns. A zip is
read file by file, so that one workbook at a time lies in memory; what is wrong with each is collected, not only the first.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ingest.content import check_directory, open_archive, read_entry, share
from ingest.contracts import FROM_FILE_NAME, Contract
from ingest.errors import PackingRefused, WorkbookRefused
from ingest.records import ZERO_BYTE, Unreadable
from ingest.rows import Delivered, Row
from ingest.sheet_columns import NEAR_ROWS, Layout, headings_again, layout_of
from ingest.sheet_guard import Steps, column_letters
from ingest.workbook import Caps, Cells, Sheet, is_blank, is_workbook, read_sheet, refuse_other_kinds

NAME_IS_UTF_8 = 0x800


@contextmanager
def open_workbooks(file: Path, contract: Contract, file_name: str) -> Iterator[Delivered]:
    """The records of a delivery of workbooks. `file_name` is the name under which it was delivered.

    Of several tables one may hold no record, for a body that has nothing to tell; a form may not, its rows are printed.
    """
    delivered = Delivered([column.name for column in contract.columns])
    with file.open("rb") as stream:
        delivered.records = _Reading(contract, delivered).records(stream, file_name)
        yield delivered


class _Reading:
    """One pass through all files of a delivery: records are numbered through, defects are collected on the way."""

    def __init__(self, contract: Contract, delivered: Delivered) -> None:
        self._contract, self._delivered = contract, delivered
        self._pattern = re.compile(contract.format.file_name, re.IGNORECASE) if contract.format.file_name else None
        self._unpacked_bytes = 0
        self._row_number = 0

    def records(self, stream: BinaryIO, file_name: str) -> Iterator[Row | Unreadable]:
        """Every record of every file."""
        with self._defects_of(file_name):
            yield from self._of_delivery(stream, file_name)
            if not self._row_number and not self._delivered.defects:
                self._delivered.defects.append(f"`{file_name}` has a header and no records")

    @contextmanager
    def _defects_of(self, name: str) -> Iterator[None]:
        try:
            yield
        except WorkbookRefused as refusal:
            self._delivered.defects.append(f"`{name}` {refusal}")
        except PackingRefused as refusal:
            self._delivered.defects.append(str(refusal))

    def _of_delivery(self, stream: BinaryIO, file_name: str) -> Iterator[Row | Unreadable]:
        refuse_other_kinds(stream, self._contract.quoted)
        packed_bytes = stream.seek(0, io.SEEK_END)
        with open_archive(stream, file_name) as archive:
            if is_workbook(archive):
                yield from self._of_workbook(stream, unicodedata.normalize("NFC", file_name), packed_bytes)
                return
            for name, entry in self._members(archive, file_name, packed_bytes):
                with self._defects_of(name):
                    content = io.BytesIO(read_entry(archive, entry, file_name))
                    yield from self._of_workbook(content, name, entry.compress_size)
                if self._unpacked_bytes > self._contract.max_bytes:
                    raise WorkbookRefused(
                        f"holds more than the {self._contract.max_bytes:,} bytes that its contract allows (`max_bytes`)"
                    )

    def _members(
        self, archive: zipfile.ZipFile, file_name: str, packed_bytes: int
    ) -> list[tuple[str, zipfile.ZipInfo]]:
        """The files of an archive with their names, in order of these."""
        files = [entry for entry in archive.infolist() if not entry.is_dir()]
        if not files:
            raise WorkbookRefused("is an archive that holds nothing")
        if len(files) > self._contract.max_entries:
            raise WorkbookRefused(
                f"holds {len(files):,} files, more than the {self._contract.max_entries:,} that its contract allows "
                "(`max_entries`)"
            )
        check_directory(archive, file_name, packed_bytes, self._contract.max_bytes)
        named = sorted(((_name_of(entry), entry) for entry in files), key=lambda pair: pair[0])
        names = [name for name, _ in named]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._delivered.defects.append(f"`{name}` stands {names.count(name)} times in the archive")
        return named

    def _of_workbook(self, stream: BinaryIO, name: str, packed_bytes: int) -> Iterator[Row | Unreadable]:
        """The records of one workbook, which the watcher sees pass twice: when it is looked through, and row by row."""
        refuse_other_kinds(stream, self._contract.quoted)
        from_name = self._from_name(name)
        caps = Caps(self._contract.max_bytes, self._contract.max_cells)
        with share(packed_bytes) as looked_at:
            sheet = read_sheet(stream, name, self._contract.format.sheet, caps, looked_at)
        with share(packed_bytes) as read:
            yield from self._of_sheet(sheet, name, from_name, read)

    def _of_sheet(
        self, sheet: Sheet, name: str, from_name: dict[str, str | None] | None, stand_at: Steps
    ) -> Iterator[Row | Unreadable]:
        self._unpacked_bytes += sheet.unpacked_bytes
        first = self._first_rows(sheet.rows)
        layout = layout_of(first, self._contract)
        self._delivered.defects += [f"`{name}`: {defect}" for defect in layout.defects or self._left_out(sheet, first)]
        is_read = from_name is not None and not layout.defects
        rows = _SheetRows(self._contract, layout, name, from_name or {})
        before = self._row_number
        for sheet_row, cells in enumerate(chain(first, sheet.rows), start=1):
            stand_at(sheet_row, sheet.height)
            if sheet_row < self._contract.format.first_record_row or is_blank(cells):
                continue
            self._row_number += 1
            if is_read:
                yield rows.record(self._row_number, sheet_row, cells)
            else:
                self._delivered.skipped_count += 1
        if self._row_number == before and self._contract.format.kind == "xlsx_form" and not layout.defects:
            raise WorkbookRefused("has a header and no records")

    def _first_rows(self, rows: Iterator[Cells]) -> list[Cells]:
        return list(islice(rows, self._contract.format.first_record_row - 1 + NEAR_ROWS))

    def _left_out(self, sheet: Sheet, first: list[Cells]) -> list[str]:
        """A defect where records of the same table stand on other sheets too: only one sheet is read."""
        others = []
        for title, rows in sheet.others:
            beginning = self._first_rows(rows)
            height = headings_again(first, beginning, self._contract)
            if height is not None and not all(map(is_blank, chain(beginning[height:], rows))):
                others.append(f"`{title}`")
        if not others:
            return []
        return [
            f"only the sheet `{sheet.name}` is read, but rows stand under the same headings on {', '.join(others)} too. Bring "
            f"all rows together on `{sheet.name}`, or delete what does not belong to the delivery, and deliver it again"
        ]

    def _from_name(self, name: str) -> dict[str, str | None] | None:
        """The values that stand in the name of a file by their columns; nothing, and a defect, when it has another form."""
        if not self._pattern:
            return {}
        columns = {column.source_name: column for column in self._contract.columns if column.is_from_file_name}
        matched = self._pattern.fullmatch(PurePosixPath(name).name)
        if matched:
            groups = matched.groupdict()
            return {column.name: groups[source.removeprefix(FROM_FILE_NAME)] for source, column in columns.items()}
        meanings = "; ".join(f"{column.name}: {column.meaning}" for column in columns.values())
        self._delivered.defects.append(
            f"the name of `{name}` is not of the form `{self._contract.format.file_name}`, from which is read {meanings}. "
            "Rename the file"
        )
        return None


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name of a file in an archive. Without a word on its letters it is UTF-8, or what Windows writes here (CP866)."""
    name = entry.filename
    if not entry.flag_bits & NAME_IS_UTF_8:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp866")
    return unicodedata.normalize("NFC", name)


@dataclass
class _SheetRows:
    """Turns the rows of one sheet into records; remembers the labels that stand once for several rows."""

    contract: Contract
    layout: Layout
    file_name: str
    from_name: dict[str, str | None]

    def __post_init__(self) -> None:
        self._labels: list[str | None] = [None] * len(self.contract.format.filled_down)
        columns = {column.name: place for place, column in enumerate(self.contract.columns)}
        self._label_places = [columns[name] for name in self.contract.format.filled_down]
        self._constant = {columns[name]: value for name, value in self.from_name.items()}

    def record(self, row_number: int, sheet_row: int, cells: Cells) -> Row | Unreadable:
        """The record of one row that is not empty."""
        values: list[str | None] = [None] * len(self.contract.columns)
        for index, place in self.layout.places.items():
            values[place] = cells[index]
        for place, value in self._constant.items():
            values[place] = value
        self._fill_down(values)
        where = f"`{self.file_name}`, row {sheet_row} of the sheet"
        reason = self._why_unreadable(cells)
        if reason:
            raw = json.dumps([self.file_name, sheet_row, *cells], ensure_ascii=False).encode()
            return Unreadable(row_number, f"{where}: {reason}", raw)
        return Row(row_number, values, where)

    def _why_unreadable(self, cells: Cells) -> str | None:
        stray = self.layout.stray_column(cells)
        if stray is not None:
            text = self.contract.quoted((cells[stray] or "")[:40])
            return f"{text} stands in column {column_letters(stray)}, which no column of the contract is"
        return ZERO_BYTE if any(cell and "\x00" in cell for cell in cells) else None

    def _fill_down(self, values: list[str | None]) -> None:
        """A label that stands once holds for the rows below it, until one of its own or of an outer level stands there."""
        for level, place in enumerate(self._label_places):
            if values[place] is not None:
                self._labels[level:] = [values[place], *[None] * (len(self._labels) - level - 1)]
            values[place] = self._labels[level]
