"""What the demonstration portal has to tell: the invented year's deliveries as data sets, lists, budgets and files."""

from __future__ import annotations

import csv
import json
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import Any

NEWEST, OLDER = "v10", "v9"
DUPLICATED_PCT = 24  # of gbd_ul, 179,508 of 753,520 keys stood twice


class DataSet:
    """A data set of the portal: its records, and their order by any column."""

    def __init__(self, name: str, records: list[dict[str, Any]]) -> None:
        self.name = name
        self.records = records
        self._orders: dict[str, tuple[list[str], list[dict[str, Any]]]] = {}

    @cached_property
    def columns(self) -> list[str]:
        """Every name that a record has."""
        return list(dict.fromkeys(name for record in self.records for name in record))

    def with_duplicates(self) -> DataSet:
        """The same data set with some records standing twice."""
        copies = [record for number, record in enumerate(self.records) if number * 37 % 100 < DUPLICATED_PCT]
        return DataSet(self.name, self.records + copies)

    def older(self) -> DataSet:
        """The version before: half of the records, the first column under another name."""
        first = self.columns[0] if self.records else ""
        renamed = [
            {(f"{name}_old" if name == first else name): value for name, value in record.items()}
            for record in self.records[: len(self.records) // 2]
        ]
        return DataSet(self.name, renamed)

    def after(self, column: str, value: str | None) -> list[dict[str, Any]]:
        """Records in the order of a column, those above a value."""
        keys, ordered = self._order(column)
        return ordered if value is None else ordered[bisect_right(keys, value) :]

    def _order(self, column: str) -> tuple[list[str], list[dict[str, Any]]]:
        if column not in self._orders:
            ordered = sorted(self.records, key=lambda record: str(record.get(column, "")))
            self._orders[column] = [str(record.get(column, "")) for record in ordered], ordered
        return self._orders[column]


class Shelf:
    """The deliveries of a year in a folder, as the portal serves them."""

    def __init__(self, folder: Path, year: int) -> None:
        self.folder, self.year = folder, year
        self._data_sets: dict[str, DataSet] = {}

    def data_set(self, name: str) -> DataSet | None:
        """A data set by name: the array of the delivery `<name>_<year>.json`."""
        file = self.file(f"{name}_{self.year}.json")
        if file is None:
            return None
        if name not in self._data_sets:
            self._data_sets[name] = DataSet(name, json.loads(file.read_text("utf-8")))
        return self._data_sets[name]

    def names(self) -> list[str]:
        """The names of all data sets."""
        return sorted(file.name.removesuffix(f"_{self.year}.json") for file in self.folder.glob(f"*_{self.year}.json"))

    def budget_rows(self, month: str) -> list[dict[str, Any]]:
        """The rows of the republican budget of one month, `MM.YYYY`, without the column of the month."""
        file = self.file(f"budget_execution_{self.year}.csv")
        if file is None:
            return []
        with file.open(encoding="utf-8", newline="") as stream:
            rows = [row for row in csv.DictReader(stream, delimiter=";") if row["month"] == month]
        return [{name: value for name, value in row.items() if name != "month"} for row in rows]

    def file(self, name: str) -> Path | None:
        """A file of the shelf; nothing outside of it."""
        file = self.folder / Path(name).name
        return file if file.is_file() else None
