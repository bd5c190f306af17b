"""What a build promises: kept marts, plain words when it fails, the right stages first, no dbt left behind."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from olshem import warehouse
from olshem.cycle import build as building
from olshem.cycle.build import BuildSummary, build
from olshem.settings import project_root
from olshem.warehouse import Terminal
from tests.support.dbt import TwoRuns
from tests.support.fabricate import frozen_run

RESULTS = "select md5(string_agg(fct::text, e'\\n' order by body_code, criterion_code)) from marts.fct_criterion_score as fct where run_id = %s"


@dataclass(frozen=True)
class Rebuilt:
    """What building a run alone, straight to its report, said and left."""

    summary: BuildSummary
    said: list[str]
    stages: list[tuple[str, list[int]]]
    own_results: tuple[str, str]  # before and after
    other_results: tuple[str, str]
    left_over_cells: int


@pytest.fixture(scope="module")
def rebuilt(two_runs: TwoRuns) -> Rebuilt:
    """The run of last year, whose marts hold a cell of an earlier attempt, built again without the other."""
    with warehouse.connect("builder") as connection:
        connection.execute(
            "insert into marts.fct_rejected_cell (run_id, source, part, load_id, row_number, column_name, raw_value, reason) "
            "values (%s, 'appeals_register', '', 0, 1, 'kind', 'x', 'left by an earlier attempt')",
            [two_runs.last_year],
        )
    began = _value("select max(build_id) from ledger.build where %s > 0", 1)
    own, other = _value(RESULTS, two_runs.last_year), _value(RESULTS, two_runs.this_year)
    said: list[str] = []
    summary = build([two_runs.last_year], "report", progress=said.append)
    with warehouse.connect("auditor") as connection:
        stages = connection.execute(
            "select stage, run_ids from ledger.build where build_id > %s order by build_id", [began]
        ).fetchall()
    return Rebuilt(
        summary=summary,
        said=said,
        stages=[(stage, run_ids) for stage, run_ids in stages],
        own_results=(own, _value(RESULTS, two_runs.last_year)),
        other_results=(other, _value(RESULTS, two_runs.this_year)),
        left_over_cells=_value("select count(*) from marts.fct_rejected_cell where run_id = %s", two_runs.last_year),
    )


def test_rebuilding_one_run_leaves_the_others_as_they_were(rebuilt: Rebuilt) -> None:
    before, after = rebuilt.other_results
    assert before is not None
    assert after == before


def test_a_result_that_has_become_empty_leaves_nothing_old(rebuilt: Rebuilt) -> None:
    """Plain delete+insert deletes only what the new rows name: it would keep that cell for ever."""
    assert rebuilt.left_over_cells == 0


def test_the_same_run_built_again_gives_the_same_results(rebuilt: Rebuilt) -> None:
    before, after = rebuilt.own_results
    assert before is not None
    assert after == before


def test_a_later_stage_repeats_the_earlier_ones_of_other_runs(two_runs: TwoRuns, rebuilt: Rebuilt) -> None:
    assert rebuilt.stages == [(stage, [two_runs.last_year]) for stage in ("criteria", "marts", "report")]
    assert len(rebuilt.said) == 3
    assert str(rebuilt.summary).startswith(f"build report of run {two_runs.last_year}: 14 relations")


def test_the_ledger_keeps_what_dbt_said_of_every_node(rebuilt: Rebuilt) -> None:
    kept = _value(
        "select count(*) from ledger.model_result where build_id = %s and status in ('success', 'pass')",
        rebuilt.summary.build_id,
    )
    assert kept == rebuilt.summary.relation_count + rebuilt.summary.test_count


def test_the_events_of_a_run_tell_which_stages_were_built(two_runs: TwoRuns, rebuilt: Rebuilt) -> None:
    with warehouse.connect("auditor") as connection:
        rows = connection.execute(
            "select actor from ledger.run_event where run_id = %s and event = 'built' order by event_id",
            [two_runs.last_year],
        ).fetchall()
    assert rows == [(f"build {stage}",) for stage in ("criteria", "marts", "criteria", "marts", "report")]


def test_the_digest_of_results_rests_on_their_content_alone(two_runs: TwoRuns, rebuilt: Rebuilt) -> None:
    """Reckoned once more from the scores: no run, no load and no time goes into it."""
    digest = _value("select result_digest from marts.rpt_run where run_id = %s", two_runs.last_year)
    with warehouse.connect("auditor") as connection:
        rows = connection.execute(
            "select body_code, criterion_code, status, points, lowest_points, highest_points from marts.fct_criterion_score "
            "where run_id = %s",
            [two_runs.last_year],
        ).fetchall()
    lines = [
        "|".join("-" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row)
        for row in sorted(rows)
    ]
    assert digest == hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_a_run_that_nobody_froze_is_refused(running_warehouse: None) -> None:
    with pytest.raises(Terminal, match="There is no run 987654321"):
        build([987654321], "criteria")


def test_a_run_whose_snapshots_are_not_loaded_is_refused_by_source(running_warehouse: None) -> None:
    run_id = frozen_run("demo", 2091)
    with warehouse.connect("loader") as connection:
        snapshot = connection.execute(
            "insert into ledger.snapshot (profile, reporting_year, source, sha256, byte_count, file_name, origin, licence, period, "
            "is_demonstration) values ('demo', 2091, 'appeals_register', repeat('0', 64), 1, 'x', 'x', 'x', '2031', true) "
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
    run_id = frozen_run("demo", 2092)
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
    words = "import sys; print('the profile cannot be read'); sys.exit(2)"
    monkeypatch.setattr(building, "dbt_command", lambda *arguments: [sys.executable, "-c", words])
    with pytest.raises(Terminal, match=r"(?s)stopped before its models.*the profile cannot be read"):
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
