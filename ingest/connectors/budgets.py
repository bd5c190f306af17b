"""Execution of budgets as budget.egov.kz shows it: one question a month, cumulative since January."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from ingest.connectors.answers import Answer, json_of
from ingest.connectors.http import Client
from ingest.contracts import Contract
from ingest.errors import AnswerRefused

PATH = "/budgetexecutioncontroller/getincomedatajson"
ASKED_ROWS = 10_000  # a month of the republican budget has about a hundred
MONTH = "month"  # the one column of the contract that stands in the question and not in the answer


def fetch(client: Client, contract: Contract, year: int, kind: str, region: str, into: Path) -> int:
    """Write the rows of every month of a year as the CSV of the contract. Returns their number.

    A month without data is an answer without rows, not an error. A row that lacks a column of the contract is refused.
    """
    names = [column.source_name for column in contract.columns]
    written = 0
    with into.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=contract.format.delimiter, lineterminator="\n")
        writer.writerow(names)
        for month in range(1, 13):
            for row in _rows(client, f"{month:02d}.{year}", kind, region):
                writer.writerow(_cells(row, names, client, f"{month:02d}.{year}"))
                written += 1
    return written


def _rows(client: Client, month: str, kind: str, region: str) -> list[dict[str, Any]]:
    asked = {
        "type": kind, "region": region, "date": month, "unit": "тысяч тенге", "_search": "false", "rows": str(ASKED_ROWS), "page": "1",
        "sidx": "id", "sord": "asc",
    }  # fmt: skip
    return client.get(PATH, asked, read=_rows_of)


def _rows_of(answer: Answer) -> list[dict[str, Any]]:
    document = json_of(answer)
    rows = document.get("rows") if isinstance(document, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise AnswerRefused(
            f"{answer.place} answered without `rows`: {answer.excerpt()}. The system has changed its answer."
        )
    if len(rows) >= ASKED_ROWS:
        raise AnswerRefused(
            f"{answer.place} answered with {len(rows):,} rows, as many as were asked for: there may be more. Ask for more at once."
        )
    # numbers keep the digits they came with
    kept: list[dict[str, Any]] = json.loads(answer.body.decode("utf-8-sig"), parse_float=str, parse_int=str)["rows"]
    return kept


def _cells(row: dict[str, Any], names: list[str], client: Client, month: str) -> list[str]:
    missing = [name for name in names if name != MONTH and name not in row]
    if missing:
        raise AnswerRefused(
            f"{client.system.name}: a row of {month} lacks {', '.join(f'`{name}`' for name in missing)}; it has "
            f"{', '.join(f'`{name}`' for name in row)}. The system has changed its answer: change the contract."
        )
    return [month if name == MONTH else _text(row[name]) for name in names]


def _text(value: object) -> str:
    if value is None:
        return ""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
