"""Block 3 of the demonstration: every leaf is computed, and what the invented year tells of bodies is what they get."""

from __future__ import annotations

import pytest

from demo.world import SILENT
from olshem import warehouse
from tests.support.golden import Scores, exact, scores_of


@pytest.fixture(scope="module")
def score(demonstration_run: int) -> Scores:
    return scores_of(demonstration_run)


def test_every_leaf_of_the_block_is_answered_by_its_model(demonstration_run: int) -> None:
    with warehouse.connect("auditor") as connection:
        found = connection.execute(
            "select count(distinct scores.body_code), count(distinct scores.criterion_code), "
            "count(*) filter (where scores.status_reason like '%%not computed%%') "
            "from marts.fct_criterion_score as scores "
            "where scores.run_id = %s and scores.block_code = 'B3' and scores.evidence_load_id is not null",
            [demonstration_run],
        )
        assert next(found) == (31, 18, 0)


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "points"),
    [
        ("MOEN", "B3.H.K.C", "5"),  # t exactly 0.03
        ("MOES", "B3.H.K.C", "0"),  # t exactly 0.09
        ("MOA", "B3.H.K.C", "2.5"),
        ("MICOM", "B3.H.K.S", "3.6"),
        ("MICOM", "B3.H.K.J", "4.8"),
        ("MICOM", "B3.H.K.O", "0"),
        ("MOEN", "B3.H.K.S", "5"),  # as many servants as posts
        ("MOEN", "B3.H.K.O", "0"),  # as many came and went as there are posts
        ("ASTANA", "B3.H.K.P", "5"),
        ("ATYRAU", "B3.H.K.P", "0"),
        ("KARAGANDA", "B3.H.K.V", "3"),
        ("MOEN", "B3.H.K.V", "5"),  # exactly half name faults
        ("NORTH_KZ", "B3.H.K.V", "5"),  # nobody left
        ("MOEN", "B3.H.O.N", "14"),  # the norm, and exactly 184 hours on days off
        ("MOES", "B3.H.O.N", "0"),  # an hour a day above the norm
        ("MID", "B3.H.O.N", "13"),  # 185 hours on days off
        ("ALMATY", "B3.H.O.N", "12"),
        ("ALMATY", "B3.H.O.T", "4.0625"),
        ("ASTANA", "B3.H.M.F", "5"),
        ("ATYRAU", "B3.H.M.E", "0"),
        ("MOEN", "B3.H.M.A", "7.5"),
        ("KYZYLORDA", "B3.H.M.A", "15"),  # no competition
        ("MOEN", "B3.H.M.C", "5"),
        ("ZHAMBYL", "B3.H.M.C", "10"),  # nobody promoted
        ("ASTANA", "B3.I.A", "40"),
        ("ATYRAU", "B3.I.A", "0"),
        ("MICOM", "B3.I.B", "20"),
        ("MICOM", "B3.I.C", "15"),
    ],
)
def test_bodies_get_what_is_told_of_them(score: Scores, body_code: str, criterion_code: str, points: str) -> None:
    assert score(body_code, criterion_code)["points"] == exact(points)


@pytest.mark.parametrize(
    ("body_code", "criterion_code"), [("MDAI", "B3.I.A"), ("MDAI", "B3.I.C"), ("SOUTH_KZ", "B3.I.A")]
)
def test_bodies_without_services_or_systems_are_not_judged_by_them(
    score: Scores, body_code: str, criterion_code: str
) -> None:
    assert score(body_code, criterion_code)["status"] == "not_applicable"


@pytest.mark.parametrize("criterion_code", ["B3.H.K.S", "B3.H.K.V", "B3.H.M.A", "B3.H.M.C", "B3.I.A", "B3.I.B"])
def test_the_body_that_hands_in_nothing_has_no_data(score: Scores, criterion_code: str) -> None:
    assert score(SILENT, criterion_code)["status"] == "no_data_body"


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "assumption"),
    [
        ("ACSAC", "B3.H.K.C", "A-99"),  # a law enforcement unit is left out
        ("AKMOLA", "B3.H.K.C", "A-76"),  # posts are not parted
        ("ACSAC", "B3.I.A", "A-87"),  # some services are automated both ways
    ],
)
def test_what_is_told_brings_in_its_assumption(
    score: Scores, body_code: str, criterion_code: str, assumption: str
) -> None:
    assert assumption in str(score(body_code, criterion_code)["assumption_ids"]).split()
