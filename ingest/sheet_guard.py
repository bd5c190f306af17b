"""A look through the XML of a workbook before it is turned into cells: what it would grow to, and what would get lost.

calamine makes a full grid up to the last cell, copies a shared text for each cell that refers to it, and reads an error
value or a formula that was never calculated as an empty cell. All this can be seen beforehand, in little memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from ingest.errors import WorkbookRefused

CELL = re.compile("([A-Z]{1,7})([0-9]{1,10})")
SHOWN = 5


@dataclass
class SheetContent:
    """What a sheet holds: its height and width up to its last filled cell, and its error values by row and column from 0."""

    height: int = 0
    width: int = 0
    error_values: dict[int, dict[int, str]] = field(default_factory=dict)


def column_letters(index: int) -> str:
    """The letters over a column, from its place counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def parse_xml(content: bytes, part: str, start: Callable[[str, dict[str, str]], None],
              end: Callable[[str], None] | None = None, text: Callable[[str], None] | None = None) -> None:  # fmt: skip
    """Go through a part of a workbook by callbacks with the names of its elements, prefixes taken off.

    Raises `WorkbookRefused` for what is no XML, and for a document type, which workbooks have no use for.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end:
        on_end = end
        parser.EndElementHandler = lambda name: on_end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = lambda *_: _refuse_document_type(part)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise WorkbookRefused(f"is damaged: `{part}` cannot be read ({error}). Deliver it again") from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise WorkbookRefused(f"is damaged: `{part}` has no known encoding ({error}). Deliver it again") from error


def _refuse_document_type(part: str) -> None:
    raise WorkbookRefused(f"holds a document type in `{part}`, as no program writes it. Ask where it comes from")


def text_lengths(content: bytes, part: str) -> list[int]:
    """The length of each shared text of a workbook."""
    lengths: list[int] = []

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    parse_xml(content, part, start, text=text)
    return lengths


def look_through(content: bytes, part: str, shared: list[int], most_cells: int, most_characters: int) -> SheetContent:
    """Go through the cells of a sheet. Raises `WorkbookRefused` for one that would grow beyond the caps, or is incomplete."""
    scan = _Scan(shared, most_cells, most_characters)
    parse_xml(content, part, scan.start, scan.end, scan.text)
    if scan.uncalculated:
        more = len(scan.uncalculated) - SHOWN
        raise WorkbookRefused(
            f"holds formulas whose results were not saved (cells {', '.join(scan.uncalculated[:SHOWN])}"
            f"{f' and {more:,} more' if more > 0 else ''}). Open it in the program that made it, save it, and deliver it again"
        )
    return scan.found


class _Scan:
    def __init__(self, shared: list[int], most_cells: int, most_characters: int) -> None:
        self.found = SheetContent()
        self.uncalculated: list[str] = []
        self._shared, self._most_cells, self._characters_left = shared, most_cells, most_characters
        self._row = self._column = -1
        self._kind = ""
        self._parts: set[str] = set()
        self._value: list[str] = []
        self._is_in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place(attributes.get("r"))
            self._kind, self._parts, self._value = attributes.get("t", "n"), set(), []
        elif name == "row":
            stated = attributes.get("r", "")
            self._row = int(stated) - 1 if stated.isascii() and stated.isdigit() else self._row + 1
            self._column = -1
        elif name in ("v", "is", "f"):
            self._parts.add(name)
            self._is_in_value = name != "f"

    def text(self, data: str) -> None:
        if self._is_in_value:
            self._value.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "is"):
            self._is_in_value = False
        elif name == "c" and self._parts:
            self._add_cell("".join(self._value))

    def _place(self, stated: str | None) -> None:
        if stated is None:
            self._column += 1
            return
        place = CELL.fullmatch(stated)
        if not place:
            raise WorkbookRefused(f"is damaged: a cell says that it stands at {stated[:20]!r}. Deliver it again")
        column = 0
        for letter in place[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        self._row, self._column = int(place[2]) - 1, column - 1

    def _add_cell(self, value: str) -> None:
        name = f"{column_letters(self._column)}{self._row + 1}"
        if min(self._row, self._column) < 0:
            raise WorkbookRefused("is damaged: a cell stands before the first row. Deliver it again")
        found = self.found
        found.height, found.width = max(found.height, self._row + 1), max(found.width, self._column + 1)
        if found.height * found.width > self._most_cells:
            raise WorkbookRefused(
                f"has a cell {name}, which makes the sheet {found.height:,} rows high and {found.width:,} columns wide: more "
                f"than the {self._most_cells:,} cells that the contract allows (`max_cells`). Delete what stands far from the table"
            )
        if self._parts == {"f"}:
            self.uncalculated.append(name)
        if self._kind == "e":
            found.error_values.setdefault(self._row, {})[self._column] = value
        self._characters_left -= self._shared_length(value, name) if self._kind == "s" else len(value)
        if self._characters_left < 0:
            raise WorkbookRefused(
                "repeats its texts so often that they add up to more than the contract allows (`max_bytes`)"
            )

    def _shared_length(self, value: str, name: str) -> int:
        index = int(value) if value.isascii() and value.strip().isdigit() else -1
        if not 0 <= index < len(self._shared):
            raise WorkbookRefused(f"is damaged: cell {name} refers to the text {value!r}, which is not there")
        return self._shared[index]
