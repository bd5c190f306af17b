"""What the report knows of a run: the rows of `marts.rpt_*`, as they stand, and the rejected cells counted by reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal, LiteralString, TypeVar

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from olshem.warehouse.errors import Terminal

BodyKind = Literal["central", "local"]
BODY_KINDS: tuple[BodyKind, ...] = ("central", "local")
Record = TypeVar("Record")


@dataclass(frozen=True)
class Run:
    """A run and the counts of its index rows."""

    profile: str
    reporting_year: int
    edition: str
    input_digest: str
    result_digest: str
    contains_demonstration_data: bool
    central_body_count: int
    local_body_count: int
    index_row_count: int
    scored_row_count: int
    not_applicable_row_count: int
    missing_row_count: int


@dataclass(frozen=True)
class Result:
    """The overall result of a body. Scores and bounds in points of 100, null where nothing applies or is known."""

    body_code: str
    body_kind: str
    name_ru: str
    name_kk: str
    status: str
    score: Decimal | None
    lowest_score: Decimal | None
    highest_score: Decimal | None
    degree: str | None
    lowest_degree: str | None
    highest_degree: str | None
    peer_rank: int | None
    is_tied: bool
    coverage_pct: Decimal
    is_partial: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Block:
    """The result of a body in one block."""

    body_code: str
    body_kind: str
    name_ru: str
    name_kk: str
    block_code: str
    block_name_ru: str
    block_name_kk: str
    status: str
    score: Decimal | None
    lowest_score: Decimal | None
    highest_score: Decimal | None
    degree: str | None
    coverage_pct: Decimal | None
    is_partial: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Criterion:
    """A scored criterion of a body, with what it was computed from."""

    body_code: str
    body_kind: str
    name_ru: str
    name_kk: str
    criterion_code: str
    criterion_name_ru: str
    criterion_name_kk: str
    max_points: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    points: Decimal | None
    lowest_points: Decimal | None
    highest_points: Decimal | None
    is_partial: bool
    has_no_events: bool
    is_demonstration: bool
    assumption_ids: str
    legal_ref: str


@dataclass(frozen=True)
class NotScored:
    """A criterion that has no score for `body_count` bodies of a kind, for one reason."""

    body_kind: str
    criterion_code: str
    criterion_name_ru: str
    criterion_name_kk: str
    status: str
    reason_ru: str
    reason_kk: str
    legal_ref: str
    body_count: int
    max_points: Decimal | None


@dataclass(frozen=True)
class Source:
    """A part of a source: delivered, with the account of its rows, or a gap with its reason."""

    source: str
    part: str
    title_ru: str
    title_kk: str
    owner_ru: str
    owner_kk: str
    period: str | None
    licence: str | None
    sha256: str | None
    is_demonstration: bool
    declared_row_count: int | None
    total_row_count: int | None
    accepted_row_count: int | None
    rejected_row_count: int | None
    unreadable_row_count: int | None
    gap_reason_ru: str | None
    gap_reason_kk: str | None

    @property
    def is_delivered(self) -> bool:
        """Whether the source came: a gap has no file."""
        return self.sha256 is not None


@dataclass(frozen=True)
class Assumption:
    """A decision taken where the act is silent, with the alternative and how many scores it touches."""

    assumption_id: str
    place: str
    decision_ru: str
    decision_kk: str
    alternative_ru: str
    alternative_kk: str
    certainty: str
    touched_criteria: str
    touched_score_count: int


@dataclass(frozen=True)
class Absorption:
    """Planned and paid amounts of a budget administrator, thousand tenge, and their ratio in percent."""

    administrator_code: str
    administrator_name_ru: str
    body_code: str | None
    name_kk: str | None
    plan_thousand_kzt: Decimal
    paid_thousand_kzt: Decimal
    absorption_pct: Decimal | None


@dataclass(frozen=True)
class RejectedCells:
    """How many rows of a source were rejected for one reason in one column."""

    source: str
    part: str
    column_name: str
    reason: str
    row_count: int


@dataclass(frozen=True)
class UnknownName:
    """A name or code that the crosswalk knows for no body in the year, and in how many rows it stands."""

    source: str
    part: str
    raw_value: str
    reason: str
    row_count: int


@dataclass(frozen=True)
class RunReport:
    """Everything that the report prints about a run."""

    run: Run
    results: Sequence[Result]
    blocks: Sequence[Block]
    criteria: Sequence[Criterion]
    not_scored: Sequence[NotScored]
    sources: Sequence[Source]
    assumptions: Sequence[Assumption]
    absorption: Sequence[Absorption]
    rejected_cells: Sequence[RejectedCells]
    unknown_names: Sequence[UnknownName]

    @property
    def contains_demonstration_data(self) -> bool:
        """Whether a score or a source of the run is demonstration data: then every page says so."""
        return self.run.contains_demonstration_data or any(source.is_demonstration for source in self.sources)

    def source(self, source: str, part: str) -> Source:
        """The source that a row of an account belongs to."""
        for one in self.sources:
            if (one.source, one.part) == (source, part):
                return one
        raise Terminal(
            f"`marts.rpt_source` has no row for source `{source}`, part `{part}`, whose rows were rejected. "
            "Build stage `report` of the run again."
        )


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
            'names a body by a name that is not valid in the reporting year',
            'is the code of no administrator that the crosswalk knows',
            'is a code that was not valid in the month of the row'
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
        not_scored=_rows(
            connection,
            NotScored,
            "rpt_not_scored",
            run_id,
            "body_kind",
            "sort_order",
            "criterion_code",
            "status",
            "reason_en",
        ),
        sources=_rows(connection, Source, "rpt_source", run_id, "source", "part"),
        assumptions=_rows(connection, Assumption, "rpt_assumption", run_id, "assumption_id"),
        absorption=_rows(connection, Absorption, "rpt_absorption", run_id, "administrator_code"),
        rejected_cells=_query(connection, RejectedCells, REJECTED_CELLS, run_id),
        unknown_names=_query(connection, UnknownName, UNKNOWN_NAMES, run_id),
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
