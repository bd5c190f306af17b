"""One run of crafted deliveries in which each body is a case with a result known beforehand."""

from __future__ import annotations

import pytest

from olshem.cycle.build import build
from tests.support import crafted
from tests.support.golden import GOLDEN_STATISTICS, Scores, golden_appeals, scores_of


@pytest.fixture(scope="session")
def golden_run(running_warehouse: None) -> int:
    """The crafted run, built up to its scores."""
    run_id = crafted.loaded_run([crafted.statistics(GOLDEN_STATISTICS), crafted.appeals(golden_appeals())])
    build([run_id], "marts")
    return run_id


@pytest.fixture(scope="session")
def score(golden_run: int) -> Scores:
    """Looks up a criterion of a body in the crafted run."""
    return scores_of(golden_run)
