"""Services and complaints at record level: the dbt builds beside the least SQL that gives the same numbers.

The least SQL is run twice: a statement for each criterion, one after the other, and a statement for each source, which reads it
once for all criteria. Beside them stand the same numbers in pandas and in DuckDB, straight from the files. All of them must agree
with what the builds found, body by body, or the benchmark fails. The builds also type every other cell, keep what was rejected,
reckon the whole year and run their tests; so the models of these numbers are also built alone, with all that they rest on and its
tests. A later build of the same records leaves their counts as they stand.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import partial
from uuid import uuid4

import psycopg

from benchmarks import plain_sql
from benchmarks.frames import Counts, Records, appeals_by_pandas, as_counts, by_duckdb, services_by_pandas
from benchmarks.measure import Figure, in_pairs, seconds
from benchmarks.stored import bare_copy, keep
from demo import appeals_register, services_records
from demo.world import World
from ingest.contracts import contract_of
from ingest.load import load_run
from ingest.raw_tables import ensure_tables
from olshem import warehouse
from olshem.cycle.build import build, dbt_command, dbt_environment, project_folder
from olshem.edition import read_edition
from olshem.settings import home

YEAR = 2017
EDITION = "2017"
GAP = dict.fromkeys(("en", "ru", "kk"), "not in this benchmark")
SERVICES, APPEALS = "services_monitoring", "appeals_register"
BARE = "raw.bare_"
WARM_UP_COUNT = 30_000  # of each: with it the project is built once, so that every relation exists

# Where the builds left the numbers of `plain_sql`, and what they call those that have another name there.
BUILT = {
    SERVICES: ("body_code, service_code", "intermediate.int_interaction__requests_by_service"),
    APPEALS: ("body_code", "intermediate.int_interaction__appeals_by_body"),
}
NAMED_OTHERWISE = {"excused_count": "rendered_count - term_count"}

STATEMENTS = {SERVICES: plain_sql.services_counts, APPEALS: plain_sql.appeals_counts}
NUMBERS = {SERVICES: tuple(plain_sql.SERVICES), APPEALS: tuple(plain_sql.APPEALS)}
PER_SOURCE = tuple(NUMBERS.items())
PER_CRITERION = tuple(
    (source, numbers)
    for source, criteria in ((SERVICES, plain_sql.OF_SERVICES), (APPEALS, plain_sql.OF_APPEALS))
    for numbers in criteria.values()
)


def block_2(row_count: int) -> list[Figure]:
    """The criteria and marts of `row_count` records of services and as many appeals."""
    _build(_loaded(WARM_UP_COUNT)[0])
    run_id, services, appeals = _loaded(row_count)
    for records in (services, appeals):
        bare_copy(records.file, records.contract, BARE + records.contract.source)
    builds = f"dbt builds on {row_count:,} services and {row_count:,} appeals"
    first = seconds(partial(_build, run_id))
    per_criterion = ("the least SQL, a statement for each criterion", partial(_by_sql, PER_CRITERION))
    per_source = ("the least SQL, a statement for each source", partial(_by_sql, PER_SOURCE))
    compared = (
        (builds, lambda: first, per_criterion),
        ("the same builds", lambda: first, per_source),
        ("a later build of the same records", partial(_build, run_id), per_source),
        ("of these builds, the models of the same numbers, made anew", _build_numbers, per_source),
        (f"pandas, in chunks of the files, {row_count:,} and {row_count:,}", partial(_by_pandas, services, appeals), per_source),
        (f"DuckDB, over the files, {row_count:,} and {row_count:,}", partial(_by_duckdb, services, appeals), per_source),
    )  # fmt: skip
    return [in_pairs(label, work, *beside, pairs=1, warm_up=False) for label, work, beside in compared]


def _loaded(row_count: int) -> tuple[int, Records, Records]:
    """A run with so many records of each, loaded, and the files they came from."""
    services, appeals = _written(SERVICES, row_count), _written(APPEALS, row_count)
    run_id = _frozen({SERVICES: services, APPEALS: appeals})
    load_run(run_id)
    return run_id, services, appeals


def _build(run_id: int) -> None:
    build([run_id], "criteria")
    build([run_id], "marts")


def _build_numbers() -> None:
    """Build again, of the last build, the models that hold the numbers of `plain_sql`, and every model above them.

    dbt knows nothing of builds then, and drops the views below: the next build counts the records anew.
    """
    models = [f"+{relation.split('.')[1]}" for _, relation in BUILT.values()]
    command = dbt_command("build", "--indirect-selection", "buildable", "--select", *models)
    done = subprocess.run(command, env=dbt_environment(), cwd=project_folder(), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"dbt did not build {', '.join(models)}:\n{done.stdout[-2000:]}")


def _by_sql(asked: Sequence[tuple[str, Sequence[str]]]) -> None:
    for source, numbers in asked:
        _agree(source, _counted(source, numbers), numbers)


def _by_pandas(services: Records, appeals: Records) -> None:
    _agree(SERVICES, services_by_pandas(services, YEAR), NUMBERS[SERVICES])
    _agree(APPEALS, appeals_by_pandas(appeals, YEAR), NUMBERS[APPEALS])


def _by_duckdb(services: Records, appeals: Records) -> None:
    for source, found in zip((SERVICES, APPEALS), by_duckdb(services, appeals, YEAR), strict=True):
        _agree(source, found, NUMBERS[source])


def _counted(source: str, numbers: Sequence[str]) -> Counts:
    with warehouse.connect("loader") as connection:
        connection.execute(plain_sql.POSTGRES_READS_DAYS_FIRST)
        query = STATEMENTS[source](BARE + source, YEAR, plain_sql.POSTGRES, numbers)
        return as_counts(connection.execute(query.encode()).fetchall())


def _agree(source: str, found: Counts, numbers: Sequence[str]) -> None:
    """Raise unless the counts, brought from the names to the bodies, are those of the builds."""
    keys, relation = BUILT[source]
    columns = ", ".join(NAMED_OTHERWISE.get(number, number) for number in numbers)
    with warehouse.connect("builder") as connection:
        built = as_counts(connection.execute(f"select {keys}, {columns} from {relation}".encode()).fetchall())
        bodies = _bodies_by_name(connection, source)
    if _of_bodies(found, bodies) != _of_bodies(built, None):
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
