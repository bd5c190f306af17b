"""Services and complaints at record level: the dbt builds beside the plainest queries for the same counts.

Beside them stand the same counts in pandas and in DuckDB, straight from the files. The plain queries, pandas and DuckDB read
what the formulas need and trust it; the builds also type every cell, keep what was rejected, and run their tests.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

import duckdb
import pandas as pd

from benchmarks.measure import Figure, in_pairs
from benchmarks.stored import bare_copy, keep, psql
from demo import appeals_register, services_records
from demo.world import World
from ingest.contracts import Contract, contract_of
from ingest.load import load_run
from ingest.raw_tables import ensure_tables
from olshem import warehouse
from olshem.cycle.build import build
from olshem.edition import read_edition
from olshem.settings import home

YEAR = 2017
EDITION = "2017"
GAP = dict.fromkeys(("en", "ru", "kk"), "not in this benchmark")
RENDERED = ("оказана", "отказано")
COUNTED = ("жалоба", "заявление")


@dataclass(frozen=True)
class Records:
    """A source of the benchmark: its contract, the file with the records that can be split, and its columns by their names there."""

    contract: Contract
    file: Path

    @property
    def names(self) -> Mapping[str, str]:
        """What the file calls a column."""
        return {column.name: column.source_name for column in self.contract.columns}


def block_2(row_count: int) -> list[Figure]:
    """The criteria and marts of `row_count` records of services and as many appeals."""
    services, appeals = _written("services_monitoring", row_count), _written("appeals_register", row_count)
    run_id = _frozen({"services_monitoring": services, "appeals_register": appeals})
    load_run(run_id)
    for records in (services, appeals):
        bare_copy(records.file, records.contract, f"raw.bare_{records.contract.source}")
    what = f"dbt builds on {row_count:,} services and {row_count:,} appeals"

    def builds() -> None:
        build([run_id], "criteria")
        build([run_id], "marts")

    beside: tuple[tuple[str, Callable[[], object]], ...] = (
        (
            "the plainest SQL for the same counts",
            lambda: psql(PLAIN_SERVICES, plain_appeals("raw.bare_appeals_register")),
        ),
        ("pandas, in chunks of the files", lambda: (_pandas_services(services), _pandas_appeals(appeals))),
        ("DuckDB, over the files", lambda: _duckdb(services, appeals)),
    )
    first, *others = beside
    figures = [in_pairs(what, builds, *first, pairs=1, warm_up=False)]
    for label, work in others:
        figures.append(in_pairs(f"{label}, {row_count:,} and {row_count:,}", work, *first, pairs=1, warm_up=False))
    return figures


def _written(source: str, row_count: int) -> Records:
    """Invented records, written as the source delivers them; those that cannot be split are taken out for the others."""
    contract, folder = contract_of(source), home() / "block-2" / source
    folder.mkdir(parents=True, exist_ok=True)
    if source == "services_monitoring":
        factor = row_count / services_records.RECORD_COUNT
        services_records.write(World(YEAR, factor), folder)
    else:
        appeals_register.write(YEAR, folder, row_count=row_count, profile="demo")
    (archive,) = folder.glob("*.zip")
    file = folder / "readable.csv"
    fields = len(contract.columns)
    with (
        zipfile.ZipFile(archive) as packed,
        packed.open(packed.namelist()[0]) as stream,
        file.open("wb") as readable,
    ):
        for line in stream:
            if b'"' in line or line.count(b",") == fields - 1:
                readable.write(line)
    archive.unlink()
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


_DATE = r"'^\d\d\.\d\d\.\d{4}$'"
PLAIN_SERVICES = f"""
select
    body_name,
    service_code,
    count(*) filter (where is_rendered) as rendered_count,
    count(*) filter (where is_rendered and rendered > due) as late_count
from (
    select
        body_name,
        service_code,
        result in ('оказана', 'отказано') and rendered_on like '%.{YEAR}' as is_rendered,
        case when rendered_on ~ {_DATE} then to_date(rendered_on, 'DD.MM.YYYY') end as rendered,
        case when due_on ~ {_DATE} then to_date(due_on, 'DD.MM.YYYY') end as due
    from raw.bare_services_monitoring
    where is_law_enforcement <> 'да'
) as requests
group by body_name, service_code
"""


def plain_appeals(table: str) -> str:
    """The same numerators and denominators as A1 to A3, by the plainest query over a bare table that still reads the dates."""
    return f"""
select
    body_name,
    count(*) filter (where status = 'рассмотрено') as handled_count,
    count(*) filter (
        where status = 'рассмотрено'
            and to_date(answered_on, 'DD.MM.YYYY') > to_date(coalesce(nullif(extended_to, ''), due_on), 'DD.MM.YYYY')
    ) as late_count,
    count(*) filter (where upheld_by <> '') as upheld_count,
    count(*) filter (where outcome in ('удовлетворено', 'частично удовлетворено')) as satisfied_count,
    count(*) filter (where outcome = 'разъяснено') as explained_count
from {table}
where kind in ('жалоба', 'заявление') and answered_on ~ {_DATE} and due_on ~ {_DATE}
    and (extended_to is null or extended_to ~ '^(\\d\\d\\.\\d\\d\\.\\d{{4}})?$')
group by body_name
"""


def _days(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column, format="%d.%m.%Y", errors="coerce")


def _chunks(records: Records, *columns: str) -> pd.io.parsers.TextFileReader:
    names = records.names
    return pd.read_csv(
        records.file,
        usecols=[names[column] for column in columns],
        dtype=str,
        chunksize=1_000_000,
        keep_default_na=False,
    )


def _pandas_services(records: Records) -> pd.DataFrame:
    names = records.names
    parts = []
    for chunk in _chunks(records, "body_name", "service_code", "result", "rendered_on", "due_on", "is_law_enforcement"):
        chunk = chunk.rename(columns={names[column]: column for column in names})
        chunk = chunk[chunk.is_law_enforcement != "да"]
        rendered = _days(chunk.rendered_on)
        is_rendered = chunk.result.isin(RENDERED) & (rendered.dt.year == YEAR)
        counts = chunk.assign(rendered_count=is_rendered, late_count=is_rendered & (rendered > _days(chunk.due_on)))
        parts.append(counts.groupby(["body_name", "service_code"])[["rendered_count", "late_count"]].sum())
    return pd.concat(parts).groupby(level=[0, 1]).sum()


def _pandas_appeals(records: Records) -> pd.DataFrame:
    names = records.names
    parts = []
    wanted = ("body_name", "kind", "status", "answered_on", "due_on", "extended_to", "upheld_by", "outcome")
    for chunk in _chunks(records, *wanted):
        chunk = chunk.rename(columns={names[column]: column for column in names})
        chunk = chunk[chunk.kind.isin(COUNTED)]
        deadline = _days(chunk.extended_to.where(chunk.extended_to != "", chunk.due_on))
        is_handled = chunk.status == "рассмотрено"
        counts = chunk.assign(
            handled_count=is_handled,
            late_count=is_handled & (_days(chunk.answered_on) > deadline),
            upheld_count=chunk.upheld_by != "",
            satisfied_count=chunk.outcome.isin(["удовлетворено", "частично удовлетворено"]),
            explained_count=chunk.outcome == "разъяснено",
        )
        columns = ["handled_count", "late_count", "upheld_count", "satisfied_count", "explained_count"]
        parts.append(counts.groupby("body_name")[columns].sum())
    return pd.concat(parts).groupby(level=0).sum()


def _duckdb(services: Records, appeals: Records) -> None:
    with duckdb.connect() as connection:
        for records, query in ((services, PLAIN_SERVICES), (appeals, plain_appeals("raw.bare_appeals_register"))):
            columns = ", ".join(f'"{source_name}" as {name}' for name, source_name in records.names.items())
            table = f"(select {columns} from read_csv('{records.file}', all_varchar = true, header = true))"
            sql = query.replace(f"raw.bare_{records.contract.source}", table).replace(" ~ ", " similar to ")
            sql = sql.replace("to_date(", "strptime(").replace("'DD.MM.YYYY'", "'%d.%m.%Y'")
            connection.execute(sql.replace("'^", "'").replace("$'", "'")).fetchall()
