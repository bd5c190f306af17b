"""What `olshem what-if` understands as a choice, and how it tells what would change."""

from __future__ import annotations

from decimal import Decimal

import pytest

from olshem.cli.what_if import alternatives, tell
from olshem.cycle.what_if import Difference
from olshem.warehouse import Terminal


def test_only_alternative_readings_are_asked_for() -> None:
    assert alternatives(["A-10=alternative", "A-11=recorded", "A-47=alternative"]) == ["A-10", "A-47"]


@pytest.mark.parametrize("text", ["A-10", "A-10=", "A-10=other", "=alternative=", ""])
def test_what_is_no_choice_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Terminal, match="Expected `A-10=alternative`"):
        alternatives([text])


def test_nothing_to_tell_is_said() -> None:
    assert tell([]) == ["Nothing would change."]


def test_criteria_are_counted_and_results_summed_up() -> None:
    found = [
        Difference("MOF", "OVERALL", Decimal("75.00"), Decimal("69.50"), "medium", "low", 1, 2),
        Difference("MOH", "OVERALL", Decimal("70.00"), Decimal("70.00"), "medium", "medium", 2, 1),
        Difference("MOF", "B2.C.A3", Decimal(15), Decimal("13.5")),
        Difference("MOH", "B2.C.A3", Decimal(20), Decimal(10)),
        Difference("MOH", "B2.C.A1", Decimal(20), Decimal(10)),
    ]
    assert tell(found) == [
        "  B2.C.A1: the score of 1 body would change",
        "  B2.C.A3: the score of 2 bodies would change",
        "Overall results that would change: 1 scores, 1 degrees, 2 ranks",
    ]


def test_criteria_without_results_are_said_to_change_nothing_above_them() -> None:
    assert tell([Difference("MOH", "B2.C.A1", Decimal(20), Decimal(10))])[-1] == (
        "No block result and no overall result would change."
    )
