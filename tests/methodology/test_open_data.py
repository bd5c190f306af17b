"""Open data portal (O1.1), run through the real model: worked example 31 as an upper bound, and cases reckoned by hand."""

from __future__ import annotations

import pytest

from tests.support.golden import Scores, exact


def test_worked_example_31_is_the_bound_with_the_unmeasured_parts_whole(score: Scores) -> None:
    found = score("MOD", "B2.C.O1.1")
    assert found["numerator"] == exact("4.5")  # both versions: (2 - 0.3) + (2.2 - 0.75 x 2.2)
    assert found["denominator"] == exact("8.4")
    assert found["points"] == exact("10.714285714286")  # 20 x 4.5/8.4
    assert found["lowest_points"] == exact("6.25")  # 20 x 4.5/14.4
    assert found["highest_points"] == exact("14.583333333333")  # 20 x 10.5/14.4, the example
    assert found["status"] == "scored"
    assert found["is_partial"]


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "numerator", "points", "lowest", "highest"),
    [
        # nothing missing: full points for what is measured
        ("MOF", "B2.C.O1.1", "8.4", "20", "11.666666666667", "20"),
        # nothing published: 0 for both, without the quarter that the cap would leave
        ("MOH", "B2.C.O1.1", "0", "0", "0", "8.333333333333"),
        # 2 x (2 - 0.2), nothing up to date: 0
        ("MOJ", "B2.C.O1.1", "3.6", "8.571428571429", "5", "13.333333333333"),
        # more published than due is no defect
        ("MOEN", "B2.C.O1.1", "8.4", "20", "11.666666666667", "20"),
        # a region: 2 x ((2 - 0.1) + (2 - 0.9)) over 2 x 4, divisor 15.4
        ("ABAY", "B2.M.O1.1", "6", "15", "7.792207792208", "17.402597402597"),
    ],
)
def test_open_data_cases_reckoned_by_hand(
    score: Scores, body_code: str, criterion_code: str, numerator: str, points: str, lowest: str, highest: str
) -> None:
    found = score(body_code, criterion_code)
    assert found["numerator"] == exact(numerator)
    assert found["points"] == exact(points)
    assert found["lowest_points"] == exact(lowest)
    assert found["highest_points"] == exact(highest)


def test_a_body_that_the_statistics_leave_out_has_no_points_and_all_bounds(score: Scores) -> None:
    found = score("MIA", "B2.C.O1.1")
    assert found["status"] == "no_data_body"
    assert found["points"] is None
    assert (found["lowest_points"], found["highest_points"]) == (exact("0"), exact("20"))


def test_statistics_of_another_period_name_the_assumption(score: Scores) -> None:
    assert score("MOF", "B2.C.O1.1")["assumption_ids"] == "A-42 A-109 A-110 A-114"
