"""The DAGs as Airflow reads them."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from olshem.airflow.dag_table import load_dags, page, page_file
from olshem.settings import project_root

DAG_IDS = ["yearly", "collect", "assess", "conclude"]
HEAVY = ("pandas", "great_expectations", "dbt", "typst", "altair", "xlsxwriter")


@pytest.fixture(scope="module")
def dags(olshem_home: Path) -> dict[str, Any]:
    return load_dags()


def tasks(dags: dict[str, Any]) -> list[Any]:
    found = [task for dag in dags.values() for task in dag.tasks]
    assert len(found) > 15
    return found


def test_all_dags_are_read_without_an_error(dags: dict[str, Any]) -> None:
    assert sorted(dags) == sorted(DAG_IDS)


def test_no_file_has_a_name_that_dbt_would_import() -> None:
    assert list((project_root() / "dags").glob("dbt_*.py")) == []


def test_they_hand_over_in_a_chain(dags: dict[str, Any]) -> None:
    for giver, taker in pairwise(DAG_IDS):
        outlets = {asset.name for task in dags[giver].tasks for asset in task.outlets}
        assert outlets == {dags[taker].timetable.asset_condition.name}


def test_a_source_that_failed_keeps_the_next_dag_from_starting(dags: dict[str, Any]) -> None:
    last = dags["collect"].get_task("hand_over")
    assert last.trigger_rule == "all_success"
    assert "collect_source" in last.upstream_task_ids


def test_the_real_profile_is_due_on_the_day_after_the_last_reports_for_the_year_before(dags: dict[str, Any]) -> None:
    timetable = dags["yearly"].timetable
    assert (timetable.expression, str(timetable.timezone)) == ("0 6 21 2 *", "Asia/Almaty")
    assert (timetable.run_offset, timetable.key_format) == (-1, "real/%Y")
    assert dags["yearly"].catchup is False


def test_only_collect_asks_for_params_and_offers_defaults(dags: dict[str, Any]) -> None:
    assert {dag_id for dag_id, dag in dags.items() if dict(dag.params)} == {"collect"}
    assert dict(dags["collect"].params) == {"profile": "demo", "year": 2017}


def test_one_assessment_at_a_time(dags: dict[str, Any]) -> None:
    assert dags["assess"].max_active_runs == 1


def test_gates_are_never_tried_again(dags: dict[str, Any]) -> None:
    gates = [task for task in dags["assess"].tasks if task.task_id.startswith("gate_")]
    assert [task.task_id for task in gates] == ["gate_shape", "gate_values", "gate_marts"]
    assert {task.retries for task in gates} == {0}


def test_each_step_of_assess_follows_the_one_before(dags: dict[str, Any]) -> None:
    assert [task.task_id for task in dags["assess"].topological_sort()] == [
        "freeze", "load", "gate_shape", "build_criteria", "gate_values", "build_marts", "gate_marts", "build_report", "hand_over",
    ]  # fmt: skip


def test_a_run_that_waits_for_a_person_is_not_timed_out(dags: dict[str, Any]) -> None:
    assert dags["conclude"].dagrun_timeout is None
    approve = dags["conclude"].get_task("approve")
    assert approve.execution_timeout is None
    assert approve.response_timeout.days == 60


def test_nothing_is_published_before_the_decision_is_recorded(dags: dict[str, Any]) -> None:
    conclude = dags["conclude"]
    assert conclude.get_task("record_decision").upstream_task_ids >= {"approve"}
    assert conclude.get_task("publish").upstream_task_ids >= {"record_decision"}
    assert conclude.get_task("publish").trigger_rule == "all_success"


def test_every_dag_and_every_task_is_documented(dags: dict[str, Any]) -> None:
    assert [dag_id for dag_id, dag in dags.items() if not dag.doc_md] == []
    assert [f"{task.dag_id}.{task.task_id}" for task in tasks(dags) if not task.doc_md] == []


def test_every_failure_is_noticed(dags: dict[str, Any]) -> None:
    silent = [
        f"{task.dag_id}.{task.task_id}"
        for task in tasks(dags)
        if "report_failure" not in str(task.partial_kwargs if task.is_mapped else task.on_failure_callback)
    ]
    assert silent == []


def test_every_task_that_computes_ends_some_day(dags: dict[str, Any]) -> None:
    endless = [task for task in tasks(dags) if task.dag_id != "yearly" and task.task_id != "approve"]
    assert [task.task_id for task in endless if task.execution_timeout is None] == []


def test_no_argument_takes_the_name_of_something_that_airflow_gives(dags: dict[str, Any]) -> None:
    from airflow.sdk.definitions.context import Context

    ours = {
        (task.dag_id, task.task_id, name)
        for task in tasks(dags)
        for name in (*getattr(task, "op_kwargs", {}), *_positional_names(task))
    }
    assert {entry for entry in ours if entry[2] in Context.__annotations__} == set()


def _positional_names(task: Any) -> list[str]:
    """The names under which a task's positional arguments arrive."""
    given = getattr(task, "op_args", ())
    code = getattr(task, "python_callable", test_no_argument_takes_the_name_of_something_that_airflow_gives).__code__
    return list(code.co_varnames[: len(given)])


def test_the_table_of_dags_says_what_the_dags_say(dags: dict[str, Any]) -> None:
    assert page_file().read_text("utf-8") == page(dags), "run `make docs` and commit"


def test_reading_a_dag_file_imports_nothing_heavy(olshem_home: Path) -> None:
    script = (
        "import sys, time, airflow.sdk, airflow.providers.standard.operators.hitl\n"
        "began = time.monotonic()\n"
        f"sys.path.insert(0, {str(project_root() / 'dags')!r})\n"
        f"for name in {DAG_IDS}: __import__(name)\n"
        "print(round(time.monotonic() - began, 2))\n"
        f"print([name for name in {HEAVY} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=project_root()
    )
    seconds, heavy = done.stdout.splitlines()[-2:]
    assert heavy == "[]"
    assert float(seconds) < 5
