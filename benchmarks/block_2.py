"""Services and complaints at record level: the dbt builds beside the least SQL that gives the same numbers.

Beside them stand the same numbers in pandas and in DuckDB, straight from the files. All of them must agree with what the builds
found, body by body, or the benchmark fails. The builds also type every other cell, keep what was rejected, reckon the whole
year and run their tests.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from uuid import uuid4

import psycopg

from benchmarks.frames import Counts, Records, appeals_by_pandas, as_counts, by_duckdb, services_by_pandas
from benchmarks.measure import Figure, in_pairs
from benchmarks.plain_sql import POSTGRES, POSTGRES_READS_DAYS_FIRST, appeals_counts, services_counts
from benchmarks.stored import bare_copy, keep
from demo import appeals_register, services_records
from demo.world import World
from ingest.contracts import contract_of
from ingest.load import load_run
from ingest.raw_tables import ensure_tables
from olshem import warehouse
from olshem.cycle.build import build
from olshem.edition import read_edition
from olshem.settings import home

YEAR = 2017
EDITION = "2017"
GAP = dict.fromkeys(("en", "ru", "kk"), "not in this benchmark")
SERVICES, APPEALS = "services_monitoring", "appeals_register"
BARE = "raw.bare_"
WARM_UP_COUNT = 30_000  # of each: with it the project is built once, so that every relation exists

# What the builds found, in the order of `plain_sql`.
BUILT = {
    SERVICES: "select body_code, service_code, rendered_count, rendered_count - term_count, breach_count, late_entry_count, "
    "left_out_count from intermediate.int_interaction__requests_by_service",
    APPEALS: "select body_code, handled_count, known_deadline_count, late_count, court_upheld_count, superior_upheld_count, "
    "satisfied_count, explained_count from intermediate.int_interaction__appeals_by_body",
}


def block_2(row_count: int) -> list[Figure]:
    """The criteria and marts of `row_count` records of services and as many appeals."""
    _build(_loaded(WARM_UP_COUNT)[0])
    run_id, services, appeals = _loaded(row_count)
    for records in (services, appeals):
        bare_copy(records.file, records.contract, BARE + records.contract.source)
    first, *others = _ways_to_count(services, appeals)
    figures = [
        in_pairs(
            f"dbt builds on {row_count:,} services and {row_count:,} appeals",
            partial(_build, run_id), *first, pairs=1, warm_up=False,
        )
    ]  # fmt: skip
    for label, work in others:
        figures.append(in_pairs(f"{label}, {row_count:,} and {row_count:,}", work, *first, pairs=1, warm_up=False))
    return figures


def _loaded(row_count: int) -> tuple[int, Records, Records]:
    """A run with so many records of each, loaded, and the files they came from."""
    services, appeals = _written(SERVICES, row_count), _written(APPEALS, row_count)
    run_id = _frozen({SERVICES: services, APPEALS: appeals})
    load_run(run_id)
    return run_id, services, appeals


def _build(run_id: int) -> None:
    build([run_id], "criteria")
    build([run_id], "marts")


def _ways_to_count(services: Records, appeals: Records) -> tuple[tuple[str, Callable[[], None]], ...]:
    """The other ways to the same numbers; each compares its own with those of the builds."""

    def by_sql() -> None:
        _agree(_counted(SERVICES, services_counts), _counted(APPEALS, appeals_counts))

    def by_pandas() -> None:
        _agree(services_by_pandas(services, YEAR), appeals_by_pandas(appeals, YEAR))

    return (
        ("the least SQL for the same numerators and denominators", by_sql),
        ("pandas, in chunks of the files", by_pandas),
        ("DuckDB, over the files", lambda: _agree(*by_duckdb(services, appeals, YEAR))),
    )


def _counted(source: str, counts: Callable[..., str]) -> Counts:
    with warehouse.connect("loader") as connection:
        connection.execute(POSTGRES_READS_DAYS_FIRST)
        return as_counts(connection.execute(counts(BARE + source, YEAR, POSTGRES).encode()).fetchall())


def _agree(services: Counts, appeals: Counts) -> None:
    """Raise unless both counts, brought from the names to the bodies, are those of the builds."""
    with warehouse.connect("builder") as connection:
        for source, found in ((SERVICES, services), (APPEALS, appeals)):
            built = _of_bodies(as_counts(connection.execute(BUILT[source].encode()).fetchall()), None)
            if _of_bodies(found, _bodies_by_name(connection, source)) != built:
                raise RuntimeError(f"`{source}`: this way of counting gives other numbers than the builds")


def _bodies_by_name(connection: psycopg.Connection, source: str) -> Mapping[str, str]:
    query = f"select given_name, body_code from staging.base_{source}__known_names where is_valid"
    return dict(connection.execute(query.encode()).fetchall())


def _of_bodies(counts: Counts, bodies: Mapping[str, str] | None) -> Counts:
    """The counts by body, those of unknown names and those of nothing but zeros left out."""
    summed: dict[tuple[str, ...], tuple[int, ...]] = {}
    for (name, *rest), numbers in counts.items():
        body = name if bodies is None else bodies.get(name)
        if body is not None and any(numbers):
            before = summed.get((body, *rest), (0,) * len(numbers))
            summed[body, *rest] = tuple(map(sum, zip(before, numbers, strict=True)))
    return summed


def _written(source: str, row_count: int) -> Records:
    """Invented records, written as the source delivers them but for those that cannot be split: the others could not read them."""
    contract, folder = contract_of(source), home() / "block-2" / source
    folder.mkdir(parents=True, exist_ok=True)
    if source == SERVICES:
        lines = services_records.lines(World(YEAR, row_count / services_records.RECORD_COUNT))
    else:
        lines = appeals_register.rows(YEAR, row_count, profile="demo")
    file, commas = folder / "readable.csv", len(contract.columns) - 1
    with file.open("w", encoding="utf-8", newline="") as readable:
        readable.write(",".join(column.source_name for column in contract.columns) + "\n")
        readable.writelines(line for line in lines if '"' in line or line.count(",") == commas)
    return Records(contract, file)


def _frozen(delivered: Mapping[str, Records]) -> int:
    """A run of the demonstration that has these sources, and for every other one a gap."""
    needed = {row["source"] for row in read_edition(EDITION).tables["criterion_source"]}
    ensure_tables()
    kept = {
        source: keep(records.contract, "demo", YEAR, partial(shutil.copyfile, records.file))
        for source, records in delivered.items()
    }
    with warehouse.connect("loader") as connection:
        (run_id,) = next(
            connection.execute(
                "insert into ledger.run (profile, reporting_year, edition, request_key, input_digest, code_version) "
                "values ('demo', %s, %s, %s, 'benchmark', 'benchmark') returning run_id",
                [YEAR, EDITION, f"bench {uuid4()}"],
            )
        )
        for source in sorted(needed | set(kept)):
            connection.execute(
                "insert into ledger.run_input (run_id, source, snapshot_id, gap_reason) values (%s, %s, %s, %s)",
                [run_id, source, kept.get(source), None if source in kept else json.dumps(GAP)],
            )
    return int(run_id)
