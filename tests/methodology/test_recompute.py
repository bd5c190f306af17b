"""The second opinion: block 2 as `recompute.py` reckons it from the raw records, beside the marts, to the last digit.

First on the demonstration year, then on random years that look for edges, all of them in one build.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from olshem import warehouse
from olshem.cycle.build import build
from tests.methodology.recompute import Answer, Year, block_result, direction_result, leaves
from tests.support import crafted, random_years

RANDOM_YEAR_COUNT = int(os.environ.get("OLSHEM_RANDOM_YEARS", "100"))  # `make bench ARGS=years` asks for more
DELIVERIES_OF_EACH_SOURCE = 10
Key = tuple[str, str]  # body, and criterion, direction or block
Results = dict[Key, Answer]
NOT_COMPUTED = "the formula of this criterion is not computed by this version"


def in_the_marts(run_ids: Sequence[int]) -> dict[int, Results]:
    """Leaves, directions and blocks of every body, as they are published."""
    results: dict[int, Results] = {run_id: {} for run_id in run_ids}
    with warehouse.connect("auditor") as connection:
        for run_id, body, code, status, number in connection.execute(
            "select run_id, body_code, criterion_code, status, points from marts.fct_criterion_score "
            "where run_id = any(%(runs)s) and block_code = 'B2' union all "
            "select run_id, body_code, direction_code, status, score from marts.fct_direction_score "
            "where run_id = any(%(runs)s) and block_code = 'B2' union all "
            "select run_id, body_code, block_code, status, score from marts.fct_block_score "
            "where run_id = any(%(runs)s) and block_code = 'B2'",
            {"runs": list(run_ids)},
        ):
            results[run_id][body, code] = Answer(status, number)
    return results


def reckoned(run_id: int) -> Results:
    """The same without the models."""
    year = Year(run_id, random_years.YEAR)
    results = leaves(year)
    for body, kind in year.bodies.items():
        directions = {name: direction_result(year, results, body, name) for name in "SOA"}
        results |= {(body, f"B2.{kind}.{name}"): answer for name, answer in directions.items()}
        results[body, "B2"] = block_result(directions)
    return results


def disagreements(run_ids: Sequence[int]) -> dict[tuple[int, str, str], tuple[Answer | None, Answer | None]]:
    """Where one differs from the other: run, body and code to what is reckoned here and what the marts hold."""
    different: dict[tuple[int, str, str], tuple[Answer | None, Answer | None]] = {}
    for run_id, theirs in in_the_marts(run_ids).items():
        mine = reckoned(run_id)
        different |= {
            (run_id, *key): (mine.get(key), theirs.get(key))
            for key in mine | theirs
            if mine.get(key) != theirs.get(key)
        }
    return different


@pytest.fixture(scope="module")
def random_runs(running_warehouse: None) -> list[int]:
    years = random_years.combinations(random_years.pools(DELIVERIES_OF_EACH_SOURCE), RANDOM_YEAR_COUNT)
    run_ids = crafted.loaded_runs(years, random_years.YEAR)
    build(run_ids, "marts")
    return run_ids


def test_the_demonstration_year_is_the_same_to_the_last_digit(demonstration_run: int) -> None:
    assert disagreements([demonstration_run]) == {}


def test_no_leaf_of_the_block_is_left_uncomputed(demonstration_run: int) -> None:
    with warehouse.connect("auditor") as connection:
        left = connection.execute(
            "select distinct criterion_code from marts.fct_criterion_score "
            "where run_id = %s and block_code = 'B2' and status_reason = %s order by criterion_code",
            [demonstration_run, NOT_COMPUTED],
        ).fetchall()
    assert left == []


def test_random_years_are_the_same_to_the_last_digit(random_runs: list[int]) -> None:
    assert disagreements(random_runs) == {}


def test_random_years_meet_every_status(random_runs: list[int]) -> None:
    found = {answer.status for results in in_the_marts(random_runs).values() for answer in results.values()}
    assert found >= {"scored", "not_applicable", "no_data_source", "no_data_body", "manual_check_needed"}


@pytest.mark.parametrize("code", ["B2.C.S1.P1", "B2.C.S2", "B2.C.S3.T1", "B2.C.S7.V", "B2.M.O1.4", "B2.M.A2"])
def test_random_years_spread_over_the_points_of_a_criterion(random_runs: list[int], code: str) -> None:
    found = in_the_marts(random_runs).values()
    assert len({answer.points for results in found for (_, one), answer in results.items() if one == code}) >= 5
