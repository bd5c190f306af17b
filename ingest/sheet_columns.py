"""Which column of a sheet is which column of the contract: by the names in a header, or by the numbers of an official form.

A form numbers its columns in one row («А», «Б», 1, 2 …). A number that stands once over several columns, as «А» over
the levels of a row label, names the first of them; the next are known as «А/2», «А/3».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.contracts import NOT_SHOWN, Contract
from ingest.csv_file import name_defects

Cells = Sequence[str | None]
NEAR_ROWS = 12
SHOWN = 8
LATIN_TO_CYRILLIC = str.maketrans("ABCEHKMOPTX", "АВСЕНКМОРТХ")  # letters that look the same: forms mix them


@dataclass(frozen=True)
class Layout:
    """Where the columns of the contract stand in a sheet: its column, from 0, to their place in the contract."""

    places: dict[int, int]
    named: frozenset[int]
    defects: list[str]

    def stray_column(self, cells: Cells) -> int | None:
        """The first column of the sheet in which a row holds something beside the columns of the contract."""
        strays = (index for index, cell in enumerate(cells) if index not in self.named and cell and cell.strip())
        return next(strays, None)


def layout_of(first_rows: Sequence[Cells], contract: Contract) -> Layout:
    """Find the columns by the row of the contract that names or numbers them. Defects say what stands there instead."""
    names = _Names(contract)
    number = contract.format.first_record_row - 1
    cells = first_rows[number - 1] if number <= len(first_rows) else ()
    found = names.over(cells)
    places = {column.source_name: place for place, column in enumerate(contract.columns)}
    return Layout(
        {index: places[name] for index, name in enumerate(found) if name in places},
        frozenset(index for index, name in enumerate(found) if name),
        _defects(first_rows, number, found, names, contract),
    )


def headings_again(first_rows: Sequence[Cells], other_rows: Sequence[Cells], contract: Contract) -> int | None:
    """The row, from 1, in which another sheet of the workbook ends the headings of the same table; nothing where it is no
    such sheet. The sections of a form number their columns alike, so of a form all that stands above the records counts.
    """
    if contract.format.kind == "xlsx_form":
        height = contract.format.first_record_row - 1
        is_same = list(map(_words, other_rows[:height])) == list(map(_words, first_rows[:height]))
        return height if is_same else None
    names = _Names(contract)
    naming = (row for row, cells in enumerate(other_rows, start=1) if names.required <= set(names.over(cells)))
    return next(naming, None)


def _words(cells: Cells) -> list[str]:
    """What can be read in a row."""
    return [word for cell in cells for word in (cell or "").split()]


def _defects(
    first_rows: Sequence[Cells], number: int, found: Sequence[str], names: _Names, contract: Contract
) -> list[str]:
    defects = name_defects([name for name in found if name], contract)
    if not defects:
        return []
    task = "name" if contract.format.kind == "xlsx_table" else "number"
    elsewhere = [row for row, cells in enumerate(first_rows, start=1) if names.required <= set(names.over(cells))]
    held = _shown(first_rows[number - 1] if number <= len(first_rows) else (), contract)
    if elsewhere and number not in elsewhere:
        return [
            f"row {number} should {task} the columns, but holds {held}; row {elsewhere[0]} {task}s them. "
            "Ask whether the form has changed"
        ]
    if not names.required & set(found):
        return [f"row {number} should {task} the columns, but holds {held}"]
    return [f"row {number}, which {task}s the columns: {defect}" for defect in defects]


def _shown(cells: Cells, contract: Contract) -> str:
    filled = [cell[:40] for cell in cells if cell]
    listed = ", ".join(map(repr, filled[:SHOWN])) + (" …" if len(filled) > SHOWN else "")
    return NOT_SHOWN if filled and contract.personal_columns else listed or "nothing"


class _Names:
    """How the contract's columns are written in a sheet."""

    def __init__(self, contract: Contract) -> None:
        columns = [column for column in contract.columns if not column.is_from_file_name]
        self.required = {column.source_name for column in columns if column.is_required}
        self._is_form = contract.format.kind == "xlsx_form"
        self._known = {self._plain(column.source_name): column.source_name for column in columns}

    def over(self, cells: Cells) -> list[str]:
        """The name over each column, in the contract's spelling where it is one of the contract's; '' where there is none."""
        plain = [self._plain(cell) for cell in cells]
        names = [self._known.get(name, name) for name in plain]
        if self._is_form:
            numbered = [index for index, name in enumerate(names) if name]
            for first, following in pairwise(numbered):
                for level in range(2, following - first + 1):
                    names[first + level - 1] = self._known.get(f"{plain[first]}/{level}", "")
        return names

    def _plain(self, cell: str | None) -> str:
        """Line breaks and spaces of a header are only layout; letters of a form's numbers are Cyrillic, however typed."""
        text = " ".join((cell or "").split())
        return text.translate(LATIN_TO_CYRILLIC) if self._is_form else text
