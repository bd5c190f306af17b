"""Bare runs for tests of what happens around a score: no sources, no scores, only what the ledger must know."""

from __future__ import annotations

import hashlib
from uuid import uuid4

from olshem import warehouse
from olshem.settings import home
from olshem.warehouse.ledger import record_event


def frozen_run(profile: str, year: int) -> int:
    """A run without inputs."""
    with warehouse.connect("loader") as connection:
        row = connection.execute(
            "insert into ledger.run (profile, reporting_year, edition, request_key, input_digest, code_version) "
            "values (%s, %s, '2017', %s, 'none', 'test') returning run_id",
            [profile, year, f"test {uuid4()}"],
        ).fetchone()
    assert row is not None
    return int(row[0])


def pass_gates(run_id: int, gates: tuple[str, ...] = ("shape", "values", "marts"), outcome: str = "passed") -> None:
    """Let the gates say `outcome` of the run."""
    with warehouse.connect("builder") as connection:
        for gate in gates:
            connection.execute(
                "insert into ledger.check_result (run_id, gate, attempt, check_id, severity, outcome, subject, expectation, observed) "
                "values (%s, %s, %s, 'test', 'block', %s, 'test', 'test', 'test')",
                [run_id, gate, str(uuid4()), outcome],
            )


def begin_build(run_id: int, stage: str) -> None:
    """The beginning of a build, of which nothing more is known."""
    with warehouse.connect("builder") as connection:
        connection.execute("insert into ledger.build (stage, run_ids) values (%s, %s)", [stage, [run_id]])


def write_artefact(run_id: int, name: str, content: bytes) -> None:
    """A report file and its record."""
    file = home() / "reports" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    with warehouse.connect("builder") as connection:
        connection.execute(
            "insert into ledger.artefact (run_id, file_name, sha256, byte_count) values (%s, %s, %s, %s)",
            [run_id, name, hashlib.sha256(content).hexdigest(), len(content)],
        )


def report(run_id: int) -> None:
    """The word of the report that it is written."""
    with warehouse.connect("builder") as connection:
        record_event(connection, run_id, "reported", actor="a test")


def decide(run_id: int, event: str = "approved") -> None:
    """A person's answer."""
    with warehouse.connect("publisher") as connection:
        record_event(connection, run_id, event, actor="a test", is_demonstration=True)  # type: ignore[arg-type]


def publishable_run(profile: str, year: int) -> int:
    """A run that has passed everything that publishing asks for."""
    run_id = frozen_run(profile, year)
    pass_gates(run_id)
    write_artefact(run_id, f"{profile}/{year}/{run_id}.txt", b"report")
    decide(run_id)
    return run_id


def overall_score(run_id: int, body_code: str, *, coverage_pct: int) -> None:
    """One row of results, enough for a reader to tell runs apart."""
    with warehouse.connect("builder") as connection:
        connection.execute(
            "insert into marts.fct_overall_score (run_id, body_code, body_kind, status, peer_count, is_tied, coverage_pct, is_partial, is_demonstration) "
            "values (%s, %s, 'central', 'no_data', 1, false, %s, true, true)",
            [run_id, body_code, coverage_pct],
        )
        connection.execute(
            "insert into marts.dim_body (run_id, body_code, body_kind, name_ru, name_kk, name_en) values (%s, %s, 'central', %s, 'x', 'x')",
            [run_id, body_code, str(run_id)],
        )
