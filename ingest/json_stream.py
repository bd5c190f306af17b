"""A JSON array read element by element, so that a portal's answer of a million records needs the memory of one.

The decoder of the standard library is given a window that moves over the text: unlike the parsers that are made for
streams, it keeps the digits of a number as they were written (2.50, 1e400) and tells the line and column of a break.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from ingest.contracts import NOT_SHOWN, Contract
from ingest.errors import RecordTooLong

READ_BYTES = 1 << 18
LONGEST_ELEMENT = 1 << 22  # characters
# Characters at the edge of the window whose meaning may depend on what follows: \ud83d\ude00, -Infinity, 1.e+
LONGEST_TOKEN = 16
NOT_CLOSED = "Unterminated string"  # how the decoder begins when a text goes on beyond the window
BLANKS = re.compile(r"[ \t\n\r]*")
DEEPEST = 100
TOO_DEEP = f"the JSON is nested too deeply to be a table: more than {DEEPEST} levels, where a record has one"


class NotAnArray(ValueError):
    """The bytes are no JSON array: `what` they are instead, a piece of them, and what to do."""

    def __init__(self, what: str, shown: str = "", advice: str = "") -> None:
        self.what, self.shown, self.advice = what, shown, advice
        super().__init__(what)

    def told(self, contract: Contract) -> str:
        """The defect in words. What was found is not quoted when the source holds personal data."""
        shown = NOT_SHOWN if contract.personal_columns else f"({self.shown})"
        return self.what + (f" {shown}" if self.shown else "") + (f". {self.advice}" if self.advice else "")


class Pairs(list[tuple[str, Any]]):
    """The members of an object in order, so that a name which stands twice is seen."""


DECODER = json.JSONDecoder(object_pairs_hook=Pairs, parse_float=str, parse_int=str, parse_constant=str)


def elements(stream: BinaryIO, encoding: str = "utf-8") -> Iterator[Any]:
    """Each element of the one array that a stream holds: objects as `Pairs`, numbers as text.

    Raises `NotAnArray` where the text is something else or breaks, after the elements before that place; `RecordTooLong`
    for an element of more than 4 Mi characters.
    """
    text = _Window(stream, encoding)
    if text.next() != "[":
        raise _something_else(text)
    text.at += 1
    if text.next() == "]":
        text.at += 1
    else:
        yield from _separated(text)
    if text.next():
        raise text.broken("Extra data", text.at)


def _separated(text: _Window) -> Iterator[Any]:
    """The elements of an array that is not empty, up to and with its closing bracket."""
    number = 0
    while True:
        number += 1
        value, is_whole = text.value()
        if not is_whole:
            raise RecordTooLong(
                f"Record {number} is longer than {LONGEST_ELEMENT:,} characters and still without an end. "
                "This is not a table with one record an object: ask for the file again."
            )
        yield value
        mark = text.next()
        if mark not in (",", "]"):
            raise text.broken("Expecting ',' delimiter", text.at)
        text.at += 1
        if mark == "]":
            return
        text.next()


class _Window:
    """The part of a text that was read and not passed yet. `at` is the place of the next character in it."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        name = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
        self._decoder = codecs.getincrementaldecoder(name)(errors="replace")
        self._text, self._is_last = "", False
        self._line, self._column = 1, 1  # of the first character of the window
        self.at = 0

    def next(self) -> str:
        """Go on to the next character that is no blank, and return it; at the end of the text an empty one."""
        while True:
            found = BLANKS.match(self._text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self._text) or self._is_last:
                return self._text[self.at : self.at + 1]
            self._read_on()

    def value(self) -> tuple[Any, bool]:
        """The value that begins here, and whether it came to an end within what an element may have."""
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self.at)
            except json.JSONDecodeError as error:
                if self._is_last or self._is_certain(error):
                    raise self.broken(error.msg, error.pos) from error
            except RecursionError as error:
                raise NotAnArray(TOO_DEEP) from error
            else:
                if end + LONGEST_TOKEN < len(self._text) or self._is_last:  # a number at the edge may go on behind it
                    self.at = end
                    return value, True
            if len(self._text) - self.at > LONGEST_ELEMENT:
                return None, False
            self._read_on()

    def broken(self, reason: str, place: int) -> NotAnArray:
        """The defect of a text that breaks at a place of the window."""
        line, column = self._position(place)
        return NotAnArray(
            f"the JSON ends or breaks at line {line}, column {column} ({reason}): probably cut off on the way"
        )

    def _is_certain(self, error: json.JSONDecodeError) -> bool:
        """Whether reading on could not mend what the decoder met."""
        return not error.msg.startswith(NOT_CLOSED) and error.pos + LONGEST_TOKEN < len(self._text)

    def _read_on(self) -> None:
        """Let go of what was passed. Each time more is read, so that a long element is not begun again too often."""
        self._line, self._column = self._position(self.at)
        rest = self._text[self.at :]
        data = self._stream.read(max(READ_BYTES, len(rest)))
        self._is_last = not data
        self._text, self.at = rest + self._decoder.decode(data, final=self._is_last), 0

    def _position(self, place: int) -> tuple[int, int]:
        """Line and column, from 1, of a place in the window."""
        line_count = self._text.count("\n", 0, place)
        if not line_count:
            return self._line, self._column + place
        return self._line + line_count, place - self._text.rindex("\n", 0, place)


def _something_else(text: _Window) -> NotAnArray:
    """What stands where an array should begin."""
    document, is_whole = text.value()
    if not is_whole:
        return NotAnArray(
            f"expected a JSON array of records, found one value of more than {LONGEST_ELEMENT:,} characters"
        )
    if text.next():
        return text.broken("Extra data", text.at)
    if is_too_deep(document):
        return NotAnArray(TOO_DEEP)
    if isinstance(document, Pairs):
        return _object_instead(dict(document))
    return NotAnArray(f"expected a JSON array of records, found {type(document).__name__}", repr(str(document)[:60]))


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
    names = ", ".join(f"`{printable(name)}`" for name in list(document)[:8])
    return NotAnArray("expected a JSON array of records, found an object", f"with {names or 'nothing'}")


def is_too_deep(value: Any) -> bool:
    """Whether a value has more levels than the functions that go down into it can follow."""
    level = [value]
    for _ in range(DEEPEST):
        level = [member for outer in level if isinstance(outer, list) for member in _members(outer)]
        if not level:
            return False
    return True


def _members(outer: list[Any]) -> list[Any]:
    return [value for _, value in outer] if isinstance(outer, Pairs) else outer


def printable(name: str) -> str:
    """A name that can be written down: JSON may hold half of a character."""
    return name.encode("utf-8", "replace").decode()
