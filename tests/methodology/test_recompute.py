"""The second opinion: block 2 as `recompute.py` reckons it from the raw records, beside the marts, to the last digit.

First on the demonstration year, then on random years that look for edges, all of them in one build.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from olshem import warehouse
from olshem.cycle.build import build
from tests.methodology.recompute import Answer, Year, block_result, direction_result, leaves
from tests.support import crafted, random_years

RANDOM_YEAR_COUNT = 100
DELIVERIES_OF_EACH_SOURCE = 10
Key = tuple[str, str]  # body, and criterion, direction or block
Results = dict[Key, Answer]
NOT_COMPUTED = "the formula of this criterion is not computed by this version"


def in_the_marts(run_id: int, table: str, code: str, number: str) -> Results:
    with warehouse.connect("auditor") as connection:
        return {
            (row[0], row[1]): Answer(row[2], row[3])
            for row in connection.execute(
                f"select body_code, {code}, status, {number} from marts.{table} where run_id = %s and block_code = 'B2'",
                [run_id],
            )
        }


def reckoned(run_id: int) -> tuple[Results, Results, Results]:
    """Leaves, directions and blocks of every body, without the models."""
    year = Year(run_id, random_years.YEAR)
    found = leaves(year)
    directions = {
        (body, f"B2.{kind}.{name}"): direction_result(year, found, body, name)
        for body, kind in year.bodies.items()
        for name in "SOA"
    }
    blocks = {
        (body, "B2"): block_result({name: directions[body, f"B2.{kind}.{name}"] for name in "SOA"})
        for body, kind in year.bodies.items()
    }
    return found, directions, blocks


def different(mine: Results, theirs: Results) -> dict[Key, tuple[Answer | None, Answer | None]]:
    return {key: (mine.get(key), theirs.get(key)) for key in mine | theirs if mine.get(key) != theirs.get(key)}


def disagreements(run_id: int) -> dict[Key, tuple[Answer | None, Answer | None]]:
    found, directions, blocks = reckoned(run_id)
    return (
        different(found, in_the_marts(run_id, "fct_criterion_score", "criterion_code", "points"))
        | different(directions, in_the_marts(run_id, "fct_direction_score", "direction_code", "score"))
        | different(blocks, in_the_marts(run_id, "fct_block_score", "block_code", "score"))
    )


@pytest.fixture(scope="module")
def random_runs(running_warehouse: None) -> list[int]:
    years = random_years.combinations(random_years.pools(DELIVERIES_OF_EACH_SOURCE), RANDOM_YEAR_COUNT)
    run_ids = crafted.loaded_runs(years, random_years.YEAR)
    build(run_ids, "marts")
    return run_ids


def test_the_demonstration_year_is_the_same_to_the_last_digit(demonstration_run: int) -> None:
    assert disagreements(demonstration_run) == {}


def test_no_leaf_of_the_block_is_left_uncomputed(demonstration_run: int) -> None:
    with warehouse.connect("auditor") as connection:
        left = connection.execute(
            "select distinct criterion_code from marts.fct_criterion_score "
            "where run_id = %s and block_code = 'B2' and status_reason = %s order by criterion_code",
            [demonstration_run, NOT_COMPUTED],
        ).fetchall()
    assert left == []


def test_random_years_are_the_same_to_the_last_digit(random_runs: list[int]) -> None:
    found = {run_id: disagreements(run_id) for run_id in random_runs}
    assert {run_id: keys for run_id, keys in found.items() if keys} == {}


def test_random_years_meet_what_they_look_for(random_runs: list[int]) -> None:
    statuses, values = Counter[str](), Counter[tuple[str, Decimal]]()
    for run_id in random_runs[:20]:
        for (_, code), answer in in_the_marts(run_id, "fct_criterion_score", "criterion_code", "points").items():
            statuses[answer.status] += 1
            if answer.points is not None:
                values[code, answer.points] += 1
    assert set(statuses) == {"scored", "not_applicable", "no_data_source", "no_data_body", "manual_check_needed"}
    for code in ("B2.C.S1.P1", "B2.C.S2", "B2.C.S3.T1", "B2.C.S7.V", "B2.M.O1.4", "B2.M.A2"):
        assert len([value for criterion, value in values if criterion == code]) > 5, code
