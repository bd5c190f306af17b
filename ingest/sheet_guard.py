"""A look through the XML of a workbook before it is turned into cells: what it would grow to, and what would get lost.

calamine makes a full grid up to the last cell, copies a shared text for each cell that refers to it, and reads an error
value as an empty cell, a formula that was never calculated as an empty cell or as 0. All this can be seen beforehand, in
little memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from ingest.errors import WorkbookRefused

NAMESPACE_END = " "
DIGITS = "0123456789"
LONGEST_LETTERS, LONGEST_DIGITS = 7, 10
SHOWN = 5
PIECE_BYTES = 1 << 18
Steps = Callable[[int, int], None]


def no_steps(done: int, of: int) -> None:
    """For whoever has nobody to tell of progress."""


@dataclass
class SheetContent:
    """What a sheet holds: its height and width up to its last cell, how many of its cells show something and how many
    characters, its error values by row and column from 0, and the cells whose formulas have no result.
    """

    height: int = 0
    width: int = 0
    filled_count: int = 0
    character_count: int = 0
    error_values: dict[int, dict[int, str]] = field(default_factory=dict)
    uncalculated: list[str] = field(default_factory=list)


@dataclass
class SharedTexts:
    """The texts that cells refer to by their number: how long each is, and whether it is more than spaces."""

    lengths: list[int] = field(default_factory=list)
    are_filled: list[bool] = field(default_factory=list)


def column_letters(index: int) -> str:
    """The letters over a column, from its place counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition(NAMESPACE_END)[2]


def parse_xml(
    content: bytes, part: str, start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None, text: Callable[[str], None] | None = None, stand_at: Steps = no_steps,
) -> None:  # fmt: skip
    """Go through a part of a workbook by callbacks with the names of its elements; `stand_at` learns how far it is.

    Raises `WorkbookRefused` for what is no XML, and for a document type, which workbooks have no use for.
    """
    parser = expat.ParserCreate(namespace_separator=NAMESPACE_END)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = lambda *_: _refuse_document_type(part)
    try:
        for place in range(0, len(content), PIECE_BYTES):
            parser.Parse(content[place : place + PIECE_BYTES], False)
            stand_at(place, len(content))
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise WorkbookRefused(f"is damaged: `{part}` cannot be read ({error}). Deliver it again") from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise WorkbookRefused(f"is damaged: `{part}` has no known encoding ({error}). Deliver it again") from error


def _refuse_document_type(part: str) -> None:
    raise WorkbookRefused(f"holds a document type in `{part}`, as no program writes it. Ask where it comes from")


def shared_texts(content: bytes | None, part: str) -> SharedTexts:
    """What the cells of a workbook may refer to."""
    texts = SharedTexts()

    def start(name: str, _: dict[str, str]) -> None:
        if local(name) == "si":
            texts.lengths.append(0)
            texts.are_filled.append(False)

    def text(data: str) -> None:
        if texts.lengths:
            texts.lengths[-1] += len(data)
            texts.are_filled[-1] |= not data.isspace()

    if content is not None:
        parse_xml(content, part, start, text=text)
    return texts


def look_through(
    content: bytes, part: str, shared: SharedTexts, most_cells: int, most_characters: int, stand_at: Steps = no_steps,
    *, is_calculated_on_load: bool = False,
) -> SheetContent:  # fmt: skip
    """Go through the cells of a sheet. Raises `WorkbookRefused` for one that would grow beyond the caps.

    `is_calculated_on_load` says that no formula of the workbook has its result yet, whatever stands in its place.
    """
    scan = _Scan(shared, most_cells, most_characters, is_calculated_on_load)
    parse_xml(content, part, scan.start, scan.end, scan.text, stand_at)
    return scan.found


def refuse_uncalculated(found: SheetContent) -> None:
    """Raise `WorkbookRefused` for a sheet with formulas that have no result."""
    cells = found.uncalculated
    if cells:
        more = len(cells) - SHOWN
        raise WorkbookRefused(
            f"holds formulas whose results were not saved (cells {', '.join(cells[:SHOWN])}"
            f"{f' and {more:,} more' if more > 0 else ''}). Open it in a spreadsheet program, let it calculate all formulas, "
            "save it, and deliver it again"
        )


class _Scan:
    """Called for each element and text of a sheet, millions of times: so it keeps to few steps."""

    def __init__(self, shared: SharedTexts, most_cells: int, most_characters: int, is_calculated_on_load: bool) -> None:
        self.found = SheetContent()
        self._shared, self._most_cells, self._most_characters = shared, most_cells, most_characters
        self._is_calculated_on_load = is_calculated_on_load
        self._columns: dict[str, int] = {}
        self._row = self._column = -1
        self._kind = self._value = ""
        self._is_row_stated = self._has_formula = self._has_value = self._is_in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._place(attributes.get("r"))
            self._kind, self._value = attributes.get("t", "n"), ""
            self._has_formula = self._has_value = False
        elif name in ("v", "is"):
            self._has_value = self._is_in_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._start_row(attributes.get("r"))

    def text(self, data: str) -> None:
        if self._is_in_value:
            self._value += data

    def end(self, name: str) -> None:
        name = local(name)
        if name in ("v", "is"):
            self._is_in_value = False
        elif name == "c" and (self._has_value or self._has_formula):
            self._add_cell()

    def _start_row(self, stated: str | None) -> None:
        is_number = stated is not None and stated.isascii() and stated.isdigit() and len(stated) <= LONGEST_DIGITS
        if stated is not None and not (is_number and int(stated)):
            raise WorkbookRefused(f"is damaged: a row says that it is row {stated[:20]!r}. Deliver it again")
        self._is_row_stated = stated is not None
        self._row = int(stated) - 1 if stated is not None else self._row + 1
        self._column = -1

    def _place(self, stated: str | None) -> None:
        if stated is None:
            self._column += 1
            return
        letters = stated.rstrip(DIGITS)
        if letters not in self._columns:
            self._columns[letters] = _column_index(letters)
        self._column = self._columns[letters]
        digits = stated[len(letters) :]
        if not self._is_row_stated and 0 < len(digits) <= LONGEST_DIGITS:
            self._row = max(self._row, int(digits) - 1)
        if self._column < 0 or digits != str(self._row + 1):
            raise WorkbookRefused(
                f"is damaged: a cell of row {self._row + 1} says that it stands at {stated[:20]!r}. Deliver it again"
            )

    def _add_cell(self) -> None:
        found = self.found
        found.height, found.width = max(found.height, self._row + 1), max(found.width, self._column + 1)
        if found.height * found.width > self._most_cells:
            raise WorkbookRefused(
                f"has a cell {self._name()}, which makes the sheet {found.height:,} rows high and {found.width:,} columns wide: more "
                f"than the {self._most_cells:,} cells that the contract allows (`max_cells`). Delete what stands far from the table"
            )
        if self._has_formula and not self._has_result():
            found.uncalculated.append(self._name())
        length, is_filled = len(self._value), bool(self._value.strip())
        if self._kind == "s" and is_filled:
            index = self._shared_index()
            length, is_filled = self._shared.lengths[index], self._shared.are_filled[index]
        found.filled_count += is_filled
        if self._kind == "e":
            found.error_values.setdefault(self._row, {})[self._column] = self._value
        found.character_count += length
        if found.character_count > self._most_characters:
            raise WorkbookRefused(
                "repeats its texts so often that they add up to more than the contract allows (`max_bytes`)"
            )

    def _has_result(self) -> bool:
        """Whether a formula was calculated. Who leaves that to others writes no value, an empty one, or 0; the empty text
        is a result only where the cell is said to be a text.
        """
        is_text = self._kind == "str" and self._has_value
        return not self._is_calculated_on_load and (is_text or bool(self._value.strip()))

    def _shared_index(self) -> int:
        value = self._value.strip()
        index = int(value) if value.isascii() and value.isdigit() and len(value) <= LONGEST_DIGITS else -1
        if not 0 <= index < len(self._shared.lengths):
            raise WorkbookRefused(
                f"is damaged: cell {self._name()} refers to the text {value[:20]!r}, which is not there"
            )
        return index

    def _name(self) -> str:
        return f"{column_letters(self._column)}{self._row + 1}"


def _column_index(letters: str) -> int:
    """The place of a column, from 0, by its letters; -1 when they are none."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= LONGEST_LETTERS):
        return -1
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
