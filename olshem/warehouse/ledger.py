"""Writing events, and what has to be known before: the ledger is append-only, and what was published does not change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Literal

import psycopg

from olshem.warehouse.errors import Terminal

Event = Literal[
    "frozen", "loaded", "gate_passed", "gate_stopped", "built", "reported", "approved", "refused", "published", "failed"
]


def record_event(
    connection: psycopg.Connection,
    run_id: int,
    event: Event,
    actor: str,
    detail: str = "",
    *,
    is_demonstration: bool = False,
) -> None:
    """Append an event of a run: what happened, who did it, and whether a labelled demonstration approver did."""
    connection.execute(
        "insert into ledger.run_event (run_id, event, actor, detail, is_demonstration) values (%s, %s, %s, %s, %s)",
        [run_id, event, actor, detail, is_demonstration],
    )


def run_header(connection: psycopg.Connection, run_id: int) -> tuple[str, int]:
    """Profile and reporting year of a run."""
    row = connection.execute("select profile, reporting_year from ledger.run where run_id = %s", [run_id]).fetchone()
    if row is None:
        raise Terminal(f"There is no run {run_id} in `ledger.run`. `olshem status` lists the runs.")
    return str(row[0]), int(row[1])


def require_unpublished(connection: psycopg.Connection, run_ids: Sequence[int]) -> None:
    """Refuse to change runs that readers see or saw. Until the transaction ends, none of the others is published.

    Raises `Terminal` that names them.
    """
    hold_publications(connection)
    published = connection.execute(
        "select run_id, profile, reporting_year, min(published_at) from ledger.publication where run_id = any(%s) "
        "group by run_id, profile, reporting_year order by run_id",
        [list(run_ids)],
    ).fetchall()
    if published:
        listed = "; ".join(
            f"run {run_id} of {profile}/{year} on {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
            for run_id, profile, year, at in published
        )
        raise Terminal(
            f"What was published does not change, so it is neither loaded nor built again. Published before: {listed}. "
            "Freeze a new run: start DAG `collect`, or `olshem run`."
        )


def hold_publications(connection: psycopg.Connection) -> None:
    """Wait for a publication or the start of a build that is under way, and keep the next one waiting until we are done."""
    connection.execute("select pg_advisory_xact_lock(hashtext('olshem publish'))")
