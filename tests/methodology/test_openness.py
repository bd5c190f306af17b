"""Openness, complaints by form 1-OL and deductions, run through the real models: worked examples 31, 32, 33 and 37."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from olshem import warehouse
from tests.support import crafted, openness_cases
from tests.support.golden import (
    DEFENCE,
    ENERGY,
    FINANCE,
    HEALTH,
    JUSTICE,
    LABOUR,
    Score,
    exact,
    handled,
    scores_of,
)

FOREIGN = "Министерство иностранных дел Республики Казахстан"
AGRICULTURE = "Министерство сельского хозяйства Республики Казахстан"
AKMOLA = "Акимат Акмолинской области"
LABOUR_ABBREVIATED = "МТСЗН РК"
NATIONAL_BANK = "Национальный Банк Республики Казахстан"
ABSENT = {"is_present": "нет", "defect_count": ""}
NO_ADMINISTRATOR = {"is_present": "", "defect_count": "", "mark": "не администратор бюджетных программ"}
NOTHING_TO_PUBLISH = {"is_present": "", "defect_count": "", "mark": "публиковать нечего"}
NOTHING_PLANNED = {"is_present": "", "defect_count": "", "mark": "ничего не планировалось"}
NO_COMMENTS = {"is_present": "", "defect_count": "", "mark": "замечаний не поступало"}
MESSAGE = {"has_message": "да"}
LEFT_OUT: dict[str, str] = {}


def defects(count: int) -> dict[str, str]:
    return {"defect_count": str(count)}


def answered(asked: int, count: int) -> dict[str, str]:
    return {"asked_count": str(asked), "answered_count": str(count)}


OPEN_DATA = openness_cases.portal("open_data", [
    (DEFENCE, "central", {"1.2": defects(3), "1.3": defects(20)}),
    (FINANCE, "central", {"1.1": ABSENT}),
    (HEALTH, "central", dict.fromkeys(("1.1", "1.2", "1.3", "1.4"), ABSENT)),
    (JUSTICE, "central", {"1.4/kk": LEFT_OUT}),
    (AKMOLA, "local", {"1.4/kk": defects(1)}),
])  # fmt: skip
OPEN_BUDGETS = openness_cases.portal("open_budgets", [
    (DEFENCE, "central", {"2.10": NOTHING_TO_PUBLISH}),
    (FINANCE, "central", {"2.10": NO_ADMINISTRATOR}),
    (NATIONAL_BANK, "central", {f"2.{number}": NO_ADMINISTRATOR for number in range(1, 12)}),
    (AKMOLA, "local", {"2.1": defects(26)}),
])  # fmt: skip
OPEN_NPA = openness_cases.portal("open_npa", [
    (DEFENCE, "central", {f"3.{number}": NOTHING_PLANNED for number in range(1, 6)}),
    (FINANCE, "central", {"3.1": NO_COMMENTS, "3.4": ABSENT}),
    (LABOUR, "central", {}), (LABOUR_ABBREVIATED, "central", {"3.4": ABSENT}),
])  # fmt: skip
OPEN_DIALOGUE = openness_cases.portal("open_dialogue", [
    (DEFENCE, "central", {"4.2": answered(100, 85), "4.3": ABSENT}),
    (FINANCE, "central", {"4.2": answered(100, 70)}),
    (HEALTH, "central", {"4.2": answered(0, 0)}),
    (JUSTICE, "central", {"4.2": answered(1000, 701)}),
    (ENERGY, "central", {"4.2": answered(1000, 699)}),
    (AGRICULTURE, "central", {"4.1": defects(5)}),
    (FOREIGN, "central", {"4.1": ABSENT | answered(0, 0), "4.3": ABSENT | answered(0, 0)}),
])  # fmt: skip
SITES = openness_cases.sites([
    (DEFENCE, "central", "mod.gov.kz", True, {"O2.3 1.3": ABSENT, "O2.3 1.5": ABSENT}),
    (DEFENCE, "central", "committee.mod.gov.kz", False, {"O2.1": {"points": "0"}}),
    (FINANCE, "central", "minfin.gov.kz", True, {
        "O2.1 1.1": {"points": "0.5"}, "O2.2 1.2": defects(60), "O2.2 1.13": ABSENT | MESSAGE,
    }),
    (HEALTH, "central", "mz.gov.kz", True, {"O2.2": ABSENT}),
    (JUSTICE, "central", "adilet.gov.kz", True, {"O2.2 1.2": LEFT_OUT}),
    (ENERGY, "central", "energo.gov.kz", True, {"O2.3": ABSENT}),
    (NATIONAL_BANK, "central", "nationalbank.kz", True, {"O2.2 1.2": ABSENT, "O2.2 1.6": LEFT_OUT}),
    (FOREIGN, "central", "mfa.gov.kz", True, {
        "O2.2 1.2": ABSENT | {"points": "1"}, "O2.3 1.1": ABSENT | MESSAGE,
        "O2.3 1.5": {"is_present": "", "defect_count": ""} | MESSAGE,
    }),
])  # fmt: skip
MOBILE_VERSIONS = openness_cases.mobile_versions([
    (DEFENCE, "по ссылке", "нет"), (FINANCE, "сама", "да"), (HEALTH, "нет", ""), (ENERGY, "по ссылке", "нет"),
    (FOREIGN, "сама", "да"),
])  # fmt: skip
# received, handled, late, satisfied, explained, refused, other, upheld by a court, satisfied by a superior, repeated
EXAMPLE_37 = ((60, 60, 0, 5, 0, 55, 0, 0, 0, 0), (40, 40, 0, 0, 5, 35, 0, 0, 0, 0))  # 40 + 40 + 20 x 5% + 10 x 5%
FORMS = openness_cases.forms({
    DEFENCE: EXAMPLE_37, HEALTH: EXAMPLE_37, JUSTICE: EXAMPLE_37, ENERGY: EXAMPLE_37,
    FINANCE: (EXAMPLE_37[0], (40, 40, 0, 0, 5, 36, 0, 0, 0, 0)),  # whose outcomes are one more than it handled
    AGRICULTURE: ((500, 500, 10, 100, 100, 300, 0, 1, 2, 0), (500, 500, 20, 100, 100, 300, 0, 1, 1, 0)),
    AKMOLA: ((0,) * 10, (0,) * 10),
    LABOUR: ((300, 300, 1, 0, 0, 300, 0, 0, 0, 0), (0,) * 10), LABOUR_ABBREVIATED: ((0,) * 10, (0,) * 10),
})  # fmt: skip
RECHECKS = openness_cases.rechecks([
    (DEFENCE, "обращения", "недостоверность", 40), (DEFENCE, "обращения", "неполнота", 2),
    (DEFENCE, "открытость", "недостоверность", 1), (HEALTH, "обращения", "не выявлено", 1),
    (ENERGY, "обращения", "недостоверность", 3), (ENERGY, "обращения", "иное", 1), (AGRICULTURE, "открытость", "не выявлено", 1),
])  # fmt: skip


class Runs(NamedTuple):
    """By the form alone, and with the register beside it."""

    by_form: int
    by_register: int


def load_runs() -> Runs:
    """Both runs."""
    by_form = crafted.loaded_run(
        [OPEN_DATA, OPEN_BUDGETS, OPEN_NPA, OPEN_DIALOGUE, SITES, MOBILE_VERSIONS, FORMS, RECHECKS]
    )
    by_register = crafted.loaded_run(
        [crafted.statistics([("МО РК", 54, 0, 0)]), OPEN_DATA, FORMS, crafted.appeals(handled(DEFENCE, 12))]
    )
    return Runs(by_form, by_register)


@pytest.fixture(scope="module")
def runs(crafted_runs: Mapping[str, Sequence[int]]) -> Runs:
    """Both with their scores."""
    return Runs(*crafted_runs[__name__])


def score(runs: Runs, body_code: str, criterion_code: str) -> Score:
    return scores_of(runs.by_form)(body_code, criterion_code)


def row(statement: str, *values: object) -> dict[str, Any]:
    with warehouse.connect("auditor") as connection:
        found = connection.execute(statement.encode(), list(values))
        assert found.description is not None
        return dict(zip((column.name for column in found.description), next(found), strict=True))


def test_worked_example_31_open_data(runs: Runs) -> None:
    found = score(runs, "MOD", "B2.C.O1.1")
    assert (found["numerator"], found["points"]) == (exact("10.5"), exact("14.583333333333"))  # 10.5/14.4 x 20


def test_worked_example_32_open_dialogue(runs: Runs) -> None:
    found = score(runs, "MOD", "B2.C.O1.4")
    assert (found["numerator"], found["points"]) == (exact("6"), exact("13.333333333333"))


def test_worked_example_33_mobile_version(runs: Runs) -> None:
    found = score(runs, "MOD", "B2.C.O2.3")
    assert (found["numerator"], found["points"]) == (exact("40"), exact("1.4"))


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "numerator", "points"),
    [
        ("MOF", "B2.C.O1.1", "12.4", "17.222222222222"),  # the list is not approved: 0 for this parameter alone
        ("MOH", "B2.C.O1.1", "0", "0"),  # nothing posted: no quarter is left
        ("AKMOLA", "B2.M.O1.1", "15.3", "19.870129870130"),  # one defect in one version, over 15.4
        ("AKMOLA", "B2.M.O1.2", "11.8", "15.945945945946"),  # 26 defects take 75 percent of 2 points, twice, over 14.8
        ("MOF", "B2.C.O1.3", "6.8", "15.454545454545"),  # no comments: full weight; absent: 2 of 8.8
        ("MOF", "B2.C.O1.4", "5", "11.111111111111"),  # exactly 70 percent: 0
        ("MOJ", "B2.C.O1.4", "7", "15.555555555556"),  # above 70 percent: 1 in each version
        ("MOEN", "B2.C.O1.4", "5", "11.111111111111"),  # below 70 percent: 0
        ("MOA", "B2.C.O1.4", "9", "20"),  # defects of the blog take nothing
        (
            "MFA",
            "B2.C.O1.4",
            "4",
            "8.888888888889",
        ),  # no question was asked: that is of the blog's answers alone
        ("MOD", "B2.C.O2.1", "10", "2.5"),  # two sites, one with everything and one with nothing: the mean
        ("MOF", "B2.C.O2.1", "9.5", "4.75"),
        ("MOF", "B2.C.O2.2", "96", "9.6"),  # 60 defects take half of 4 points, twice; a message counts as present
        ("MOH", "B2.C.O2.2", "0", "0"),
        ("NBK", "B2.C.O2.2", "88", "9.166666666667"),  # of 96
        ("MFA", "B2.C.O2.2", "92", "9.2"),  # absent in both versions: points are of availability alone
        ("MOF", "B2.C.O2.3", "50", "5"),
        ("MOH", "B2.C.O2.3", "50", "0"),  # no mobile version
        ("MOEN", "B2.C.O2.3", "0", "0"),  # nothing in it, and no link back: the floor
    ],
)
def test_openness_cases_reckoned_by_hand(
    runs: Runs, body_code: str, criterion_code: str, numerator: str, points: str
) -> None:
    found = score(runs, body_code, criterion_code)
    assert found["status"] == "scored"
    assert found["numerator"] == exact(numerator)
    assert found["points"] == found["lowest_points"] == found["highest_points"] == exact(points)
    assert not found["is_partial"]


@pytest.mark.parametrize(
    ("body_code", "criterion_code", "assumption_ids"),
    [
        ("MOD", "B2.C.O1.1", {"A-42"}),  # what is said of the counters does not touch an assessment
        ("MOD", "B2.C.O1.2", {"A-42", "A-103"}),
        ("MOF", "B2.C.O1.4", {"A-41", "A-42", "A-52"}),
        ("MOH", "B2.C.O1.4", {"A-42", "A-52", "A-103"}),
        ("MOEN", "B2.C.O1.4", {"A-42", "A-52"}),
        ("MOD", "B2.C.O1.3", {"A-42", "A-53"}),
        ("MOD", "B2.C.O2.1", {"A-45", "A-46"}),
        ("NBK", "B2.C.O2.2", {"A-42", "A-43", "A-46", "A-98"}),
        ("MOD", "B2.C.O2.3", {"A-42", "A-44", "A-46"}),
        ("MOF", "B2.C.O2.3", {"A-42", "A-46"}),
    ],
)
def test_a_score_names_the_assumptions_that_it_rests_on(
    runs: Runs, body_code: str, criterion_code: str, assumption_ids: set[str]
) -> None:
    assert set(str(score(runs, body_code, criterion_code)["assumption_ids"]).split()) == assumption_ids


def test_a_parameter_without_a_row_widens_the_bounds_only(runs: Runs) -> None:
    found = score(runs, "MOJ", "B2.C.O1.1")
    assert (found["numerator"], found["denominator"]) == (exact("12.4"), exact("12.4"))
    assert found["points"] == found["highest_points"] == exact("20")
    assert found["lowest_points"] == exact("17.222222222222")  # 20 x 12.4/14.4
    assert found["is_partial"]
    assert "A-89" in str(found["assumption_ids"]).split()


def test_nothing_planned_gives_full_points_and_says_so(runs: Runs) -> None:
    found = score(runs, "MOD", "B2.C.O1.3")
    assert found["points"] == exact("20")
    assert found["has_no_events"]
    assert found["status_reason"] == "10 of 10 parameters are measured; 10 had nothing due and count in full"


def test_open_budgets_do_not_apply_to_a_body_without_budget_programmes(runs: Runs) -> None:
    found = score(runs, "NBK", "B2.C.O1.2")
    assert found["status"] == "not_applicable"
    assert (found["points"], found["lowest_points"], found["highest_points"]) == (None, None, None)


def test_a_body_that_is_an_administrator_in_some_rows_only_waits_for_the_evaluator(runs: Runs) -> None:
    found = score(runs, "MOF", "B2.C.O1.2")
    assert found["status"] == "manual_check_needed"
    assert (found["points"], found["lowest_points"], found["highest_points"]) == (None, exact("0"), exact("20"))


@pytest.mark.parametrize("criterion_code", ["B2.C.O1.1", "B2.C.O1.2", "B2.C.O2.1", "B2.C.O2.2", "B2.C.O2.3", "B2.C.A1"])
def test_a_body_without_a_row_has_no_data_and_all_bounds(runs: Runs, criterion_code: str) -> None:
    found = score(runs, "MIA", criterion_code)
    most = {"O1": "20", "O2.1": "5", "O2.2": "10", "O2.3": "5", "A1": "40"}
    highest = next(points for part, points in most.items() if criterion_code[5:].startswith(part))
    assert found["status"] == "no_data_body"
    assert (found["points"], found["lowest_points"], found["highest_points"]) == (None, exact("0"), exact(highest))


def test_without_the_way_a_mobile_version_opens_its_coefficient_is_unknown(runs: Runs) -> None:
    found = score(runs, "MOJ", "B2.C.O2.3")
    assert found["status"] == "no_data_body"
    assert (found["lowest_points"], found["highest_points"]) == (exact("0"), exact("5"))


def test_a_message_stands_for_a_section_of_the_site_and_not_of_its_mobile_version(runs: Runs) -> None:
    found = score(runs, "MFA", "B2.C.O2.3")
    assert (found["numerator"], found["denominator"]) == (34, 46)  # 12 absent; of 4 there is nothing but the message
    assert found["points"] == exact("3.695652173913")
    assert (found["lowest_points"], found["highest_points"]) == (exact("3.4"), exact("3.8"))
    assert found["is_partial"]


def test_the_assessment_goes_before_the_counters_of_the_portal(runs: Runs) -> None:
    found = scores_of(runs.by_register)("MOD", "B2.C.O1.1")
    assert found["points"] == exact("14.583333333333")
    assert found["evidence_source"] == "open_data"


def test_complaints_are_counted_by_the_form_where_the_register_did_not_come(runs: Runs) -> None:
    points = {criterion: score(runs, "MOA", f"B2.C.{criterion}") for criterion in ("A1", "A2", "A3")}
    assert points["A1"]["points"] == exact("37")  # 40 - 100 x 30/1000
    assert points["A2"]["points"] == exact("39.5")  # 40 - 100 x 5/1000
    assert points["A3"]["points"] == exact("6")  # 20 x 200/1000 + 10 x 200/1000
    for found in points.values():
        assert found["evidence_source"] == "form_1ol"
        assert str(found["status_reason"]).startswith("by form 1-OL: ")
        assert "A-115" in str(found["assumption_ids"]).split()
        assert found["evidence_row_count"] == 2


def test_a_second_form_under_another_name_of_the_body_waits_for_the_evaluator(runs: Runs) -> None:
    found = score(runs, "MLSPP", "B2.C.A1")
    assert found["status"] == "manual_check_needed"
    assert (found["points"], found["lowest_points"], found["highest_points"]) == (None, exact("0"), exact("40"))


def test_what_is_told_again_of_a_body_under_another_name_is_set_aside(runs: Runs) -> None:
    found = row(
        "select count(*) as rejected_count, min(raw_value) as given_name from marts.fct_rejected_cell "
        "where run_id = %s and source = 'open_npa' and reason = 'names the same body as an earlier row under another name'",
        runs.by_form,
    )
    assert found == {"rejected_count": 10, "given_name": LABOUR_ABBREVIATED}
    assert score(runs, "MLSPP", "B2.C.O1.3")["points"] == exact("20")


def test_the_register_counts_where_both_came(runs: Runs) -> None:
    found = scores_of(runs.by_register)("MOD", "B2.C.A1")
    assert found["denominator"] == 12
    assert found["evidence_source"] == "appeals_register"
    assert "A-115" not in str(found["assumption_ids"])


def test_a_form_with_a_rejected_line_waits_for_the_evaluator(runs: Runs) -> None:
    found = score(runs, "MOF", "B2.C.A3")
    assert found["status"] == "manual_check_needed"
    assert (found["points"], found["lowest_points"], found["highest_points"]) == (None, exact("0"), exact("20"))


def test_a_form_of_zeros_says_that_nothing_happened(runs: Runs) -> None:
    found = score(runs, "AKMOLA", "B2.M.A1")
    assert found["points"] == exact("40")
    assert found["has_no_events"]


def direction(runs: Runs, body_code: str, direction_code: str) -> dict[str, Any]:
    return row(
        "select status, earned_points, deduction_points, score, lowest_score, highest_score, is_partial "
        "from marts.fct_direction_score where run_id = %s and body_code = %s and direction_code = %s",
        runs.by_form, body_code, direction_code,
    )  # fmt: skip


def test_worked_example_37_unreliable_facts_take_no_more_than_the_cap_of_the_direction(runs: Runs) -> None:
    found = direction(runs, "MOD", "B2.C.A")
    assert found["earned_points"] == exact("81.5")
    assert found["deduction_points"] == 5  # 40 x 0.2 is 8
    assert found["score"] == found["lowest_score"] == found["highest_score"] == exact("76.5")
    assert not found["is_partial"]


@pytest.mark.parametrize(
    ("body_code", "deduction", "result", "lowest", "highest", "is_partial"),
    [
        ("MOH", Decimal(0), "81.5", "81.5", "81.5", False),  # the record found nothing
        ("MOEN", Decimal("0.6"), "80.9", "80.7", "80.9", True),  # a rejected row may be a fourth fact
        ("MOJ", None, "81.5", "76.5", "81.5", True),  # no record: nobody knows
    ],
)
def test_deductions_from_the_direction_of_complaints(
    runs: Runs, body_code: str, deduction: Decimal | None, result: str, lowest: str, highest: str, is_partial: bool
) -> None:
    found = direction(runs, body_code, "B2.C.A")
    assert found["earned_points"] == exact("81.5")
    assert found["deduction_points"] == deduction
    assert found["score"] == exact(result)
    assert (found["lowest_score"], found["highest_score"]) == (exact(lowest), exact(highest))
    assert found["is_partial"] is is_partial


def test_a_penalty_shows_facts_points_and_cap(runs: Runs) -> None:
    found = row(
        "select fact_count, points_per_unit, points_before_cap, cap_points, points, assumption_ids, evidence_row_count "
        "from marts.fct_penalty where run_id = %s and body_code = 'MOD' and penalty_code = 'W2.UNRELIABLE.A'",
        runs.by_form,
    )
    assert found == {
        "fact_count": 40, "points_per_unit": Decimal("0.2"), "points_before_cap": 8, "cap_points": 5, "points": 5,
        "assumption_ids": "A-54", "evidence_row_count": 42,
    }  # fmt: skip


def test_a_fact_counts_against_its_own_direction_only(runs: Runs) -> None:
    found = row(
        "select sum(points) filter (where penalty_code = 'W2.UNRELIABLE.O') as openness, "
        "count(points) filter (where penalty_code = 'W2.UNRELIABLE.S') as services "
        "from marts.fct_penalty where run_id = %s and body_code = 'MOD'",
        runs.by_form,
    )
    assert found == {"openness": Decimal("0.2"), "services": 0}


def test_a_direction_loses_the_leaf_that_does_not_apply_and_keeps_its_scale(runs: Runs) -> None:
    found = row(
        "select leaf_count, not_applicable_leaf_count, coverage_pct from marts.fct_direction_score "
        "where run_id = %s and body_code = 'NBK' and direction_code = 'B2.C.O'",
        runs.by_form,
    )
    # of the 80 points that apply, the 15 of the two indicators of the site are scored
    assert found == {"leaf_count": 7, "not_applicable_leaf_count": 1, "coverage_pct": Decimal("18.75")}
