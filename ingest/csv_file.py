"""A CSV file: its header, matched by name with the columns of its contract, and its records one by one for the checks."""

from __future__ import annotations

import codecs
import csv
import difflib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from ingest.content import open_content
from ingest.contracts import NOT_SHOWN, Contract
from ingest.encoding import find_defect
from ingest.records import LONGEST_LINE_BYTES, Shape, Unreadable, split
from ingest.rows import Delivered, Row

LONGEST_HEADER_BYTES = 1 << 16
OTHER_DELIMITERS = (",", ";", "\t", "|")
HOLDS_A_RETURN = (
    "the first line holds a carriage return: the line ends of the file are CR alone, as old programs write them. Save it with "
    "LF or CRLF as line ends"
)
csv.field_size_limit(2 * LONGEST_LINE_BYTES)  # the splitter has its own, lower limits


@dataclass(frozen=True)
class Header:
    """The columns of a file as they stand in it, by their names there; `line` is the whole first line."""

    names: tuple[str, ...]
    line: bytes

    @property
    def holds_a_return(self) -> bool:
        """Whether a carriage return stands elsewhere than in the line end."""
        return b"\r" in self.line.rstrip(b"\r\n")


def read_header(stream: BinaryIO, contract: Contract, encoding: str = "utf-8") -> Header:
    """Read the first line that is not blank, and leave the stream behind it."""
    line = stream.readline(LONGEST_HEADER_BYTES)
    while line and not line.strip(b"\r\n"):
        line = stream.readline(LONGEST_HEADER_BYTES)
    text = line.removeprefix(codecs.BOM_UTF8).decode(encoding, errors="replace").rstrip("\r\n")
    one_line = text.replace("\r", " ")  # what is left of it stands inside the line: the csv module would stop at it
    fields = next(csv.reader([one_line], delimiter=contract.format.delimiter), [])
    return Header(tuple(name.strip() for name in fields), line)


def columns_in_file(header: Header, contract: Contract) -> tuple[str, ...]:
    """Our names of the file's columns, in the order of the file."""
    return tuple(contract.name_of(name) for name in header.names)


def name_defects(found: Sequence[str], contract: Contract) -> list[str]:
    """What is wrong with the names of a file's columns, with the likeliest meaning of each unknown one."""
    columns = contract.columns_in_records
    required = [column.source_name for column in columns if column.is_required]
    known = {column.source_name for column in columns}
    missing = [name for name in required if name not in found]
    extra = [name for name in dict.fromkeys(found) if name not in known]
    defects = []
    for name in missing:
        near = difflib.get_close_matches(name, extra, n=1, cutoff=0.6)
        if near:
            extra.remove(near[0])
            defects.append(
                f"the column `{name}` is missing; `{near[0]}` looks like it under a new name. If it means the same, change "
                f"its `source_name` in `ingest/sources/{contract.source}.yml`; if not, ask the owner"
            )
        else:
            defects.append(f"the column `{name}` is missing")
    defects += [f"there is a column {_heading(name, contract)} that the contract does not know" for name in extra]
    repeated = sorted({name for name in found if list(found).count(name) > 1})
    return defects + [
        f"the column {_heading(name, contract)} stands {list(found).count(name)} times" for name in repeated
    ]


def _heading(name: str, contract: Contract) -> str:
    """A name found where headings stand; in a file without headings it is the first record."""
    is_known = any(name == column.source_name for column in contract.columns)
    return f"`{name}`" if is_known or not contract.personal_columns else NOT_SHOWN


@contextmanager
def open_csv(file: Path, contract: Contract, file_name: str) -> Iterator[Delivered]:
    """The records of a CSV file, fields as text. One that is not UTF-8 is read as what it probably is, to check the rest."""
    with open_content(file, contract.max_bytes) as stream:
        encoding = find_defect(stream, shows_text=not contract.personal_columns)
    defects = [encoding.message] if encoding else []
    if encoding and encoding.is_utf_16:
        yield Delivered(defects=defects)
        return
    codec = encoding.likely if encoding else "utf-8"
    with open_content(file, contract.max_bytes) as stream:
        header = read_header(stream, contract, codec)
        if len(header.names) < 2 or header.holds_a_return:
            unusable = HOLDS_A_RETURN if header.holds_a_return else _no_delimiter(header, contract)
            yield Delivered(defects=[*defects, unusable])
            return
        known = {column.source_name: column.name for column in contract.columns}
        delivered = Delivered([known.get(name, "") for name in header.names])
        delivered.defects = defects + name_defects(header.names, contract)
        delivered.records = _records(stream, contract, codec, delivered)
        yield delivered


def _no_delimiter(header: Header, contract: Contract) -> str:
    """The header is one field: the file was written with another delimiter, or there is hardly any file."""
    other = max(OTHER_DELIMITERS, key=header.line.decode("utf-8", "replace").count)
    guess = f"; it seems to be delimited by {other!r}" if other.encode() in header.line else ""
    return (
        f"the header has no delimiter {contract.format.delimiter!r}{guess}: {contract.quoted(header.line[:60].decode('utf-8', 'replace'))}. "
        "Ask for the file in its usual form"
    )


def _records(stream: BinaryIO, contract: Contract, codec: str, delivered: Delivered) -> Iterator[Row | Unreadable]:
    """The readable records of each block, then its unreadable ones; at the end, signs that the end of the file is missing."""
    tail = _Tail(stream)
    shape = Shape(len(delivered.columns), contract.format.delimiter.encode())
    row_count = 0
    last_unreadable: Unreadable | None = None
    for block in split(cast(BinaryIO, tail), shape):
        bad = {record.row_number for record in block.unreadable}
        number = row_count
        text = str(block.text, codec, errors="replace")
        for fields in csv.reader(io.StringIO(text, newline=""), delimiter=contract.format.delimiter):
            number += 1
            while number in bad:
                number += 1
            yield Row(number, fields)
        row_count += block.record_count
        yield from block.unreadable
        last_unreadable = block.unreadable[-1] if block.unreadable else last_unreadable
    if not row_count:
        delivered.defects.append("the file has a header and no records")
    elif last_unreadable and last_unreadable.row_number == row_count:
        delivered.defects.append(
            f"the file is cut off: its last record, row {row_count}, cannot be read ({last_unreadable.reason}). Deliver it again"
        )
    elif contract.format.ends_with_newline and tail.last != b"\n":
        delivered.defects.append(
            f"the file is cut off: its last record, row {row_count}, is not ended by a line end. Deliver it again"
        )


class _Tail:
    """Passes reads on and remembers the last byte."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size)
        self.last = data[-1:] or self.last
        return data
