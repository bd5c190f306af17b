"""What would be different: the inputs of a run evaluated again under other readings of the edition's assumptions.

A what-if is a run of its own in the ledger: the same inputs and corrections, and one row of `ledger.run_choice` for each
assumption that it takes in its alternative. So one build can score a run under several choices. It is compared with the run
it belongs to and never published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import psycopg

from olshem.edition import read_edition
from olshem.settings import code_version
from olshem.warehouse import Terminal, connect
from olshem.warehouse.ledger import record_event

_ASSUMPTION = re.compile(r"A-\d+")


@dataclass(frozen=True)
class Difference:
    """A result of a body as recorded and by the other reading; `code` is a block, OVERALL, or a criterion (without degree).

    A result that is not determined has bounds, and the degrees of both, as text.
    """

    body_code: str
    code: str
    score: Decimal | None
    other_score: Decimal | None
    degree: str | None = None
    other_degree: str | None = None
    peer_rank: int | None = None
    other_peer_rank: int | None = None
    bounds: str | None = None
    other_bounds: str | None = None
    degrees: str | None = None
    other_degrees: str | None = None


def assumption_set(edition: str, names: Iterable[str]) -> str:
    """The assumptions in their order, each once, parted by blanks: the name of a what-if.

    Raises `Terminal` for one that the edition does not hold, or that cannot be read otherwise.
    """
    known = {row["assumption_id"]: row for row in read_edition(edition).tables["assumptions"]}
    chosen = sorted(set(names), key=lambda name: int(name.partition("-")[2]) if _ASSUMPTION.fullmatch(name) else 0)
    if not chosen:
        raise Terminal("A what-if needs at least one assumption, such as `--assume A-10=alternative`.")
    for name in chosen:
        if name not in known:
            raise Terminal(f"Edition {edition} has no assumption `{name}`. docs/assumptions.md lists them.")
        if known[name]["is_switchable"] != "true":
            raise Terminal(f"{name} cannot be read otherwise: {known[name]['not_switchable_reason']}.")
    return " ".join(chosen)


def freeze_for_report(run_id: int) -> list[int]:
    """The what-ifs that the edition of a run asks for in every report, made where they are missing. Returns their ids."""
    with connect("loader") as connection:
        edition = _edition_of(connection, run_id)
        sets = [row["assumption_ids"] for row in read_edition(edition).tables["what_ifs"]]
        return [_freeze(connection, run_id, names) for names in sets]


def freeze(run_id: int, names: str) -> int:
    """The what-if of a run under a set of assumptions (see `assumption_set`), made if it is missing. Returns its id."""
    with connect("loader") as connection:
        return _freeze(connection, run_id, names)


def runs_of_report(run_id: int) -> list[int]:
    """A run and the what-ifs of its report: what one build covers."""
    return [run_id, *freeze_for_report(run_id)]


def differences(run_id: int, other_run_id: int) -> list[Difference]:
    """Where the marts of two runs differ: overall first, then blocks, then criteria, bodies in order of their codes."""
    with connect("auditor") as connection:
        return [Difference(*row) for row in connection.execute(_DIFFERENCES, {"run": run_id, "other": other_run_id})]


def edition_of(run_id: int) -> str:
    """The edition that a run evaluates by. Raises `Terminal` when there is no such run."""
    with connect("auditor") as connection:
        return _edition_of(connection, run_id)


def code_versions(*run_ids: int) -> set[str]:
    """The code that computed these runs: where they differ, so may their results for that reason alone."""
    with connect("auditor") as connection:
        found = connection.execute("select code_version from ledger.run where run_id = any(%s)", [list(run_ids)])
        return {str(row[0]) for row in found}


def is_assessed(run_id: int) -> bool:
    """Whether the marts hold the results of a run."""
    with connect("auditor") as connection:
        found = connection.execute("select from marts.fct_overall_score where run_id = %s limit 1", [run_id])
        return found.fetchone() is not None


def _edition_of(connection: psycopg.Connection, run_id: int) -> str:
    row = connection.execute("select edition from ledger.run where run_id = %s", [run_id]).fetchone()
    if row is None:
        raise Terminal(f"There is no run {run_id} in `ledger.run`. `olshem status` lists the runs.")
    return str(row[0])


def _freeze(connection: psycopg.Connection, run_id: int, names: str) -> int:
    key = f"what-if {run_id} {names}"
    connection.execute("select pg_advisory_xact_lock(hashtext('olshem freeze'), hashtext(%s))", [key])
    existing = connection.execute(
        "select run_id from ledger.what_if where of_run_id = %s and assumption_ids = %s", [run_id, names]
    ).fetchone()
    if existing:
        return int(existing[0])
    made = connection.execute(
        "insert into ledger.run (profile, reporting_year, edition, assumption_set, request_key, input_digest, code_version) "
        "select profile, reporting_year, edition, %s, %s, input_digest, %s from ledger.run where run_id = %s "
        "returning run_id",
        [names, key, code_version(), run_id],
    ).fetchone()
    if made is None:
        raise Terminal(f"There is no run {run_id} in `ledger.run`. `olshem status` lists the runs.")
    other = int(made[0])
    for copied in _COPIED:
        connection.execute(copied, {"run": run_id, "other": other})
    _choose(connection, other, names.split())
    connection.execute(
        "insert into ledger.what_if (run_id, of_run_id, assumption_ids) values (%s, %s, %s)", [other, run_id, names]
    )
    record_event(connection, other, "frozen", actor="olshem", detail=f"what-if of run {run_id}: {names}")
    return other


def _choose(connection: psycopg.Connection, run_id: int, names: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ledger.run_choice (run_id, assumption_id, choice) values (%s, %s, 'alternative')",
            [(run_id, name) for name in names],
        )


_COPIED = (
    "insert into ledger.run_input (run_id, source, part, snapshot_id, gap_reason) "
    "select %(other)s, source, part, snapshot_id, gap_reason from ledger.run_input where run_id = %(run)s",
    "insert into ledger.run_correction "
    "select (jsonb_populate_record(run_correction, jsonb_build_object('run_id', %(other)s))).* "
    "from ledger.run_correction where run_id = %(run)s",
)

_DIFFERENCES = """
with results as (
    select
        0 as place, run_id, body_code, 'OVERALL' as code, score, degree, peer_rank,
        case when score is null then lowest_score || '–' || highest_score end as bounds,
        case when degree is null then lowest_degree || '–' || highest_degree end as degrees
    from marts.fct_overall_score
    union all
    select
        1, run_id, body_code, block_code, score, degree, null,
        case when score is null then lowest_score || '–' || highest_score end,
        case when degree is null then lowest_degree || '–' || highest_degree end
    from marts.fct_block_score
    union all
    select
        2, run_id, body_code, criterion_code, coalesce(points, criterion_value), null, null, null, null
    from marts.fct_criterion_score
)

select
    recorded.body_code, recorded.code, recorded.score, other.score,
    recorded.degree, other.degree, recorded.peer_rank, other.peer_rank,
    recorded.bounds, other.bounds, recorded.degrees, other.degrees
from results as recorded
inner join results as other using (place, body_code, code)
where
    recorded.run_id = %(run)s
    and other.run_id = %(other)s
    and (recorded.score, recorded.degree, recorded.peer_rank) is distinct from (other.score, other.degree, other.peer_rank)
order by place, body_code, code
"""
