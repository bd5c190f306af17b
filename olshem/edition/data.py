"""An edition as it lies in `dbt_project/seeds/editions/`: rows of text, file by file, not interpreted yet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

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
    return sorted({row["edition"] for row in _rows_of("criteria", folder or seeds_folder())})


def read_edition(name: str, folder: Path | None = None) -> Edition:
    """Read one edition from all files. Raises `Terminal` when there is none of that name, or a file is no such table."""
    place = folder or seeds_folder()
    known = known_editions(place)
    if name not in known:
        raise Terminal(f"There is no edition `{name}` in {place / 'criteria.csv'}. Known: {', '.join(known)}.")
    tables = {table: [row for row in _rows_of(table, place) if row["edition"] == name] for table in TABLES}
    sources = read_rows(project_root() / "dbt_project" / "seeds" / "decree" / "sources.csv")
    return Edition(name, tables, frozenset(row["source"] for row in sources))


def _rows_of(table: str, folder: Path) -> list[dict[str, str]]:
    """The rows of a file of editions. Raises `Terminal` unless it has the columns that its description names."""
    described = yaml.safe_load((seeds_folder() / f"{table}.yml").read_text("utf-8"))
    expected = list(described["seeds"][0]["config"]["column_types"])
    header, rows = _read(folder / f"{table}.csv")
    if header != expected:
        raise Terminal(
            f"{folder / table}.csv has the columns {', '.join(header) or '(none)'}; expected are {', '.join(expected)}. "
            "Bring back the first line of the file, and what was lost with it."
        )
    return rows


def read_rows(file: Path) -> list[dict[str, str]]:
    """All rows of a file, cells as text, an empty cell as an empty text. Raises `Terminal` for what is no table in UTF-8."""
    return _read(file)[1]


def _read(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")  # spreadsheets put a mark before UTF-8
    except FileNotFoundError:
        raise Terminal(f"There is no file {file}. Bring it back: an edition needs all of its files.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Terminal(f"{file} is not in UTF-8 (line {line}). Save it as “CSV UTF-8”.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise Terminal(
                f"{file}, line {reader.line_num}: the row has more or fewer cells than the {len(reader.fieldnames or ())} columns. "
                "Put a text with a comma into quotation marks."
            )
        rows.append(row)
    return list(reader.fieldnames or ()), rows


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
