"""The demonstration files on goals, budgets, audits and reports, written small, and read back by the names of contracts."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from demo import goals, reports, territories
from demo.world import World, Writer
from ingest.contracts import contract_of
from ingest.readers import open_delivery
from ingest.rows import Row
from olshem.settings import project_root

YEAR = 2017
WRITERS: Mapping[str, Writer] = {**goals.WRITERS, **territories.WRITERS, **reports.WRITERS}
SMALL = World(year=YEAR, factor=0.05)
Record = Mapping[str, str]


def write_all(folder: Path, world: World = SMALL) -> dict[str, Path]:
    """Write every source of the group. Returns the file of each."""
    return {source: folder / write(world, folder)[0] for source, write in WRITERS.items()}


def records(source: str, file: Path) -> list[Record]:
    """The records of a delivery with our names of its columns; an empty cell is an empty text."""
    with open_delivery(file, contract_of(source)) as delivered:
        return [
            {name: value or "" for name, value in zip(delivered.columns, record.values, strict=True)}
            for record in delivered.records
            if isinstance(record, Row)
        ]


def body_of(source: str, record: Record) -> str:
    """The code of the body that a record names; empty where no list knows the name."""
    crosswalk = contract_of(source).crosswalk
    assert crosswalk is not None
    return _codes().get(record[crosswalk.column].strip(), "")


def number(text: str) -> Decimal:
    """A number as clerks write it."""
    return Decimal(text.replace(" ", "").replace(",", "."))


@cache
def _codes() -> dict[str, str]:
    with (project_root() / "dbt_project/seeds/decree/body_names.csv").open(encoding="utf-8", newline="") as stream:
        return {row["source_name"]: row["body_code"] for row in csv.DictReader(stream) if row["source"] == "any"}
