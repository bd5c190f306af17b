"""What the report knows of a run: the rows of `marts.rpt_*`, as they stand, its corrections, and rejected cells by reason."""

from __future__ import annotations

from dataclasses import fields
from typing import LiteralString, TypeVar

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from olshem.warehouse.errors import Terminal
from report.records import (
    Absorption,
    Answer,
    Assumption,
    Block,
    Change,
    Correction,
    Criterion,
    Degree,
    Methodology,
    NotScored,
    Penalty,
    RejectedCells,
    Result,
    Run,
    RunReport,
    Source,
    UnknownName,
    WhatIf,
)

Record = TypeVar("Record")

REJECTED_CELLS = """
    select source, part, column_name, reason, count(*) as row_count
    from marts.fct_rejected_cell
    where run_id = %s
    group by source, part, column_name, reason
    order by source collate "C", part collate "C", row_count desc, column_name collate "C", reason collate "C"
"""

UNKNOWN_NAMES = """
    select source, part, coalesce(raw_value, '') as raw_value, reason, count(*) as row_count
    from marts.fct_rejected_cell
    where
        run_id = %s
        and reason in (
            'names no body that the crosswalk knows',
            'names a body by a name that is not valid in the reporting year'
        )
    group by source, part, raw_value, reason
    order by source collate "C", part collate "C", row_count desc, raw_value collate "C", reason collate "C"
"""


def read(connection: psycopg.Connection, run_id: int) -> RunReport:
    """All that the marts hold about a run, in the report's order.

    Raises:
        Terminal: the run has no row in `marts.rpt_run`, so its report has not been built.
    """
    runs = _rows(connection, Run, "rpt_run", run_id, "run_id")
    if not runs:
        raise Terminal(
            f"Run {run_id} has no row in `marts.rpt_run`: expected one. Build stage `report` of the run first."
        )
    return RunReport(
        run=runs[0],
        results=_rows(connection, Result, "rpt_result", run_id, "body_kind", "sort_order", "body_code"),
        blocks=_rows(connection, Block, "rpt_block", run_id, "block_code", "body_kind", "sort_order", "body_code"),
        criteria=_rows(
            connection, Criterion, "rpt_criterion", run_id, "body_kind", "criterion_code", "sort_order", "body_code"
        ),
        not_scored=_rows(connection, NotScored, "rpt_not_scored", run_id, "body_kind", "sort_order"),
        sources=_rows(connection, Source, "rpt_source", run_id, "source", "part"),
        assumptions=_rows(connection, Assumption, "rpt_assumption", run_id, "assumption_id"),
        absorption=_rows(connection, Absorption, "rpt_absorption", run_id, "administrator_code"),
        rejected_cells=_query(connection, RejectedCells, REJECTED_CELLS, run_id),
        unknown_names=_query(connection, UnknownName, UNKNOWN_NAMES, run_id),
        answers=_rows(connection, Answer, "rpt_answer", run_id, "sort_order"),
        methodology=_rows(connection, Methodology, "rpt_methodology", run_id, "sort_order"),
        penalties=_rows(connection, Penalty, "rpt_penalty", run_id, "sort_order"),
        degrees=_rows(connection, Degree, "rpt_degree", run_id, "sort_order"),
        changes=_rows(connection, Change, "rpt_change", run_id, "sort_order"),
        what_ifs=_rows(connection, WhatIf, "rpt_what_if", run_id, "assumption_ids", "result_code", "body_code"),
        corrections=_rows(connection, Correction, "fct_correction", run_id, "source", "correction_id", "column_name"),
    )


def _rows(connection: psycopg.Connection, record: type[Record], table: str, run_id: int, *order: str) -> list[Record]:
    # fields() takes dataclasses only, and there is no bound for a type variable that says so
    names: list[sql.Composable] = [sql.Identifier(field.name) for field in fields(record)]  # type: ignore[arg-type]
    order_by: list[sql.Composable] = [_sort_key(name) for name in order]
    statement = sql.SQL("select {} from marts.{} where run_id = %s order by {}").format(
        sql.SQL(", ").join(names), sql.Identifier(table), sql.SQL(", ").join(order_by)
    )
    return _query(connection, record, statement, run_id)


def _sort_key(column: str) -> sql.Composable:
    # Bytes, not the server's language: the same order on every server. `sort_order` and `run_id` are numbers.
    name = sql.Identifier(column)
    return name if column in ("sort_order", "run_id") else sql.SQL('{} collate "C"').format(name)


def _query(
    connection: psycopg.Connection, record: type[Record], statement: LiteralString | sql.Composed, run_id: int
) -> list[Record]:
    with connection.cursor(row_factory=class_row(record)) as cursor:
        return cursor.execute(statement, [run_id]).fetchall()
