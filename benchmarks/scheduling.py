"""What the year costs beside Airflow itself: the same DAGs, with the same tasks, all of them empty."""

from __future__ import annotations

import ast
import time
from functools import cache
from pathlib import Path
from unittest import mock

from benchmarks.measure import Figure, in_pairs
from ingest.profiles import load_profile
from olshem.airflow import environment, follow, processes
from olshem.cycle.yearly import INVENTED_YEAR, Partition
from olshem.settings import home, project_root
from olshem.warehouse import Terminal

SERVICES = ("api-server", "scheduler", "dag-processor")
YEAR = Partition("demo", INVENTED_YEAR)
KEPT = ("hand_over", "announce")  # they are Airflow's own work: the assets that the DAGs wait for


def through_airflow(_row_count: int) -> list[Figure]:
    """The demonstration year from `collect` to the published results, in a warm Airflow, beside the DAGs with empty tasks."""
    empty = home() / "empty_dags"
    empty.mkdir()
    for file in (project_root() / "dags").glob("*.py"):
        (empty / file.name).write_text(emptied(file.read_text("utf-8")), "utf-8")
    figure = in_pairs(
        "the demonstration year through Airflow, warm",
        lambda: _evaluated(project_root() / "dags"),
        "the same DAGs with empty tasks",
        lambda: _evaluated(empty),
    )
    added = figure.ours_seconds - figure.baseline_seconds
    return [
        figure.with_remark(
            f"the tasks add {added:.0f} s to what Airflow takes by itself; starting and stopping it is left out"
        )
    ]


def emptied(source: str) -> str:
    """The source of a DAG whose tasks do nothing, and return only what the tasks after them need to be reached."""
    return ast.unparse(ast.fix_missing_locations(_Emptied().visit(ast.parse(source))))


class _Emptied(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        is_task = any("task" in ast.unparse(decorator) for decorator in node.decorator_list)
        if is_task and node.name not in KEPT:
            node.body = ast.parse(_bodies().get(node.name, "pass")).body
        return node


@cache
def _bodies() -> dict[str, str]:
    return {
        "choose": f"return {YEAR.key!r}",
        "list_sources": f"return {list(load_profile(YEAR.profile).inputs(YEAR.reporting_year))!r}",
        "collect_source": "get_current_context()['source'] = source",
        "freeze": "return 1",
        "find_run": "return 1",
        "describe": "return {'subject': 'Nothing was done', 'body': 'Nothing was done'}",
        "record_decision": "return True",
    }


def _evaluated(dags_folder: Path) -> float:
    """The seconds of one evaluation by the DAGs of a folder, in an Airflow that has read them already."""
    told = environment.environment

    def with_folder(port: int) -> dict[str, str]:
        return told(port) | {"AIRFLOW__CORE__DAGS_FOLDER": str(dags_folder)}

    with (
        mock.patch.object(processes, "environment", with_folder),
        processes.borrowed(lambda *_: None, only=SERVICES) as loan,
    ):
        loan.api.wait_for_dag("conclude")
        began = time.perf_counter()
        started = loan.api.trigger("collect", YEAR.key, {"profile": YEAR.profile, "year": YEAR.reporting_year})
        journey = follow.follow(
            loan.api, started, YEAR.key, show=lambda _: None, is_alive=lambda: True, answer="Approve"
        )
        if journey.states[follow.DAGS[-1]] != "success":
            raise Terminal(f"The evaluation by the DAGs of {dags_folder} ended with {journey.states}.")
        return time.perf_counter() - began
