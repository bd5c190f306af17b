"""The steps of the three DAGs, one after the other in this process: what Airflow runs, without Airflow."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from demo.portal import lent
from demo.world import World
from demo.year import write
from expectations.gates import run_gate
from ingest.collect import collect_source
from ingest.freeze import freeze
from ingest.load import load_run
from ingest.profiles import load_profile
from olshem.cycle.build import build
from olshem.settings import home
from report.write import write_report


def collect_all(profile: str, year: int, *, factor: float = 1) -> None:
    """Collect every source that the profile has for the year; what is invented is written first."""
    declared = load_profile(profile)
    for folder, sources in declared.invented(year).items():
        write(World(year, factor), home() / folder, sources)
    with lent():
        for source in declared.inputs(year):
            collect_source(profile, year, source)


def steps(run_id: int) -> list[tuple[str, Callable[[], object]]]:
    """What happens to a frozen run until its report lies on the table, in order, by name."""
    return [
        ("load", lambda: load_run(run_id)),
        ("gate_shape", lambda: run_gate(run_id, "shape")),
        ("build_criteria", lambda: build([run_id], "criteria")),
        ("gate_values", lambda: run_gate(run_id, "values")),
        ("build_marts", lambda: build([run_id], "marts")),
        ("gate_marts", lambda: run_gate(run_id, "marts")),
        ("build_report", lambda: build([run_id], "report")),
        ("write_report", lambda: write_report(run_id)),
    ]


def run_whole(profile: str, year: int, *, until: str | None = None, factor: float = 1) -> int:
    """Collect, freeze and take the steps up to and including `until` (all by default). Returns the run's id."""
    collect_all(profile, year, factor=factor)
    run_id = freeze(profile, year, request_key=f"test {uuid4()}")
    for name, step in steps(run_id):
        step()
        if name == until:
            break
    return run_id
