"""The approval of a run by a person: what they are told, and how their answer is kept."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg

from olshem.cycle.yearly import DEMONSTRATION_APPROVER, DEMONSTRATION_PROFILES
from olshem.warehouse import Terminal, connect
from olshem.warehouse.ledger import Event, record_event, run_header


def describe(run_id: int) -> dict[str, str]:
    """The subject and the body (Markdown) of the question. Raises `Terminal` when the run's report tables are missing."""
    with connect("publisher") as connection:
        profile, year = run_header(connection, run_id)
        row = connection.execute(
            "select input_digest, result_digest, contains_demonstration_data, central_body_count, local_body_count, "
            "index_row_count, scored_row_count, not_applicable_row_count, missing_row_count "
            "from marts.rpt_run where run_id = %s",
            [run_id],
        ).fetchone()
        if row is None:
            raise Terminal(f"Run {run_id} has no row in `marts.rpt_run`. Clear task `build_report` of DAG `assess`.")
        files = _files(connection, run_id)
    inputs, results, is_demonstration, central, local, index, scored, not_applicable, missing = row
    applicable = index - not_applicable
    share = f"{100 * scored / applicable:.1f} %" if applicable else "none"
    label = " · DEMONSTRATION DATA" if is_demonstration else ""
    lines = [
        f"Profile **{profile}**, reporting year **{year}**, run {run_id}",
        "**Contains demonstration data**: it says nothing about any real body."
        if is_demonstration
        else "Real data only.",
        f"Bodies: {central} central, {local} regional",
        f"Scored: {scored} of {applicable} applicable criteria ({share}); {missing} have no data",
        f"Input digest `{inputs}`",
        f"Result digest `{results}`",
        *(f"`{name}`, SHA-256 `{sha256}`" for name, sha256 in files),
        "Approve to publish. Refuse to publish nothing: what is published now stands.",
    ]
    return {
        "subject": f"Publish the evaluation {profile}/{year}? Result {results[:12]}, {share} of criteria scored{label}",
        "body": "\n".join(f"- {line}" for line in lines),
    }


def _files(connection: psycopg.Connection, run_id: int) -> list[tuple[str, str]]:
    rows = connection.execute(
        "select distinct on (file_name) file_name, sha256 from ledger.artefact where run_id = %s "
        "order by file_name, written_at desc",
        [run_id],
    ).fetchall()
    return [(str(name), str(sha256)) for name, sha256 in rows]


def record(run_id: int, *, is_approved: bool, approver: str, remark: str, told: Mapping[str, str]) -> bool:
    """Append the decision to the ledger and return it. `told` is what `describe` said when the question was put.

    Raises `Terminal` when the labelled demonstration approver answered for a profile of real data, or when it was approved
    what is no longer there: results or files have changed while the question was waiting.
    """
    is_demonstration = approver == DEMONSTRATION_APPROVER
    with connect("publisher") as connection:
        profile, year = run_header(connection, run_id)
        if is_demonstration and profile not in DEMONSTRATION_PROFILES:
            raise Terminal(
                f"`{approver}` answered for {profile}/{year}. A real evaluation is approved by a person: clear `approve`."
            )
        if is_approved and describe(run_id) != told:
            raise Terminal(
                f"The results or files of run {run_id} are not those that `{approver}` approved: they were made again while "
                "the question was waiting. Clear task `describe` of DAG `conclude`, and answer the new question."
            )
        event: Event = "approved" if is_approved else "refused"
        record_event(connection, run_id, event, actor=approver, detail=remark, is_demonstration=is_demonstration)
    return is_approved
