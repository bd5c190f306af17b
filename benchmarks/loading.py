"""What a load costs beside psql's `\\copy`, with and without a personal column, and what looking through a file costs."""

from __future__ import annotations

import csv
import statistics
from functools import partial
from pathlib import Path

from benchmarks import YEAR, one_load
from benchmarks.measure import Figure, in_pairs
from benchmarks.register import CONTRACTS
from benchmarks.stored import bare_copy, collected_again, drop_loads, keep_register
from ingest.inspect import inspect
from ingest.raw_tables import ensure_tables

PAIRS, MOST_ROWS_FOR_SEVERAL_PAIRS = 3, 5_000_000  # larger ones take minutes and are measured once
NAMED = {"plain": "no personal column", "personal": "one personal column"}


def loads(row_count: int) -> list[Figure]:
    """Loads of a register without and with a personal column."""
    ensure_tables(CONTRACTS.values())
    return [_load(kind, row_count) for kind in CONTRACTS]


def _load(kind: str, row_count: int) -> Figure:
    contract = CONTRACTS[kind]
    file = keep_register(contract, row_count)
    peaks: list[float] = []
    figure = in_pairs(
        f"load {row_count:,} records, {NAMED[kind]}",
        partial(_one_load, kind, file, peaks),
        "psql `\\copy` into a bare table",
        partial(bare_copy, file, contract),
        pairs=PAIRS if row_count <= MOST_ROWS_FOR_SEVERAL_PAIRS else 1,
        warm_up=row_count <= MOST_ROWS_FOR_SEVERAL_PAIRS,
    )
    drop_loads(contract)
    file.unlink()
    return figure.with_remark(
        f"ours also verifies the SHA-256, cuts the records, reconciles the totals, writes the ledger and attaches the load; "
        f"highest memory of its process {statistics.median(peaks):.0f} MiB"
    )


def _one_load(kind: str, file: Path, peaks: list[float]) -> float:
    drop_loads(CONTRACTS[kind])
    load = one_load.measure(kind, collected_again(file.name))
    peaks.append(load.peak_mib)
    return load.seconds


def inspections(row_count: int) -> list[Figure]:
    """Looking through a register against its contract, before it may become a snapshot."""
    contract = CONTRACTS["personal"]
    file = keep_register(contract, row_count)
    figure = in_pairs(
        f"look through {row_count:,} records by their contract",
        partial(inspect, file, contract, YEAR),
        "Python's csv module reads the same file",
        partial(_read, file),
        pairs=1,
    )
    file.unlink()
    return [figure]


def _read(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        for _ in csv.reader(stream):
            pass
