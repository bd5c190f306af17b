"""A year that is said and not delivered: typed records of a few bodies, for formulas without a warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ingest.contracts import contract_of
from tests.methodology.recompute import Answer, Year
from tests.support.second_reading import Delivered
from tests.support.second_reading_rules import Row

YEAR = 2017
MINISTRY, BANK, REGION = "MOF", "NBK", "AKMOLA"
BODIES = {MINISTRY: "C", BANK: "C", REGION: "M"}
Given = Mapping[str, Any]
Record = dict[str, Any]
MORE, LESS, RANKING = "больше - лучше", "меньше - лучше", "рейтинг"


def given_year(alternatives: Iterable[str] = (), **sources: Sequence[Given]) -> Year:
    """A year of these records; each names its body under `body`, numbers may be written as texts."""
    return Year(
        YEAR, BODIES, {source: Delivered(records(source, rows)) for source, rows in sources.items()}, alternatives
    )


def records(source: str, rows: Iterable[Given]) -> list[Row]:
    """Records with every column of the source: what is not said is no, or nothing."""
    columns = contract_of(source).columns
    nothing: Row = {column.name: False if column.type == "boolean" else None for column in columns}
    numbers = {column.name for column in columns if column.type in ("count", "number")}
    return [
        nothing
        | {name: Decimal(value) if name in numbers and value is not None else value for name, value in row.items()}
        for row in rows
    ]


def points(answer: Answer) -> Decimal:
    assert answer.points is not None
    return answer.points


def indicator(direction: str, plan: str | None, fact: str | None, last: str | None, **other: Any) -> Record:
    return {
        "body": MINISTRY, "goal_code": "1", "direction": direction, "plan_value": plan, "fact_value": fact,
        "previous_fact_value": last, "data_status": "официальная статистика",
    } | other  # fmt: skip


def programme_result(kind: str, plan: str, fact: str, **other: Any) -> Record:
    return {
        "body": MINISTRY, "goal_code": "1", "programme_code": "001", "programme_kind": "обычная", "result_code": kind, "result_kind": kind,
        "direction": MORE, "plan_value": plan, "fact_value": fact,
    } | other  # fmt: skip


def audit(audited: str, violations: str) -> Record:
    return {
        "body": REGION, "audited_in_year_thousand_kzt": audited, "violations_thousand_kzt": violations, "is_held": True,
    }  # fmt: skip


def direct(fact: str, programme: str = "001", **other: Any) -> Record:
    return {
        "body": REGION, "administrator_code": "А", "programme_code": programme, "project_name": f"{programme} {fact}",
        "plan_value": "100", "fact_value": fact, "is_measurable": True,
    } | other  # fmt: skip


def spent(percent: str, programme: str = "001") -> Record:
    return {
        "body": REGION, "administrator_code": "А", "programme_code": programme, "planned_thousand_kzt": "100",
        "spent_thousand_kzt": percent,
    }  # fmt: skip


def fact(repeated: bool = False, of_administrator: bool = False, block: str = "1") -> Record:
    return {
        "body": REGION, "block": block, "fact_kind": "недостоверность", "is_repeated": repeated, "is_of_administrator": of_administrator,
    }  # fmt: skip


def report(arrived: date | None, missing_parts: str = "0", block: str = "1") -> Record:
    return {
        "body": REGION, "block": block, "due_on": date(2018, 2, 20), "arrived_on": arrived, "is_present": arrived is not None,
        "missing_parts_count": missing_parts if arrived else None,
    }  # fmt: skip


def posts(heads: str | None, others: str | None, totals: Sequence[str] = ()) -> list[Record]:
    return [
        {"body": MINISTRY, "unit": "всего", "quarter": str(quarter), "head_posts_count": heads, "other_posts_count": others, "total_posts_count": totals[quarter - 1] if totals else None}
        for quarter in range(1, 5)
    ]  # fmt: skip


def staff(**counts: str) -> list[Record]:
    columns = (
        "head_leavers_count",
        "other_leavers_count",
        "first_year_dismissed_count",
        "appointed_count",
        "dismissed_count",
    )
    return [{"body": MINISTRY} | dict.fromkeys(columns, "0") | counts]


def automated(kind: str, owners: Sequence[str], left_out: int = 0, first: int = 1) -> list[Record]:
    named = [*owners, *[""] * left_out]
    return [
        {"body": MINISTRY, "object_kind": kind, "object_code": f"{number}", "system_owner": owner or "нет", "system_kind": "информационная система" if owner else None, "is_left_out": not owner}
        for number, owner in enumerate(named, start=first)
    ]  # fmt: skip


def registered(count: int) -> list[Record]:
    return [{"body": MINISTRY, "service_code": f"{number}", "included_on": date(2014, 1, 1)} for number in range(count)]
