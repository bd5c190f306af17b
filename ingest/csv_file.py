"""The header of a CSV file, matched by name with the columns of its contract."""

from __future__ import annotations

import codecs
import csv
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ingest.contracts import NOT_SHOWN, Contract

LONGEST_HEADER_BYTES = 1 << 16


@dataclass(frozen=True)
class Header:
    """The columns of a file as they stand in it, by their names there; `line` is the whole first line."""

    names: tuple[str, ...]
    line: bytes


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
    required = [column.source_name for column in contract.columns if column.is_required]
    known = {column.source_name for column in contract.columns}
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
