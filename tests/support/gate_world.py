"""Runs as a gate meets them, made by hand: loads, staged rows and results of every body, right until a test breaks one.

The runs belong to the profile `real` and to years far ahead, so no other test takes them for its own. What a build would have
made is made here as tables, with the columns that the gates read; a view that a build left cannot take rows and gives way.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

from ingest.raw_tables import ensure_tables
from olshem import warehouse
from olshem.settings import project_root

PROFILE = "real"
ROWS = {"open_data_statistics": 52, "budget_execution": 52 * 12, "appeals_register": 52 * 60, "form_1ol": 52 * 2}
CRITERION = {"central": "B2.C.O1.1", "local": "B2.M.O1.1"}
_years = count(2100, -2)  # downwards: other tests count upwards

TABLES = """
create table if not exists reference.bodies (body_code text, body_kind text, valid_from date, valid_to date);
create table if not exists staging.stg_open_data_statistics__bodies (
    load_id bigint, row_number bigint, body_code text, due_data_set_count numeric, published_data_set_count numeric,
    up_to_date_data_set_count numeric, all_data_set_count numeric, all_up_to_date_data_set_count numeric);
create table if not exists staging.stg_open_data_statistics__bodies_rejected (load_id bigint, row_number bigint);
create table if not exists staging.stg_budget_execution__administrators (
    load_id bigint, row_number bigint, administrator_code text, body_code text, plan_thousand_kzt numeric(24, 6),
    paid_thousand_kzt numeric(24, 6), month_start date);
create table if not exists staging.stg_budget_execution__administrators_rejected (load_id bigint, row_number bigint);
create table if not exists staging.stg_appeals_register__appeals (
    load_id bigint, row_number bigint, reporting_year smallint, appeal_id text, body_code text, kind text, status text,
    outcome text, on_time_flag text, received_on date, due_on date, extended_to date, answered_on date);
create table if not exists staging.stg_appeals_register__appeals_rejected (load_id bigint, row_number bigint);
create table if not exists intermediate.int_assessment__index (run_id bigint, body_code text, criterion_code text, task text);
create table if not exists intermediate.int_assessment__criteria (
    run_id bigint, body_code text, criterion_code text, max_points numeric, numerator numeric, denominator numeric,
    points numeric, status text, evidence_source text, evidence_row_count bigint);
create table if not exists intermediate.int_goals__budget_absorption (
    run_id bigint, plan_thousand_kzt numeric, paid_thousand_kzt numeric);
create table if not exists intermediate.int_interaction__appeals_by_body (
    load_id bigint, body_code text, handled_count bigint, late_count bigint, satisfied_count bigint, explained_count bigint,
    court_upheld_count bigint, superior_upheld_count bigint);
create table if not exists staging.stg_form_1ol__rows (load_id bigint, row_number bigint, body_code text);
create table if not exists staging.stg_form_1ol__rows_rejected (load_id bigint, row_number bigint);
create table if not exists intermediate.int_interaction__form_1ol_by_body (
    load_id bigint, body_code text, form_count bigint, line_count bigint, handled_count bigint, late_count bigint, satisfied_count bigint,
    explained_count bigint, court_upheld_count bigint, superior_upheld_count bigint);
"""


STAGED = (
    "stg_open_data_statistics__bodies",
    "stg_budget_execution__administrators",
    "stg_appeals_register__appeals",
    "stg_form_1ol__rows",
)
VIEWS_IN_THE_WAY = """
select viewname from pg_views
where schemaname = 'staging' and viewname similar to 'stg_(open_data_statistics|budget_execution|appeals_register|form_1ol)__%'
"""


@dataclass(frozen=True)
class World:
    """A run with its loads by source."""

    run_id: int
    year: int
    loads: dict[str, int]


def next_years() -> tuple[int, int]:
    """Two neighbouring years that no other test uses."""
    last = next(_years)
    return last - 1, last


def bodies() -> dict[str, str]:
    """Every body of 2024 and its kind."""
    with (project_root() / "dbt_project" / "seeds" / "decree" / "bodies.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return {row["body_code"]: row["body_kind"] for row in csv.DictReader(file) if not row["valid_to"]}


def insert(connection: psycopg.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Rows as mappings from column to value, all with the same columns."""
    rows = list(rows)
    if rows:
        statement = sql.SQL("insert into {} ({}) values ({})").format(
            sql.Identifier(*table.split(".")),
            sql.SQL(", ").join(map(sql.Identifier, rows[0])),
            sql.SQL(", ").join(sql.Placeholder() * len(rows[0])),
        )
        with connection.cursor() as cursor:
            cursor.executemany(statement, [tuple(row.values()) for row in rows])


def prepare_tables() -> None:
    """What loading and building would have made."""
    ensure_tables()
    with warehouse.connect("builder") as connection:
        for (view,) in connection.execute(VIEWS_IN_THE_WAY).fetchall():
            connection.execute(sql.SQL("drop view {} cascade").format(sql.Identifier("staging", view)))
        connection.execute(TABLES)
        if connection.execute("select count(*) from reference.bodies").fetchone() == (0,):
            insert(
                connection,
                "reference.bodies",
                ({"body_code": code, "body_kind": kind, "valid_from": "2000-01-01"} for code, kind in bodies().items()),
            )


def frozen_run(
    year: int, sources: Iterable[str] = (), gaps: Iterable[str] = (), *, is_demonstration: bool = False
) -> World:
    """A run whose `sources` are loaded, with `ROWS` rows each as the ledger has it, and whose `gaps` are declared."""
    prepare_tables()
    loads: dict[str, int] = {}
    with warehouse.connect("loader") as connection:
        run_id = _returned(
            connection,
            "insert into ledger.run (profile, reporting_year, edition, request_key, input_digest, code_version) "
            "values (%s, %s, '2017', %s, 'none', 'test') returning run_id",
            [PROFILE, year, f"test {uuid4()}"],
        )
        for source in sources:
            snapshot_id, loads[source] = _loaded(connection, year, source, is_demonstration)
            insert(connection, "ledger.run_input", [{"run_id": run_id, "source": source, "snapshot_id": snapshot_id}])
        for source in gaps:
            reason = json.dumps({"en": "not collected in this test"})
            insert(connection, "ledger.run_input", [{"run_id": run_id, "source": source, "gap_reason": reason}])
    return World(run_id, year, loads)


def _loaded(connection: psycopg.Connection, year: int, source: str, is_demonstration: bool) -> tuple[int, int]:
    digest = hashlib.sha256(uuid4().bytes).hexdigest()
    snapshot_id = _returned(
        connection,
        "insert into ledger.snapshot (profile, reporting_year, source, sha256, byte_count, file_name, origin, licence, period, "
        "is_demonstration) values (%s, %s, %s, %s, 1, 'test', 'test', 'test', %s, %s) returning snapshot_id",
        [PROFILE, year, source, digest, str(year), is_demonstration],
    )
    rows = ROWS[source]
    load_id = _returned(
        connection,
        "insert into ledger.load (snapshot_id, source, entity, raw_table, contract_sha256, total_row_count, loaded_row_count, "
        "unreadable_row_count, duration_seconds) values (%s, %s, 'test', 'test', %s, %s, %s, 0, 0) returning load_id",
        [snapshot_id, source, digest, rows, rows],
    )
    return snapshot_id, load_id


def _returned(connection: psycopg.Connection, statement: Any, values: list[Any]) -> int:
    row = connection.execute(statement, values).fetchone()
    assert row is not None
    return int(row[0])


def raw_open_data(world: World, *, row_count: int | None = None, **columns: str) -> None:
    """Raw rows of the open data statistics, one per body; `columns` overwrite cells of every row."""
    cells = dict.fromkeys(("actual_placed_datasets_count", "placed_datasets_count", "all_datasets_count", "all_actual_datasets_count", "all_placed_datasets_count"), "5")  # fmt: skip
    load_id = world.loads["open_data_statistics"]
    with warehouse.connect("loader") as connection:
        insert(
            connection,
            "raw.open_data_statistics__bodies",
            (
                {
                    "_load_id": load_id,
                    "_row_number": number,
                    "name_ru": code,
                    "name_en": code,
                    "name_kk": code,
                    "gov_agency": code,
                }
                | cells
                | columns
                for number, code in enumerate(list(bodies())[:row_count], start=1)
            ),
        )


def remove_tables() -> None:
    """Leave no table that a later build could take for what it made itself."""
    with warehouse.connect("builder") as connection:
        for model in STAGED:
            for name in (model, f"{model}_rejected"):
                connection.execute(sql.SQL("drop table if exists {} cascade").format(sql.Identifier("staging", name)))


def staged_open_data(world: World, *, without: Iterable[str] = (), published: int = 8, up_to_date: int = 5) -> None:
    """Staged counters and the index rows of every body, but for the bodies that did not come."""
    load_id, absent = world.loads["open_data_statistics"], set(without)
    numbered = list(enumerate(bodies(), start=1))
    counters = {"due": 10, "published": published, "up_to_date": up_to_date, "all": 12, "all_up_to_date": 6}
    with warehouse.connect("builder") as connection:
        insert(
            connection,
            "staging.stg_open_data_statistics__bodies",
            (
                {"load_id": load_id, "row_number": number, "body_code": code}
                | {f"{name}_data_set_count": value for name, value in counters.items()}
                for number, code in numbered
                if code not in absent
            ),
        )
        insert(
            connection,
            "staging.stg_open_data_statistics__bodies_rejected",
            ({"load_id": load_id, "row_number": number} for number, code in numbered if code in absent),
        )
    in_scope(world, CRITERION)


def in_scope(world: World, criterion_of: Mapping[str, str]) -> None:
    """Every body is to be evaluated by the criterion of its kind."""
    with warehouse.connect("builder") as connection:
        insert(
            connection,
            "intermediate.int_assessment__index",
            (
                {"run_id": world.run_id, "body_code": code, "criterion_code": criterion_of[kind], "task": "to_answer"}
                for code, kind in bodies().items()
            ),
        )


def staged_budget(world: World, *, plan: int = 1000, paid: int = 950, plan_in_july: int = 1000) -> None:
    """Twelve months of an administrator per body; the plan of the body MOF alone may differ in July."""
    with warehouse.connect("builder") as connection:
        insert(
            connection,
            "staging.stg_budget_execution__administrators",
            (
                {
                    "load_id": world.loads["budget_execution"],
                    "row_number": number * 12 + month,
                    "administrator_code": code,
                    "body_code": code,
                    "plan_thousand_kzt": plan_in_july if (month, code) == (7, "MOF") else plan,
                    "paid_thousand_kzt": paid * month // 12,
                    "month_start": f"{world.year}-{month:02d}-01",
                }
                for number, code in enumerate(bodies())
                for month in range(1, 13)
            ),
        )
        insert(
            connection,
            "intermediate.int_goals__budget_absorption",
            ({"run_id": world.run_id, "plan_thousand_kzt": plan, "paid_thousand_kzt": paid} for _ in bodies()),
        )
    in_scope(world, {"central": "B1.C.B", "local": "B1.C.B"})


APPEALS = """
insert into staging.stg_appeals_register__appeals (
    load_id, row_number, reporting_year, appeal_id, body_code, kind, status, outcome, on_time_flag, received_on, due_on, answered_on)
select %(load)s, row_number() over (), %(year)s, body_code || number, body_code, 'жалоба', 'рассмотрено', 'разъяснено', 'в срок',
    received_on, received_on + 15, received_on + number %% 14
from unnest(%(bodies)s::text[]) as body_code
cross join generate_series(1, 60) as number
cross join lateral (select make_date(%(year)s, 1, 1) + number * number / 12 as received_on) as moment
"""  # the months differ: more and more days lie between one appeal and the next


def staged_appeals(world: World) -> None:
    """Sixty appeals per body, all answered in time and none on the last day."""
    load_id = world.loads["appeals_register"]
    zeros = dict.fromkeys(("late_count", "satisfied_count", "court_upheld_count", "superior_upheld_count"), 0)
    with warehouse.connect("builder") as connection:
        connection.execute(APPEALS, {"load": load_id, "year": world.year, "bodies": list(bodies())})
        insert(
            connection,
            "intermediate.int_interaction__appeals_by_body",
            (
                {"load_id": load_id, "body_code": code, "handled_count": 60, "explained_count": 60} | zeros
                for code in bodies()
            ),
        )
    in_scope(world, {"central": "B2.C.A1", "local": "B2.M.A1"})


def staged_forms(world: World, handled_count: int = 60) -> None:
    """Two lines of form 1-OL per body, which count as `staged_appeals` does, but for the number handled by MOH."""
    load_id = world.loads["form_1ol"]
    zeros = dict.fromkeys(("late_count", "satisfied_count", "court_upheld_count", "superior_upheld_count"), 0)
    with warehouse.connect("builder") as connection:
        insert(
            connection,
            "staging.stg_form_1ol__rows",
            (
                {"load_id": load_id, "row_number": number * 2 + line, "body_code": code}
                for number, code in enumerate(bodies())
                for line in range(2)
            ),
        )
        insert(
            connection,
            "intermediate.int_interaction__form_1ol_by_body",
            (
                {"load_id": load_id, "body_code": code, "form_count": 1, "line_count": 2, "explained_count": 60}
                | {"handled_count": handled_count if code == "MOH" else 60}
                | zeros
                for code in bodies()
            ),
        )


def results(world: World, *, scored: Iterable[str] | None = None, is_demonstration: bool = False) -> None:
    """Results in the marts: one leaf criterion per kind of body, scored for the given bodies (default: all)."""
    with_data = set(bodies() if scored is None else scored)
    with warehouse.connect("builder") as connection:
        for kind, criterion in CRITERION.items():
            leaf = {
                "run_id": world.run_id,
                "criterion_code": criterion,
                "block_code": "B2",
                "body_kind": kind,
                "is_leaf": True,
            }
            texts = dict.fromkeys(("name_ru", "name_kk", "name_en", "legal_ref", "certainty"), "test")
            insert(connection, "marts.dim_criterion", [leaf | texts | {"sort_order": 1, "max_points": 20}])
        for code, kind in bodies().items():
            _results_of_body(connection, world, code, kind, code in with_data, is_demonstration)
        accounting = {"run_id": world.run_id, "part": "", "total_row_count": len(bodies()), "unreadable_row_count": 0}
        rejected = len(bodies()) - len(with_data)
        insert(
            connection,
            "marts.fct_source_accounting",
            (
                accounting
                | {
                    "source": source,
                    "load_id": load_id,
                    "accepted_row_count": len(with_data),
                    "rejected_row_count": rejected,
                }
                for source, load_id in world.loads.items()
            ),
        )


def _results_of_body(
    connection: psycopg.Connection, world: World, code: str, kind: str, is_scored: bool, is_demonstration: bool
) -> None:
    body = {"run_id": world.run_id, "body_code": code}
    flags = {"is_partial": False, "is_demonstration": is_demonstration}
    insert(
        connection, "marts.dim_body", [body | {"body_kind": kind, "name_ru": code, "name_kk": code, "name_en": code}]
    )
    points = (
        {"status": "scored", "points": 15, "lowest_points": 10, "highest_points": 20, "evidence_row_count": 1}
        if is_scored
        else {
            "status": "no_data_body",
            "points": None,
            "lowest_points": 0,
            "highest_points": 20,
            "evidence_row_count": 0,
        }
    )
    texts = {"status_reason": "", "assumption_ids": "", "legal_ref": "test", "evidence_source": "open_data_statistics"}
    numbers = {"max_points": 20, "numerator": 3, "denominator": 4, "evidence_digest": "1"}
    place = {"criterion_code": CRITERION[kind], "body_kind": kind, "block_code": "B2", "direction_code": "B2.O"}
    row = body | place | numbers | texts | points | flags | {"is_under_appeal": False, "has_no_events": False}
    insert(connection, "marts.fct_criterion_score", [row])
    open_result = {"status": "no_data", "lowest_score": 0, "highest_score": 100, "coverage_pct": 10}
    for block in ("B1", "B2", "B3"):
        insert(connection, "marts.fct_block_score", [body | {"block_code": block} | open_result | flags])
    counts = {"peer_count": 0, "is_tied": False, "body_kind": kind}
    insert(connection, "marts.fct_overall_score", [body | counts | open_result | flags])
