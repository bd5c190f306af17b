"""How clerks write what they hand in: bodies under all their names, dates and numbers in several hands."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

import xlsxwriter

from demo.world import Body, World, workbook
from olshem.settings import project_root

UNKNOWN_NAME = "Комитет учебных примеров"  # no list of bodies knows it
Choice = TypeVar("Choice")


class Clerk:
    """The clerk of one body in one source. The same slips every time; clerks of bodies that are tied slip alike."""

    def __init__(self, world: World, source: str, body: Body) -> None:
        self.body = body
        self._random = world.chance(source, "clerk", body.code)
        self._names = _names(body.code)

    def name(self) -> str:
        """A name of the body: mostly the official one, at times the Kazakh one, a short one, or one with spaces around."""
        way = self.chance()
        if way < 0.70:
            return self.body.name_ru
        if way < 0.80:
            return self.body.name_kk
        if way < 0.92:
            return self._names[2 + int(self.chance() * (len(self._names) - 2))]
        return self.body.name_ru + "  " if way < 0.97 else " " + self.body.name_ru

    def date(self, day: date) -> str:
        """A day, nearly always as dd.mm.yyyy."""
        way = self.chance()
        if way < 0.03:
            return day.isoformat()
        return f"{day:%d.%m.%Y}" + (" г" if way < 0.08 else "")

    def number(self, value: Decimal | int) -> str:
        """A number with a decimal comma, thousands at times parted by spaces."""
        whole, _, decimals = f"{value:,f}".partition(".")
        text = whole.replace(",", " " if self.chance() < 0.3 else "")
        decimals = decimals.rstrip("0")
        return f"{text},{decimals}" if decimals else text

    def yes_or_no(self, answer: bool) -> str:
        """Yes or no in Russian, at times in Kazakh or as one writes on a form."""
        way = self.chance()
        if way < 0.85:
            return "да" if answer else "нет"
        return ("Да" if answer else "Нет") if way < 0.95 else ("иә" if answer else "жоқ")

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        """One of several things, each as likely."""
        return choices[int(self.chance() * len(choices))]

    def between(self, lowest: int, highest: int) -> int:
        """A whole number, both ends among them."""
        return lowest + int(self.chance() * (highest - lowest + 1))

    def chance(self) -> float:
        """A number from 0 to below 1."""
        return self._random.random()


def write_table(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A workbook of one sheet: a header and its records. Returns the file's name."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Лист1")
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)

    file.write_bytes(workbook(fill))
    return file.name


def write_manifest(file: Path, row_count: int, year: int) -> str:
    """State the rows, the hash and the year of a written file beside it. Returns the name of the statement."""
    statement = {
        "rows": row_count,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "period": str(year),
        "note": "demonstration data, invented",
    }
    target = file.with_name(file.name + ".manifest.json")
    target.write_text(json.dumps(statement, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target.name


@cache
def _names(body_code: str) -> tuple[str, ...]:
    """All names by which every source knows a body: the official one, the Kazakh one, then the short ones."""
    with (project_root() / "dbt_project/seeds/decree/body_names.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            row["source_name"]
            for row in csv.DictReader(stream)
            if row["source"] == "any" and row["body_code"] == body_code and "predecessor" not in row["note"]
        )
