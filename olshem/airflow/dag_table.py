"""The table of DAGs in `dags/README.md`, made from the DAGs themselves: `python -m olshem.airflow.dag_table`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from olshem.airflow.environment import NO_TELEMETRY, airflow_home
from olshem.settings import project_root

HEAD = """<!-- Made by `make docs` from the DAGs. Change them, not this page. -->

# DAGs

They hand over by partitioned assets. The key is `<profile>/<year>`, so years collected at once stay runs of their own.
Params exist only where a person starts. Every failure is noted in the log, in `logs/notices.jsonl` of the working
folder, and by e-mail to `OLSHEM_NOTICE_EMAIL` when Airflow has a connection `smtp_default`.

"""


def page_file() -> Path:
    """Where the page lies."""
    return project_root() / "dags" / "README.md"


def load_dags() -> dict[str, Any]:
    """The DAGs of this project by id. Raises `RuntimeError` with the first import error, and when there is none."""
    os.environ.setdefault("AIRFLOW_HOME", str(airflow_home()))  # read at the first import of Airflow
    os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
    os.environ.update(NO_TELEMETRY)
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(str(project_root() / "dags"))
    for file, error in bag.import_errors.items():
        raise RuntimeError(f"{file} cannot be imported: {error}")
    if not bag.dags:
        raise RuntimeError(f"There is no DAG in {project_root() / 'dags'}.")
    return dict(bag.dags)


def page(dags: dict[str, Any]) -> str:
    """The whole page."""
    order = sorted(dags.values(), key=lambda dag: _place(dag.dag_id))
    lines = ["| DAG | when | params | inputs | outputs |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {' | '.join((_link(dag), _when(dag), _params(dag), _inputs(dag), _outputs(dag)))} |" for dag in order]
    sections = [_section(dag) for dag in order]
    return HEAD + "\n".join(lines) + "\n" + "".join(sections)


def _place(dag_id: str) -> int:
    return ("yearly", "collect", "assess", "conclude").index(dag_id)


def _link(dag: Any) -> str:
    return f"[`{dag.dag_id}`]({dag.dag_id}.py)"


def _assets(dag: Any) -> list[str]:
    condition = getattr(dag.timetable, "asset_condition", None)
    return [condition.name] if condition is not None else []


def _when(dag: Any) -> str:
    expression = getattr(dag.timetable, "expression", None)
    if expression is not None:
        return f"`{expression}`, {dag.timetable.timezone}: the day after the last reports are due"
    by_hand = ", or by hand" if dict(dag.params) else ""
    return f"when {', '.join(f'`{name}`' for name in _assets(dag))} is announced{by_hand}"


def _params(dag: Any) -> str:
    return ", ".join(f"`{name}` = {dag.params[name]}" for name in dag.params) or "–"


def _inputs(dag: Any) -> str:
    assets = [f"asset `{name}`" for name in _assets(dag)]
    return "; ".join(assets) or "the calendar"


def _outputs(dag: Any) -> str:
    outlets = [f"asset `{asset.name}`" for task in dag.tasks for asset in task.outlets]
    written: dict[str, None] = {}
    for task in dag.tasks:
        for phrase in re.findall(r"\*\*Writes\*\*([^.]*(?:\.[^\s][^.]*)*)", task.doc_md or ""):
            written.update(dict.fromkeys(re.findall(r"`[^`]+`", phrase)))
    return "; ".join([*written, *outlets])


def _section(dag: Any) -> str:
    title, _, text = dag.doc_md.partition("\n")
    lines = [
        f"\n## {title.removeprefix('### ')}\n{text.rstrip()}\n",
        "| task | what | retries |",
        "| --- | --- | --- |",
    ]
    for task in dag.topological_sort():
        what = " ".join((task.doc_md or "").split()).replace("|", "\\|")
        lines.append(f"| `{task.task_id}` | {what} | {task.retries} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page anew."""
    page_file().write_text(page(load_dags()), "utf-8")


if __name__ == "__main__":
    main()
