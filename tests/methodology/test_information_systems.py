"""Information systems of block 3 run through the real models: what is automated and registered, and what cannot be read.

The worked examples and the other readings stand with those of personnel, in `test_organisation.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.support import crafted
from tests.support.golden import Score, Scores, exact, scores_of
from tests.support.staff_cases import YEAR, golden_staff


def load_runs() -> list[int]:
    """The crafted year of block 3."""
    return [crafted.loaded_run(golden_staff(), YEAR)]


@pytest.fixture(scope="module")
def score(crafted_runs: Mapping[str, Sequence[int]]) -> Scores:
    return scores_of(crafted_runs[__name__][0])


def bounds(found: Score) -> tuple[object, object]:
    return found["lowest_points"], found["highest_points"]


def test_a_service_that_is_automated_both_ways_counts_once(score: Scores) -> None:
    found = score("MOF", "B3.I.A")
    assert (found["numerator"], found["denominator"]) == (4 + 2 + 2, 10)
    assert found["points"] == exact("32")
    assert "A-87" in str(found["assumption_ids"]).split()


def test_document_flow_counts_for_interdepartmental_functions_alone(score: Scores) -> None:
    found = score("MOF", "B3.I.B")
    assert (found["numerator"], found["denominator"]) == (2, 4)
    assert found["points"] == exact("20")


def test_a_function_that_cannot_be_read_widens_the_bounds(score: Scores) -> None:
    found = score("MOH", "B3.I.B")
    assert found["points"] == exact("26.666666666667")  # 2 of 3
    assert bounds(found) == (exact("20"), exact("30"))  # 2 of 4, or 3 of 4


@pytest.mark.parametrize(
    ("body_code", "points", "lowest_points", "highest_points"),
    [
        ("MOES", "24", "24", "32"),  # the table names 8 of 10 services; the other two may be automated
        ("MID", "40", "32", "40"),  # it names 12 and automates 10; two of these may be none of the Register's 10
    ],
)
def test_a_table_that_differs_from_the_register_widens_the_bounds(
    score: Scores, body_code: str, points: str, lowest_points: str, highest_points: str
) -> None:
    found = score(body_code, "B3.I.A")
    assert found["points"] == exact(points)
    assert bounds(found) == (exact(lowest_points), exact(highest_points))


def test_a_system_that_cannot_be_read_has_all_of_its_documents_or_none(score: Scores) -> None:
    found = score("KOSTANAY", "B3.I.C")
    assert found["points"] == exact("20")
    assert bounds(found) == (exact("10"), exact("20"))


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "reason"),
    [
        ("MNE", "B3.I.A", "the body has no service in the Register"),
        ("MNE", "B3.I.C", "the body has no information system"),
        ("MOA", "B3.I.A", "every service of the body is left out"),
        ("MOEN", "B3.I.B", "every function of the body is left out"),
    ],
)
def test_where_there_is_nothing_to_automate_or_register_the_criterion_does_not_apply(
    score: Scores, body_code: str, criterion_code: str, reason: str
) -> None:
    found = score(body_code, criterion_code)
    assert (found["status"], found["status_reason"]) == ("not_applicable", reason)
    assert bounds(found) == (None, None)
