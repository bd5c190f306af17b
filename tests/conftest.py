"""What the whole suite shares: a warehouse of its own, the rehearsal built once, and an honest list of what was not run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist import is_xdist_worker
from xdist.remote import Producer
from xdist.workermanage import WorkerController

from ingest import pseudonyms
from olshem import warehouse
from olshem.warehouse import cluster
from tests.support.side_by_side import ByBuiltRuns, place_of

REAL_DATA = "OLSHEM_REAL_DATA"
_not_run: dict[str, str] = {}  # by the test's name, what it lacks


@pytest.fixture(scope="session")
def olshem_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A working folder that belongs to this test run: no test can reach the user's own."""
    folder = tmp_path_factory.mktemp("home", numbered=False)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OLSHEM_HOME", str(folder))
        environment.setenv(pseudonyms.VARIABLE, "a key that this test run alone uses")
        yield folder


@pytest.fixture(scope="session")
def running_warehouse(olshem_home: Path) -> Iterator[None]:
    """A migrated warehouse on the embedded Postgres, thrown away with the test run."""
    warehouse.ensure_running()
    yield
    warehouse.stop()
    if os.geteuid() == 0:  # root's clusters live outside the temporary folder
        shutil.rmtree(cluster.data_folder().parent)


@pytest.fixture(scope="session")
def real_data_folder() -> Path:
    """The folder of real files that may not be redistributed; only tests marked `real_data` may ask for it."""
    return Path(os.environ[REAL_DATA])


@pytest.fixture(scope="session")
def rehearsal_run(running_warehouse: None) -> int:
    """The run of the rehearsal 2024, from the bundled files to its report, built once for all tests that only read it."""
    from tests.support.pipeline import run_whole

    return run_whole("rehearsal", 2024)


@pytest.fixture(scope="session")
def demonstration_run(running_warehouse: None) -> int:
    """The run of the demonstration 2017, small, from the invented files to its marts, built once for all tests."""
    from tests.support.pipeline import run_whole

    return run_whole("demo", 2017, until="build_marts", factor=0.1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs something that is not here, and remember it: the last lines of the run name it. Long units first."""
    kept = []
    for item in items:
        missing = _what_is_missing_for(item)
        if missing:
            _not_run[item.nodeid] = missing
        else:
            kept.append(item)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = sorted(kept, key=lambda item: place_of(item.nodeid))


def _what_is_missing_for(item: pytest.Item) -> str | None:
    if item.get_closest_marker("real_data") and not os.environ.get(REAL_DATA):
        return f"the folder of real data that {REAL_DATA} names"
    needed = item.get_closest_marker("needs_program")
    programs: tuple[str, ...] = needed.args if needed else ()
    absent = [program for program in programs if shutil.which(program) is None]
    return f"the program {', '.join(absent)}" if absent else None


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByBuiltRuns:
    """Share the suite between workers so that no run is built twice."""
    return ByBuiltRuns(config, log)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the process that started it what it has left out."""
    if is_xdist_worker(session):
        session.config.workeroutput["not_run"] = _not_run  # type: ignore[attr-defined]


def pytest_testnodedown(node: WorkerController) -> None:
    """Remember what a worker has left out: each of them looked at all tests."""
    _not_run.update(getattr(node, "workeroutput", {}).get("not_run", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every test that was left out and what it lacks."""
    if _not_run:
        terminalreporter.section("not run here")
        for nodeid, missing in _not_run.items():
            terminalreporter.line(f"{nodeid}: needs {missing}")
