"""The stories that the invented year tells of public services, as the models score them."""

from __future__ import annotations

import pytest

from tests.support.golden import exact, scores_of


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "points"),
    [
        ("ASTANA", "B2.M.S2", "33"),  # never late
        ("ASTANA", "B2.M.S3.T5", "5"),
        ("ATYRAU", "B2.M.S2", "0"),  # loses everything twice over
        ("ATYRAU", "B2.M.S4.U3", "0"),  # has no plan
        ("MOEN", "B2.C.S1.P1", "9.333333333333"),  # an average on each edge: 84 over 9
        ("MOEN", "B2.C.S2", "9"),  # 2 of 2,000: 15 - 10, and 4 for a cut from 5 to 2
        ("MOEN", "B2.C.S4.U5", "3"),  # found half of the breaches
        ("AKTOBE", "B2.M.S4.U3", "2.5"),  # 89.995 percent
        ("KARAGANDA", "B2.M.S4.U3", "0.5"),  # 74.994 percent
        ("GPO", "B2.C.S2", "20"),  # only services of one working day
        ("MFA", "B2.C.S4.U4", "2.5"),  # nothing was recommended
        ("MFA", "B2.C.S5", "5"),  # a conclusion with its paper
        ("MFA", "B2.C.S7.T", "5"),  # nothing to optimise
        ("MCS", "B2.C.S7.T", "5"),  # more standards changed than were due
        ("MOD", "B2.C.S7.V", "0"),  # everything on paper in the body
    ],
)
def test_the_story_of_a_body_is_its_score(
    demonstration_run: int, body_code: str, criterion_code: str, points: str
) -> None:
    found = scores_of(demonstration_run)(body_code, criterion_code)
    assert (found["status"], found["points"]) == ("scored", exact(points))


def test_the_bodies_that_are_alike_in_all_but_their_name_score_alike(demonstration_run: int) -> None:
    look_up = scores_of(demonstration_run)
    for criterion_code in ("B2.M.S1.P1", "B2.M.S2", "B2.M.S3.T1", "B2.M.S4.U5"):
        assert look_up("KOSTANAY", criterion_code) == look_up("PAVLODAR", criterion_code)


def test_the_direction_does_not_apply_to_the_body_without_services(demonstration_run: int) -> None:
    assert scores_of(demonstration_run)("MDAI", "B2.C.S2")["status"] == "not_applicable"
