"""What a build promises: kept marts, plain words when it fails, the right stages first, no dbt left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from olshem import warehouse
from olshem.cycle import build as building
from olshem.cycle.build import build
from olshem.settings import project_root
from olshem.warehouse import Terminal
from tests.support.dbt import TwoRuns
from tests.support.fabricate import frozen_run

RESULTS = "select md5(string_agg(fct::text, e'\\n' order by body_code, criterion_code)) from marts.fct_criterion_score as fct where run_id = %s"


def test_rebuilding_one_run_leaves_the_others_as_they_were(two_runs: TwoRuns) -> None:
    before = _value(RESULTS, two_runs.last_year)
    assert before is not None
    build([two_runs.this_year], "marts")
    assert _value(RESULTS, two_runs.last_year) == before


def test_a_result_that_has_become_empty_leaves_nothing_old(two_runs: TwoRuns) -> None:
    """Plain delete+insert deletes only what the new rows name: it would keep this cell for ever."""
    with warehouse.connect("builder") as connection:
        connection.execute(
            "insert into marts.fct_rejected_cell (run_id, source, part, load_id, row_number, column_name, raw_value, reason) "
            "values (%s, 'appeals_register', '', 0, 1, 'kind', 'x', 'left by an earlier attempt')",
            [two_runs.last_year],
        )
    build([two_runs.last_year], "marts")
    assert _value("select count(*) from marts.fct_rejected_cell where run_id = %s", two_runs.last_year) == 0


def test_the_same_run_twice_gives_the_same_digest(two_runs: TwoRuns) -> None:
    digest = "select result_digest from marts.rpt_run where run_id = %s"
    build([two_runs.this_year], "report")
    first = _value(digest, two_runs.this_year)
    build([two_runs.this_year], "report")
    assert first is not None
    assert _value(digest, two_runs.this_year) == first


def test_a_later_stage_repeats_the_earlier_ones_of_other_runs(two_runs: TwoRuns) -> None:
    build([two_runs.last_year], "criteria")
    began = _value("select max(build_id) from ledger.build where %s > 0", 1)
    said: list[str] = []
    summary = build([two_runs.this_year], "marts", progress=said.append)
    with warehouse.connect("auditor") as connection:
        stages = connection.execute(
            "select stage, run_ids from ledger.build where build_id > %s order by build_id", [began]
        ).fetchall()
    assert stages == [("criteria", [two_runs.this_year]), ("marts", [two_runs.this_year])]
    assert len(said) == 2
    assert summary.row_count > 2488
    assert summary.test_count > 20
    assert str(summary).startswith(f"build marts of run {two_runs.this_year}: ")


def test_the_ledger_keeps_what_dbt_said_of_every_node(two_runs: TwoRuns) -> None:
    summary = build([two_runs.this_year], "criteria")
    kept = _value("select count(*) from ledger.model_result where build_id = %s and status in ('success', 'pass')", summary.build_id)  # fmt: skip
    assert kept == summary.relation_count + summary.test_count


def test_a_run_that_nobody_froze_is_refused(running_warehouse: None) -> None:
    with pytest.raises(Terminal, match="There is no run 987654321"):
        build([987654321], "criteria")


def test_a_run_whose_snapshots_are_not_loaded_is_refused_by_source(running_warehouse: None) -> None:
    run_id = frozen_run("demo", 2031)
    with warehouse.connect("loader") as connection:
        snapshot = connection.execute(
            "insert into ledger.snapshot (profile, reporting_year, source, sha256, byte_count, file_name, origin, licence, period, "
            "is_demonstration) values ('demo', 2031, 'appeals_register', repeat('0', 64), 1, 'x', 'x', 'x', '2031', true) "
            "returning snapshot_id"
        )
        connection.execute(
            "insert into ledger.run_input (run_id, source, snapshot_id) values (%s, 'appeals_register', %s)",
            [run_id, next(snapshot)[0]],
        )
    with pytest.raises(Terminal, match=f"not loaded yet .run {run_id}: `appeals_register`"):
        build([run_id], "criteria")


def test_a_failing_test_is_named_in_plain_words_and_kept(running_warehouse: None) -> None:
    """A run for which nothing was declared at all: every source that the edition needs is neither loaded nor a gap."""
    run_id = frozen_run("demo", 2032)
    with pytest.raises(Terminal) as refusal:
        build([run_id], "criteria")
    message = str(refusal.value)
    assert f"dbt could not build criteria for run {run_id}" in message
    assert "test `assert_every_input_is_loaded_or_a_gap` found rows that should not be there" in message
    failed = _value(
        "select count(*) from ledger.model_result inner join ledger.build using (build_id) "
        "where run_ids = array[%s]::bigint[] and status = 'fail'",
        run_id,
    )
    assert failed == 1


def test_a_dbt_that_cannot_start_says_so(two_runs: TwoRuns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "dbt_environment", lambda: os.environ | {"OLSHEM_DBT_PORT": "1", "DBT_TARGET_PATH": str(building.target_folder()), "DBT_LOG_PATH": str(building.target_folder())})  # fmt: skip
    with pytest.raises(Terminal, match="stopped before its models"):
        build([two_runs.this_year], "criteria")


def test_a_killed_build_leaves_no_dbt_behind(two_runs: TwoRuns, tmp_path: Path) -> None:
    code = f"from olshem.cycle.build import build; build([{two_runs.this_year}], 'criteria')"
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=project_root())
    child = _wait_for_child(parent.pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 20
    while _is_alive(child):
        assert time.monotonic() < deadline, f"dbt ({child}) outlived the build that started it"
        time.sleep(0.1)
    assert "relations" in str(build([two_runs.this_year], "criteria"))


def _wait_for_child(parent: int) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        for child in children:
            if b"dbt.cli.main" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
        time.sleep(0.1)
    raise AssertionError("the build started no dbt")


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _value(statement: str, parameter: int) -> Any:
    with warehouse.connect("auditor") as connection:
        row = connection.execute(statement.encode(), [parameter]).fetchone()
    return row[0] if row else None
