"""Runs of crafted deliveries in which each body is a case with a result known beforehand, all of them built together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from olshem.cycle.build import build
from tests.support import crafted
from tests.support.golden import GOLDEN_STATISTICS, Scores, golden_appeals, scores_of

GOLDEN = "golden"


@pytest.fixture(scope="session")
def crafted_runs(request: pytest.FixtureRequest, running_warehouse: None) -> Mapping[str, Sequence[int]]:
    """The loaded runs of every module that is to be run and has a function `load_runs`, by the module's name, and the golden
    one, built up to their scores: one build scores them all in little more time than one of them.
    """
    modules = {item.module.__name__: item.module for item in request.session.items if isinstance(item, pytest.Function)}
    runs = {name: module.load_runs() for name, module in sorted(modules.items()) if hasattr(module, "load_runs")}
    deliveries = [crafted.statistics(GOLDEN_STATISTICS), crafted.appeals(golden_appeals())]
    runs[GOLDEN] = [crafted.loaded_run(deliveries)]
    build([run_id for run_ids in runs.values() for run_id in run_ids], "marts")
    return runs


@pytest.fixture(scope="session")
def golden_run(crafted_runs: Mapping[str, Sequence[int]]) -> int:
    """The crafted run of open data and appeals."""
    return crafted_runs[GOLDEN][0]


@pytest.fixture(scope="session")
def score(golden_run: int) -> Scores:
    """Looks up a criterion of a body in the crafted run, numbers as exact decimals."""
    return scores_of(golden_run)
