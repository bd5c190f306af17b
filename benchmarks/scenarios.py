"""What building, checking and the whole run cost, and against what."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import time
import zipfile
from functools import cache
from pathlib import Path
from uuid import uuid4

from benchmarks import SOURCE, YEAR
from benchmarks.measure import Figure, in_pairs
from benchmarks.plain_sql import POSTGRES, POSTGRES_READS_DAYS_FIRST, appeals_counts
from benchmarks.stored import BARE_TABLE, bare_copy, collected_again, newest_of, psql
from demo import appeals_register
from expectations.gates import run_gate
from ingest.collect import collect_source
from ingest.contracts import contract_of
from ingest.freeze import freeze
from ingest.load import load_run, load_snapshot
from ingest.profiles import load_profile
from ingest.raw_tables import ensure_tables
from olshem.cycle.build import build
from olshem.settings import home, project_root
from report.write import write_report

RANDOM_YEARS = 400


def builds(row_count: int) -> list[Figure]:
    """The three builds and the three gates on a loaded register."""
    readable = _prepare(row_count)
    bare_copy(readable, contract_of(SOURCE))
    run_id = freeze("rehearsal", YEAR, request_key=f"bench {uuid4()}")
    load_run(run_id)

    def build_all() -> None:
        for stage in ("criteria", "marts", "report"):
            build([run_id], stage)

    def check_all() -> None:
        for gate in ("shape", "values", "marts"):
            run_gate(run_id, gate)

    query = "one plain query for the numbers of A1–A3"
    return [
        in_pairs(f"the three dbt builds on {row_count:,} records", build_all, query, _plain_query, pairs=1),
        in_pairs(f"the three gates on {row_count:,} records", check_all, query, _plain_query, pairs=1),
    ]


def whole_run(row_count: int) -> list[Figure]:
    """From collected files to the written report, without Airflow."""
    readable = _prepare(row_count)

    def ours() -> None:
        load_snapshot(collected_again(newest_of(SOURCE)))
        take_steps(freeze("rehearsal", YEAR, request_key=f"bench {uuid4()}"))

    def plain() -> None:
        bare_copy(readable, contract_of(SOURCE))
        _plain_query()

    return [
        in_pairs(
            f"freeze to written report, {row_count:,} records", ours, "`\\copy` and the plain query", plain, pairs=1
        )
    ]


def take_steps(run_id: int) -> None:
    """What happens to a frozen run until its report is written, in this process."""
    load_run(run_id)
    run_gate(run_id, "shape")
    build([run_id], "criteria")
    run_gate(run_id, "values")
    build([run_id], "marts")
    run_gate(run_id, "marts")
    build([run_id], "report")
    write_report(run_id)


@cache
def _prepare(row_count: int) -> Path:
    """Write and collect the register; returns its plain CSV without the broken records, which `\\copy` cannot read."""
    ensure_tables()
    folder = home() / "deliveries" / "rehearsal" / str(YEAR)
    archive = appeals_register.write(YEAR, folder, row_count=row_count)
    for source in load_profile("rehearsal").inputs(YEAR):
        print(collect_source("rehearsal", YEAR, source), flush=True)
    readable = home() / "readable.csv"
    column_count = len(contract_of(SOURCE).columns)
    with (
        zipfile.ZipFile(archive) as packed,
        packed.open(packed.namelist()[0]) as stream,
        readable.open("w", encoding="utf-8", newline="") as copy,
    ):
        records = csv.reader(io.TextIOWrapper(stream, encoding="utf-8", newline=""))
        csv.writer(copy, lineterminator="\n").writerows(record for record in records if len(record) == column_count)
    return readable


def _plain_query() -> None:
    psql(POSTGRES_READS_DAYS_FIRST, appeals_counts(BARE_TABLE, YEAR, POSTGRES))


def random_years(_: int) -> list[str]:
    """Many random years in one build, and whether the second opinion agrees with all of them."""
    test = "tests/methodology/test_recompute.py::test_random_years_are_the_same_to_the_last_digit"
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test],
        env=os.environ | {"OLSHEM_RANDOM_YEARS": str(RANDOM_YEARS)},
        cwd=project_root(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{RANDOM_YEARS} random years do not agree with the second opinion:\n{done.stdout}")
    return [
        f"{RANDOM_YEARS} random years, built and reckoned twice: the same to the last digit, {time.monotonic() - began:.0f} s"
    ]
