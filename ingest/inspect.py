"""Looks through a delivery before it may become a snapshot, and lists everything that is wrong with it at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from ingest.content import open_content
from ingest.contracts import NOT_SHOWN, Contract
from ingest.csv_file import Header, name_defects, read_header
from ingest.encoding import find_defect
from ingest.errors import PackingRefused, RecordTooLong
from ingest.json_rows import NotAnArray, Row, names_in, read_array, rows
from ingest.records import LONGEST_LINE_BYTES, Shape, Unreadable, split
from ingest.row_checks import RowChecks

SHOWN_UNREADABLE = 3
HEAD_BYTES = 2048
OTHER_DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(2 * LONGEST_LINE_BYTES)  # the splitter has its own, lower limits


@dataclass
class Findings:
    """What a delivery holds: its records (unreadable ones among them), and what is wrong with it."""

    defects: list[str]
    row_count: int = 0
    unreadable_count: int = 0


def inspect(file: Path, contract: Contract, year: int) -> Findings:
    """Check one delivered file against its contract, for a reporting year. Never stops at the first defect."""
    try:
        with open_content(file, contract.max_bytes) as stream:
            nature = _not_a_table(stream, contract)
        if nature:
            return Findings([nature])
        return (
            _inspect_csv(file, contract, year) if contract.format.kind == "csv" else _inspect_json(file, contract, year)
        )
    except (PackingRefused, RecordTooLong) as refusal:
        return Findings([str(refusal)])


def _not_a_table(stream: BinaryIO, contract: Contract) -> str | None:
    """What the bytes are when they are not even of the right kind."""
    head = stream.read(HEAD_BYTES).removeprefix(b"\xef\xbb\xbf")
    start = head.lstrip()
    if not start:
        return "the file is empty"
    if start[:1] == b"<":
        return f"a web page was saved in place of the data (it begins with {contract.quoted(start[:40].decode('utf-8', 'replace'))}). Ask the portal again"
    if contract.format.kind == "csv" and start[:1] in b"{[":
        try:
            read_array(head + stream.read(1 << 20))
        except NotAnArray as error:
            return f"{_not_an_array(error, contract)}; expected a CSV file"
        return "the file is JSON; expected a CSV file"
    return None


def _not_an_array(error: NotAnArray, contract: Contract) -> str:
    return "it is no JSON array of records " + NOT_SHOWN if contract.personal_columns else str(error)


def _inspect_json(file: Path, contract: Contract, year: int) -> Findings:
    with open_content(file, contract.max_bytes) as stream:
        content = stream.read()
    encoding = find_defect(io.BytesIO(content), shows_text=not contract.personal_columns)
    defects = [encoding.message] if encoding else []
    if encoding:
        content = content.decode(encoding.likely, errors="replace").encode()
    try:
        array = read_array(content)
    except NotAnArray as error:
        return Findings([*defects, _not_an_array(error, contract)])
    if not array:
        return Findings([*defects, "the array is empty: the portal answered without records"])
    named = name_defects(sorted(names_in(array)), contract)
    if named:  # every record would be refused for the same reason
        return Findings(defects + named, len(array))
    found = Findings(defects, len(array))
    checks = RowChecks(contract, [column.name for column in contract.columns], year)
    unreadable = []
    for record in rows(array, contract):
        if isinstance(record, Row):
            checks.add(record.row_number, record.values)
        else:
            unreadable.append(record)
    found.unreadable_count = len(unreadable)
    found.defects += checks.defects()
    found.defects += _too_many_unreadable(contract, found, unreadable)
    return found


def _inspect_csv(file: Path, contract: Contract, year: int) -> Findings:
    with open_content(file, contract.max_bytes) as stream:
        encoding = find_defect(stream, shows_text=not contract.personal_columns)
    defects = [encoding.message] if encoding else []
    codec = encoding.likely if encoding else "utf-8"
    with open_content(file, contract.max_bytes) as stream:
        header = read_header(stream, contract, codec)
        if len(header.names) < 2:
            return Findings([*defects, _no_delimiter(header, contract)])
        found = Findings(defects + name_defects(header.names, contract))
        known = {column.source_name: column.name for column in contract.columns}
        checks = RowChecks(contract, [known.get(name, "") for name in header.names], year)
        reader = _CsvRecords(stream, contract, len(header.names), codec)
        for row_number, values in reader:
            checks.add(row_number, values)
    found.row_count, found.unreadable_count = reader.row_count, reader.unreadable_count
    if not found.row_count:
        found.defects.append("the file has a header and no records")
    found.defects += reader.end_defects() + checks.defects()
    found.defects += _too_many_unreadable(contract, found, reader.first_unreadable)
    return found


def _no_delimiter(header: Header, contract: Contract) -> str:
    """The header is one field: the file was written with another delimiter, or there is hardly any file."""
    other = max(OTHER_DELIMITERS, key=header.line.decode("utf-8", "replace").count)
    guess = f"; it seems to be delimited by {other!r}" if other.encode() in header.line else ""
    return (
        f"the header has no delimiter {contract.format.delimiter!r}{guess}: {contract.quoted(header.line[:60].decode('utf-8', 'replace'))}. "
        "Ask for the file in its usual form"
    )


class _CsvRecords:
    """The readable records of a CSV file with their numbers; afterwards, what was seen of the others and of the end."""

    def __init__(self, stream: BinaryIO, contract: Contract, column_count: int, codec: str) -> None:
        self._stream, self._contract, self._codec = _Tail(stream), contract, codec
        self._shape = Shape(column_count, contract.format.delimiter.encode())
        self.row_count = self.unreadable_count = 0
        self.first_unreadable: list[Unreadable] = []
        self._last_unreadable: Unreadable | None = None

    def __iter__(self) -> Iterator[tuple[int, list[str | None]]]:
        for block in split(cast(BinaryIO, self._stream), self._shape):
            bad = {record.row_number for record in block.unreadable}
            number = self.row_count
            text = str(block.text, self._codec, errors="replace")
            for fields in csv.reader(io.StringIO(text, newline=""), delimiter=self._contract.format.delimiter):
                number += 1
                while number in bad:
                    number += 1
                yield number, list(fields)
            self.row_count += block.record_count
            self.unreadable_count += len(bad)
            if block.unreadable:
                self.first_unreadable += block.unreadable[: SHOWN_UNREADABLE - len(self.first_unreadable)]
                self._last_unreadable = block.unreadable[-1]

    def end_defects(self) -> list[str]:
        """Signs that the end of the file is missing."""
        last = self._last_unreadable
        if last and last.row_number == self.row_count:
            return [
                f"the file is cut off: its last record, row {last.row_number}, cannot be read ({last.reason}). Deliver it again"
            ]
        if self._contract.format.ends_with_newline and self.row_count and self._stream.last != b"\n":
            return [
                f"the file is cut off: its last record, row {self.row_count}, is not ended by a line end. Deliver it again"
            ]
        return []


class _Tail:
    """Passes reads on and remembers the last byte."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size)
        self.last = data[-1:] or self.last
        return data


def _too_many_unreadable(contract: Contract, found: Findings, unreadable: list[Unreadable]) -> list[str]:
    if not found.row_count or 100 * found.unreadable_count / found.row_count <= contract.highest_unreadable_pct:
        return []
    shown = "; ".join(f"row {record.row_number}: {record.reason}" for record in unreadable[:SHOWN_UNREADABLE])
    return [
        f"{found.unreadable_count:,} of {found.row_count:,} records cannot be split into the columns, more than the "
        f"{contract.highest_unreadable_pct:g} % that the contract allows ({shown})"
    ]
