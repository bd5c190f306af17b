"""Killed at any moment: readers keep the earlier published run whole, and the same step taken again succeeds."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from uuid import uuid4

import pytest

from benchmarks.kills import kill_loads
from demo import appeals_register
from ingest.collect import collect_source
from ingest.freeze import freeze
from olshem import warehouse
from olshem.cycle.publish import publish
from olshem.settings import home, project_root
from olshem.warehouse.ledger import record_event
from tests.support.pipeline import steps

YEAR = 2024
RESULTS = "select body_code, criterion_code, points, lowest_points, highest_points, status from published_rehearsal.fct_criterion_score where reporting_year = %s order by 1, 2"


def results(year: int) -> list[tuple[object, ...]]:
    with warehouse.connect("analyst") as connection:
        return connection.execute(RESULTS, [year]).fetchall()


def frozen_run() -> int:
    return freeze("rehearsal", YEAR, request_key=f"kill {uuid4()}")


def take(name: str, run_id: int) -> None:
    dict(steps(run_id))[name]()


def approve(run_id: int) -> None:
    with warehouse.connect("publisher") as connection:
        record_event(connection, run_id, "approved", actor="a test", is_demonstration=True)


def start(name: str, run_id: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.step", name, str(run_id)],
        cwd=project_root(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ,
    )  # fmt: skip


def kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(query: str, process: subprocess.Popen[bytes], parameters: tuple[object, ...] = ()) -> None:
    """Wait until the step is where it is to be killed; it must still be running then."""
    with warehouse.connect("owner", autocommit=True) as connection:
        for _ in range(1200):
            found = connection.execute(query.encode(), parameters).fetchone()
            if found and found[0]:
                return
            assert process.poll() is None, f"the step ended (code {process.returncode}) before it could be killed"
            time.sleep(0.05)
    raise AssertionError("the step never came to where it is to be killed")


@pytest.fixture
def published_before(rehearsal_run: int) -> list[tuple[object, ...]]:
    """What readers see: the run of the suite, while a later delivery of the same year is evaluated."""
    approve(rehearsal_run)
    publish(rehearsal_run)
    return results(YEAR)


@pytest.fixture
def later_delivery(published_before: list[tuple[object, ...]]) -> None:
    """Another register of the same year: its load is not there yet."""
    folder = home() / "deliveries" / "rehearsal" / str(YEAR)
    shutil.rmtree(folder)
    appeals_register.write(YEAR, folder, row_count=130_000, seed=random.Random(str(uuid4())).randrange(10**6))
    collect_source("rehearsal", YEAR, "appeals_register")


def visible_rows(run_id: int) -> int:
    """Rows of the run's register that anyone can see, whether or not the ledger knows of a load."""
    with warehouse.connect("auditor") as connection:
        row = connection.execute(
            "select count(*) from raw.appeals_register__appeals where _load_id not in (select load_id from ledger.load)"
        ).fetchone()
    return int(row[0]) if row else 0


@pytest.mark.parametrize("moment", [0.0, 0.15, 0.3, 0.5, 0.8])
def test_a_load_that_is_killed_leaves_nothing_and_the_next_one_succeeds(
    later_delivery: None, published_before: list[tuple[object, ...]], moment: float
) -> None:
    run_id = frozen_run()
    process = start("load", run_id)
    wait_until(
        "select exists (select from pg_stat_activity where application_name = 'olshem loader' and state <> 'idle' and query ilike 'copy%%')",
        process,
    )
    time.sleep(moment * 0.4)
    kill(process)

    assert visible_rows(run_id) == 0
    assert results(YEAR) == published_before
    take("load", run_id)
    with warehouse.connect("auditor") as connection:
        counts = connection.execute(
            "select loaded_row_count, (select count(*) from raw.appeals_register__appeals as appeals where appeals._load_id = run_load.load_id) "
            "from ledger.run_load where run_id = %s and source = 'appeals_register'",
            [run_id],
        ).fetchone()
    assert counts is not None
    assert counts[0] == counts[1] > 0


def test_a_load_with_a_personal_column_is_whole_or_absent_whenever_it_is_killed(running_warehouse: None) -> None:
    # the short form of `make bench ARGS=kills`
    seen = kill_loads(trials=5, row_count=40_000)
    assert seen.trial_count == 5
    assert seen.defects == []


def test_a_run_that_is_killed_in_each_build_and_before_publishing_ends_as_if_it_had_not_been(
    later_delivery: None, published_before: list[tuple[object, ...]]
) -> None:
    run_id = frozen_run()
    for name, step in steps(run_id):
        if name in ("build_criteria", "build_marts"):
            kill_while_dbt_builds(name, run_id)
            assert results(YEAR) == published_before
        step()
    approve(run_id)
    kill_before_publishing(run_id)
    assert results(YEAR) == published_before

    assert publish(run_id) is True
    assert results(YEAR) != published_before
    with warehouse.connect("auditor") as connection:
        rows = connection.execute(
            "select count(*), count(distinct (body_code, criterion_code)) from marts.fct_criterion_score where run_id = %s",
            [run_id],
        ).fetchone()
    assert rows == (2488, 2488)  # 32 central bodies x 49 leaves + 20 regions x 46


def kill_while_dbt_builds(stage: str, run_id: int) -> None:
    with warehouse.connect("auditor") as connection:
        before = connection.execute("select coalesce(max(build_id), 0) from ledger.build").fetchone()
    process = start(stage, run_id)
    # dbt names itself in its connections: it has begun to build once it runs a statement of ours
    wait_until(
        "select exists (select from ledger.build where build_id > %s) and exists (select from pg_stat_activity "
        "where application_name ilike '%%dbt%%' and (query ilike '%%create%%' or query ilike '%%insert%%'))",
        process,
        before or (0,),
    )
    kill(process)


def kill_before_publishing(run_id: int) -> None:
    with warehouse.connect("publisher") as blocker:
        blocker.execute("select pg_advisory_xact_lock(hashtext('olshem publish'))")
        process = start("publish", run_id)
        wait_until("select exists (select from pg_locks where locktype = 'advisory' and not granted)", process)
        kill(process)
