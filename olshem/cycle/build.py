"""Running dbt: one stage of the models for some runs, as the builder, one build at a time.

A build says in `ledger.build` which runs it covers; the models read that through `ledger.run_to_build`. What dbt did
with every model and test is kept in `ledger.model_result`, also when it failed.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from olshem.cycle.selection import DECIDED, GOOD, STAGES, Stage, last_build, project_digest, selection
from olshem.settings import home, project_root
from olshem.warehouse import Terminal, connect, connection_parameters
from olshem.warehouse.ledger import record_event, require_unpublished

Progress = Callable[[str], None]

SHOWN_FAILURES = 10
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class NodeResult:
    """What dbt said of one seed, model or test."""

    node_id: str
    status: str
    message: str | None
    row_count: int | None
    seconds: float

    @property
    def is_good(self) -> bool:
        """Whether it was built, or the test passed."""
        return self.status in GOOD

    @property
    def is_skipped(self) -> bool:
        """Whether dbt left it out because something above it failed."""
        return self.status in ("skipped", "no-op")


@dataclass(frozen=True)
class BuildSummary:
    """A build that succeeded: how many relations it made with how many rows, and how many tests they passed."""

    build_id: int
    stage: Stage
    run_ids: tuple[int, ...]
    relation_count: int
    test_count: int
    row_count: int
    seconds: float

    def __str__(self) -> str:
        runs = f"run {self.run_ids[0]}" if len(self.run_ids) == 1 else f"{len(self.run_ids)} runs"
        return (
            f"build {self.stage} of {runs}: {self.relation_count} relations, {self.row_count:,} rows out, "
            f"{self.test_count} tests passed, {self.seconds:.1f} s"
        )


def build(run_ids: Sequence[int], stage: Stage, progress: Progress | None = None) -> BuildSummary:
    """Build a stage for some runs, and before it every earlier stage whose last build was for others or by another project.

    `progress`, if given, is called with one line for each stage begun. Raises `Terminal` when a run is unknown, not loaded
    or was published, or when dbt failed; the message names the failing models and tests.
    """
    wanted = tuple(sorted(set(run_ids)))
    if not wanted:
        raise Terminal("A build needs at least one run: `run_ids` is empty.")
    with connect("builder", autocommit=True) as connection, _one_at_a_time(connection, progress):
        _require_loaded(connection, wanted)
        _require_corrections(connection, wanted)
        for earlier in stages_to_repeat(connection, wanted, stage):
            _build_stage(connection, wanted, earlier, progress)
        return _build_stage(connection, wanted, stage, progress)


@contextmanager
def _one_at_a_time(connection: psycopg.Connection, progress: Progress | None) -> Iterator[None]:
    """Hold the lock of builds. It belongs to the connection: a process that dies lets it go."""
    taken = connection.execute("select pg_try_advisory_lock(hashtext('olshem build'))").fetchone()
    if not (taken and taken[0]):
        if progress:
            progress("waiting: another build is under way")
        connection.execute("select pg_advisory_lock(hashtext('olshem build'))")
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute("select pg_advisory_unlock(hashtext('olshem build'))")


def _require_loaded(connection: psycopg.Connection, run_ids: tuple[int, ...]) -> None:
    known = {
        row[0] for row in connection.execute("select run_id from ledger.run where run_id = any(%s)", [list(run_ids)])
    }
    unknown = [run_id for run_id in run_ids if run_id not in known]
    if unknown:
        raise Terminal(f"There is no run {_listed(unknown)} in `ledger.run`. `olshem status` lists the runs.")
    waiting = connection.execute(
        "select run_input.run_id, run_input.source, run_input.part from ledger.run_input "
        "left join ledger.run_load using (run_id, source, part) "
        "where run_input.run_id = any(%s) and run_input.snapshot_id is not null and run_load.load_id is null "
        "order by run_input.run_id, run_input.source, run_input.part",
        [list(run_ids)],
    ).fetchall()
    if waiting:
        inputs = "; ".join(
            f"run {run_id}: `{source}`{f' part {part}' if part else ''}" for run_id, source, part in waiting
        )
        raise Terminal(f"Frozen inputs are not loaded yet ({inputs}). Load the run, then build again.")


def _require_corrections(connection: psycopg.Connection, run_ids: tuple[int, ...]) -> None:
    """Refuse runs whose corrections no longer apply, or cannot be applied in one build: staging is made once per load."""
    outdated = connection.execute(
        "select distinct source, correction_id, column_name, defect from ledger.correction_state(%s) where defect is not null "
        "order by source, correction_id, column_name",
        [list(run_ids)],
    ).fetchall()
    if outdated:
        listed = "\n".join(f"- {source}/{one}, column `{column}`: {defect}" for source, one, column, defect in outdated)
        raise Terminal(
            f"Corrections of run {_listed(run_ids)} no longer apply to what was delivered:\n{listed}\n"
            "Has the source been put right? Then settle the correction in `ingest/corrections`, otherwise say there what is "
            "expected now; and freeze a new run."
        )
    apart = connection.execute(_DIFFERENT_CORRECTIONS.encode(), {"run_ids": list(run_ids)}).fetchall()
    if apart:
        listed = "; ".join(
            f"runs {_listed(sharing)} on load {load_id} of `{source}`" for source, load_id, sharing in apart
        )
        raise Terminal(f"Runs that share a load have different corrections ({listed}). Build them one after the other.")


_DIFFERENT_CORRECTIONS = f"""
with {DECIDED}

select source, load_id, array_agg(run_id order by run_id)
from decided
group by source, load_id
having count(distinct cells) > 1
order by source, load_id
"""


def stages_to_repeat(connection: psycopg.Connection, run_ids: tuple[int, ...], stage: Stage) -> list[Stage]:
    """Earlier stages that have to be built first, in order.

    `staging` and `intermediate` hold only what their last build left, so it must have been a good one, by the project as it
    is now, and for exactly these runs; each further stage must have been built after the one before it. Only the report is
    made without the what-ifs that its marts were built together with.
    """
    position, least_build_id = STAGES.index(stage), 0
    for place, earlier in enumerate(STAGES[:position]):
        last = _last_good_build(connection, earlier, run_ids, with_what_ifs=stage == "report")
        if last is None or last < least_build_id:
            return list(STAGES[place:position])
        least_build_id = last
    return []


def _last_good_build(
    connection: psycopg.Connection, stage: Stage, run_ids: tuple[int, ...], *, with_what_ifs: bool
) -> int | None:
    """The last build of the stage, if this project finished it without a failure and it was for exactly these runs.

    `with_what_ifs` lets it also have covered what-ifs of these runs.
    """
    last = last_build(connection, stage)
    if last is None:
        return None
    build_id, built = last
    others = built - set(run_ids)
    if with_what_ifs and others:
        found = connection.execute("select run_id from ledger.what_if where of_run_id = any(%s)", [list(run_ids)])
        others -= {run_id for (run_id,) in found}
    return build_id if not others and set(run_ids) <= built else None


def _build_stage(
    connection: psycopg.Connection, run_ids: tuple[int, ...], stage: Stage, progress: Progress | None
) -> BuildSummary:
    began = time.monotonic()
    chosen = selection(connection, stage, run_ids)  # while the build before is still the last one
    build_id = _announce(connection, run_ids, stage)
    if progress:
        progress(f"dbt builds {stage} for run {_listed(run_ids)}")
    results, output, return_code = _run_dbt(chosen)
    _record(connection, build_id, results)
    failed = [result for result in results if not result.is_good and not result.is_skipped]
    if failed or return_code != 0 or not results:
        raise Terminal(_explanation(stage, run_ids, results, failed, output))
    relations = [result for result in results if not _is_test(result)]
    summary = BuildSummary(
        build_id=build_id,
        stage=stage,
        run_ids=run_ids,
        relation_count=len(relations),
        test_count=len(results) - len(relations),
        row_count=sum(result.row_count or 0 for result in relations),
        seconds=time.monotonic() - began,
    )
    with connection.transaction():
        for run_id in run_ids:
            record_event(connection, run_id, "built", actor=f"build {stage}", detail=str(summary))
    return summary


def _announce(connection: psycopg.Connection, run_ids: tuple[int, ...], stage: Stage) -> int:
    """Say in the ledger that a build begins: from here on `ledger.run_to_build` names its runs. Returns its id."""
    with connection.transaction():
        require_unpublished(connection, run_ids)
        inserted = connection.execute(
            "insert into ledger.build (stage, run_ids, project_digest) values (%s, %s, %s) returning build_id",
            [stage, list(run_ids), project_digest()],
        )
        return int(next(inserted)[0])


def _run_dbt(chosen: Sequence[str]) -> tuple[list[NodeResult], str, int]:
    """Run dbt in a process of its own. Returns the results of its nodes, what it printed, and its return code."""
    results_file = target_folder() / "run_results.json"
    results_file.unlink(missing_ok=True)  # a dbt that stops early must not leave us the results of the build before
    done = subprocess.run(
        dbt_command("build", "--indirect-selection", "buildable", *chosen),
        env=dbt_environment(),
        cwd=project_folder(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_die_with_parent,
    )
    return _results(results_file), done.stdout, done.returncode


def dbt_command(*arguments: str) -> list[str]:
    """A command line of dbt on this project, with the Python that runs us."""
    return [
        sys.executable,
        "-m",
        "dbt.cli.main",
        "--no-use-colors",
        *arguments,
        "--profiles-dir",
        str(project_folder()),
    ]


def dbt_environment() -> dict[str, str]:
    """The environment of dbt: the builder's login, and folders of this installation for everything it writes."""
    login = connection_parameters("builder")
    return os.environ | {
        "OLSHEM_DBT_HOST": login["host"],
        "OLSHEM_DBT_PORT": login["port"],
        "OLSHEM_DBT_USER": login["user"],
        "OLSHEM_DBT_DATABASE": login["dbname"],
        "OLSHEM_DBT_CORES": str(os.cpu_count() or 1),
        "DBT_ENV_SECRET_OLSHEM_PASSWORD": login["password"],
        "DBT_TARGET_PATH": str(target_folder()),
        "DBT_LOG_PATH": str(home() / "dbt" / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "PYTHONWARNINGS": "ignore",
    }


def project_folder() -> Path:
    """Where the dbt project lies."""
    return project_root() / "dbt_project"


def target_folder() -> Path:
    """Where dbt writes its manifest, compiled SQL and results."""
    return home() / "dbt" / "target"


def _die_with_parent() -> None:
    """Ask Linux to kill dbt when we are killed: a build that nobody watches must not go on writing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _results(file: Path) -> list[NodeResult]:
    if not file.exists():
        return []
    return [_node_result(result) for result in json.loads(file.read_text("utf-8"))["results"]]


def _node_result(result: dict[str, Any]) -> NodeResult:
    rows = result.get("adapter_response", {}).get("rows_affected")
    return NodeResult(
        node_id=result["unique_id"],
        status=result["status"],
        message=result.get("message"),
        row_count=int(rows) if rows is not None and int(rows) >= 0 else None,
        seconds=float(result.get("execution_time") or 0),
    )


def _record(connection: psycopg.Connection, build_id: int, results: list[NodeResult]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(
            "insert into ledger.model_result (build_id, node_id, status, message, row_count, duration_seconds) "
            "values (%s, %s, %s, %s, %s, %s)",
            [(build_id, r.node_id, r.status, r.message, r.row_count, round(r.seconds, 3)) for r in results],
        )


def _explanation(
    stage: Stage, run_ids: tuple[int, ...], results: list[NodeResult], failed: list[NodeResult], output: str
) -> str:
    """What failed, in words that a person can act on; dbt's own last lines when it did not come to its nodes."""
    head = f"dbt could not build {stage} for run {_listed(run_ids)}"
    log = home() / "dbt" / "logs" / "dbt.log"
    if not failed:
        return f"{head}: it stopped before its models.\n{_tail(output)}\nThe whole log: {log}"
    lines = [f"- {_words(result)}" for result in failed[:SHOWN_FAILURES]]
    if len(failed) > SHOWN_FAILURES:
        lines.append(f"- and {len(failed) - SHOWN_FAILURES} more, all in `ledger.model_result`")
    left_out = sum(result.is_skipped for result in results)
    skipped = f" {left_out} nodes below were left out." if left_out else ""
    return "\n".join(
        [f"{head}: {len(failed)} of {len(results)} nodes failed.{skipped}", *lines, f"The whole log: {log}"]
    )


def _words(result: NodeResult) -> str:
    """One failing node: its kind, its name, and dbt's message on one line."""
    kind, _, name = result.node_id.partition(".")
    name = name.removeprefix("olshem.")
    message = " ".join((result.message or result.status).split())
    if _is_test(result) and result.status == "fail":
        compiled = f"its query lies in {target_folder() / 'compiled' / 'olshem'}"
        return f"test `{name.split('.')[0]}` found rows that should not be there ({message}); {compiled}"
    return f"{kind} `{name}`: {message}"


def _is_test(result: NodeResult) -> bool:
    return result.node_id.startswith("test.")


def _tail(output: str, line_count: int = 15) -> str:
    return "\n".join(output.strip().splitlines()[-line_count:])


def _listed(run_ids: Sequence[int]) -> str:
    return ", ".join(str(run_id) for run_id in run_ids)
