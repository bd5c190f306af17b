"""The report before it has a form: sections, tables and figures that the PDF and the XLSX both print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from report import numbers
from report.languages import Language

# text: words; code: an identifier; digest: a long hexadecimal number; count: a whole number;
# score: two decimals; change: two decimals with their sign; amount: one decimal; quantity: as many decimals as there
# are, four at most; file: a path, which may break behind any of its parts.
Kind = Literal["text", "code", "digest", "file", "count", "score", "change", "amount", "quantity"]
NUMBER_KINDS: frozenset[Kind] = frozenset({"count", "score", "change", "amount", "quantity"})
Mark = Literal["demonstration", "partial", "tied", "no_events", "source_language", "doubtful"]
SYMBOLS: dict[Mark, str] = {
    "demonstration": "†",
    "partial": "‡",
    "tied": "=",
    "no_events": "○",
    "source_language": "*",
    "doubtful": "?",
}


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: an address, or `#` and the anchor of a row of the same document. No target, no link."""

    words: str
    target: str = ""


Links = tuple[Link, ...]
Value = str | int | Decimal | Links | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, what its values are, and its width in millimetres of an A4 page."""

    title: str
    kind: Kind
    width: float


@dataclass(frozen=True)
class Row:
    """The values of a row. Rows that follow each other with the same `group` stand under one heading.

    An `anchor` is unique in the document: links lead to the row by it.
    """

    cells: tuple[Value, ...]
    group: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its heading (none when empty), the name of its sheet (at most 31 characters) and its notes.

    A compact one is set in small type: long annexes stay on fewer pages. The pieces of a note with links are its words,
    one behind the other.
    """

    title: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    group_titles: tuple[str, ...] = ()
    notes: tuple[str | Links, ...] = ()
    empty: str = ""
    is_compact: bool = False

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that its rows carry, in the order of the legend."""
        used = {mark for row in self.rows for mark in row.marks}
        return tuple(mark for mark in SYMBOLS if mark in used)

    @property
    def is_demonstration(self) -> bool:
        """Whether any row rests on demonstration data."""
        return "demonstration" in self.marks


@dataclass(frozen=True)
class Figure:
    """A picture as SVG, its heading, what it shows in words for those who cannot see it, and a note."""

    title: str
    alternative: str
    svg: str
    note: str
    is_demonstration: bool


@dataclass(frozen=True)
class Fact:
    """A number that stands alone in large type, with what it is and what it is made of."""

    title: str
    value: str
    detail: str


@dataclass(frozen=True)
class Section:
    """A chapter. `is_landscape` turns its pages; `continues_page` lets it begin under the chapter before it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    is_landscape: bool = False
    continues_page: bool = False


@dataclass(frozen=True)
class Document:
    """The whole report in one language."""

    language: Language
    title: str
    short_title: str
    subtitle: str
    title_lines: tuple[str, ...]
    banner: str
    demonstration_notice: str
    result_digest: str
    sections: tuple[Section, ...] = field(default_factory=tuple)

    @property
    def tables(self) -> Sequence[Table]:
        """The tables of all chapters, in their order."""
        return [table for section in self.sections for table in section.tables]


def shown(value: Value, kind: Kind, absent: str) -> str:
    """A value as it is printed: text stays itself wherever it stands, and what is missing is never a number."""
    if value is None:
        return absent
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(link.words for link in value) or absent
    if kind == "count":
        return numbers.count(int(value))
    exact = Decimal(value)
    if kind == "quantity":
        return numbers.quantity(exact)
    if kind == "change":
        return numbers.signed(exact)
    return numbers.decimal(exact, places=1 if kind == "amount" else 2)


def note_words(note: str | Links) -> str:
    """A note as it is printed where nothing can lead anywhere."""
    return note if isinstance(note, str) else "".join(link.words for link in note)


def symbols(marks: Iterable[Mark]) -> str:
    """The signs of a row's marks, in the order of the legend."""
    present = set(marks)
    return " ".join(symbol for mark, symbol in SYMBOLS.items() if mark in present)


def legend(table: Table, language: Language) -> str:
    """What the signs in a table mean; empty when it has none."""
    return "; ".join(f"{SYMBOLS[mark]} — {language(f'mark.{mark}')}" for mark in table.marks)
