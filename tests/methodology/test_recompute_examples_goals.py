"""The worked examples of block 1 by their numbers: what the second opinion makes of them.

No warehouse: the same numbers that the acts and the methodology pages give, reckoned by the functions that are later held
against the marts.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from tests.methodology import recompute_regions as regions
from tests.methodology.recompute import Answer, scored
from tests.methodology.recompute_goals import central_result, efficiency, goals, interrelation, judged, result
from tests.support.given_years import (
    BANK,
    LESS,
    MINISTRY,
    MORE,
    RANKING,
    REGION,
    Record,
    audit,
    direct,
    given_year,
    indicator,
    programme_result,
    records,
    spent,
)

NO_YEAR = given_year()


def h(*numbers: str | None, direction: str = MORE, alternatives: Sequence[str] = (), **other: Any) -> Decimal | str:
    (row,) = records("strategic_plan_indicators", [indicator(direction, *numbers, **other)])
    return judged(given_year(alternatives), row)


def rz(absorption: str, *results: Record, alternatives: Sequence[str] = ()) -> Decimal | str:
    return efficiency(given_year(alternatives), records("budget_programmes", results), Decimal(absorption))


def test_example_1_more_is_better() -> None:
    assert h("80", "76", "75") == Decimal("0.95")


def test_example_3_overfulfilled_just_under() -> None:
    assert h("40", "49.9", "45") == 1


def test_overfulfilled_by_a_quarter_exactly() -> None:
    assert h("40", "50", "45") == Decimal("0.9")


def test_example_4_less_is_better() -> None:
    assert h("10", "12.5", "14", direction=LESS) == Decimal("0.8")


def test_example_5_worse_than_last_year() -> None:
    assert h("100", "90", "95") == Decimal("0.81")


def test_an_excuse_with_a_document_lifts_the_corrective() -> None:
    assert h("100", "90", "95", is_excused=True, excuse_document="№ 1") == Decimal("0.9")


def test_an_excuse_without_a_document_is_none() -> None:
    assert h("100", "90", "95", is_excused=True) == Decimal("0.81")


def test_example_7_ranking_ladder() -> None:
    cases = (("50", "49", "52"), ("50", "51", "52"), ("49", "50", "50"), ("50", "52", "51"))
    assert [h(*case, direction=RANKING) for case in cases] == [1, Decimal("0.5"), Decimal("0.25"), 0]


def test_a_ranking_as_planned_but_worse_than_last_year() -> None:
    assert h("50", "50", "49", direction=RANKING) == Decimal("0.9")


def test_equal_to_last_year_is_not_worse() -> None:
    assert h("100", "90", "90") == Decimal("0.9")


def test_equal_to_last_year_in_the_alternative_of_a_12() -> None:
    assert h("100", "90", "90", alternatives=["A-12"]) == Decimal("0.81")


def test_one_factor_for_three_causes() -> None:
    assert h("40", "50", "60", is_plan_lowered=True) == Decimal("0.9")


def test_a_factor_for_each_cause_in_the_alternative_of_a_11() -> None:
    assert h("40", "50", "60", is_plan_lowered=True, alternatives=["A-11"]) == Decimal("0.729")


@pytest.mark.parametrize(
    ("direction", "plan", "fact", "expected"),
    [
        (MORE, "0", "5", "left out"),
        (LESS, "0", "5", "left out"),
        (LESS, "0", "0", 1),
        (LESS, "5", "0", 1),
        (MORE, "5", "-1", 0),
        (MORE, "-5", "1", "unknown"),
        (LESS, "5", "-1", "unknown"),
        (MORE, None, "5", "left out"),
        (MORE, "5", None, "unknown"),
    ],
)
def test_zeros_and_negative_values(direction: str, plan: str | None, fact: str | None, expected: object) -> None:
    assert h(plan, fact, "0" if direction == LESS else "-9", direction=direction) == expected


def test_last_year_unknown_matters_only_where_it_could_change_the_result() -> None:
    assert (h("100", "90", None), h("40", "50", None)) == ("unknown", Decimal("0.9"))


def test_example_8_an_indicator_without_a_plan_leaves_the_mean() -> None:
    rows = [indicator(MORE, "10", fact, "1") for fact in ("10", "9", "8")] + [indicator(MORE, None, "7", "1")]
    year = given_year(strategic_plan_indicators=rows)
    assert goals(year)[MINISTRY, "B1.C.A"] == scored("0.9")


def test_example_9_low_absorption() -> None:
    assert rz("0.63", programme_result("прямой", "100", "75")) == Decimal("0.9")


def test_the_case_of_the_act_results_100_absorbed_84_5() -> None:
    assert rz("0.845", programme_result("прямой", "100", "100")) == Decimal("0.9")


def test_low_absorption_and_equal_results() -> None:
    assert rz("0.9", programme_result("прямой", "100", "90")) == 1


def test_low_absorption_and_equal_results_in_the_alternative_of_a_15() -> None:
    assert rz("0.9", programme_result("прямой", "100", "90"), alternatives=["A-15"]) == Decimal("0.9")


def test_example_11_a_capped_result() -> None:
    results = (programme_result("прямой", "100", "120"), programme_result("конечный", "100", "80"))
    assert rz("1", *results) == Decimal("0.9")


def test_results_over_absorption_may_exceed_one() -> None:
    assert rz("0.95", programme_result("прямой", "100", "100")) == Decimal("1.052631578947")


def test_a_cap_of_one_in_the_alternative_of_a_13() -> None:
    assert rz("0.95", programme_result("прямой", "100", "100"), alternatives=["A-13"]) == 1


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("субвенция", "left out"),
        ("отправитель трансферта", Decimal("0.5")),
        ("распределитель", Decimal("0.5")),
        ("получатель", 1),
    ],
)
def test_who_answers_for_which_results(kind: str, expected: object) -> None:
    direct, final = (
        programme_result(of, "10", fact, programme_kind=kind) for of, fact in (("прямой", "10"), ("конечный", "5"))
    )
    assert rz("1", direct, final) == expected


def test_example_12_interrelation() -> None:
    assert interrelation(Decimal("0.85"), Decimal("0.95")) == Decimal("0.894736842105")


@pytest.mark.parametrize(("a", "b", "expected"), [("0", "0", 1), ("0", "0.5", 0), ("0.7", "0.7", 1)])
def test_equal_and_zero_coefficients(a: str, b: str, expected: int) -> None:
    assert interrelation(Decimal(a), Decimal(b)) == expected


def test_example_13_result_of_a_goal() -> None:
    assert result(NO_YEAR, Decimal("0.8"), Decimal(1)) == Decimal("0.72")


def test_example_13_in_the_alternative_of_a_10() -> None:
    assert result(given_year(["A-10"]), Decimal("0.8"), Decimal(1)) == Decimal("0.866666666667")


def test_a_goal_without_programmes_has_its_attainment_as_result() -> None:
    assert result(NO_YEAR, Decimal("0.8"), None) == Decimal("0.8")


def test_a_central_body_from_its_rows() -> None:
    year = given_year(
        strategic_plan_indicators=[
            indicator(MORE, "100", "80", "70"),
            indicator(MORE, "10", "10", "9", goal_code="2"),
        ],
        budget_programmes=[programme_result("прямой", "10", "10")],
        programme_execution=[
            {"body": MINISTRY, "programme_code": "001", "planned_thousand_kzt": "50", "spent_thousand_kzt": "50"}
        ],
    )
    assert central_result(year, MINISTRY) == scored("86")  # goal 1: 0.72; goal 2 without programmes: 1


def test_the_bank_is_the_mean_of_its_goals() -> None:
    rows = [
        indicator(MORE, "100", "80", "70", body=BANK),
        indicator(MORE, "100", "90", "70", body=BANK, goal_code="2"),
        indicator(MORE, "100", "90", "70", body=BANK, goal_code="2"),
    ]
    assert goals(given_year(strategic_plan_indicators=rows))[BANK, "B1.N"] == scored("85")


def execution(fact: str, absorbed: str, alternatives: Sequence[str] = ()) -> Answer:
    year = given_year(alternatives, local_budget_results=[direct(fact)], programme_execution=[spent(absorbed)])
    return regions.execution(year, REGION)


@pytest.mark.parametrize(
    ("audited", "violations", "expected"),
    [("100", "0", 10), ("100", "5", 6), ("100", "5.04", 6), ("100", "5.06", 3), ("100", "9.95", 1), ("100", "15", 0),
     ("100", "14.94", 1), ("100", "14.95", 0), ("10000", "1", 6)],
)  # fmt: skip
def test_example_17_audit_share_bands(audited: str, violations: str, expected: int) -> None:
    rows = records("audit_results", [audit(audited, violations)])
    assert regions.audits(NO_YEAR, rows) == scored(expected)


def test_no_audit_held() -> None:
    assert regions.audits(NO_YEAR, records("audit_results", [{"body": REGION}])) == scored(5)


def test_example_19_direct_result_path() -> None:
    rows = [direct("100"), direct("98"), direct("95.04", "002"), direct("90.1", "003", administrator_code="Б")]
    assert regions.direct_results(given_year(local_budget_results=rows), REGION) == scored("6.5")


def test_an_event_without_a_number_is_not_reached() -> None:
    rows = [direct("100", plan_value=None, fact_value=None, is_measurable=False)]
    assert regions.direct_results(given_year(local_budget_results=rows), REGION) == scored(0)


@pytest.mark.parametrize(
    ("percent", "expected"), [("99.95", 18), ("99.94", 17), ("90.15", 1), ("90.14", 0), ("120", 18)]
)
def test_holes_of_the_bands_close_by_rounding(percent: str, expected: int) -> None:
    year = given_year(local_budget_results=[direct(percent)])
    assert regions.direct_results(year, REGION) == scored(expected)


def test_a_hole_cut_off_in_the_alternative_of_a_20() -> None:
    year = given_year(["A-20"], local_budget_results=[direct("99.95")])
    assert regions.direct_results(year, REGION) == scored(17)


def test_example_20_low_direct_results() -> None:
    assert execution("90", "80") == scored(0)


@pytest.mark.parametrize(("fact", "absorbed", "expected"), [("98", "100", 17), ("97", "96", 20)])
def test_example_21_efficiency_bands(fact: str, absorbed: str, expected: int) -> None:
    assert execution(fact, absorbed) == scored(expected)


def test_nothing_absorbed_leaves_the_programme_out() -> None:
    assert execution("98", "0") == Answer("not_applicable")


def test_nothing_absorbed_in_the_alternative_of_a_14() -> None:
    assert execution("98", "0", ["A-14"]) == scored(0)


def test_territory_goals_follow_the_direction_of_the_indicator() -> None:
    rows = [indicator(LESS, "10", "12.5", None, body=REGION), indicator(MORE, "10", "20", None, body=REGION)]
    assert regions.territory_goals(given_year(territory_programme_indicators=rows), REGION) == scored(45)


def test_territory_goals_as_a_mean_of_means_in_the_alternative_of_a_59() -> None:
    rows = [
        indicator(MORE, "10", fact, None, body=REGION, goal_code=goal)
        for goal, fact in (("1", "10"), ("1", "10"), ("2", "5"))
    ]
    year = given_year(["A-59"], territory_programme_indicators=rows)
    assert regions.territory_goals(year, REGION) == scored("37.5")
