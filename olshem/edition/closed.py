"""Closed editions: once an edition served a publication, its rows may not change, and a digest guards them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from olshem.edition.data import TABLES, Edition, Row, read_rows, seeds_folder
from olshem.warehouse import Terminal

COLUMNS = ("edition", "sha256", "closed_on", "reason")


def digest(edition: Edition) -> str:
    """SHA-256 over all rows, whatever their order. Empty cells do not count: a column added for a later edition is none."""
    lines = [
        json.dumps([table, {column: cell for column, cell in row.items() if cell}], ensure_ascii=False, sort_keys=True)
        for table in TABLES
        for row in edition.tables[table]
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def guard_of(name: str, folder: Path | None = None) -> Row | None:
    """The row of `closed.csv` for an edition; None while it is open."""
    rows = read_rows((folder or seeds_folder()) / "closed.csv")
    return next((row for row in rows if row["edition"] == name), None)


def defects_of_closing(edition: Edition, guard: Row | None) -> Iterator[str]:
    """Whether a closed edition is still what it was."""
    if guard is not None and guard["sha256"] != digest(edition):
        yield (
            f"closed.csv: edition {edition.name} was closed on {guard['closed_on']} ({guard['reason']}) and its rows have "
            "changed since. Put them back; a change of the rules is an edition of its own."
        )


def close(edition: Edition, reason: str, today: date, folder: Path | None = None) -> str:
    """Add the guard of an edition. Returns its digest. Raises `Terminal` when it is closed already."""
    place = (folder or seeds_folder()) / "closed.csv"
    if guard_of(edition.name, place.parent) is not None:
        raise Terminal(f"Edition {edition.name} is closed already: see {place}.")
    sha256 = digest(edition)
    with place.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writerow({"edition": edition.name, "sha256": sha256, "closed_on": today.isoformat(), "reason": reason})
    return sha256
