"""The invented year that all of `demo/` tells: its bodies, their stories, its chances, and how its files are written.

Everything is a function of the year, the seed and the factor: the same three give the same bytes on every machine. Sizes
grow with the factor; the stories stay.
"""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import xlsxwriter

from olshem.settings import project_root

SEED = 20171231
ARCHIVE_TIME = (2018, 2, 15, 0, 0, 0)

# Who stands for what. The names are those of real bodies, since the decree names them; nothing told of them is true.
SILENT = "MRACS"  # handed in no report of its own; what others know of it came
WITHOUT_SERVICES = "MDAI"  # has no service in the register, and no information system
WITHOUT_AUDIT = "MANGYSTAU"  # no audit was held there in the year
REORGANISED = "MLSPP"  # until 25 January it had another name, under which some records still stand
PREDECESSOR_NAME = "Министерство здравоохранения и социального развития Республики Казахстан"
TIED = ("KOSTANAY", "PAVLODAR")  # everything about the two is equal
FLAWLESS = "ASTANA"  # the highest points wherever there are points
WORST = "ATYRAU"  # every penalty and every floor
ON_THE_EDGES = "MOEN"  # every number stands exactly on the edge of a band
OF_FEW_CASES = "JDC"  # so few cases that the smallest coefficients apply
NATIONAL_BANK = "NBK"


@dataclass(frozen=True)
class Body:
    """An evaluated body of the year, with its official names; `kind` is central or local."""

    code: str
    kind: str
    name_ru: str
    name_kk: str
    name_en: str


@dataclass(frozen=True)
class World:
    """One invented year. `factor` multiplies the numbers of records; 1 is the demonstration that `make run` shows."""

    year: int = 2017
    factor: float = 1
    seed: int = SEED

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies that exist on the last day of the year, in the order of the decree's seed."""
        last_day = f"{self.year}-12-31"
        return tuple(
            Body(row["body_code"], row["body_kind"], row["name_ru"], row["name_kk"], row["name_en"])
            for row in _table("dbt_project/seeds/decree/bodies.csv")
            if row["valid_from"] <= last_day and (not row["valid_to"] or row["valid_to"] >= last_day)
        )

    @cached_property
    def central(self) -> tuple[Body, ...]:
        """The central bodies."""
        return tuple(body for body in self.bodies if body.kind == "central")

    @cached_property
    def local(self) -> tuple[Body, ...]:
        """The local executive bodies."""
        return tuple(body for body in self.bodies if body.kind == "local")

    def assessed(self, direction_code: str) -> tuple[Body, ...]:
        """The bodies that the decree evaluates in a direction, such as `B1.C` or `B3.H`."""
        rows = _table("dbt_project/seeds/decree/scope.csv")
        of_kind = {row["body_kind"] for row in rows if not row["body_code"] and _says_yes(row, direction_code)}
        of_body = {row["body_code"]: _says_yes(row, direction_code) for row in rows
                   if row["body_code"] and row["direction_code"] == direction_code}  # fmt: skip
        return tuple(body for body in self.bodies if of_body.get(body.code, body.kind in of_kind))

    def chance(self, *what: str) -> random.Random:
        """The chances of one thing, such as a source and a body, independent of all others. Bodies that are tied share
        theirs. Use `random()` alone: its sequence is the same in every version of Python.
        """
        parts = [TIED[0] if part == TIED[1] else part for part in what]
        return random.Random("/".join([str(self.seed), str(self.year), *parts]))  # noqa: S311 - repeatable, not secret

    def sized(self, count: int) -> int:
        """A number of records at this world's factor, at least one."""
        return max(1, round(count * self.factor))

    def day(self, month: int, day: int, *, next_year: bool = False) -> date:
        """A day of the year, or of the one after it, in which reports are handed in."""
        return date(self.year + next_year, month, day)


# A writer of one source: puts its files into a folder and returns their names, those of the profile `demo`.
Writer = Callable[[World, Path], Sequence[str]]


def write_csv(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> None:
    """A CSV file in UTF-8 with plain line ends."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_json(file: Path, records: Sequence[Mapping[str, Any]]) -> None:
    """A bare array of flat objects, as API v4 answers: all values are strings."""
    file.write_text(json.dumps(list(records), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """The bytes of a workbook that `fill` has filled; text is never taken for a formula, and no clock is written."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2018, 2, 15, tzinfo=UTC)})
    fill(book)
    book.close()
    return buffer.getvalue()


def write_archive(file: Path, entries: Mapping[str, bytes]) -> None:
    """A zip of several files, in the order of their names, the same bytes every time."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, date_time=ARCHIVE_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, entries[name])


def _says_yes(row: Mapping[str, str], direction_code: str) -> bool:
    return row["direction_code"] == direction_code and row["is_assessed"] == "true"


def _table(relative: str) -> list[dict[str, str]]:
    with (project_root() / relative).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
