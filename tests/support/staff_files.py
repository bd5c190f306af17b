"""The demonstration files of personnel, survey and information systems, written small, and read back as people see them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import python_calamine

from demo import information_systems, staff, survey
from demo.world import World, Writer
from olshem.settings import project_root

YEAR = 2017
WRITERS: Mapping[str, Writer] = {**staff.WRITERS, **survey.WRITERS, **information_systems.WRITERS}
SMALL = World(year=YEAR, factor=0.05)
Record = dict[str, str]


def write_all(folder: Path, world: World = SMALL) -> dict[str, Path]:
    """Write every source of the group. Returns the file of each."""
    return {source: folder / write(world, folder)[0] for source, write in WRITERS.items()}


def records(file: Path) -> list[Record]:
    """The records of a CSV file or a workbook of one table, by column, as text."""
    if file.suffix == ".csv":
        text = file.read_text("utf-8")
        return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text[:200] else ","))
    header, *rows = _cells(file.read_bytes())
    return [dict(zip(header, row, strict=True)) for row in rows]


def exit_forms(file: Path) -> dict[str, list[list[str]]]:
    """The lines below the row of numbers, by body, of the archive of exit interviews."""
    with zipfile.ZipFile(file) as archive:
        return {
            body_of(name.removesuffix(f"_{YEAR}.xlsx")): _cells(archive.read(name))[5:] for name in archive.namelist()
        }


def of_body(found: list[Record], code: str) -> list[Record]:
    """The records of one body, under whichever name."""
    return [record for record in found if body_of(record["Государственный орган"]) == code]


def body_of(name: str) -> str:
    """The code of the body that a clerk means; what no list knows stays as it is."""
    return _codes().get(name.strip(), name)


@cache
def _codes() -> dict[str, str]:
    with (project_root() / "dbt_project/seeds/decree/body_names.csv").open(encoding="utf-8", newline="") as stream:
        return {row["source_name"]: row["body_code"] for row in csv.DictReader(stream) if row["source"] == "any"}


def _cells(content: bytes) -> list[list[str]]:
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [
        [str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell) for cell in row]
        for row in sheet.iter_rows()
    ]
