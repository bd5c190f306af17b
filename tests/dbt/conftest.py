"""Two small runs of different years, built together, and dbt as the builder runs it."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from demo import services
from demo.world import World
from olshem import warehouse
from olshem.cycle.build import build
from tests.support import crafted, goal_files, openness, staff_files
from tests.support.dbt import Dbt, TwoRuns, loaded_pair


@pytest.fixture(scope="session")
def dbt(running_warehouse: None, tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """dbt on the warehouse of this test run."""
    return Dbt(tmp_path_factory.mktemp("target"))


@pytest.fixture(scope="session")
def parsed(dbt: Dbt) -> subprocess.CompletedProcess[str]:
    """The project, parsed from nothing."""
    return dbt("parse", "--no-partial-parse")


@pytest.fixture(scope="session")
def manifest(dbt: Dbt, parsed: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What dbt knows of the project."""
    content: dict[str, Any] = json.loads((dbt.target / "manifest.json").read_text("utf-8"))
    return content


@pytest.fixture(scope="session")
def staged(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> int:
    """A run of the demonstration's files at a twentieth of their size, all that the modules of staging look at, in one build.

    Returns its id.
    """
    folder = tmp_path_factory.mktemp("staged")
    files = goal_files.write_all(folder) | staff_files.write_all(folder)
    files |= {source: folder / write(World(factor=0.05), folder)[0] for source, write in services.WRITERS.items()}
    openness.write_all(folder)
    parts = [(source, "", file.name) for source, file in files.items()] + openness.DELIVERIES
    run_id = crafted.loaded_run(
        [crafted.Delivery(source, part, name, (folder / name).read_bytes(), "2017") for source, part, name in parts],
        2017,
    )
    with warehouse.connect("builder", autocommit=True) as connection:
        connection.execute("insert into ledger.build (stage, run_ids) values ('criteria', %s)", [[run_id]])
    models = {f"path:models/staging/{source}" for source, _, _ in parts}
    done = dbt("build", "--indirect-selection", "buildable", "--select", "resource_type:seed", *sorted(models))
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
    return run_id


@pytest.fixture(scope="session")
def two_runs(running_warehouse: None) -> TwoRuns:
    """Both runs with their scores."""
    runs = loaded_pair()
    build([runs.this_year, runs.last_year], "marts")
    return runs
