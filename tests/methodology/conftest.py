"""One run of crafted deliveries in which each body is a case with a result known beforehand."""

from __future__ import annotations

import pytest

from olshem import warehouse
from olshem.cycle.build import build
from tests.support import crafted
from tests.support.golden import GOLDEN_STATISTICS, Score, Scores, golden_appeals


@pytest.fixture(scope="session")
def golden_run(running_warehouse: None) -> int:
    """The crafted run, built up to its scores."""
    run_id = crafted.loaded_run([crafted.statistics(GOLDEN_STATISTICS), crafted.appeals(golden_appeals())])
    build([run_id], "marts")
    return run_id


@pytest.fixture(scope="session")
def score(golden_run: int) -> Scores:
    """Looks up a criterion of a body in the crafted run, numbers as exact decimals."""

    def look_up(body_code: str, criterion_code: str) -> Score:
        with warehouse.connect("auditor") as connection:
            found = connection.execute(
                "select numerator, denominator, points, lowest_points, highest_points, status, is_partial, has_no_events, "
                "assumption_ids, evidence_row_count from marts.fct_criterion_score "
                "where run_id = %s and body_code = %s and criterion_code = %s",
                [golden_run, body_code, criterion_code],
            )
            row = next(found)
            assert found.description is not None
            return dict(zip((column.name for column in found.description), row, strict=True))

    return look_up
