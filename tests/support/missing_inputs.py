"""Runs like another one, from which an input is taken away: a whole source, or what a source says of some bodies."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from uuid import uuid4

import psycopg
from psycopg import sql

from ingest.contracts import Contract, contract_of
from olshem import warehouse
from tests.support.crafted import GAP
from tests.support.second_reading import crosswalk, spelling


def run_without_source(run_id: int, source: str) -> int:
    """A run frozen with the inputs of another one, but for a source that is a declared gap. Nothing is loaded again."""
    with warehouse.connect("loader") as connection:
        copy = _like(connection, run_id)
        _take_inputs(connection, run_id, copy, left_out=[source])
        connection.execute(
            "insert into ledger.run_input (run_id, source, part, gap_reason) values (%s, %s, '', %s)",
            [copy, source, json.dumps(GAP)],
        )
    return copy


def run_without_bodies(run_id: int, sources: Collection[str], bodies: Collection[str], year: int) -> int:
    """A run frozen with the inputs of another one, in which these sources came without a record of these bodies."""
    with warehouse.connect("loader") as connection:
        copy = _like(connection, run_id)
        _take_inputs(connection, run_id, copy, left_out=sources)
        loads = connection.execute(
            "select source, part, snapshot_id, load_id from ledger.run_load where run_id = %s and source = any(%s)",
            [run_id, list(sources)],
        ).fetchall()
        for source, part, snapshot_id, load_id in loads:
            thinned = _thinned(connection, contract_of(source), snapshot_id, load_id, bodies, year)
            connection.execute(
                "insert into ledger.run_input (run_id, source, part, snapshot_id) values (%s, %s, %s, %s)",
                [copy, source, part, thinned],
            )
    return copy


def _like(connection: psycopg.Connection, run_id: int) -> int:
    inserted = connection.execute(
        "insert into ledger.run (profile, reporting_year, edition, request_key, input_digest, code_version) "
        "select profile, reporting_year, edition, %s, 'crafted', code_version from ledger.run where run_id = %s "
        "returning run_id",
        [f"missing {uuid4()}", run_id],
    )
    return int(next(inserted)[0])


def _take_inputs(connection: psycopg.Connection, run_id: int, copy: int, left_out: Collection[str]) -> None:
    connection.execute(
        "insert into ledger.run_input (run_id, source, part, snapshot_id, gap_reason) "
        "select %s, source, part, snapshot_id, gap_reason from ledger.run_input "
        "where run_id = %s and source <> all(%s)",
        [copy, run_id, list(left_out)],
    )


def _thinned(
    connection: psycopg.Connection,
    contract: Contract,
    snapshot_id: int,
    load_id: int,
    bodies: Collection[str],
    year: int,
) -> int:
    """A copy of a load without the records of some bodies, under a snapshot of its own. Returns the snapshot's id."""
    copied = _copied(connection, "snapshot", "snapshot_id", snapshot_id, {})
    parent = sql.Identifier("raw", contract.table)
    new_load_id = int(next(connection.execute("select nextval('ledger.load_load_id_seq')"))[0])
    if contract.is_partitioned_by_load:
        partition = sql.Identifier("raw", f"{contract.table}__load_{new_load_id}")
        connection.execute(
            sql.SQL("create table {} partition of {} for values in ({})").format(
                partition, parent, sql.Literal(new_load_id)
            )
        )
    body = sql.Identifier(next(column.name for column in contract.columns if column.type == "body"))
    cells = connection.execute(
        sql.SQL("select distinct {} from {} where _load_id = {}").format(body, parent, sql.Literal(load_id))
    ).fetchall()
    known = crosswalk(contract.source, year)
    names = [cell for (cell,) in cells if cell is not None and known.get(spelling(cell)) in bodies]
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in contract.columns)
    kept = connection.execute(
        sql.SQL(
            "insert into {parent} ({columns}, _load_id, _row_number) select {columns}, {new}, _row_number from {parent} "
            "where _load_id = {old} and ({body} is null or {body} <> all({names}))"
        ).format(
            parent=parent, columns=columns, new=sql.Literal(new_load_id), old=sql.Literal(load_id), body=body,
            names=sql.Literal(names),
        )
    ).rowcount  # fmt: skip
    counts = {"total_row_count": kept, "loaded_row_count": kept, "unreadable_row_count": 0, "declared_row_count": None}
    _copied(connection, "load", "load_id", load_id, {"load_id": new_load_id, "snapshot_id": copied} | counts)
    return copied


def _copied(
    connection: psycopg.Connection, table: str, key: str, key_value: int, differences: Mapping[str, int | None]
) -> int:
    """A row of the ledger once more, with some columns otherwise. Returns its key."""
    columns = [
        name
        for (name,) in connection.execute(
            "select column_name from information_schema.columns where table_schema = 'ledger' and table_name = %s "
            "and (column_name <> %s or column_name = any(%s))",
            [table, key, list(differences)],
        )
    ]
    values = [sql.Literal(differences[name]) if name in differences else sql.Identifier(name) for name in columns]
    inserted = connection.execute(
        sql.SQL(
            "insert into ledger.{table} ({columns}) overriding system value select {values} from ledger.{table} where {key} = {value} returning {key}"
        ).format(
            table=sql.Identifier(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(values),
            key=sql.Identifier(key),
            value=sql.Literal(key_value),
        )
    )
    return int(next(inserted)[0])
