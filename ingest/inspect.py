"""Looks through a delivery before it may become a snapshot, and lists everything that is wrong with it at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.content import open_content
from ingest.contracts import Contract
from ingest.errors import PackingRefused, RecordTooLong
from ingest.json_stream import NotAnArray, elements
from ingest.readers import open_delivery
from ingest.records import Unreadable
from ingest.row_checks import RowChecks
from ingest.rows import Row

SHOWN_UNREADABLE = 3
HEAD_BYTES = 2048


@dataclass
class Findings:
    """What a delivery holds: its records (unreadable ones among them), and what is wrong with it."""

    defects: list[str]
    row_count: int = 0
    unreadable_count: int = 0


def inspect(file: Path, contract: Contract, year: int, file_name: str = "") -> Findings:
    """Check one delivered file against its contract, for a reporting year. Never stops at the first defect.

    `file_name` is the name under which it was delivered, where it lies under another one.
    """
    try:
        nature = None if contract.format.is_workbook else _not_text_of_a_table(file, contract)
        return Findings([nature]) if nature else _look_through(file, contract, year, file_name)
    except (PackingRefused, RecordTooLong) as refusal:
        return Findings([str(refusal)])


def _look_through(file: Path, contract: Contract, year: int, file_name: str) -> Findings:
    found = Findings([])
    first_unreadable: list[Unreadable] = []
    with open_delivery(file, contract, file_name) as delivered:
        checks = RowChecks(contract, delivered.columns, year)
        for record in delivered.records:
            found.row_count += 1
            if isinstance(record, Row):
                checks.add(record)
            else:
                found.unreadable_count += 1
                if len(first_unreadable) < SHOWN_UNREADABLE:
                    first_unreadable.append(record)
        found.row_count += delivered.skipped_count
        found.defects = [
            *delivered.defects,
            *checks.defects(),
            *_too_many_unreadable(contract, found, first_unreadable),
        ]
    return found


def _not_text_of_a_table(file: Path, contract: Contract) -> str | None:
    """What the bytes are when they are not even of the right kind."""
    with open_content(file, contract.max_bytes) as stream:
        head = stream.read(HEAD_BYTES).removeprefix(b"\xef\xbb\xbf")
        start = head.lstrip()
        if not start:
            return "the file is empty"
        if start[:1] == b"<":
            return f"a web page was saved in place of the data (it begins with {contract.quoted(start[:40].decode('utf-8', 'replace'))}). Ask the portal again"
    return _json_in_place_of_csv(file, contract) if contract.format.kind == "csv" and start[:1] in b"{[" else None


def _json_in_place_of_csv(file: Path, contract: Contract) -> str:
    try:
        with open_content(file, contract.max_bytes) as stream:
            for _ in elements(stream):
                pass
    except NotAnArray as error:
        return f"{error.told(contract)}; expected a CSV file"
    return "the file is JSON; expected a CSV file"


def _too_many_unreadable(contract: Contract, found: Findings, unreadable: list[Unreadable]) -> list[str]:
    if not found.row_count or 100 * found.unreadable_count / found.row_count <= contract.highest_unreadable_pct:
        return []
    shown = "; ".join(f"row {record.row_number}: {record.reason}" for record in unreadable)
    return [
        f"{found.unreadable_count:,} of {found.row_count:,} records cannot be split into the columns, more than the "
        f"{contract.highest_unreadable_pct:g} % that the contract allows ({shown})"
    ]
