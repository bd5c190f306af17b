"""Registers in the store of snapshots, and the plainest way into Postgres: psql's `\\copy`."""

from __future__ import annotations

import subprocess
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
    with snapshots.incoming(is_personal=bool(contract.personal_columns)) as place:
        write_register(place, contract, row_count)
        byte_count = place.stat().st_size
        file = snapshots.path_of(snapshots.keep(place))
    with warehouse.connect("loader") as connection:
        connection.execute(
            f"insert into ledger.snapshot ({COLUMNS}) values ('rehearsal', %s, %s, '', %s, %s, 'register.csv', 'benchmark', "
            "'none', %s, %s, true)".encode(),
            [YEAR, contract.source, file.name, byte_count, str(YEAR), row_count],
        )
    return file


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


def bare_copy(file: Path, contract: Contract) -> None:
    """`\\copy` a plain CSV file into a table that has nothing but its columns."""
    columns = ", ".join(f"{column.name} text" for column in contract.columns)
    psql(
        f"drop table if exists {BARE_TABLE}",
        f"create table {BARE_TABLE} ({columns})",
        f"\\copy {BARE_TABLE} from '{file}' with (format csv, header)",
    )


def drop_loads(contract: Contract) -> None:
    """Take the rows of all loads away again, for the room on the disk; the ledger keeps its account of them."""
    psql(
        f"drop table if exists {BARE_TABLE}",
        f"do $$ declare name text; begin for name in select inhrelid::regclass::text from pg_inherits "
        f"where inhparent = 'raw.{contract.table}'::regclass loop execute 'drop table ' || name; end loop; end $$",
    )
