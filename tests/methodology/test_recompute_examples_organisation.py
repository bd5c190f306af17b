"""The worked examples of block 3 by their numbers: what the second opinion makes of them.

No warehouse: the same numbers that the acts and the methodology pages give, reckoned by the functions that are later held
against the marts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from tests.methodology import recompute_organisation as organisation
from tests.methodology.recompute import Answer, Year, quotient, scored
from tests.methodology.recompute_systems import systems
from tests.support.given_years import (
    MINISTRY,
    REGION,
    automated,
    given_year,
    posts,
    registered,
    staff,
)

NO_YEAR = given_year()


def turnover(a1: str, b1: str, a2: str, b2: str, alternatives: Sequence[str] = ()) -> Answer:
    records_of_staff = staff(head_leavers_count=a1, other_leavers_count=a2)
    return organisation.net_turnover(
        given_year(alternatives, staff_records=records_of_staff, staff_posts=posts(b1, b2)), MINISTRY
    )


QUARTERS = ("100", "100", "96", "104")


@pytest.mark.parametrize(
    ("a1", "a2", "expected"), [("3", "3", "5"), ("9", "9", "0"), ("6", "6", "2.5")]
)  # rates 0.03, 0.09, 0.06
def test_example_39_edges_of_net_turnover(a1: str, a2: str, expected: str) -> None:
    assert turnover(a1, "100", a2, "100") == scored(expected)


def test_example_39_mean_of_two_groups() -> None:
    assert turnover("2", "50", "12", "150") == scored("2.5")


def test_example_39_pooled_in_the_alternative_of_a_60() -> None:
    assert turnover("2", "50", "12", "150", ["A-60"]) == scored(quotient(5 * Decimal("0.02"), Decimal("0.06")))


def test_a_group_without_posts() -> None:
    assert turnover("0", "0", "6", "100") == scored("2.5")


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [(organisation.stability, "3.6"), (organisation.newcomers, "4.8"), (organisation.staff_flow, "0")],
)
def test_example_40_stability_newcomers_flow(leaf: Callable[[Year, str], Answer], expected: str) -> None:
    year = given_year(
        staff_posts=posts(None, None, QUARTERS),
        long_serving_staff=[{"body": MINISTRY}] * 72,
        staff_records=staff(first_year_dismissed_count="4", appointed_count="60", dismissed_count="50"),
    )
    assert leaf(year, MINISTRY) == scored(expected)


@pytest.mark.parametrize(("negative", "expected"), [("6", "3"), ("5", "4")])
def test_example_41_exit_interviews(negative: str, expected: str) -> None:
    total = {"body": MINISTRY, "unit": "Всего"}
    rows = [
        total
        | {
            "left_count": "10",
            "interviewed_count": "8",
            "reason": "оплата",
            "reason_count": negative,
            "is_negative": True,
        }
    ]
    assert organisation.exit_interviews(given_year(exit_interviews=rows), MINISTRY) == scored(expected)


def test_nobody_left() -> None:
    rows = [{"body": MINISTRY, "unit": "Всего", "left_count": "0", "interviewed_count": "0"}]
    assert organisation.exit_interviews(given_year(exit_interviews=rows), MINISTRY) == scored(5)


@pytest.mark.parametrize(
    ("over", "day_off", "expected"),
    [("1.125", "0", "0"), ("0.9", "0", "15"), ("0.9", "185", "13"), ("0.9", "184", "14"), ("1.125", "1", "0")],
)  # 1980 of 1760 hours are 1.125 of the norm
def test_example_43_working_time_edges(over: str, day_off: str, expected: str) -> None:
    hours = Decimal(over) * organisation.working_hours_of(2017)
    rows = [
        {
            "body": MINISTRY,
            "unit": "Всего",
            "working_day_hours": 10 * hours,
            "day_off_hours": 10 * Decimal(day_off),
            "mean_staff_count": "10",
        }
    ]
    assert organisation.working_time(given_year(man_hours=rows), MINISTRY) == scored(expected)


def test_example_44_working_time_local() -> None:
    said = ["ежедневно и в выходные"] * 20 + ["несколько раз в неделю"] * 40 + ["никогда"] * 140
    rows = [{"body": REGION, "overtime_frequency": often} for often in said]
    assert organisation.overtime_survey(given_year(servants_survey=rows), REGION) == scored(12)


def test_example_45_survey_index() -> None:
    sheets = [(5, 4, 4, 5), (4, 4, 4, 5), (4, 4, 4, 5), (4, 4, 4, 5), (4, 3, 4, 5)]  # means 4.2, 3.8, 4.0, 5.0
    rows = [
        {"body": MINISTRY} | {f"answer_{place:02d}": str(grade) for place, grade in enumerate(sheet, start=1)}
        for sheet in sheets
    ]
    assert organisation.satisfaction(given_year(servants_survey=rows), MINISTRY, "O.T") == scored("4.0625")


def test_skipped_statements_leave_their_mean() -> None:
    rows = [{"body": MINISTRY, "answer_11": "5", "answer_12": "1"}, {"body": MINISTRY, "answer_11": "3"}]
    assert organisation.satisfaction(given_year(servants_survey=rows), MINISTRY, "M.B") == scored("1.875")


def test_questions_a_and_b_count_over_their_own_answers() -> None:
    rows = [
        {"body": MINISTRY, "plans_to_leave_service": True, "would_move_to_another_body": None},
        *[{"body": MINISTRY, "plans_to_leave_service": False, "would_move_to_another_body": False}] * 4,
    ]
    assert organisation.potential_turnover(given_year(servants_survey=rows), MINISTRY) == scored(4)


@pytest.mark.parametrize(("alternatives", "expected"), [((), "10"), (("A-66",), "6.666666666667")])
def test_competitions_with_observers(alternatives: Sequence[str], expected: str) -> None:
    rows = [{"body": MINISTRY, "has_observer": seen} for seen in (True, True, False)]
    assert organisation.competitions(given_year(alternatives, competitions=rows), MINISTRY) == scored(expected)


def test_a_nil_return_of_competitions_earns_everything() -> None:
    year = given_year(competitions=[{"body": MINISTRY, "is_nil_return": True}])
    assert organisation.competitions(year, MINISTRY) == scored(15)


def test_career_growth_without_the_lowest_posts() -> None:
    rows = [
        {"body": MINISTRY, "is_own_servant": own, "is_lowest_post": lowest}
        for own, lowest in ((True, False), (False, False), (True, True))
    ]
    assert organisation.career_growth(given_year(promotions=rows), MINISTRY) == scored(5)


OWN, OTHER, NONE = "собственная", "другого органа", "нет"


@pytest.mark.parametrize(
    ("alternatives", "expected"),
    [((), {"I.A": "30", "I.B": "20", "I.C": "15"}), (("A-05",), {"I.A": "15", "I.B": "10", "I.C": "15"})],
)
def test_example_47_both_texts(alternatives: Sequence[str], expected: dict[str, str]) -> None:
    services = automated("услуга", [OWN] * 20 + [OTHER] * 10 + [NONE] * 10)
    functions = automated("функция", [OWN] * 30 + [OTHER] * 20 + [NONE] * 50)
    listed = [
        {
            "body": MINISTRY,
            "has_description": True,
            "has_trial_operation_act": True,
            "has_technical_documentation": number < 2,
        }
        for number in range(8)
    ]
    year = given_year(
        alternatives, information_systems=services + functions, services_register=registered(40), system_registration=listed
    )  # fmt: skip
    assert systems(year, MINISTRY) == {code: scored(earned) for code, earned in expected.items()} | {
        "I.C": scored(quotient(20 * 18, 24))
    }


def test_example_48_exclusions() -> None:
    services = automated("услуга", [OWN] * 30 + [OTHER] * 6 + [NONE] * 4, left_out=10)
    year = given_year(information_systems=services, services_register=registered(50))
    assert systems(year, MINISTRY)["I.A"] == scored(36)


def test_what_both_automate_counts_once_as_own() -> None:
    services = automated("услуга", [OWN, NONE]) + automated("услуга", [OTHER])
    year = given_year(information_systems=services, services_register=registered(2))
    assert systems(year, MINISTRY)["I.A"] == scored(20)


def test_document_flow_counts_for_functions_of_several_bodies_alone() -> None:
    rows = automated("функция", [OWN, OWN])
    for row, is_shared in zip(rows, (True, False), strict=True):
        row |= {"system_kind": "система электронного документооборота", "is_interdepartmental": is_shared}
    assert systems(given_year(information_systems=rows), MINISTRY)["I.B"] == scored(20)


def test_no_service_and_no_system_are_not_judged() -> None:
    year = given_year(
        information_systems=automated("функция", [OWN]), services_register=[], system_registration=[{"body": MINISTRY, "is_nil_return": True}]
    )  # fmt: skip
    assert {code: answer.status for code, answer in systems(year, MINISTRY).items()} == {
        "I.A": "not_applicable",
        "I.B": "scored",
        "I.C": "not_applicable",
    }
