"""Large registers, made fast: a block of invented records again and again, each time under new numbers."""

from __future__ import annotations

import csv
import dataclasses
import io
from pathlib import Path

from benchmarks import YEAR
from demo import appeals_register
from ingest.contracts import Contract, contract_of

BLOCK_ROWS = 20_000
REGISTER = contract_of("appeals_register")
# the register as it is, and as it would be without its personal column; both may be larger than any real one
PERSONAL = dataclasses.replace(REGISTER, max_bytes=1 << 40)
PLAIN = dataclasses.replace(
    PERSONAL, entity="appeals_plain", columns=tuple(column for column in REGISTER.columns if not column.is_personal)
)
CONTRACTS = {"plain": PLAIN, "personal": PERSONAL}


def write_register(file: Path, contract: Contract, row_count: int) -> None:
    """Write `row_count` readable records in the columns of the contract; `psql` could not go past an unreadable one."""
    header, rests = _block(contract)
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write(header)
        for first in range(0, row_count, len(rests)):
            numbers = range(first, min(first + len(rests), row_count))
            stream.write("".join(f"{YEAR}-{number:09d},{rest}" for number, rest in zip(numbers, rests, strict=False)))


def _block(contract: Contract) -> tuple[str, list[str]]:
    """The header, and of each record of a block all that follows its number."""
    names = [column.source_name for column in REGISTER.columns]
    kept = [names.index(column.source_name) for column in contract.columns]
    text = "".join(appeals_register.rows(YEAR, BLOCK_ROWS))
    records = (record for record in csv.reader(io.StringIO(text, newline="")) if len(record) == len(names))
    return _line([names[place] for place in kept]), [_line([record[place] for place in kept[1:]]) for record in records]


def _line(fields: list[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(fields)
    return text.getvalue()
