"""One sheet of one workbook as rows of text, just as they stand in it.

Only what was looked through reaches calamine: the parts of the sheet are unpacked under caps, checked, and handed over in a
new archive. Cells: a whole number is written without a point, another with its shortest exact digits, none with an
exponent; dates and times as ISO; true, false; an error by its code (#DIV/0!); text with its spaces. An empty cell is None.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import BinaryIO

import python_calamine

from ingest.content import check_directory, open_archive, read_entry
from ingest.errors import WorkbookRefused
from ingest.sheet_guard import (
    SharedTexts,
    SheetContent,
    Steps,
    local,
    look_through,
    no_steps,
    parse_xml,
    refuse_uncalculated,
    shared_texts,
)

CONTENT_TYPES, PACKAGE = "[Content_Types].xml", "_rels/.rels"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHARED_TEXTS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
NOT_LOOKED_INTO = (CONTENT_TYPES, PACKAGE, STYLES)  # but a damaged one must not pass: styles tell dates from numbers
MOST_PARTS = 10_000
LARGEST_EXACT_WHOLE = 1 << 53  # beyond it a workbook's numbers no longer tell neighbours apart
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_BYTES = 1 << 10

Cells = list[str | None]


@dataclass(frozen=True)
class Caps:
    """How much of a workbook may be unpacked: bytes of all its parts, and cells of its sheet."""

    most_bytes: int
    most_cells: int


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet from its first one, each as wide as the sheet, their number, the bytes that the workbook unpacks
    to, and one after the other its further sheets with their names and rows.
    """

    name: str
    rows: Iterator[Cells]
    height: int
    unpacked_bytes: int
    others: Iterator[tuple[str, Iterator[Cells]]]


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a zip is an office document, and not an archive of files."""
    return any(_plain(name) == _plain(CONTENT_TYPES) for name in archive.namelist())


def refuse_other_kinds(stream: BinaryIO, quoted: Callable[[str], str]) -> None:
    """Raise `WorkbookRefused` for a file that is no zip at all, in words for what it is; `quoted` shows how it begins."""
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if head[:2] == b"PK":
        return
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    shown = quoted(start[:60].decode("utf-8", "replace"))
    if not start:
        raise WorkbookRefused("is empty")
    if head.startswith(OLE_MAGIC):
        raise WorkbookRefused(
            "is locked by a password, or a workbook of the old format (.xls). Save it as .xlsx without a password"
        )
    if start[:1] == b"<":
        raise WorkbookRefused(
            f"is a web page that was saved in place of the workbook (it begins with {shown}). Ask for it again"
        )
    if start[:1] in b"{[":
        raise WorkbookRefused(
            f"is JSON, probably an error message of the portal, that was saved in place of the workbook: {shown}"
        )
    raise WorkbookRefused(f"is no XLSX workbook: it begins with {shown}")


def read_sheet(stream: BinaryIO, name: str, sheet: str, caps: Caps, stand_at: Steps = no_steps) -> Sheet:
    """The sheet of that name, or of that number from 1, of the workbook `name` in a stream.

    Raises `WorkbookRefused` or `PackingRefused`, the first one also while the rows are read.
    """
    packed_bytes = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    with open_archive(stream, name) as archive:
        if not is_workbook(archive):
            raise WorkbookRefused("is an archive and no workbook. Archives inside archives are not read")
        if len(archive.infolist()) > MOST_PARTS:
            raise WorkbookRefused(f"has {len(archive.infolist()):,} parts; no workbook has more than {MOST_PARTS:,}")
        unpacked = check_directory(archive, name, packed_bytes, caps.most_bytes)
        parts = _Parts(archive, name)
        book = _Book.of(parts)
        shared = shared_texts(parts.texts, SHARED_TEXTS)
        place = book.place_of(sheet)
        title, path = book.sheets[place]
        content = look_through(
            parts.read(path), path, shared, caps.most_cells, caps.most_bytes, stand_at,
            is_calculated_on_load=book.is_calculated_on_load,
        )  # fmt: skip
        refuse_uncalculated(content)
        others = _others(parts, book.sheets[:place] + book.sheets[place + 1 :], shared, caps)
    with _calamine_speaks_plainly():
        workbook = python_calamine.CalamineWorkbook.from_filelike(parts.repacked())
    rows = ((other, _grid(workbook, other, found)) for other, found in others)
    return Sheet(title, _grid(workbook, title, content), content.height, unpacked, rows)


def _others(
    parts: _Parts, sheets: list[tuple[str, str]], shared: SharedTexts, caps: Caps
) -> list[tuple[str, SheetContent]]:
    """The names of further sheets and what they hold, where they are not empty. They share the caps of one sheet."""
    found = []
    for title, path in sheets:
        try:
            content = look_through(parts.read(path), path, shared, caps.most_cells, caps.most_bytes)
        except WorkbookRefused as refusal:
            raise WorkbookRefused(f"{refusal} (sheet `{title}`, counted with those before it)") from refusal
        caps = Caps(caps.most_bytes - content.character_count, caps.most_cells - content.height * content.width)
        if content.filled_count:
            found.append((title, content))
    return found


class _Parts:
    """The parts of a workbook that are needed for its sheets, unpacked once."""

    def __init__(self, archive: zipfile.ZipFile, workbook: str) -> None:
        self._archive, self._workbook = archive, workbook
        self._entries = {_plain(entry.filename): entry for entry in archive.infolist()}
        if len(self._entries) < len(archive.infolist()):
            raise WorkbookRefused("is damaged: one of its parts stands twice. Deliver it again")
        self._read: dict[str, bytes] = {}
        for name in (CONTENT_TYPES, PACKAGE, WORKBOOK, RELATIONS):
            self.read(name)
        for name in (SHARED_TEXTS, STYLES):
            if _plain(name) in self._entries:
                self.read(name)
        self.texts = self._read.get(SHARED_TEXTS)

    def read(self, name: str) -> bytes:
        if _plain(name) not in self._entries:
            raise WorkbookRefused(f"is no XLSX workbook, or damaged: its part `{name}` is missing")
        if name not in self._read:
            self._read[name] = read_entry(self._archive, self._entries[_plain(name)], self._workbook)
            if name in NOT_LOOKED_INTO:
                parse_xml(self._read[name], name, lambda *_: None)
        return self._read[name]

    def repacked(self) -> io.BytesIO:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self._read.items():
                archive.writestr(name, content)
        packed.seek(0)
        return packed


def _plain(name: str) -> str:
    """The name of a part however it is spelled: accounting programs write `SharedStrings.xml`, or backslashes."""
    return name.replace("\\", "/").lower()


@dataclass(frozen=True)
class _Book:
    """The sheets of a workbook, each with the part that holds it, and whether the program that wrote the workbook left all
    its formulas to the one that opens it.
    """

    sheets: list[tuple[str, str]]
    is_calculated_on_load: bool

    @staticmethod
    def of(parts: _Parts) -> _Book:
        """What a workbook says of itself."""
        relations: list[tuple[str, str]] = []
        targets: dict[str, str] = {}
        calculated: list[str] = []

        def on_workbook(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "sheet":
                relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
                relations.append((attributes.get("name", ""), relation))
            elif local(name) == "calcPr":
                calculated.append(attributes.get("fullCalcOnLoad", ""))

        def on_relations(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        parse_xml(parts.read(WORKBOOK), WORKBOOK, on_workbook)
        parse_xml(parts.read(RELATIONS), RELATIONS, on_relations)
        sheets = [(name, _part_at(targets.get(relation, ""))) for name, relation in relations]
        return _Book(sheets, any(word in ("1", "true") for word in calculated))

    def place_of(self, sheet: str) -> int:
        """The place, from 0, of the sheet of that name, or of that number from 1."""
        names = [name for name, _ in self.sheets]
        number = int(sheet) if sheet.isascii() and sheet.isdigit() else 0
        if sheet in names:
            return names.index(sheet)
        if 1 <= number <= len(names):
            return number - 1
        listed = ", ".join(f"`{name}`" for name in names[:30]) or "no sheet at all"
        raise WorkbookRefused(f"has no sheet `{sheet}`; it has {listed}")


def _part_at(target: str) -> str:
    """The part that a relation of the workbook leads to."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _grid(workbook: python_calamine.CalamineWorkbook, name: str, content: SheetContent) -> Iterator[Cells]:
    with _calamine_speaks_plainly():
        rows = workbook.get_sheet_by_name(name).iter_rows()
    filled_count = 0
    for row_index in range(content.height):
        with _calamine_speaks_plainly():
            values = next(rows, [])
        cells = [_text(value) for value in values]
        for column, error in content.error_values.get(row_index, {}).items():
            cells[column : column + 1] = [error]
        filled_count += sum(1 for cell in cells if cell and not cell.isspace())
        yield cells
    if filled_count < content.filled_count:
        raise WorkbookRefused(
            f"is damaged: {content.filled_count:,} cells are filled, but only {filled_count:,} could be read. Deliver it again"
        )


def is_blank(cells: Cells) -> bool:
    """Whether nothing can be seen in a row."""
    return not any(cell and not cell.isspace() for cell in cells)


@contextmanager
def _calamine_speaks_plainly() -> Iterator[None]:
    """Turns every way in which calamine fails into one refusal."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise WorkbookRefused("is locked by a password. Deliver it without one") from error
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise WorkbookRefused(f"is damaged ({error}). Deliver it again") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a Rust panic is no `Exception`, and its class cannot be imported
            raise
        raise WorkbookRefused(f"is damaged ({error}). Deliver it again") from error


def _text(value: str | float | bool | date | time | timedelta) -> str | None:
    """A cell as text. Dates have a time only where the cell has one."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        is_whole = abs(value) < LARGEST_EXACT_WHOLE and value == int(value)
        return str(int(value)) if is_whole else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat()
