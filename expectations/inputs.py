"""What a gate knows of the run it looks at, and the placeholders of the suites' queries filled with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, reduce

import psycopg
import yaml
from psycopg import sql

from olshem.settings import project_root
from olshem.warehouse import Terminal

# The published run of the year before, else the latest one whose results passed the last gate.
EARLIER_RUN = """
select run.run_id
from ledger.run
left join marts.published_run on published_run.run_id = run.run_id
where run.profile = %(profile)s and run.reporting_year = %(year)s - 1
    and exists (select from marts.fct_overall_score as result where result.run_id = run.run_id)
    and (
        published_run.run_id is not null
        or (
            select bool_and(latest.outcome = 'passed' or latest.severity = 'warn')
            from ledger.check_result as latest
            where latest.run_id = run.run_id and latest.gate = 'marts' and latest.attempt = (
                select newest.attempt from ledger.check_result as newest
                where newest.run_id = run.run_id and newest.gate = 'marts'
                order by newest.check_result_id desc limit 1
            )
        )
    )
order by (published_run.run_id is not null) desc, run.run_id desc
limit 1
"""
DELIVERIES = """
select run_input.source, run_input.part, run_load.load_id
from ledger.run_input
left join ledger.run_load using (run_id, source, part)
where run_input.run_id = %s and run_input.snapshot_id is not null
order by run_input.source, run_input.part
"""
GAPS = "select source, part from ledger.run_input where run_id = %s and gap_reason is not null order by source, part"


@dataclass(frozen=True)
class Delivery:
    """An input of the run that is not a gap. `load_id` is None when it was not loaded."""

    source: str
    part: str
    load_id: int | None


@dataclass(frozen=True)
class SourceShape:
    """What the contract of a source says: its raw table, its columns, and whose data it brings for which criteria.

    `essential` are the columns that may not be empty in any record. `names_bodies` says that staging knows the body of each
    record, `names_every_body` that all evaluated bodies must be among them.
    """

    table: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    criteria: tuple[str, ...]
    essential: tuple[str, ...]
    names_bodies: bool
    names_every_body: bool


@dataclass(frozen=True)
class RunInputs:
    """The run as a gate sees it: its deliveries, its gaps (`source` or `source/part`), and the run of the year before."""

    run_id: int
    profile: str
    reporting_year: int
    deliveries: tuple[Delivery, ...]
    gaps: tuple[str, ...]
    earlier_run_id: int | None
    present_columns: frozenset[tuple[str, str]]

    @cached_property
    def sources(self) -> frozenset[str]:
        """The sources that came, wholly or in part."""
        return frozenset(delivery.source for delivery in self.deliveries)

    def fill(self, query: str, source: str) -> sql.Composed:
        """A suite's query with its placeholders as literals: load ids as literals let Postgres skip other partitions."""
        loads = [delivery for delivery in self.deliveries if delivery.load_id is not None]
        own = [delivery.load_id for delivery in loads if delivery.source == source] or [None]
        return sql.SQL(query).format(
            run_id=sql.Literal(self.run_id),
            profile=sql.Literal(self.profile),
            reporting_year=sql.Literal(self.reporting_year),
            earlier_run_id=sql.Literal(self.earlier_run_id),
            load_ids=_literals(own),
            run_load_ids=_literals([delivery.load_id for delivery in loads] or [None]),
            source_criteria=_union(
                (
                    sql.SQL("select {}, {}").format(sql.Literal(name), sql.Literal(criterion))
                    for name in sorted(self.sources)
                    for criterion in shape_of(name).criteria
                ),
                "select cast(null as text) as source, cast(null as text) as criterion_code where false",
            ),
            staged_bodies=_union(
                (_staged_bodies(delivery) for delivery in loads if shape_of(delivery.source).names_bodies),
                EMPTY_STAGED_BODIES,
            ),
            covering_sources=_union(
                (sql.SQL("select {}").format(sql.Literal(name)) for name in sorted(self.sources) if _covers(name)),
                "select cast(null as text) as source where false",
            ),
            raw_counts=_union((self._raw_count(delivery) for delivery in loads), EMPTY_RAW_COUNTS),
            raw_columns=_union((self._raw_columns(delivery) for delivery in loads), EMPTY_RAW_COLUMNS),
            staged_counts=_union((_staged_count(delivery) for delivery in loads), EMPTY_STAGED_COUNTS),
        )

    def _raw_count(self, delivery: Delivery) -> sql.Composed:
        shape = shape_of(delivery.source)
        present = [column for column in shape.columns if (shape.table, column) in self.present_columns]
        return RAW_COUNT.format(
            load_id=sql.Literal(delivery.load_id),
            table=sql.Identifier("raw", shape.table),
            columns=sql.SQL(", ").join(sql.Identifier(column) for column in present),
        )

    def _raw_columns(self, delivery: Delivery) -> sql.Composed:
        shape = shape_of(delivery.source)
        filled = [
            FILLED.format(sql.Identifier(column)) if (shape.table, column) in self.present_columns else sql.SQL("null")
            for column in shape.columns
        ]
        rows = [
            sql.SQL("({}, {}, {}, filled_counts[{}])").format(
                sql.Literal(column),
                sql.Literal(column in shape.keys),
                sql.Literal(column in shape.essential),
                sql.Literal(position),
            )
            for position, column in enumerate(shape.columns, start=1)
        ]
        return RAW_COLUMNS.format(
            load_id=sql.Literal(delivery.load_id),
            table=sql.Identifier("raw", shape.table),
            filled=sql.SQL(", ").join(filled),
            rows=sql.SQL(", ").join(rows),
        )


RAW_COUNT = sql.SQL(
    "select cast({load_id} as bigint) as load_id, count(*) as raw_row_count, "
    "count(distinct _row_number) as row_number_count, "
    "count(*) - count(distinct hash_record_extended(row({columns}), 0)) as repeated_row_count "
    "from {table} where _load_id = {load_id}"
)
EMPTY_RAW_COUNTS = (
    "select cast(null as bigint) as load_id, cast(null as bigint) as raw_row_count, cast(null as bigint) as row_number_count, "
    "cast(null as bigint) as repeated_row_count where false"
)
FILLED = sql.SQL("count(nullif(ltrim({}), ''))")
RAW_COLUMNS = sql.SQL(
    "select cast({load_id} as bigint) as load_id, named.column_name, named.is_key, named.is_essential, row_count, named.filled_count "
    "from (select count(*) as row_count, array[{filled}]::bigint[] as filled_counts from {table} where _load_id = {load_id}) as counted "
    "cross join lateral (values {rows}) as named (column_name, is_key, is_essential, filled_count)"
)
EMPTY_RAW_COLUMNS = (
    "select cast(null as bigint) as load_id, cast(null as text) as column_name, cast(null as boolean) as is_key, "
    "cast(null as boolean) as is_essential, "
    "cast(null as bigint) as row_count, cast(null as bigint) as filled_count where false"
)
STAGED_COUNT = sql.SQL(
    "select cast({load_id} as bigint) as load_id, "
    "(select count(*) from {accepted} where load_id = {load_id}) as accepted_row_count, "
    "(select count(distinct row_number) from {rejected} where load_id = {load_id}) as rejected_row_count"
)
EMPTY_STAGED_COUNTS = (
    "select cast(null as bigint) as load_id, cast(null as bigint) as accepted_row_count, "
    "cast(null as bigint) as rejected_row_count where false"
)


STAGED_BODIES = sql.SQL(
    "select {source} as source, body_code from {accepted} where load_id = {load_id} and body_code is not null"
)
EMPTY_STAGED_BODIES = "select cast(null as text) as source, cast(null as text) as body_code where false"


def _covers(source: str) -> bool:
    """Whether the bodies that a source is to evaluate must all be in it."""
    shape = shape_of(source)
    return shape.names_bodies and shape.names_every_body and bool(shape.criteria)


def _staged_bodies(delivery: Delivery) -> sql.Composed:
    return STAGED_BODIES.format(
        source=sql.Literal(delivery.source),
        accepted=sql.Identifier("staging", f"stg_{shape_of(delivery.source).table}"),
        load_id=sql.Literal(delivery.load_id),
    )


def _staged_count(delivery: Delivery) -> sql.Composed:
    model = f"stg_{shape_of(delivery.source).table}"
    return STAGED_COUNT.format(
        load_id=sql.Literal(delivery.load_id),
        accepted=sql.Identifier("staging", model),
        rejected=sql.Identifier("staging", f"{model}_rejected"),
    )


def _literals(values: Iterable[int | None]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Literal(value) for value in values)


def _union(queries: Iterable[sql.Composed], empty: str) -> sql.Composed:
    """One query of several, evaluated once: tables of a moment ago have no statistics, and Postgres might take what is read
    from them for so little that it reads it again for each row that it is joined to.
    """
    joined: sql.Composed = reduce(
        lambda left, right: left + sql.SQL(" union all ") + right, queries, sql.SQL("{}").format(sql.SQL(empty))
    )
    return sql.SQL("with gathered as materialized ({}) select * from gathered").format(joined)


@cache
def shape_of(source: str) -> SourceShape:
    """Table, columns and keys of a source, read from its contract as data: the gate imports nothing from `ingest`."""
    file = project_root() / "ingest" / "sources" / f"{source}.yml"
    if not file.exists():
        raise Terminal(
            f"The run has a delivery of `{source}`, and there is no contract {file} to check it against. Add the contract."
        )
    contract = yaml.safe_load(file.read_text("utf-8"))
    return SourceShape(
        table=f"{contract['source']}__{contract['entity']}",
        columns=tuple(column["name"] for column in contract["columns"]),
        keys=tuple(contract["keys"]["columns"]),
        criteria=tuple(contract["criteria"]),
        essential=tuple(
            column["name"]
            for column in contract["columns"]
            if column.get("must_be_filled") or column["type"] == "body" or column["name"] in contract["keys"]["columns"]
        ),
        names_bodies="crosswalk" in contract,
        names_every_body=contract.get("names_every_body", True),
    )


def read_inputs(connection: psycopg.Connection, run_id: int, profile: str, year: int) -> RunInputs:
    """Read what the ledger says about a run."""
    earlier = connection.execute(EARLIER_RUN, {"profile": profile, "year": year}).fetchone()
    present = connection.execute(
        "select table_name, column_name from information_schema.columns where table_schema = 'raw'"
    )
    return RunInputs(
        run_id=run_id,
        profile=profile,
        reporting_year=year,
        deliveries=tuple(Delivery(*row) for row in connection.execute(DELIVERIES, [run_id])),
        gaps=tuple("/".join(filter(None, row)) for row in connection.execute(GAPS, [run_id])),
        earlier_run_id=int(earlier[0]) if earlier else None,
        present_columns=frozenset((table, column) for table, column in present.fetchall()),
    )
