"""Block 3 run through the real models: worked examples 39 to 48, edges, what is missing, and the other readings of assumptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from olshem.cycle import what_if
from tests.support import crafted
from tests.support.golden import Score, Scores, exact, scores_of
from tests.support.staff_cases import YEAR, golden_staff

FIGURES = "A-05 A-60 A-62 A-66"
ROWS = "A-65 A-72 A-73 A-87 A-99 A-105"
NOTHING_HAPPENED = "A-67"
Reading = Callable[[str], Scores]


READINGS = (FIGURES, ROWS, NOTHING_HAPPENED)


def load_runs() -> list[int]:
    """The crafted year, a year with competitions alone, and what-ifs of the first."""
    deliveries = golden_staff()
    recorded, alone = crafted.loaded_runs(
        [deliveries, [delivery for delivery in deliveries if delivery.source == "competitions"]], YEAR
    )
    return [recorded, alone, *(what_if.freeze(recorded, names) for names in READINGS)]


@pytest.fixture(scope="module")
def read(crafted_runs: Mapping[str, Sequence[int]]) -> Reading:
    """Scores by the assumptions that are read in their alternative, of the recorded year, and of competitions alone."""
    runs = dict(zip(("recorded", "competitions", *READINGS), crafted_runs[__name__], strict=True))
    return lambda name: scores_of(runs[name])


@pytest.fixture(scope="module")
def score(read: Reading) -> Scores:
    return read("recorded")


def assumptions(found: Score) -> list[str]:
    return str(found["assumption_ids"]).split()


def bounds(found: Score) -> tuple[object, object]:
    return found["lowest_points"], found["highest_points"]


@pytest.mark.parametrize(
    ("body_code", "points"),
    [
        ("MOJ", "5"),  # t = (1/50 + 4/100)/2 = 0.03, the edge of the full points
        ("MOES", "0"),  # t = (3/50 + 12/100)/2 = 0.09, the edge of none
        ("MOF", "2.5"),  # t = (2/50 + 12/150)/2 = 0.06
    ],
)
def test_worked_example_39_net_turnover(score: Scores, body_code: str, points: str) -> None:
    assert score(body_code, "B3.H.K.C")["points"] == exact(points)


def test_only_a_rate_between_the_edges_rests_on_the_straight_line(score: Scores) -> None:
    resting = {body: "A-61" in assumptions(score(body, "B3.H.K.C")) for body in ("MOJ", "MOF", "MOES")}
    assert resting == {"MOJ": False, "MOF": True, "MOES": False}


@pytest.mark.parametrize(
    ("criterion_code", "points"),
    [
        ("B3.H.K.S", "3.6"),  # 5 x 72/100
        ("B3.H.K.J", "4.8"),  # 5 x (1 - 4/100)
        ("B3.H.K.O", "0"),  # 5 x (1 - 110/100), not below 0
    ],
)
def test_worked_example_40_stability_newcomers_flow(score: Scores, criterion_code: str, points: str) -> None:
    found = score("MICOM", criterion_code)
    assert found["denominator"] == 100  # (100 + 100 + 96 + 104) / 4
    assert found["points"] == exact(points)


def test_worked_example_41_exit_interviews_with_the_deduction(score: Scores) -> None:
    found = score("KARAGANDA", "B3.H.K.V")
    assert (found["numerator"], found["denominator"]) == (8, 10)
    assert found["points"] == exact("3")  # 5 x 0.8 less 1: 6 of 10 name negative sides


@pytest.mark.parametrize(
    ("body_code", "points"),
    [
        ("MOH", "0"),  # 1980 hours: more than an eighth above the norm
        ("MOF", "15"),  # 1700 hours: below the norm, capped
        ("MOJ", "13"),  # 1700 hours, and 185 on days off: less 2
    ],
)
def test_worked_example_43_the_edges_of_working_time(score: Scores, body_code: str, points: str) -> None:
    assert score(body_code, "B3.H.O.N")["points"] == exact(points)


def test_worked_example_44_working_time_of_local_bodies(score: Scores) -> None:
    found = score("ALMATY", "B3.H.O.N")
    assert (found["numerator"], found["denominator"]) == (20 + 20, 200)
    assert found["points"] == exact("12")


def test_worked_example_45_the_survey_index(score: Scores) -> None:
    found = score("ALMATY", "B3.H.O.T")
    assert found["numerator"] == exact("3.25")  # 0.8 + 0.7 + 0.75 + 1
    assert found["points"] == exact("4.0625")


@pytest.mark.parametrize(
    ("criterion_code", "points", "october_points"),
    [("B3.I.A", "30", "15"), ("B3.I.B", "20", "10"), ("B3.I.C", "15", "15")],
)
def test_worked_example_47_information_systems_by_both_texts(
    read: Reading, criterion_code: str, points: str, october_points: str
) -> None:
    assert read("recorded")("MICOM", criterion_code)["points"] == exact(points)
    assert read(FIGURES)("MICOM", criterion_code)["points"] == exact(october_points)


def test_worked_example_48_services_that_are_left_out(score: Scores) -> None:
    found = score("MOJ", "B3.I.A")
    assert (found["numerator"], found["denominator"]) == (36, 50 - 10)
    assert found["points"] == exact("36")
    assert "A-73" in assumptions(found)


def test_a_body_that_does_not_part_its_posts_has_one_rate(score: Scores) -> None:
    found = score("MOH", "B3.H.K.C")
    assert found["points"] == exact("2.5")  # 6/100
    assert "A-76" in assumptions(found)


def test_a_group_without_posts_leaves_the_rate_of_the_other(score: Scores) -> None:
    assert score("MNE", "B3.H.K.C")["points"] == exact("2.5")  # 6/100, not half of it


def test_leavers_from_a_group_without_posts_are_for_the_evaluator(score: Scores) -> None:
    found = score("MID", "B3.H.K.C")
    assert (found["status"], found["points"]) == ("manual_check_needed", None)
    assert bounds(found) == (exact("0"), exact("5"))


MEASURED_BY_POSTS = ["B3.H.K.C", "B3.H.K.S", "B3.H.K.J", "B3.H.K.O"]


@pytest.mark.parametrize("criterion_code", MEASURED_BY_POSTS)
@pytest.mark.parametrize("body_code", ["KARAGANDA", "SOUTH_KZ"])  # no post by the staff list; all posts left out
def test_what_is_measured_by_posts_does_not_apply_to_a_body_without_them(
    score: Scores, body_code: str, criterion_code: str
) -> None:
    found = score(body_code, criterion_code)
    assert (found["status"], bounds(found)) == ("not_applicable", (None, None))


@pytest.mark.parametrize("criterion_code", MEASURED_BY_POSTS)
def test_servants_of_a_body_without_posts_are_for_the_evaluator(score: Scores, criterion_code: str) -> None:
    found = score("ZHAMBYL", criterion_code)
    assert (found["status"], bounds(found)) == ("manual_check_needed", (0, 5))


@pytest.mark.parametrize(("criterion_code", "points"), [("B3.H.K.C", "5"), ("B3.H.K.S", "2.5")])
def test_law_enforcement_units_leave_both_numbers_and_are_shown(
    score: Scores, criterion_code: str, points: str
) -> None:
    found = score("MOA", criterion_code)
    assert found["denominator"] == 150
    assert found["points"] == exact(points)
    assert "law enforcement units left out" in str(found["status_reason"])
    assert "A-99" in assumptions(found)


def test_more_servants_than_posts_give_the_full_points_with_a_flag(score: Scores) -> None:
    found = score("AKTOBE", "B3.H.K.S")
    assert found["points"] == exact("5")
    assert "A-63" in assumptions(found)


def test_a_body_that_lists_no_servant_of_three_years_has_no_points(score: Scores) -> None:
    found = score("PAVLODAR", "B3.H.K.S")
    assert (found["points"], found["evidence_row_count"]) == (exact("0"), 1 + 4)


def test_a_servant_who_cannot_be_read_widens_the_bounds_and_one_read_twice_does_not(score: Scores) -> None:
    found = score("AKMOLA", "B3.H.K.S")
    assert found["points"] == exact("2.5")  # 5 x 10/20
    assert bounds(found) == (exact("2.5"), exact("2.75"))
    assert found["is_partial"]


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "reason"),
    [
        ("MOEN", "B3.H.K.O", "the form on posts lacks a quarter"),
        ("MLSPP", "B3.H.K.J", "the form on posts holds rows that cannot be read"),
        ("AKMOLA", "B3.H.K.C", "the monitoring of staff holds rows that cannot be read"),
        ("MOF", "B3.H.K.V", "the form on exit interviews holds rows that cannot be read"),
        ("MNE", "B3.H.K.V", "the form on exit interviews has no total"),
        ("MNE", "B3.H.O.N", "the form on hours holds rows that cannot be read"),
        ("MOEN", "B3.H.O.N", "the form on hours has no total"),
        ("MNE", "B3.H.M.A", "the list holds rows of this body that cannot be read, and no other"),
        ("AKTOBE", "B3.H.O.T", "no sheet answers what this criterion asks"),
        ("AKTOBE", "B3.H.O.N", "no sheet answers what this criterion asks"),
        ("AKTOBE", "B3.H.K.P", "no sheet answers what this criterion asks"),
        ("ZHAMBYL", "B3.H.M.F", "no sheet of the body can be read"),
        ("MOEN", "B3.I.A", "the table of systems names no service of the body"),
        ("MID", "B3.I.B", "no function of the body can be read in the table of systems"),
    ],
)
def test_what_cannot_be_read_is_for_the_evaluator(
    score: Scores, body_code: str, criterion_code: str, reason: str
) -> None:
    found = score(body_code, criterion_code)
    assert (found["status"], found["status_reason"], found["points"]) == ("manual_check_needed", reason, None)
    assert bounds(found) == (0, found["max_points"])


@pytest.mark.parametrize(
    ("body_code", "criterion_code"),
    [
        ("MFA", "B3.H.K.C"),  # posts came, records did not
        ("KOSTANAY", "B3.H.K.J"),  # records came, posts did not
        ("ASTANA", "B3.H.K.S"),
        ("ASTANA", "B3.H.K.V"),
        ("MOA", "B3.H.O.N"),
        ("ASTANA", "B3.H.O.N"),
        ("ASTANA", "B3.H.M.E"),
        ("ASTANA", "B3.H.K.P"),
        ("ASTANA", "B3.H.M.A"),
        ("ASTANA", "B3.H.M.C"),
        ("ASTANA", "B3.I.A"),
        ("ASTANA", "B3.I.B"),
        ("MOA", "B3.I.C"),
    ],
)
def test_a_body_that_its_source_leaves_out_has_no_data(score: Scores, body_code: str, criterion_code: str) -> None:
    found = score(body_code, criterion_code)
    assert (found["status"], found["points"]) == ("no_data_body", None)
    assert bounds(found) == (0, found["max_points"])


def test_a_source_that_did_not_come_leaves_its_criteria_without_data(read: Reading) -> None:
    score = read("competitions")
    statuses = {code: score("MOF", code)["status"] for code in ("B3.H.M.A", "B3.H.K.C", "B3.H.O.N", "B3.I.A")}
    missing = dict.fromkeys(("B3.H.K.C", "B3.H.O.N", "B3.I.A"), "no_data_source")
    assert statuses == missing | {"B3.H.M.A": "scored"}


def test_exactly_half_of_the_leavers_is_not_more_than_half(score: Scores) -> None:
    assert score("MOJ", "B3.H.K.V")["points"] == exact("5")


def test_the_deduction_of_exit_interviews_stops_at_zero(score: Scores) -> None:
    assert score("MOES", "B3.H.K.V")["points"] == exact("0")  # 5 x 2/20 - 1


def test_a_reason_that_cannot_be_read_may_bring_the_deduction(score: Scores) -> None:
    found = score("MOH", "B3.H.K.V")
    assert found["points"] == exact("5")
    assert bounds(found) == (exact("4"), exact("5"))


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "points"),
    [
        ("AKMOLA", "B3.H.K.V", "5"),
        ("AKMOLA", "B3.H.M.A", "15"),
        ("AKMOLA", "B3.H.M.C", "10"),
        ("MOH", "B3.H.M.C", "10"),  # appointments to the lowest posts alone
    ],
)
def test_where_nothing_happened_the_points_are_full(
    score: Scores, body_code: str, criterion_code: str, points: str
) -> None:
    found = score(body_code, criterion_code)
    assert (found["points"], found["has_no_events"]) == (exact(points), True)
    assert "A-67" in assumptions(found)


@pytest.mark.parametrize(
    ("body_code", "points"),
    [
        ("MICOM", "14"),  # exactly 184 hours on days off
        ("MOES", "6"),  # 1849 of 1720 hours: 15 x (1 - 8 x 0.075)
        ("MID", "0"),  # one hour a day above the norm, and the deduction stops at 0
    ],
)
def test_hours_beyond_the_norm_and_on_days_off(score: Scores, body_code: str, points: str) -> None:
    assert score(body_code, "B3.H.O.N")["points"] == exact(points)


def test_only_hours_on_days_off_bring_in_their_assumption(score: Scores) -> None:
    resting = {body: "A-65" in assumptions(score(body, "B3.H.O.N")) for body in ("MOF", "MICOM")}
    assert resting == {"MOF": False, "MICOM": True}


def test_plans_to_leave_and_to_move_count_in_both(score: Scores) -> None:
    found = score("ALMATY", "B3.H.K.P")
    assert (found["numerator"], found["denominator"]) == (10 + 30, 200)
    assert found["points"] == exact("4")  # 5 x (1 - 10/200 - 30/200)


def test_each_share_of_plans_is_of_those_who_answered_its_question(score: Scores) -> None:
    assert score("PAVLODAR", "B3.H.K.P")["points"] == exact("2.5")  # 1 of 2 would leave, 0 of 1 would move


def test_where_all_would_leave_and_move_there_are_no_points(score: Scores) -> None:
    assert score("MOF", "B3.H.K.P")["points"] == exact("0")


def test_skipped_statements_count_in_no_mean(score: Scores) -> None:
    found = score("AKMOLA", "B3.H.M.B")
    assert found["points"] == exact("4.375")  # (1 + 0.75) / 2 x 5
    assert not found["is_partial"]


def test_a_statement_that_nobody_answered_widens_the_bounds(score: Scores) -> None:
    found = score("PAVLODAR", "B3.H.O.T")
    assert found["points"] == exact("5")
    assert bounds(found) == (exact("3.75"), exact("5"))
    assert found["is_partial"]


@pytest.mark.parametrize(
    ("criterion_code", "points", "lowest_points"),
    [
        ("B3.H.O.T", "5", "3.75"),  # of four sheets one may have said 1 to everything: mean 4
        ("B3.H.K.P", "5", "2.5"),  # or yes to both questions
        ("B3.H.O.N", "15", "11.25"),  # or every day
    ],
)
def test_a_sheet_that_cannot_be_read_widens_the_bounds(
    score: Scores, criterion_code: str, points: str, lowest_points: str
) -> None:
    found = score("KOSTANAY", criterion_code)
    assert found["points"] == exact(points)
    assert bounds(found) == (exact(lowest_points), exact(points))


def test_full_disagreement_gives_nothing(score: Scores) -> None:
    codes = ("B3.H.O.T", "B3.H.O.Y", "B3.H.M.B", "B3.H.M.D", "B3.H.M.E", "B3.H.M.F")
    assert {score("MOF", code)["points"] for code in codes} == {exact("0")}


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "points", "lowest_points", "highest_points"),
    [
        ("MOF", "B3.H.M.A", "11.25", "11.25", "11.25"),  # 9 of 12 were watched
        ("MOH", "B3.H.M.A", "11.25", "9", "12"),  # 3 of 4; one cannot be read, one stands twice
        ("MOJ", "B3.H.M.A", "7.5", "7.5", "7.5"),  # 1 of 2; one was held in another year
        ("MOF", "B3.H.M.C", "7.5", "7.5", "7.5"),  # 6 of 8, the lowest posts left aside
        ("MOJ", "B3.H.M.C", "3.333333333333", "2.5", "5"),  # 1 of 3; one cannot be read
    ],
)
def test_shares_of_competitions_and_appointments(
    score: Scores, body_code: str, criterion_code: str, points: str, lowest_points: str, highest_points: str
) -> None:
    found = score(body_code, criterion_code)
    assert found["points"] == exact(points)
    assert bounds(found) == (exact(lowest_points), exact(highest_points))


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "points"),
    [
        ("MOF", "B3.H.K.C", "1.666666666667"),  # 14/200 = 0.07
        ("MICOM", "B3.H.K.O", "2.25"),  # half of 110/100
        ("MOF", "B3.H.M.A", "7.5"),  # 10 x 9/12
        ("AKMOLA", "B3.H.M.B", "8.75"),  # 10 x 0.875
        ("MOH", "B3.I.A", "20"),  # everything by own systems is one of two parts
    ],
)
def test_other_figures_and_formulas(read: Reading, body_code: str, criterion_code: str, points: str) -> None:
    assert read(FIGURES)(body_code, criterion_code)["points"] == exact(points)


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "points"),
    [
        ("MOF", "B3.H.O.N", "14"),  # no hour on days off takes a point too
        ("AKMOLA", "B3.H.M.B", "3.75"),  # the complete sheet alone, (1 + 0.5) / 2 x 5
        ("MOJ", "B3.I.A", "38"),  # two services that are left out are automated
        ("MOF", "B3.I.A", "40"),  # 6 own and 4 of others, of 10
        ("MOA", "B3.H.K.C", "0"),  # t = (1/50 + 100/200)/2
        ("MOA", "B3.H.K.S", "4"),  # 200 of 250
        ("MOF", "B3.H.K.V", "4"),  # the units, 8 of 10
        ("MNE", "B3.H.O.N", "14"),  # the unit below the norm; less 1 by A-65
    ],
)
def test_other_readings_of_what_counts(read: Reading, body_code: str, criterion_code: str, points: str) -> None:
    assert read(ROWS)(body_code, criterion_code)["points"] == exact(points)


@pytest.mark.parametrize("criterion_code", ["B3.H.K.V", "B3.H.M.A", "B3.H.M.C"])
def test_what_did_not_happen_may_be_left_out(read: Reading, criterion_code: str) -> None:
    assert read(NOTHING_HAPPENED)("AKMOLA", criterion_code)["status"] == "not_applicable"
