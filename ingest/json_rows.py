"""A JSON array of flat objects, as portals answer, read as rows of text. Numbers keep the digits they were written with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.content import open_content
from ingest.contracts import Contract
from ingest.csv_file import name_defects
from ingest.encoding import find_defect
from ingest.json_stream import TOO_DEEP, NotAnArray, Pairs, elements, is_too_deep, printable
from ingest.records import ZERO_BYTE, Unreadable
from ingest.rows import Delivered, Row

MOST_UNKNOWN_NAMES = 1_000  # beyond them nobody reads on, and a file of made-up names must not fill the memory


@contextmanager
def open_json(file: Path, contract: Contract, file_name: str) -> Iterator[Delivered]:
    """The records of a JSON file. One that is not UTF-8 is read as what it probably is, to check the rest.

    The file is read three times, each time as a stream: for its encoding, for the names of all its records, for the records.
    """
    with open_content(file, contract.max_bytes) as stream:
        encoding = find_defect(stream, shows_text=not contract.personal_columns)
    codec = encoding.likely if encoding else "utf-8"
    delivered = Delivered([column.name for column in contract.columns])
    delivered.defects = [encoding.message] if encoding else []
    try:
        with open_content(file, contract.max_bytes) as stream:
            count, names = _survey(elements(stream, codec), contract)
    except NotAnArray as error:
        delivered.defects.append(error.told(contract))
        yield delivered
        return
    if not count:
        delivered.defects.append("the array is empty: the portal answered without records")
    named = name_defects(sorted(names), contract) if count else []
    if named:  # every record would be refused for the same reason
        delivered.defects += named
        delivered.skipped_count = count
        yield delivered
        return
    with open_content(file, contract.max_bytes) as stream:
        delivered.records = rows(elements(stream, codec), contract)
        yield delivered


def _survey(array: Iterable[Any], contract: Contract) -> tuple[int, set[str]]:
    """How many records an array has, and every member name that any of them has, as far as they can be listed.

    Raises `NotAnArray` for a record that nests too deeply to be written down as unreadable.
    """
    known = {column.source_name for column in contract.columns}
    names: set[str] = set()
    count = 0
    for record in array:
        count += 1
        is_nested = isinstance(record, list) and not isinstance(record, Pairs)
        for name, value in record if isinstance(record, Pairs) else ():
            is_nested |= isinstance(value, list)
            if name not in names and (name in known or len(names) < len(known) + MOST_UNKNOWN_NAMES):
                names.add(printable(name))
        if is_nested and is_too_deep(record):
            raise NotAnArray(TOO_DEEP)
    return count, names


def rows(array: Iterable[Any], contract: Contract) -> Iterator[Row | Unreadable]:
    """Each record of an array, readable or not, in order."""
    places = {column.source_name: place for place, column in enumerate(contract.columns)}
    required = {column.source_name for column in contract.columns if column.is_required}
    for row_number, record in enumerate(array, start=1):
        reason = _why_unreadable(record, places.keys(), required)
        if reason:
            yield Unreadable(
                row_number, reason, json.dumps(_plain(record), ensure_ascii=False).encode("utf-8", "replace")
            )
            continue
        values: list[str | None] = [None] * len(places)
        for name, value in record:
            values[places[name]] = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else value
        yield Row(row_number, tuple(values))


def _why_unreadable(record: Any, known: Any, required: set[str]) -> str | None:
    if not isinstance(record, Pairs):
        return "it is not an object"
    names = [name for name, _ in record]
    if len(set(names)) < len(names):
        return "one of its names stands twice"
    if missing := sorted(required - set(names)):
        return f"it lacks {', '.join(f'`{name}`' for name in missing)}"
    if unknown := sorted(set(names) - known):
        return f"it has {', '.join(f'`{name}`' for name in unknown)}, which the contract does not know"
    for name, value in record:
        if isinstance(value, list):
            return f"`{name}` holds a nested value"
        if isinstance(value, str) and "\x00" in value:
            return ZERO_BYTE
        if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
            return f"`{name}` holds half of a character"
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, Pairs):
        return {name: _plain(member) for name, member in value}
    return [_plain(member) for member in value] if isinstance(value, list) else value
