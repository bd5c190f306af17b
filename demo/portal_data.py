"""What the demonstration portal has to tell: the invented year's deliveries as data sets, lists, budgets and files."""

from __future__ import annotations

import csv
import json
import re
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
    """A folder with the deliveries of each year in a folder of its own, as the portal serves them.

    A file or data set says its year in its name: `services_register_2017`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._data_sets: dict[tuple[Path, int], DataSet] = {}

    def data_set(self, name: str) -> DataSet | None:
        """A data set by name: the array of the delivery `<name>.json`, as it is on the disk now."""
        file = self.file(f"{name}.json")
        if file is None:
            return None
        key = (file, file.stat().st_mtime_ns)
        if key not in self._data_sets:
            self._data_sets[key] = DataSet(name, json.loads(file.read_text("utf-8")))
        return self._data_sets[key]

    def names(self) -> list[str]:
        """The names of all data sets."""
        return sorted(file.stem for file in self.root.glob("*/*.json") if not file.name.endswith(".manifest.json"))

    def newest(self, prefix: str) -> Path | None:
        """The file of the latest year whose name begins so: some lists show today only."""
        found = sorted(self.root.glob(f"[0-9][0-9][0-9][0-9]/{prefix}*"))
        return found[-1] if found else None

    def budget_rows(self, month: str) -> list[dict[str, Any]]:
        """The rows of the republican budget of one month, `MM.YYYY`, without the column of the month."""
        file = self.file(f"budget_execution_{month[-4:]}.csv")
        if file is None:
            return []
        with file.open(encoding="utf-8", newline="") as stream:
            rows = [row for row in csv.DictReader(stream, delimiter=";") if row["month"] == month]
        return [{name: value for name, value in row.items() if name != "month"} for row in rows]

    def file(self, name: str) -> Path | None:
        """A file by its name, in the folder of the year that the name says; nothing outside of the shelf."""
        plain = Path(name).name
        year = re.search(r"_(\d{4})(?=[._]|$)", plain)
        file = self.root / (year[1] if year else "") / plain
        return file if file.is_file() else None
