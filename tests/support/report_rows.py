"""The rows of tests/fixtures/report/small.json, as the report reads them and as the marts hold them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import Field, asdict, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import psycopg
from psycopg import sql

from olshem.settings import project_root
from report import records
from report.records import RunReport

Record = TypeVar("Record")
FILE = project_root() / "tests" / "fixtures" / "report" / "small.json"
TABLES = {
    "results": "rpt_result",
    "blocks": "rpt_block",
    "criteria": "rpt_criterion",
    "not_scored": "rpt_not_scored",
    "sources": "rpt_source",
    "assumptions": "rpt_assumption",
    "absorption": "rpt_absorption",
    "answers": "rpt_answer",
    "methodology": "rpt_methodology",
    "penalties": "rpt_penalty",
    "degrees": "rpt_degree",
    "changes": "rpt_change",
    "what_ifs": "rpt_what_if",
    "corrections": "fct_correction",
}
RECORDS = {
    "results": records.Result,
    "blocks": records.Block,
    "criteria": records.Criterion,
    "not_scored": records.NotScored,
    "sources": records.Source,
    "assumptions": records.Assumption,
    "absorption": records.Absorption,
    "rejected_cells": records.RejectedCells,
    "unknown_names": records.UnknownName,
    "answers": records.Answer,
    "methodology": records.Methodology,
    "penalties": records.Penalty,
    "degrees": records.Degree,
    "changes": records.Change,
    "what_ifs": records.WhatIf,
    "corrections": records.Correction,
}
# What the marts hold and the report does not records.
UNREAD = {
    "rpt_result": {"name_en": "x"},
    "rpt_block": {"name_en": "x", "block_name_en": "x"},
    "rpt_criterion": {"name_en": "x", "criterion_name_en": "x", "block_code": "B2", "direction_code": "B2.C.A"},
    "rpt_not_scored": {"criterion_name_en": "x", "reason_en": "x"},
    "rpt_source": {"title_en": "x"},
    "rpt_assumption": {"decision_en": "x", "alternative_en": "x"},
    "rpt_absorption": {},
    "rpt_answer": {"name_en": "x", "block_code": "B2", "criterion_name_en": "x"},
    "rpt_methodology": {"name_en": "x", "depth": 1, "body_kind": "both"},
    "rpt_penalty": {"name_en": "x", "points_before_cap": None, "unit": "fact"},
    "rpt_degree": {},
    "rpt_change": {"name_en": "x", "previous_year": 2023},
    "rpt_what_if": {"is_changed": True},
    "fct_correction": {"row_key": "{}", "reason": "x", "document": "x"},
}
ORDERED = {
    "rpt_result", "rpt_block", "rpt_criterion", "rpt_not_scored", "rpt_answer", "rpt_methodology", "rpt_penalty",
    "rpt_degree", "rpt_change", "rpt_what_if",
}  # fmt: skip


def small_report() -> RunReport:
    """The fixture as the report reads it."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    rows: dict[str, Any] = {name: [_record(record, row) for row in content[name]] for name, record in RECORDS.items()}
    return RunReport(run=_record(records.Run, content["run"]), **rows)


def without_demonstration(report: RunReport) -> RunReport:
    """The same report of a run that rests on no demonstration data."""
    return replace(
        report,
        run=replace(report.run, contains_demonstration_data=False),
        results=[replace(row, is_demonstration=False) for row in report.results],
        blocks=[replace(row, is_demonstration=False) for row in report.blocks],
        criteria=[replace(row, is_demonstration=False) for row in report.criteria],
        sources=[replace(row, is_demonstration=False) for row in report.sources],
        answers=[replace(row, is_demonstration=False) for row in report.answers],
        penalties=[replace(row, is_demonstration=False) for row in report.penalties],
        changes=[replace(row, is_demonstration=False) for row in report.changes],
    )


def insert(connection: psycopg.Connection, report: RunReport, run_id: int) -> None:
    """Write the rows into the marts of a run, as the builder would."""
    _insert(connection, "rpt_run", [asdict(report.run) | {"run_id": run_id}])
    for name, table in TABLES.items():
        rows = [
            asdict(row) | UNREAD[table] | {"run_id": run_id} | ({"sort_order": number} if table in ORDERED else {})
            for number, row in enumerate(getattr(report, name), start=1)
        ]
        _insert(connection, table, rows)
    _insert(connection, "fct_rejected_cell", _rejected_cells(report, run_id))


def _rejected_cells(report: RunReport, run_id: int) -> list[dict[str, object]]:
    named = [
        (name.source, name.part, "body_name", name.raw_value, name.reason)
        for name in report.unknown_names
        for _ in range(name.row_count)
    ]
    reasons = {name.reason for name in report.unknown_names}
    others = [
        (cell.source, cell.part, cell.column_name, "x", cell.reason)
        for cell in report.rejected_cells
        if cell.reason not in reasons
        for _ in range(cell.row_count)
    ]
    keys = ("source", "part", "column_name", "raw_value", "reason")
    return [
        dict(zip(keys, cell, strict=True)) | {"run_id": run_id, "load_id": 1, "row_number": number}
        for number, cell in enumerate([*named, *others], start=1)
    ]


def _insert(connection: psycopg.Connection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    for row in rows:
        statement = sql.SQL("insert into marts.{} ({}) values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join([sql.Identifier(name) for name in row]),
            sql.SQL(", ").join([sql.Placeholder() for _ in row]),
        )
        connection.execute(statement, list(row.values()))


def _record(record: type[Record], row: Mapping[str, Any]) -> Record:
    return record(**{field.name: _value(field, row[field.name]) for field in fields(record)})  # type: ignore[arg-type]


def _value(field: Field[Any], value: Any) -> Any:
    if field.type == "date":
        return date.fromisoformat(value)
    return Decimal(value) if value is not None and "Decimal" in str(field.type) else value
