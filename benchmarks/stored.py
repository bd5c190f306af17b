"""Registers in the store of snapshots, and the plainest way into Postgres: psql's `\\copy`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from benchmarks import YEAR
from benchmarks.register import write_register
from ingest import snapshots
from ingest.contracts import Contract
from olshem import warehouse
from olshem.warehouse import cluster

BARE_TABLE = "raw.bare_register"
COLUMNS = (
    "profile, reporting_year, source, part, sha256, byte_count, file_name, origin, licence, period, "
    "declared_row_count, is_demonstration"
)


def keep_register(contract: Contract, row_count: int) -> Path:
    """Write a register of this size straight into the store and the ledger. Returns its place there."""
    keep(contract, "rehearsal", YEAR, lambda place: write_register(place, contract, row_count), row_count)
    return snapshots.path_of(newest_of(contract.source))


def keep(
    contract: Contract, profile: str, year: int, write: Callable[[Path], object], row_count: int | None = None
) -> int:
    """Let a file be written straight into the store, and tell the ledger. Returns the snapshot's id."""
    with snapshots.incoming(is_personal=bool(contract.personal_columns)) as place:
        write(place)
        byte_count = place.stat().st_size
        sha256 = snapshots.keep(place)
    with warehouse.connect("loader") as connection:
        row = connection.execute(
            f"insert into ledger.snapshot ({COLUMNS}) values (%s, %s, %s, '', %s, %s, %s, 'benchmark', 'none', %s, %s, true) "
            "returning snapshot_id".encode(),
            [profile, year, contract.source, sha256, byte_count, f"{contract.source}.csv", str(year), row_count],
        ).fetchone()
    assert row is not None
    return int(row[0])


def newest_of(source: str) -> str:
    """The SHA-256 of the newest snapshot of a source."""
    with warehouse.connect("auditor") as connection:
        row = connection.execute(
            "select sha256 from ledger.snapshot where source = %s order by snapshot_id desc limit 1", [source]
        ).fetchone()
    assert row is not None
    return str(row[0])


def collected_again(sha256: str) -> int:
    """The same snapshot as if it had been collected once more: a snapshot that is loaded already would not load again."""
    with warehouse.connect("loader") as connection:
        row = connection.execute(
            f"insert into ledger.snapshot ({COLUMNS}) select {COLUMNS} from ledger.snapshot where sha256 = %s "
            "order by snapshot_id desc limit 1 returning snapshot_id".encode(),
            [sha256],
        ).fetchone()
    assert row is not None
    return int(row[0])


def psql(*statements: str) -> None:
    """Let psql carry out statements as the loader."""
    parameters = warehouse.connection_parameters("loader")
    arguments = [argument for statement in statements for argument in ("-c", statement)]
    environment = {"PGPASSWORD": parameters["password"], "PGOPTIONS": "-c client_min_messages=warning"}
    subprocess.run(
        [str(cluster.binary("psql")), "-q", "-v", "ON_ERROR_STOP=1", "-h", parameters["host"], "-p", parameters["port"],
         "-U", parameters["user"], "-d", parameters["dbname"], *arguments],
        check=True, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def bare_copy(file: Path, contract: Contract, table: str = BARE_TABLE) -> None:
    """`\\copy` a plain CSV file into a table that has nothing but its columns."""
    columns = ", ".join(f"{column.name} text" for column in contract.columns)
    psql(
        f"drop table if exists {table}",
        f"create table {table} ({columns})",
        f"\\copy {table} from '{file}' with (format csv, header)",
    )


def drop_loads(contract: Contract) -> None:
    """Take the rows of all loads away again, for the room on the disk; the ledger keeps its account of them."""
    psql(
        f"drop table if exists {BARE_TABLE}",
        f"do $$ declare name text; begin for name in select inhrelid::regclass::text from pg_inherits "
        f"where inhparent = 'raw.{contract.table}'::regclass loop execute 'drop table ' || name; end loop; end $$",
    )
