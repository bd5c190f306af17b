"""Writing events. The ledger is append-only, so this module knows `insert` and nothing else."""

from __future__ import annotations

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
