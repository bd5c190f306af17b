"""A JSON array of flat objects, as portals answer, read as rows of text. Numbers keep the digits they were written with."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.content import open_content
from ingest.contracts import NOT_SHOWN, Contract
from ingest.csv_file import name_defects
from ingest.encoding import find_defect
from ingest.records import ZERO_BYTE, Unreadable
from ingest.rows import Delivered, Row


class NotAnArray(ValueError):
    """The bytes are no JSON array: `what` they are instead, a piece of them, and what to do."""

    def __init__(self, what: str, shown: str = "", advice: str = "") -> None:
        self.what, self.shown, self.advice = what, shown, advice
        super().__init__(what)

    def told(self, contract: Contract) -> str:
        """The defect in words. What was found is not quoted when the source holds personal data."""
        shown = NOT_SHOWN if contract.personal_columns else f"({self.shown})"
        return self.what + (f" {shown}" if self.shown else "") + (f". {self.advice}" if self.advice else "")


class _Pairs(list[tuple[str, Any]]):
    """The members of an object in order, so that a name which stands twice is seen."""


@contextmanager
def open_json(file: Path, contract: Contract, file_name: str) -> Iterator[Delivered]:
    """The records of a JSON file. One that is not UTF-8 is read as what it probably is, to check the rest."""
    with open_content(file, contract.max_bytes) as stream:
        content = stream.read()
    encoding = find_defect(io.BytesIO(content), shows_text=not contract.personal_columns)
    delivered = Delivered([column.name for column in contract.columns])
    if encoding:
        delivered.defects.append(encoding.message)
        content = content.decode(encoding.likely, errors="replace").encode()
    try:
        array = read_array(content)
    except NotAnArray as error:
        delivered.defects.append(error.told(contract))
        yield delivered
        return
    if not array:
        delivered.defects.append("the array is empty: the portal answered without records")
    named = name_defects(sorted(names_in(array)), contract) if array else []
    if named:  # every record would be refused for the same reason
        delivered.defects += named
        delivered.skipped_count = len(array)
    else:
        delivered.records = rows(array, contract)
    yield delivered


def read_array(content: bytes) -> list[Any]:
    """Parse the bytes of an array. Raises `NotAnArray`."""
    text = content.decode("utf-8-sig", errors="replace")
    try:
        document = json.loads(text, object_pairs_hook=_Pairs, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise NotAnArray(
            f"the JSON ends or breaks at line {error.lineno}, column {error.colno} ({error.msg}): probably cut off on the way"
        ) from error
    except RecursionError as error:
        raise NotAnArray("the JSON is nested too deeply to be a table") from error
    if isinstance(document, _Pairs):
        raise _object_instead(dict(document))
    if not isinstance(document, list):
        raise NotAnArray(f"expected a JSON array of records, found {type(document).__name__}", repr(str(document)[:60]))
    return document


def _object_instead(document: dict[str, Any]) -> NotAnArray:
    if {"error", "status", "code"} & document.keys():
        shown = ", ".join(
            f"{name} {document[name]!r}" for name in ("status", "code", "error", "message", "path") if name in document
        )
        return NotAnArray(
            "an error message of the portal was saved in place of the data",
            shown,
            "The portal answers so even with HTTP 200: ask again later",
        )
    names = ", ".join(f"`{_printable(name)}`" for name in list(document)[:8])
    return NotAnArray("expected a JSON array of records, found an object", f"with {names or 'nothing'}")


def _printable(name: str) -> str:
    """A name that can be written down: JSON may hold half of a character."""
    return name.encode("utf-8", "replace").decode()


def names_in(array: list[Any]) -> set[str]:
    """Every member name that any record of the array has."""
    return {_printable(name) for record in array if isinstance(record, _Pairs) for name, _ in record}


def rows(array: list[Any], contract: Contract) -> Iterator[Row | Unreadable]:
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
    if not isinstance(record, _Pairs):
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
    if isinstance(value, _Pairs):
        return {name: _plain(member) for name, member in value}
    return [_plain(member) for member in value] if isinstance(value, list) else value
