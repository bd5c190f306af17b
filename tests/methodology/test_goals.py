"""Goals of central bodies and of the National Bank, run through the real models: worked examples 1, 3-5, 7-9 and 11-13."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from ingest.load import load_run
from olshem import warehouse
from olshem.cycle import what_if
from tests.support import crafted, goal_cases
from tests.support.golden import exact

YEAR = goal_cases.YEAR
ALTERNATIVES = ("A-10", "A-11", "A-12", "A-13", "A-14", "A-15", "A-16", "A-25", "A-99", "A-102")
Runs = Mapping[str, int]


def load_runs() -> list[int]:
    """The year as recorded and in each other reading, and the year without one of the sources."""
    plans, programmes, execution = goal_cases.goals_of_the_year()
    deliveries = [[plans, programmes, execution], [plans, programmes], [programmes, execution]]
    recorded, *gaps = crafted.loaded_runs(deliveries, YEAR)
    for run_id in (recorded, *gaps):
        load_run(run_id)
    return [recorded, *(what_if.freeze(recorded, name) for name in ALTERNATIVES), *gaps]


@pytest.fixture(scope="module")
def runs(crafted_runs: Mapping[str, Sequence[int]]) -> Runs:
    """All by what makes them differ."""
    return dict(zip(("recorded", *ALTERNATIVES, "no execution", "no plans"), crafted_runs[__name__], strict=True))


def row(statement: str, *values: object) -> dict[str, Any]:
    with warehouse.connect("auditor") as connection:
        found = connection.execute(statement.encode(), list(values))
        assert found.description is not None
        return dict(zip((column.name for column in found.description), next(found), strict=True))


def goal(runs: Runs, goal_code: str, reading: str = "recorded", body_code: str = "MOH") -> dict[str, Any]:
    return row(
        "select * from marts.fct_goal_score where run_id = %s and body_code = %s and goal_code = %s",
        runs[reading], body_code, goal_code,
    )  # fmt: skip


def coefficient(runs: Runs, body_code: str, criterion_code: str, reading: str = "recorded") -> dict[str, Any]:
    return row(
        "select * from marts.fct_criterion_score where run_id = %s and body_code = %s and criterion_code = %s",
        runs[reading], body_code, criterion_code,
    )  # fmt: skip


def direction(runs: Runs, body_code: str, reading: str = "recorded", code: str = "B1.C") -> dict[str, Any]:
    return row(
        "select * from marts.fct_direction_score where run_id = %s and body_code = %s and direction_code = %s",
        runs[reading], body_code, code,
    )  # fmt: skip


def bounds(found: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    return found["lowest_score"], found["highest_score"]


def between(lowest: str, highest: str) -> tuple[Decimal, Decimal]:
    return exact(lowest), exact(highest)


def test_worked_example_1_more_is_better(runs: Runs) -> None:
    assert goal(runs, "example 1")["attainment"] == exact("0.95")  # 76/80


def test_worked_example_3_just_under_overfulfilment(runs: Runs) -> None:
    found = goal(runs, "example 3")
    assert found["attainment"] == exact("1")  # 49.9/40 = 1.2475
    assert found["corrected_indicator_count"] == 0


def test_worked_example_4_less_is_better(runs: Runs) -> None:
    assert goal(runs, "example 4")["attainment"] == exact("0.8")  # 10/12.5


def test_worked_example_5_worse_than_last_year(runs: Runs) -> None:
    assert goal(runs, "example 5")["attainment"] == exact("0.81")  # 0.9 x 0.9


def test_worked_example_7_the_ladder_of_rankings(runs: Runs) -> None:
    found = goal(runs, "example 7")
    assert found["counted_indicator_count"] == 4
    assert found["attainment"] == exact("0.4375")  # (1 + 0.5 + 0.25 + 0) / 4


def test_worked_example_8_a_goal_with_an_excluded_indicator(runs: Runs) -> None:
    found = goal(runs, "example 8")
    assert (found["counted_indicator_count"], found["left_out_indicator_count"]) == (3, 1)
    assert found["attainment"] == exact("0.9")  # (1 + 0.9 + 0.8) / 3


def test_worked_example_9_low_absorption(runs: Runs) -> None:
    assert goal(runs, "example 9")["efficiency"] == exact("0.9")  # 75/63 with 63 <= 90


def test_worked_example_11_a_capped_result(runs: Runs) -> None:
    assert goal(runs, "example 11")["efficiency"] == exact("0.9")  # (1 + 0.8) / 2 over 1


def test_worked_example_12_interrelation(runs: Runs) -> None:
    found = goal(runs, "example 12")
    assert (found["attainment"], found["efficiency"]) == (exact("0.85"), exact("0.95"))
    assert found["interrelation"] == exact("0.894736842105")


def test_worked_example_13_the_coefficient_of_a_goal(runs: Runs) -> None:
    found = goal(runs, "example 13")
    assert (found["attainment"], found["efficiency"], found["interrelation"]) == (
        exact("0.8"),
        exact("1"),
        exact("0.8"),
    )
    assert found["result"] == exact("0.72")  # (0.8 + 1) / 2 x 0.8


@pytest.mark.parametrize(
    ("goal_code", "attainment"),
    [
        ("overfulfilled", "0.9"),  # 50/40 is exactly 1.25
        ("overfulfilled downwards", "0.9"),  # 10/8 is exactly 1.25
        ("equal", "0.95"),  # as last year is not worse
        ("equal place", "1"),
        ("excused", "0.9"),
        ("excused in words", "0.81"),  # an excuse without a document is none
        ("excused overfulfilment", "0.9"),  # the excuse is not written for overfulfilment
        ("lowered", "0.9"),
        ("worse place reached", "0.9"),
        ("overfulfilled place", "1"),  # a ranking is never overfulfilled
        ("two causes", "0.9"),  # once, however many causes
        ("three causes", "0.9"),
        ("nine months", "0.8"),
    ],
)
def test_the_corrective_has_its_causes_and_its_edges(runs: Runs, goal_code: str, attainment: str) -> None:
    assert goal(runs, goal_code)["attainment"] == exact(attainment)


@pytest.mark.parametrize(
    ("goal_code", "attainment", "counted"),
    [
        ("nothing of what should be little", "1", 1),
        ("nothing planned or happened", "1", 1),  # 0 of 0 little is attained; 5 of a plan of 0 leaves the mean
        ("nothing happened", "0", 1),
        ("below nothing", "0", 1),
    ],
)
def test_zero_and_negative_values_by_their_rule(runs: Runs, goal_code: str, attainment: str, counted: int) -> None:
    found = goal(runs, goal_code)
    assert (found["attainment"], found["counted_indicator_count"]) == (exact(attainment), counted)


def test_what_leaves_the_mean_is_counted_beside_it(runs: Runs) -> None:
    found = goal(runs, "left out")
    assert found["attainment"] == exact("1")
    assert (found["counted_indicator_count"], found["left_out_indicator_count"]) == (1, 3)
    assert found["law_enforcement_indicator_count"] == 1


@pytest.mark.parametrize(
    ("goal_code", "efficiency", "counted"),
    [
        ("absorbed 90", "0.9", 1),  # exactly 0.90, results above it
        ("absorbed as attained", "1", 1),  # 0.9 over 0.90
        ("absorbed above 90", "1.098901098901", 1),  # 1/0.91, without a cap
        ("results below low absorption", "0.5", 1),  # 0.4/0.8
        ("nothing absorbed", "0.7", 1),
        ("subvention", "0.6", 1),
        ("sender", "0.8", 1),  # its final result alone
        ("distributor", "0.8", 1),
        ("receiver", "0.5", 1),  # its direct result alone
        ("less is better", "0.9", 1),  # (10/12.5 + 1) / 2
        ("law enforcement", "0.8", 1),
    ],
)
def test_the_efficiency_of_programmes_has_its_edges(runs: Runs, goal_code: str, efficiency: str, counted: int) -> None:
    found = goal(runs, goal_code)
    assert (found["efficiency"], found["counted_programme_count"]) == (exact(efficiency), counted)


def test_a_goal_above_full_efficiency_still_stays_within_its_attainment(runs: Runs) -> None:
    found = goal(runs, "absorbed above 90")
    assert found["interrelation"] == exact("0.91")
    assert found["result"] == exact("0.955")  # (1 + 1.0989...) / 2 x 0.91


def test_no_goal_exceeds_its_coefficients(runs: Runs) -> None:
    found = row(
        "select count(*) as goals, count(*) filter (where result > least(attainment, efficiency)) as above "
        "from marts.fct_goal_score where run_id = %s and result is not null",
        runs["recorded"],
    )
    assert found["goals"] > 40
    assert found["above"] == 0


def test_a_direction_is_the_mean_over_its_goals(runs: Runs) -> None:
    found = direction(runs, "MOF")
    assert (found["status"], found["score"]) == ("scored", exact("86"))  # 100 x (0.72 + 1) / 2
    assert bounds(found) == between("86", "86")


def test_coefficients_are_means_over_goals_without_points(runs: Runs) -> None:
    values = {code: coefficient(runs, "MOF", code) for code in ("B1.C.A", "B1.C.B", "B1.C.C")}
    assert [found["criterion_value"] for found in values.values()] == [exact("0.9"), exact("1"), exact("0.9")]
    assert {found["points"] for found in values.values()} == {None}
    assert {found["status"] for found in values.values()} == {"scored"}


def test_a_goal_without_programmes_is_worth_its_attainment(runs: Runs) -> None:
    found = goal(runs, "2", body_code="MOF")
    assert found["is_without_programmes"]
    assert (found["efficiency"], found["interrelation"], found["result"]) == (None, exact("1"), exact("1"))


def test_a_goal_without_indicators_leaves_the_mean(runs: Runs) -> None:
    found = goal(runs, "3", body_code="MOF")
    assert found["is_without_indicators"]
    assert not found["is_counted"]
    assert found["result"] is None


def test_a_body_without_any_indicator_that_counts_has_nothing_to_evaluate(runs: Runs) -> None:
    assert direction(runs, "MCS")["status"] == "not_applicable"


def test_the_national_bank_answers_for_its_goals_alone(runs: Runs) -> None:
    found = coefficient(runs, "NBK", "B1.N")
    assert (found["criterion_value"], found["points"]) == (exact("0.7"), exact("70"))  # (0.9 + 0.5) / 2
    assert direction(runs, "NBK", code="B1.N")["score"] == exact("70")


def test_a_rejected_indicator_widens_the_bounds(runs: Runs) -> None:
    assert coefficient(runs, "MOEN", "B1.C.A")["status"] == "manual_check_needed"
    assert coefficient(runs, "MOEN", "B1.C.B")["status"] == "scored"
    # A between 1/2 and 1, B is 1: (0.5 + 1) / 2 x 0.5 at worst
    assert bounds(direction(runs, "MOEN")) == between("37.5", "100")


def test_a_missing_last_year_leaves_the_corrective_open(runs: Runs) -> None:
    assert coefficient(runs, "MLSPP", "B1.C.A")["status"] == "manual_check_needed"
    # A between 0.81 and 0.9, B is 1: 0.905 x 0.81 and 0.95 x 0.9
    assert bounds(direction(runs, "MLSPP")) == between("73.305", "85.5")


def test_a_programme_without_its_absorption_leaves_the_goal_within_its_attainment(runs: Runs) -> None:
    assert coefficient(runs, "MFA", "B1.C.A")["status"] == "scored"
    assert coefficient(runs, "MFA", "B1.C.B")["status"] == "manual_check_needed"
    assert coefficient(runs, "MFA", "B1.C.C")["status"] == "manual_check_needed"
    assert bounds(direction(runs, "MFA")) == between("0", "90")


def test_a_rejected_row_of_no_goal_leaves_everything_open(runs: Runs) -> None:
    assert coefficient(runs, "MNE", "B1.C.A")["status"] == "manual_check_needed"
    assert bounds(direction(runs, "MNE")) == between("0", "100")


def test_a_negative_plan_needs_a_decision(runs: Runs) -> None:
    found = coefficient(runs, "MOJ", "B1.C.A")
    assert found["status"] == "manual_check_needed"
    assert "A-102" in found["assumption_ids"].split()


def test_a_body_without_its_form_has_no_efficiency(runs: Runs) -> None:
    assert coefficient(runs, "MOJ", "B1.C.B")["status"] == "no_data_body"
    assert coefficient(runs, "MOJ", "B1.C.C")["status"] == "no_data_body"
    assert direction(runs, "MOJ")["status"] == "no_data"


def test_a_body_that_no_source_names_has_no_data(runs: Runs) -> None:
    assert {coefficient(runs, "MOA", f"B1.C.{part}")["status"] for part in "ABC"} == {"no_data_body"}
    assert bounds(direction(runs, "MOA")) == between("0", "100")


def test_without_the_execution_goals_lie_within_their_attainment(runs: Runs) -> None:
    assert coefficient(runs, "MOF", "B1.C.A", "no execution")["status"] == "scored"
    assert coefficient(runs, "MOF", "B1.C.B", "no execution")["status"] == "no_data_source"
    assert coefficient(runs, "MOF", "B1.C.C", "no execution")["status"] == "no_data_source"
    # goal 1 between 0 and its attainment 0.8; goal 2 has no programme that could change it
    assert bounds(direction(runs, "MOF", "no execution")) == between("50", "90")


def test_without_strategic_plans_nothing_is_known_of_the_direction(runs: Runs) -> None:
    assert coefficient(runs, "MOF", "B1.C.A", "no plans")["status"] == "no_data_source"
    assert coefficient(runs, "MOF", "B1.C.B", "no plans")["criterion_value"] == exact("1")
    assert bounds(direction(runs, "MOF", "no plans")) == between("0", "100")
    assert coefficient(runs, "NBK", "B1.N", "no plans")["status"] == "no_data_source"


def test_a_10_in_its_alternative_takes_the_mean_of_the_three(runs: Runs) -> None:
    assert goal(runs, "example 13", "A-10")["result"] == exact("0.866666666667")  # (0.8 + 1 + 0.8) / 3


def test_a_11_in_its_alternative_takes_a_factor_per_cause(runs: Runs) -> None:
    assert goal(runs, "two causes", "A-11")["attainment"] == exact("0.81")
    assert goal(runs, "three causes", "A-11")["attainment"] == exact("0.729")


def test_a_12_in_its_alternative_corrects_an_equal_fact(runs: Runs) -> None:
    assert goal(runs, "equal", "A-12")["attainment"] == exact("0.855")  # 0.95 x 0.9


def test_a_13_in_its_alternative_caps_the_efficiency(runs: Runs) -> None:
    assert goal(runs, "absorbed above 90", "A-13")["efficiency"] == exact("1")


def test_a_14_in_its_alternative_counts_nothing_absorbed_as_0(runs: Runs) -> None:
    assert goal(runs, "nothing absorbed", "A-14")["efficiency"] == exact("0.35")  # (0 + 0.7) / 2


def test_a_15_in_its_alternative_replaces_at_any_low_absorption(runs: Runs) -> None:
    assert goal(runs, "absorbed as attained", "A-15")["efficiency"] == exact("0.9")
    assert goal(runs, "results below low absorption", "A-15")["efficiency"] == exact("0.9")
    assert goal(runs, "absorbed above 90", "A-15")["efficiency"] == exact("1.098901098901")


def test_a_16_in_its_alternative_gives_an_incomplete_goal_0(runs: Runs) -> None:
    assert goal(runs, "2", "A-16", "MOF")["result"] == exact("0")
    assert direction(runs, "MOF", "A-16")["score"] == exact("24")  # (0.72 + 0 + 0) / 3


def test_a_25_in_its_alternative_takes_the_mean_over_all_indicators(runs: Runs) -> None:
    found = coefficient(runs, "NBK", "B1.N", "A-25")
    assert found["points"] == exact("76.6666666667")  # 100 x A, and A = (1 + 0.8 + 0.5) / 3 with its 12 decimals


def test_a_99_in_its_alternative_leaves_nothing_out(runs: Runs) -> None:
    assert direction(runs, "MOF", "A-99")["score"] == exact("70.666666666667")  # (0.72 + 1 + 0.4) / 3
    assert goal(runs, "law enforcement", "A-99")["efficiency"] == exact("0.45")  # (0.1 + 0.8) / 2


def test_a_102_in_its_alternative_takes_a_negative_plan_by_the_letter(runs: Runs) -> None:
    assert coefficient(runs, "MOJ", "B1.C.A", "A-102")["criterion_value"] == exact("0.95")  # -10/-5 = 2: 1 x 0.9


@pytest.mark.parametrize("reading", ALTERNATIVES)
def test_another_reading_of_one_assumption_leaves_the_plainest_goal_alone(runs: Runs, reading: str) -> None:
    assert goal(runs, "example 1", reading)["attainment"] == exact("0.95")


def test_a_coefficient_names_its_rows(runs: Runs) -> None:
    found = coefficient(runs, "MOF", "B1.C.B")
    assert (found["evidence_source"], found["evidence_row_count"]) == ("budget_programmes", 2)
    assert found["evidence_digest"] is not None
