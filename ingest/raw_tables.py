"""The tables of `raw`, made from the contracts: every column text, with the load and the record number of each row."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from psycopg import sql

from ingest.contracts import Contract, all_contracts
from olshem import warehouse


def ensure_tables(contracts: Iterable[Contract] | None = None) -> None:
    """Make the raw tables of the given contracts (default: every contract of the project), or add what they lack.

    Safe to run twice and from several processes. A column that left its contract stays in the table.
    """
    with warehouse.connect("loader") as connection:
        connection.execute("select pg_advisory_xact_lock(hashtext('olshem raw tables'))")
        for contract in all_contracts() if contracts is None else contracts:
            _ensure_table(connection, contract)


def _ensure_table(connection: psycopg.Connection, contract: Contract) -> None:
    present = {
        row[0]
        for row in connection.execute(
            "select column_name from information_schema.columns where table_schema = 'raw' and table_name = %s",
            [contract.table],
        )
    }
    table = sql.Identifier("raw", contract.table)
    if not present:
        partitioning = sql.SQL(" partition by list (_load_id)" if contract.is_partitioned_by_load else "")
        connection.execute(
            sql.SQL("create table {} ({}, _load_id bigint not null, _row_number bigint not null){}").format(
                table, _text_columns(contract), partitioning
            )
        )
        _comment(
            connection,
            sql.SQL("table {}").format(table),
            f"{contract.title['en']}, as delivered. One row per readable record of a load.",
        )
    for column in contract.columns:
        if present and column.name not in present:
            connection.execute(sql.SQL("alter table {} add column {} text").format(table, sql.Identifier(column.name)))
        if column.name not in present:
            unit = f" ({column.unit})" if column.unit else ""
            target = sql.SQL("column {}.{}").format(table, sql.Identifier(column.name))
            _comment(connection, target, f"`{column.source_name}`: {column.meaning}{unit}")


def _text_columns(contract: Contract) -> sql.Composable:
    """The contract's columns as column definitions."""
    return sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(column.name)) for column in contract.columns)


def _comment(connection: psycopg.Connection, target: sql.Composable, text: str) -> None:
    connection.execute(sql.SQL("comment on {} is {}").format(target, sql.Literal(text)))
