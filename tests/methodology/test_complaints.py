"""Criteria of complaints, run through the real models: worked examples 35 and 36, and cases reckoned by hand."""

from __future__ import annotations

import pytest

from tests.support.golden import Scores, exact


@pytest.mark.parametrize(
    ("body_code", "handled_count", "points"),
    [
        ("MOD", 999, "39.799799799800"),  # 10 x 20/999 off 40
        ("MOF", 1000, "38"),  # 100 x 20/1000
        ("MOH", 5000, "36"),  # 1000 x 20/5000, a court and a superior body together
        ("MOJ", 5000, "0"),  # 1000 x 300/5000 is 60: the floor
    ],
)
def test_worked_example_35_steps_of_the_volume_coefficient(
    score: Scores, body_code: str, handled_count: int, points: str
) -> None:
    found = score(body_code, "B2.C.A2")
    assert found["denominator"] == handled_count
    assert found["points"] == exact(points)
    assert found["status"] == "scored"


def test_below_ten_handled_the_coefficient_is_that_of_the_lowest_band(score: Scores) -> None:
    found = score("MOEN", "B2.C.A2")
    assert (found["numerator"], found["denominator"]) == (1, 5)
    assert found["points"] == exact("38")  # 40 - 10 x 1/5


def test_worked_example_36_satisfied_and_explained(score: Scores) -> None:
    found = score("MTI", "B2.C.A3")
    assert found["denominator"] == 1000
    assert found["numerator"] == 20 * 600 + 10 * 300
    assert found["points"] == exact("15")


def test_timeliness_takes_one_point_for_each_percent_late(score: Scores) -> None:
    found = score("MOT", "B2.C.A1")
    assert (found["numerator"], found["denominator"]) == (30, 200)
    assert found["points"] == exact("25")  # 40 - 100 x 30/200
    assert not found["is_partial"]


def test_timeliness_never_falls_below_zero(score: Scores) -> None:
    assert score("MCI", "B2.C.A1")["points"] == exact("0")  # 40 - 100 x 100/200


def test_handled_appeals_without_a_deadline_widen_the_bounds_only(score: Scores) -> None:
    found = score("MLSPP", "B2.C.A1")
    assert (found["numerator"], found["denominator"]) == (8, 80)
    assert found["points"] == exact("30")  # 40 - 100 x 8/80
    assert found["lowest_points"] == exact("12")  # all 20 late: 40 - 100 x 28/100
    assert found["highest_points"] == exact("32")  # none of them late: 40 - 100 x 8/100
    assert found["is_partial"]
    assert "A-112" in str(found["assumption_ids"]).split()


def test_what_the_methodology_does_not_count_is_not_counted(score: Scores) -> None:
    for criterion, full in (("B2.C.A1", "40"), ("B2.C.A2", "40"), ("B2.C.A3", "20")):
        found = score("MWRI", criterion)
        assert found["denominator"] == 0
        assert found["points"] == exact(full)
        assert found["has_no_events"]
        assert "A-07" in str(found["assumption_ids"]).split()


def test_a_body_that_the_register_does_not_name_had_no_appeals(score: Scores) -> None:
    found = score("CEC", "B2.C.A1")
    assert found["points"] == exact("40")
    assert found["has_no_events"]
    assert found["evidence_row_count"] == 0


def test_a_recorded_extension_moves_the_deadline(score: Scores) -> None:
    found = score("ABAY", "B2.M.A1")
    assert (found["numerator"], found["denominator"]) == (0, 3)
    assert found["points"] == exact("40")


def test_handled_appeals_without_a_day_of_answer_are_set_aside_and_not_taken_for_nothing(score: Scores) -> None:
    found = score("SHYMKENT", "B2.M.A1")
    assert found["status"] == "manual_check_needed"
    assert found["points"] is None


def test_unreadable_rows_forbid_to_say_that_nothing_happened(score: Scores) -> None:
    found = score("ASTANA", "B2.M.A1")
    assert found["status"] == "manual_check_needed"
    assert found["points"] is None
    assert (found["lowest_points"], found["highest_points"]) == (exact("0"), exact("40"))
    assert not found["has_no_events"]
