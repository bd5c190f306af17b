"""Block 1 of local bodies, run through the real models: worked examples 17, 19, 20 and 21, and cases reckoned by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import pytest

from olshem import warehouse
from olshem.cycle import what_if
from tests.support import crafted
from tests.support.golden import Score, Scores, exact, scores_of
from tests.support.region_files import audits, forms, golden_regions

ALTERNATIVES = ("A-14", "A-18", "A-20", "A-21", "A-22", "A-59", "A-102")
Reading = Callable[[str], Scores]


def load_runs() -> list[int]:
    """The crafted year as recorded and under each assumption in its alternative, and a year in which only audits came."""
    recorded, only_audits = crafted.loaded_runs([golden_regions(), [forms("audit_results", audits()[:1])]], 2017)
    return [recorded, only_audits, *(what_if.freeze(recorded, name) for name in ALTERNATIVES)]


@pytest.fixture(scope="module")
def runs(crafted_runs: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """All by what makes them differ."""
    return dict(zip(("recorded", "only_audits", *ALTERNATIVES), crafted_runs[__name__], strict=True))


@pytest.fixture(scope="module")
def read(runs: dict[str, int]) -> Reading:
    """Looks up scores under an assumption in its alternative."""
    return lambda name: scores_of(runs[name])


@pytest.fixture(scope="module")
def score(read: Reading) -> Scores:
    """Looks up a criterion of a body in the crafted year as recorded."""
    return read("recorded")


def bounds(found: Score) -> tuple[object, object, object]:
    """Lowest, scored and highest points."""
    return found["lowest_points"], found["points"], found["highest_points"]


def exactly(*numbers: str) -> tuple[Decimal, ...]:
    return tuple(exact(number) for number in numbers)


@pytest.mark.parametrize(
    ("body_code", "points"),
    [("AKMOLA", "10"), ("AKTOBE", "6"), ("ALMATY_REG", "6"), ("ATYRAU", "3"), ("EAST_KZ", "1"), ("ZHAMBYL", "0")],
)
def test_worked_example_17_share_of_violations(score: Scores, body_code: str, points: str) -> None:
    assert score(body_code, "B1.M.L")["points"] == exact(points)


def test_worked_example_17_the_six_make_26(score: Scores) -> None:
    bodies = ("AKMOLA", "AKTOBE", "ALMATY_REG", "ATYRAU", "EAST_KZ", "ZHAMBYL")
    assert sum(Decimal(str(score(body, "B1.M.L")["points"])) for body in bodies) == 26


def test_worked_example_19_path_of_direct_results(score: Scores) -> None:
    found = score("AKMOLA", "B1.M.Z1")
    assert (found["numerator"], found["denominator"]) == (13, 2)  # (16 + 10) / 2 and 0
    assert found["points"] == exact("6.5")


def test_worked_example_20_low_results_earn_no_efficiency(score: Scores) -> None:
    assert score("AKTOBE", "B1.M.G")["points"] == exact("0")  # although 90/80 is 112.5


def test_worked_example_21_bands_of_efficiency(score: Scores) -> None:
    assert score("ALMATY_REG", "B1.M.G")["points"] == exact("18.5")  # (17 + 20) / 2


@pytest.mark.parametrize(
    ("body_code", "points"),
    [
        ("KARAGANDA", "1"),  # 14.94 rounds to 14.9
        ("WEST_KZ", "0"),  # 14.95 rounds to 15.0
        ("KOSTANAY", "6"),  # 0.04 rounds to 0.0, but there are violations
    ],
)
def test_edges_of_the_share_of_violations(score: Scores, body_code: str, points: str) -> None:
    assert score(body_code, "B1.M.L")["points"] == exact(points)


def test_a_year_without_an_audit_earns_half(score: Scores) -> None:
    found = score("KYZYLORDA", "B1.M.L")
    assert found["points"] == exact("5")
    assert (found["numerator"], found["denominator"]) == (None, None)


def test_violations_are_taken_over_the_whole_body(score: Scores) -> None:
    found = score("PAVLODAR", "B1.M.L")
    assert (found["numerator"], found["denominator"]) == (10, 1000)
    assert found["points"] == exact("6")


def test_an_audit_of_other_years_is_left_to_the_evaluator(score: Scores) -> None:
    found = score("ASTANA", "B1.M.L")
    assert found["status"] == "manual_check_needed"
    assert bounds(found) == (exact("5"), None, exact("10"))


def test_an_unread_row_can_hide_violations(score: Scores) -> None:
    found = score("NORTH_KZ", "B1.M.L")
    assert bounds(found) == exactly("0", "10", "10")
    assert found["is_partial"]


def test_known_violations_bound_what_an_unread_row_can_give(score: Scores) -> None:
    assert bounds(score("SOUTH_KZ", "B1.M.L")) == exactly("0", "6", "6")


def test_an_audit_of_which_nothing_can_be_read_is_left_to_the_evaluator(score: Scores) -> None:
    found = score("ALMATY", "B1.M.L")
    assert found["status"] == "manual_check_needed"
    assert bounds(found) == (exact("0"), None, exact("10"))


def test_goals_are_the_mean_over_indicators_by_their_direction(score: Scores) -> None:
    found = score("AKMOLA", "B1.M.D")
    assert (found["numerator"], found["denominator"]) == (exact("2.75"), 3)  # 0.95 + 0.8 + 1
    assert found["points"] == exact("45.83333333335")


def test_indicators_without_a_plan_or_without_data_are_left_out(score: Scores) -> None:
    found = score("AKTOBE", "B1.M.D")
    assert found["denominator"] == 3
    assert bounds(found) == exactly("45", "45", "45")  # (1 + 0.9 + 0.8) / 3


def test_zero_and_negative_values_of_indicators(score: Scores) -> None:
    found = score("ALMATY_REG", "B1.M.D")
    assert (found["numerator"], found["denominator"]) == (1, 2)  # less is better and 0 gives 1, a ratio below 0 gives 0
    assert found["points"] == exact("25")
    assert "A-28" in str(found["assumption_ids"]).split()


def test_a_plan_below_zero_is_left_to_the_evaluator(score: Scores) -> None:
    found = score("ATYRAU", "B1.M.D")
    assert found["status"] == "manual_check_needed"
    assert bounds(found) == (exact("25"), None, exact("50"))


@pytest.mark.parametrize(
    ("body_code", "expected"),
    [
        ("EAST_KZ", ("12.5", "25", "37.5")),  # 0.5 and one unread: (0.5 + 0) / 2 to (0.5 + 1) / 2
        ("KOSTANAY", ("25", "50", "50")),  # 1 and one with a plan but no fact
    ],
)
def test_indicators_that_cannot_be_counted_widen_the_bounds(
    score: Scores, body_code: str, expected: tuple[str, str, str]
) -> None:
    found = score(body_code, "B1.M.D")
    assert bounds(found) == exactly(*expected)
    assert found["is_partial"]


def test_an_unread_indicator_without_a_plan_is_left_out_all_the_same(score: Scores) -> None:
    assert bounds(score("KYZYLORDA", "B1.M.D")) == exactly("50", "50", "50")


def test_goals_of_which_no_indicator_can_be_read_are_left_to_the_evaluator(score: Scores) -> None:
    found = score("ZHAMBYL", "B1.M.D")
    assert found["status"] == "manual_check_needed"
    assert bounds(found) == (exact("0"), None, exact("50"))


def test_goals_do_not_apply_where_every_indicator_is_left_out(score: Scores) -> None:
    found = score("KARAGANDA", "B1.M.D")
    assert found["status"] == "not_applicable"
    assert bounds(found) == (None, None, None)


@pytest.mark.parametrize(
    ("body_code", "direct_results", "efficiency"),
    [
        ("ATYRAU", "18", "20"),  # 99.95 rounds to 100.0
        ("EAST_KZ", "0", "0"),  # 90.14 rounds to 90.1: not below the threshold, and the lowest band
        ("ZHAMBYL", "1", "2"),  # 90.15 rounds to 90.2
        ("WEST_KZ", "0", "20"),  # 90.1 over 90: two separate tests
        ("KARAGANDA", "0", "20"),  # 90.05 rounds to 90.1, over 90.05
    ],
)
def test_edges_of_direct_results_and_efficiency(
    score: Scores, body_code: str, direct_results: str, efficiency: str
) -> None:
    assert score(body_code, "B1.M.Z1")["points"] == exact(direct_results)
    assert score(body_code, "B1.M.G")["points"] == exact(efficiency)


def test_events_count_as_not_reached_a_surplus_as_reached_and_force_majeure_as_it_is(score: Scores) -> None:
    found = score("KOSTANAY", "B1.M.Z1")
    assert found["points"] == exact("8")  # an event: 0; (100 + 98) / 2 = 99: 16
    assert "not measurable, so not reached: 1" in str(found["status_reason"])


def test_results_are_averaged_by_project_first(score: Scores) -> None:
    assert score("PAVLODAR", "B1.M.Z1")["points"] == exact("14")  # ((100 + 90) / 2 + 100) / 2 = 97.5, and not 96.7


def test_a_programme_that_absorbed_nothing_leaves_efficiency_with_a_flag(score: Scores) -> None:
    found = score("KYZYLORDA", "B1.M.G")
    assert found["points"] == exact("20")
    assert "A-14" in str(found["assumption_ids"]).split()
    assert "nothing absorbed: 1" in str(found["status_reason"])


def test_efficiency_does_not_apply_where_no_programme_absorbed_anything(score: Scores) -> None:
    assert score("SOUTH_KZ", "B1.M.G")["status"] == "not_applicable"


@pytest.mark.parametrize(
    ("criterion_code", "expected"),
    [("B1.M.Z1", ("0", "18", "18")), ("B1.M.G", ("0", "20", "20"))],  # the other of two results is 0 to 100
)
def test_unread_results_widen_the_bounds(score: Scores, criterion_code: str, expected: tuple[str, str, str]) -> None:
    found = score("NORTH_KZ", criterion_code)
    assert bounds(found) == exactly(*expected)
    assert found["is_partial"]


def test_a_plan_of_zero_and_a_missing_fact_widen_the_bounds(score: Scores) -> None:
    assert bounds(score("SOUTH_KZ", "B1.M.Z1")) == exactly("0", "18", "18")


def test_a_programme_without_its_execution_widens_the_bounds_of_efficiency(score: Scores) -> None:
    assert bounds(score("ASTANA", "B1.M.G")) == exactly("13.5", "18.5", "18.5")  # ((20 + 0..20) / 2 + 17) / 2


@pytest.mark.parametrize(("criterion_code", "full"), [("B1.M.Z1", "18"), ("B1.M.G", "20")])
def test_results_of_which_none_can_be_read_are_left_to_the_evaluator(
    score: Scores, criterion_code: str, full: str
) -> None:
    found = score("ALMATY", criterion_code)
    assert found["status"] == "manual_check_needed"
    assert bounds(found) == (exact("0"), None, exact(full))


@pytest.mark.parametrize(
    ("body_code", "expected"),
    [
        ("AKMOLA", ("2", "2", "2")),
        ("AKTOBE", ("1", "1", "1")),
        ("ALMATY_REG", ("0", "0", "0")),
        ("WEST_KZ", ("1.333333333333", "1.333333333333", "1.333333333333")),  # over programmes, not administrators
        ("ATYRAU", ("1", "2", "2")),  # one finding cannot be read
    ],
)
def test_planning_is_the_mean_over_programmes(score: Scores, body_code: str, expected: tuple[str, str, str]) -> None:
    assert bounds(score(body_code, "B1.M.Z2")) == exactly(*expected)


def test_planning_of_which_no_finding_can_be_read_is_left_to_the_evaluator(score: Scores) -> None:
    found = score("EAST_KZ", "B1.M.Z2")
    assert found["status"] == "manual_check_needed"
    assert bounds(found) == (exact("0"), None, exact("2"))


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "full", "source"),
    [
        ("WEST_KZ", "B1.M.D", "50", "territory_programme_indicators"),
        ("MANGYSTAU", "B1.M.L", "10", "audit_results"),
        ("MANGYSTAU", "B1.M.Z1", "18", "local_budget_results"),
        ("ZHAMBYL", "B1.M.Z2", "2", "programme_planning"),
        ("MANGYSTAU", "B1.M.G", "20", "local_budget_results"),
        ("PAVLODAR", "B1.M.G", "20", "programme_execution"),
    ],
)
def test_a_body_that_a_source_does_not_name_has_no_data(
    score: Scores, body_code: str, criterion_code: str, full: str, source: str
) -> None:
    found = score(body_code, criterion_code)
    assert (found["status"], found["evidence_source"]) == ("no_data_body", source)
    assert bounds(found) == (exact("0"), None, exact(full))
    assert found["evidence_row_count"] == 0


@pytest.mark.parametrize("criterion_code", ["B1.M.D", "B1.M.Z1", "B1.M.Z2", "B1.M.G"])
def test_a_source_that_did_not_come_is_no_data_for_every_body(read: Reading, criterion_code: str) -> None:
    assert read("only_audits")("AKMOLA", criterion_code)["status"] == "no_data_source"
    assert read("only_audits")("AKMOLA", "B1.M.L")["points"] == exact("10")


def test_the_parts_of_a_region_add_up(runs: dict[str, int]) -> None:
    with warehouse.connect("auditor") as connection:
        found = connection.execute(
            "select earned_points from marts.fct_direction_score "
            "where run_id = %s and body_code = 'AKMOLA' and direction_code = 'B1.M'",
            [runs["recorded"]],
        ).fetchone()
    assert found == (exact("71.83333333335"),)  # 45.83333333335 + 10 + 6.5 + 2 + 7.5


@pytest.mark.parametrize("body_code", ["AKMOLA", "KYZYLORDA"])
@pytest.mark.parametrize("criterion_code", ["B1.M.D", "B1.M.L", "B1.M.Z1", "B1.M.G"])
def test_each_score_leads_to_rows(score: Scores, body_code: str, criterion_code: str) -> None:
    count = score(body_code, criterion_code)["evidence_row_count"]
    expected = {"B1.M.D": (3, 1), "B1.M.L": (1, 1), "B1.M.Z1": (4, 2), "B1.M.G": (7, 4)}[criterion_code]
    assert count == expected[body_code == "KYZYLORDA"]


@pytest.mark.parametrize(
    ("name", "body_code", "criterion_code", "points"),
    [
        ("A-14", "KYZYLORDA", "B1.M.G", "10"),  # (0 + 20) / 2
        ("A-14", "SOUTH_KZ", "B1.M.G", "0"),
        ("A-18", "AKMOLA", "B1.M.D", "49.16666666665"),  # (0.95 + 12.5/10 at most 1 + 1) / 3
        ("A-18", "ALMATY_REG", "B1.M.D", "0"),  # 0/5, and a ratio below 0
        ("A-20", "ATYRAU", "B1.M.Z1", "17"),  # 99.95 cut to 99.9
        ("A-20", "ATYRAU", "B1.M.G", "19"),
        ("A-20", "ZHAMBYL", "B1.M.Z1", "0"),  # 90.15 cut to 90.1
        ("A-20", "KARAGANDA", "B1.M.G", "0"),  # 90.05 cut to 90.0, below the threshold
        ("A-21", "ZHAMBYL", "B1.M.L", "1"),
        ("A-21", "WEST_KZ", "B1.M.L", "1"),  # 14.95 rounds to 15.0
        ("A-21", "EAST_KZ", "B1.M.L", "1"),
        ("A-22", "PAVLODAR", "B1.M.L", "5.5"),  # (10/100: 1; none: 10) / 2
        ("A-22", "KYZYLORDA", "B1.M.L", "5"),
        ("A-59", "AKMOLA", "B1.M.D", "46.875"),  # ((0.95 + 0.8) / 2 + 1) / 2
        ("A-102", "ATYRAU", "B1.M.D", "37.5"),  # (-10/-20 + 1) / 2
    ],
)
def test_other_readings(read: Reading, name: str, body_code: str, criterion_code: str, points: str) -> None:
    found = read(name)(body_code, criterion_code)
    assert found["points"] == exact(points)
    assert name in str(found["assumption_ids"]).split()


def test_by_goals_an_unread_indicator_is_a_goal_of_its_own(read: Reading) -> None:
    assert bounds(read("A-59")("EAST_KZ", "B1.M.D")) == exactly("12.5", "25", "37.5")


def test_a_reading_changes_no_criterion_but_its_own(runs: dict[str, int]) -> None:
    changed = {name: {one.code for one in what_if.differences(runs["recorded"], runs[name])} for name in ALTERNATIVES}
    assert {name: {code for code in codes if code.count(".")} for name, codes in changed.items()} == {
        "A-14": {"B1.M.G"},
        "A-18": {"B1.M.D"},
        "A-20": {"B1.M.Z1", "B1.M.G"},
        "A-21": {"B1.M.L"},
        "A-22": {"B1.M.L"},
        "A-59": {"B1.M.D"},
        "A-102": {"B1.M.D"},
    }
