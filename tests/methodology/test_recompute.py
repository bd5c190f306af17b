"""The second opinion: the evaluation as `recompute.py` reckons it from the raw records, beside the marts, to the last digit.

First on the demonstration year with the other readings that its report shows, then on random years that look for edges, all of
them in one build; every third of these reads some assumptions otherwise.
"""

from __future__ import annotations

import os
from typing import Any, LiteralString

import pytest

from olshem import warehouse
from olshem.cycle import what_if
from olshem.cycle.build import build
from tests.methodology.recompute import Year
from tests.methodology.recompute_compared import disagreements
from tests.support import crafted, random_years
from tests.support.random_rows import YEAR

RANDOM_YEAR_COUNT = int(os.environ.get("OLSHEM_RANDOM_YEARS", "200"))  # `make bench ARGS=years` asks for more
DELIVERIES_OF_EACH_SOURCE = 10
NOT_COMPUTED = "the formula of this criterion is not computed by this version"
SPREAD = [
    "B1.C.A", "B1.C.B", "B1.C.C", "B1.N", "B1.M.D", "B1.M.L", "B1.M.Z1", "B1.M.G", "B2.C.S1.P1", "B2.C.S2", "B2.C.S3.T1", "B2.C.S7.V",
    "B2.M.O1.4", "B2.M.A2", "B3.H.K.C", "B3.H.K.S", "B3.H.K.P", "B3.H.K.V", "B3.H.O.N", "B3.H.O.T", "B3.H.M.A", "B3.I.A", "B3.I.B",
    "B3.I.C",
]  # fmt: skip


@pytest.fixture(scope="module")
def random_runs(running_warehouse: None) -> list[int]:
    pools = random_years.pools(DELIVERIES_OF_EACH_SOURCE)
    drawn = random_years.combinations(pools, RANDOM_YEAR_COUNT)
    run_ids = crafted.loaded_runs(drawn, YEAR, choices=random_years.readings(RANDOM_YEAR_COUNT))
    build(run_ids, "marts")
    return run_ids


def test_the_demonstration_year_is_the_same_to_the_last_digit(demonstration_run: int) -> None:
    assert disagreements(Year.of_runs([demonstration_run], YEAR)) == {}


def test_the_other_readings_of_the_demonstration_year_are_the_same_to_the_last_digit(demonstration_run: int) -> None:
    others = what_if.freeze_for_report(demonstration_run)
    assessed = {
        run_id
        for (run_id,) in _read("select distinct run_id from marts.fct_overall_score where run_id = any(%s)", others)
    }
    if missing := sorted(set(others) - assessed):
        build(missing, "marts")
    assert disagreements(Year.of_runs(others, YEAR)) == {}


def test_no_leaf_is_left_uncomputed(demonstration_run: int) -> None:
    with warehouse.connect("auditor") as connection:
        left = connection.execute(
            "select distinct criterion_code from marts.fct_criterion_score "
            "where run_id = %s and status_reason = %s order by criterion_code",
            [demonstration_run, NOT_COMPUTED],
        ).fetchall()
    assert left == []


def test_random_years_are_the_same_to_the_last_digit(random_runs: list[int]) -> None:
    assert disagreements(Year.of_runs(random_runs, YEAR)) == {}


def test_random_years_meet_every_status(random_runs: list[int]) -> None:
    found = _read("select distinct status from marts.fct_criterion_score where run_id = any(%s)", random_runs)
    assert {status for (status,) in found} == {
        "scored",
        "not_applicable",
        "no_data_source",
        "no_data_body",
        "manual_check_needed",
    }


@pytest.fixture(scope="module")
def value_counts(random_runs: list[int]) -> dict[str, int]:
    """How many different points, or values of coefficients, the random years have of each criterion."""
    counted = "select criterion_code, count(distinct case when max_points is null then criterion_value else points end)"
    return dict(_read(f"{counted} from marts.fct_criterion_score where run_id = any(%s) group by 1", random_runs))


@pytest.mark.parametrize("code", SPREAD)
def test_random_years_spread_over_the_points_of_a_criterion(value_counts: dict[str, int], code: str) -> None:
    assert value_counts[code] >= 4


@pytest.mark.parametrize("block", ["B1", "B2", "B3"])
def test_random_years_score_whole_blocks(random_runs: list[int], block: str) -> None:
    found = _read("select block_code, score from marts.fct_block_score where run_id = any(%s)", random_runs)
    assert len({score for code, score in found if code == block and score is not None}) >= 10


def _read(query: LiteralString, run_ids: list[int]) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(query, [run_ids]).fetchall()
