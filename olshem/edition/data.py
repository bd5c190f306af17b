"""An edition as it lies in `dbt_project/seeds/editions/`: rows of text, file by file, not interpreted yet."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from olshem.settings import project_root
from olshem.warehouse import Terminal

Row = Mapping[str, str]

TABLES = (
    "criteria",
    "criterion_source",
    "formula_parameters",
    "point_bands",
    "openness_parameters",
    "survey_items",
    "penalties",
    "block_weights",
    "overall_weights",
    "what_ifs",
    "degrees",
    "assumptions",
)
OVERALL = "OVERALL"


@dataclass(frozen=True)
class Edition:
    """The rows of one edition: `tables` by file name without its ending; `sources` are the codes of the decree's list."""

    name: str
    tables: Mapping[str, Sequence[Row]]
    sources: frozenset[str]

    def rows(self, table: str, **wanted: str) -> list[Row]:
        """The rows of a file whose cells are exactly as wanted, in the order of the file."""
        return [row for row in self.tables[table] if all(row[column] == value for column, value in wanted.items())]

    def criterion(self, code: str) -> Row:
        """The row of a criterion. Raises `Terminal` when the edition has none of that code."""
        found = self.rows("criteria", criterion_code=code)
        if not found:
            raise Terminal(
                f"Edition {self.name} has no criterion `{code}`. `olshem edition show {self.name}` lists them."
            )
        return found[0]

    def children(self, code: str) -> list[Row]:
        """The criteria right under a code, in the order of reading."""
        return sorted(self.rows("criteria", parent_code=code), key=lambda row: int(row["sort_order"]))

    @property
    def codes(self) -> frozenset[str]:
        """Codes of all criteria."""
        return frozenset(row["criterion_code"] for row in self.tables["criteria"])


def seeds_folder() -> Path:
    """Where the files of all editions lie."""
    return project_root() / "dbt_project" / "seeds" / "editions"


def known_editions(folder: Path | None = None) -> list[str]:
    """Names of the editions that have criteria, oldest first."""
    return sorted({row["edition"] for row in read_rows((folder or seeds_folder()) / "criteria.csv")})


def read_edition(name: str, folder: Path | None = None) -> Edition:
    """Read one edition from all files. Raises `Terminal` when there is none of that name."""
    place = folder or seeds_folder()
    known = known_editions(place)
    if name not in known:
        raise Terminal(f"There is no edition `{name}` in {place / 'criteria.csv'}. Known: {', '.join(known)}.")
    tables = {table: [row for row in read_rows(place / f"{table}.csv") if row["edition"] == name] for table in TABLES}
    sources = read_rows(project_root() / "dbt_project" / "seeds" / "decree" / "sources.csv")
    return Edition(name, tables, frozenset(row["source"] for row in sources))


def read_rows(file: Path) -> list[dict[str, str]]:
    """All rows of a file, cells as text, an empty cell as an empty text."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def number(text: str) -> Decimal | None:
    """The exact number in a cell; None where the cell is empty or holds no finite number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def kinds_of(body_kind: str) -> tuple[str, ...]:
    """The kinds of body that a cell speaks of: `both` is central and local."""
    return ("central", "local") if body_kind == "both" else (body_kind,)


def copy(old: str, new: str, folder: Path | None = None) -> int:
    """Repeat all rows of an edition under a new name, at the end of each file. Returns their number.

    Raises `Terminal` when the old one is unknown, or the new one exists already.
    """
    place = folder or seeds_folder()
    edition = read_edition(old, place)
    if new in known_editions(place):
        raise Terminal(f"Edition {new} exists already in {place}: nothing was copied.")
    for table, rows in edition.tables.items():
        with (place / f"{table}.csv").open("a", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerows({**row, "edition": new}.values() for row in rows)
    return sum(len(rows) for rows in edition.tables.values())
