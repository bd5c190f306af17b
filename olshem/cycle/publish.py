"""Publishing: the pointer of a profile and year moves to an approved run, in one transaction, after its files exist."""

from __future__ import annotations

import hashlib
from datetime import UTC
from pathlib import Path

import psycopg

from olshem.settings import home
from olshem.warehouse import Terminal, connect
from olshem.warehouse.ledger import hold_publications, record_event, run_header

GATES = ("shape", "values", "marts")


def publish(run_id: int) -> bool:
    """Let readers see a run. Returns False when it is the published one already, so a retry changes nothing.

    Raises `Terminal` when the run is not approved, has not passed every gate, a report file is missing or changed, or
    something was made again after it was checked or approved.
    """
    with connect("publisher") as connection:
        hold_publications(connection)
        profile, year = run_header(connection, run_id)
        _require_approval(connection, run_id)
        _require_gates(connection, run_id)
        _require_files(connection, run_id)
        _require_order(connection, run_id)
        previous = connection.execute(
            "select run_id from marts.published_run where profile = %s and reporting_year = %s", [profile, year]
        ).fetchone()
        if previous and previous[0] == run_id:
            return False
        _move_pointer(connection, profile, year, run_id, previous[0] if previous else None)
        connection.execute("select ledger.describe_published_views()")
        record_event(connection, run_id, "published", actor="publisher")
        return True


def _move_pointer(
    connection: psycopg.Connection, profile: str, year: int, run_id: int, previous_run_id: int | None
) -> None:
    connection.execute(
        "insert into ledger.publication (profile, reporting_year, run_id, previous_run_id) values (%s, %s, %s, %s)",
        [profile, year, run_id, previous_run_id],
    )
    connection.execute(
        "insert into marts.published_run (profile, reporting_year, run_id, published_at) values (%s, %s, %s, now()) "
        "on conflict (profile, reporting_year) do update set run_id = excluded.run_id, published_at = excluded.published_at",
        [profile, year, run_id],
    )


def _require_approval(connection: psycopg.Connection, run_id: int) -> None:
    decision = connection.execute(
        "select event, actor from ledger.run_event where run_id = %s and event in ('approved', 'refused') "
        "order by event_id desc limit 1",
        [run_id],
    ).fetchone()
    if decision is None:
        raise Terminal(
            f"Run {run_id} cannot be published: nobody has approved it. Answer the approval of DAG `conclude`."
        )
    if decision[0] == "refused":
        raise Terminal(
            f"Run {run_id} cannot be published: {decision[1]} refused it. Mend what was found and start a new run."
        )


def _require_gates(connection: psycopg.Connection, run_id: int) -> None:
    passed = {
        row[0]
        for row in connection.execute(
            "select gate from (select distinct on (gate) gate, attempt from ledger.check_result where run_id = %(run)s "
            "order by gate, check_result_id desc) as latest where not exists (select from ledger.check_result as result "
            "where result.run_id = %(run)s and result.gate = latest.gate and result.attempt = latest.attempt "
            "and result.severity = 'block' and result.outcome <> 'passed')",
            {"run": run_id},
        )
    }
    missing = [gate for gate in GATES if gate not in passed]
    if missing:
        raise Terminal(
            f"Run {run_id} cannot be published: its last attempt at gate {', '.join(missing)} did not pass. "
            "`ledger.check_result` says what was found."
        )


def _require_order(connection: psycopg.Connection, run_id: int) -> None:
    """Refuse a run of which something was made again after it had been checked, written down or approved."""
    moments = connection.execute(_MOMENTS, {"run": run_id}).fetchone() or (None,) * 5
    marts, checked, tables, written, approved = moments
    for earlier, later, defect, task in (
        (marts, checked, "gate `marts` has not passed since its marts were built", "`gate_marts` of DAG `assess`"),
        (marts, tables, "the tables of its report are older than its marts", "`build_report` of DAG `assess`"),
        (tables, written, "its report was not written since its tables were built", "`write_report` of DAG `conclude`"),
        (written, approved, "nobody has approved it since its report was written", "`describe` of DAG `conclude`"),
    ):
        if earlier and not (later and later > earlier):
            raise Terminal(
                f"Run {run_id} cannot be published: {defect} ({earlier.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC). "
                f"Clear task {task}, and answer the approval that follows."
            )


# Of a build and of writing the report the beginning counts: whatever happened meanwhile may not have seen what they made.
# An approval also has to stand in the ledger after the report, which is entered at its end.
_MOMENTS = """
select
    (select max(requested_at) from ledger.build where stage = 'marts' and %(run)s = any(run_ids)),
    (select max(checked_at) from ledger.check_result where gate = 'marts' and run_id = %(run)s),
    (select max(requested_at) from ledger.build where stage = 'report' and %(run)s = any(run_ids)),
    (select max(happened_at) from ledger.run_event where event = 'reported' and run_id = %(run)s),
    (
        select max(approval.happened_at)
        from ledger.run_event as approval
        where approval.event = 'approved' and approval.run_id = %(run)s and approval.event_id > all (
            select event_id from ledger.run_event where event = 'reported' and run_id = %(run)s
        )
    )
"""


def _require_files(connection: psycopg.Connection, run_id: int) -> None:
    expected = connection.execute(
        "select distinct on (file_name) file_name, sha256 from ledger.artefact where run_id = %s "
        "order by file_name, written_at desc",
        [run_id],
    ).fetchall()
    if not expected:
        raise Terminal(
            f"Run {run_id} cannot be published: it has no report. Clear task `write_report` of DAG `conclude`."
        )
    for file_name, sha256 in expected:
        _require_file(run_id, home() / "reports" / file_name, sha256)


def _require_file(run_id: int, file: Path, sha256: str) -> None:
    found = hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else "no file"
    if found != sha256:
        raise Terminal(
            f"Run {run_id} cannot be published: {file} is not the file that was written (expected SHA-256 {sha256}, "
            f"found {found}). Clear task `write_report` of DAG `conclude` to write it again."
        )
