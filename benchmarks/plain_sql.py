"""The least SQL that gives the same numerators and denominators as the models of services and of complaints.

Written by hand for the invented records: it reads the cells that a number needs, in the forms that occur there, leaves out the
copies and the records that cannot be used, and keeps nothing. The names of bodies stay as they are written. A statement gives
all numbers of a source, or those of one criterion. One text serves Postgres and DuckDB, which call the place of a row and the
reading of a day differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

# The numbers of a source, and which of its records each one counts.
SERVICES = {
    "rendered_count": "is_rendered and not is_left_out",
    "excused_count": "is_rendered and not is_left_out and rendered > due and is_excused",
    "breach_count": "is_rendered and not is_left_out and rendered > due and not is_excused",
    "late_entry_count": "is_late_entry and not is_left_out",
    "left_out_count": "is_rendered and is_left_out",
}
APPEALS = {
    "handled_count": "is_handled",
    "known_deadline_count": "is_handled and deadline is not null",
    "late_count": "is_handled and answered > deadline",
    "court_upheld_count": "upheld_by = 'суд' and is_upheld",
    "superior_upheld_count": "upheld_by = 'вышестоящий орган' and is_upheld",
    "satisfied_count": "is_handled and outcome in ('удовлетворено', 'частично удовлетворено')",
    "explained_count": "is_handled and outcome = 'разъяснено'",
}

# What the numerator and the denominator of a criterion are made of.
OF_SERVICES = {"S2": ("rendered_count", "excused_count", "breach_count", "late_entry_count"), "S3": ("rendered_count",)}
OF_APPEALS = {
    "A1": ("known_deadline_count", "late_count"),
    "A2": ("handled_count", "court_upheld_count", "superior_upheld_count"),
    "A3": ("handled_count", "satisfied_count", "explained_count"),
}

HANDLED_OUTCOMES = "'удовлетворено', 'частично удовлетворено', 'разъяснено', 'отказано', 'прочее'"


@dataclass(frozen=True)
class Dialect:
    """What a database calls the place of a row, and how it reads a day from a cell: null where it cannot."""

    place: str
    day: Callable[[str], str]


def _postgres_day(cell: str) -> str:
    usual = f"case when pg_input_is_valid(left({cell}, 10), 'date') then cast(left({cell}, 10) as date) end"
    return rf"case when length({cell}) = 5 and {cell} ~ '^\d+$' then date '1899-12-30' + cast({cell} as int) else {usual} end"


POSTGRES = Dialect("ctid", _postgres_day)
POSTGRES_READS_DAYS_FIRST = "set datestyle = 'German, DMY'"
DUCKDB = Dialect("rowid", lambda cell: f"day_of({cell})")
DUCKDB_READS_DAYS = r"""
create macro day_of(cell) as coalesce(
    cast(try_strptime(left(cell, 10), ['%d.%m.%Y', '%Y-%m-%d']) as date),
    case when regexp_full_match(cell, '\d{5}') then date '1899-12-30' + cast(cell as int) end
)
"""


def services_counts(table: str, year: int, dialect: Dialect, numbers: Sequence[str] = tuple(SERVICES)) -> str:
    """Numbers of `SERVICES` by name of the body and service."""
    return f"""
with

repeated as (
    select request_number, min({dialect.place}) as first_place from {table} group by request_number having count(*) > 1
),

requests as (
    select
        body_name,
        service_code,
        {dialect.day("received_on")} as received,
        {dialect.day("rendered_on")} as rendered,
        {dialect.day("due_on")} as due,
        result in ('оказана', 'отказано') as is_ended,
        is_law_enforcement = 'да' as is_left_out,
        coalesce(is_late_by_failure = 'да' and failure_document <> '', false) as is_excused,
        is_entry_late = 'да' and not coalesce(is_entry_late_by_failure = 'да' and failure_document <> '', false) as is_late_entry
    from {table} as records
    left join repeated on records.request_number = repeated.request_number and records.{dialect.place} <> repeated.first_place
    where
        repeated.request_number is null
        and result in ('оказана', 'отказано', 'в работе', 'отозвана заявителем')
        and (result not in ('оказана', 'отказано') or rendered_on <> '')
    offset 0
),

judged as (
    select
        *,
        coalesce(is_ended and rendered between date '{year}-01-01' and date '{year}-12-31', false) as is_rendered
    from requests
    where received is not null and (rendered is null or rendered >= received)
)

select
    body_name,
    service_code,
    {_counted(SERVICES, numbers)}
from judged
group by body_name, service_code
"""


def appeals_counts(table: str, year: int, dialect: Dialect, numbers: Sequence[str] = tuple(APPEALS)) -> str:
    """Numbers of `APPEALS` by name of the body."""
    unread = " or ".join(
        f"({cell} <> '' and {day} is null)"
        for cell, day in (
            ("due_on", "due"),
            ("extended_to", "extended"),
            ("answered_on", "answered"),
            ("upheld_on", "upheld"),
        )
    )
    return f"""
with

repeated as (
    select appeal_id, min({dialect.place}) as first_place from {table} group by appeal_id having count(*) > 1
),

appeals as (
    select
        body_name, status, outcome, upheld_by, due_on, extended_to, answered_on, upheld_on,
        {dialect.day("received_on")} as received,
        {dialect.day("due_on")} as due,
        {dialect.day("extended_to")} as extended,
        {dialect.day("answered_on")} as answered,
        {dialect.day("upheld_on")} as upheld
    from {table} as records
    left join repeated on records.appeal_id = repeated.appeal_id and records.{dialect.place} <> repeated.first_place
    where
        repeated.appeal_id is null
        and kind in ('жалоба', 'заявление')
        and (status <> 'рассмотрено' or (outcome <> '' and answered_on <> ''))
        and (outcome is null or outcome in ('', {HANDLED_OUTCOMES}))
    offset 0
),

judged as (
    select
        *,
        coalesce(extended, due) as deadline,
        coalesce(status = 'рассмотрено' and answered between date '{year}-01-01' and date '{year}-12-31', false) as is_handled,
        coalesce(upheld between date '{year}-01-01' and date '{year}-12-31', false) as is_upheld
    from appeals
    where received is not null and (answered is null or answered >= received) and not coalesce({unread}, false)
)

select
    body_name,
    {_counted(APPEALS, numbers)}
from judged
group by body_name
"""


def _counted(conditions: Mapping[str, str], numbers: Sequence[str]) -> str:
    return ",\n    ".join(f"count(*) filter (where {conditions[number]}) as {number}" for number in numbers)
