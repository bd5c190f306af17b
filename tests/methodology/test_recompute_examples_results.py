"""The worked examples of deductions and results by their numbers: what the second opinion makes of them.

No warehouse: the same numbers that the acts and the methodology pages give, reckoned by the functions that are later held
against the marts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from tests.methodology.recompute import Answer, scored
from tests.methodology.recompute_deductions import arrival, certain, parts_of_block, plain_facts, unreliable_facts
from tests.methodology.recompute_results import (
    EQUAL_BLOCKS,
    HALVES,
    degree,
    leaf_maxima,
    less,
    overall,
    ranks,
    rounded,
    summed,
    weighted,
)
from tests.support.given_years import (
    MINISTRY,
    MORE,
    REGION,
    Record,
    direct,
    fact,
    given_year,
    indicator,
    points,
    records,
    report,
)

NO_YEAR = given_year()


LATE, IN_TIME = date(2018, 2, 21), date(2018, 2, 20)


def taken(*reports: Record, alternatives: Sequence[str] = ()) -> Decimal:
    return arrival(given_year(alternatives), records("report_arrivals", reports)).points


def test_example_15_cap_of_unreliable_facts() -> None:
    rows = records("recheck_records", [fact()] * 30 + [fact(repeated=True)] * 4)
    assert unreliable_facts(NO_YEAR, rows, is_local=False) == Decimal("6.5")


def test_example_16_cap_of_administrators() -> None:
    year = given_year(
        recheck_records=[fact(of_administrator=True)] * 15,
        report_arrivals=[report(LATE)],
        territory_programme_indicators=[indicator(MORE, "4", "5", None, body=REGION)] * 3,
        local_budget_results=[direct("100")],
    )
    assert sum(part.points for part in parts_of_block(year, REGION, "1").values()) == Decimal("4.1")


def test_example_37_cap_of_a_direction() -> None:
    assert less(Decimal("81.5"), None, None, certain(Decimal(5))).points == Decimal("76.5")


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([report(IN_TIME)], "0"),
        ([report(LATE), report(LATE)], "1.5"),
        ([report(LATE), report(None)], "2"),
        ([report(LATE, "2"), report(None)], "4"),
    ],
)
def test_reports_once_each_and_missing_for_late(reports: list[Record], expected: str) -> None:
    assert taken(*reports) == Decimal(expected)


@pytest.mark.parametrize(("alternative", "expected"), [("A-26", "3.5"), ("A-79", "5")])
def test_reports_in_the_alternatives(alternative: str, expected: str) -> None:
    assert taken(report(LATE), report(LATE), report(None), alternatives=[alternative]) == Decimal(expected)


def test_a_record_that_found_nothing_takes_nothing() -> None:
    year = given_year(recheck_records=[fact(block="3") | {"fact_kind": "не выявлено"}])
    assert parts_of_block(year, REGION, "3")["facts"] == certain(Decimal(0))


def test_no_record_may_take_up_to_the_cap() -> None:
    found = parts_of_block(NO_YEAR, REGION, "3")
    assert [(part.points, part.most) for part in found.values()] == [(0, 4), (0, Decimal("6.5"))]


@pytest.mark.parametrize(("reached", "expected"), [("105", "0"), ("105.1", "0.2")])
def test_a_result_over_five_percent(reached: str, expected: str) -> None:
    year = given_year(local_budget_results=[direct(reached)])
    assert parts_of_block(year, REGION, "1")["results"].points == Decimal(expected)


@pytest.mark.parametrize(
    ("exempt", "plan", "fact_value", "expected"),
    [(False, "100", "125", "0.2"), (False, "100", "124.9", "0"), (True, "100", "125", "0")],
)
def test_an_indicator_over_25_percent(exempt: bool, plan: str, fact_value: str, expected: str) -> None:
    row = indicator(MORE, plan, fact_value, None, body=REGION, is_base_exempt=exempt)
    year = given_year(territory_programme_indicators=[row])
    assert parts_of_block(year, REGION, "1")["indicators"].points == Decimal(expected)


def test_an_indicator_without_a_method() -> None:
    rows = [indicator(MORE, "1", "1", "1"), indicator(MORE, "1", "1", "1", has_calculation_method=True)]
    year = given_year(strategic_plan_indicators=rows)
    assert parts_of_block(year, MINISTRY, "1")["methods"].points == Decimal("0.5")


def test_example_49_block_3() -> None:
    late = taken(report(LATE))
    facts = plain_facts(records("recheck_records", [fact(block="3")] * 40))
    directions = {"B3.H": scored("72.5"), "B3.I": scored("65")}
    found = weighted(directions, HALVES, certain(late + facts))
    assert (points(found), degree(points(found))) == (Decimal("60.75"), "low")


def test_example_51_the_bank_overall() -> None:
    blocks = {"B1": scored(92), "B2": scored(81), "B3": Answer("not_applicable")}
    found = weighted(blocks, EQUAL_BLOCKS, certain(Decimal(0)))
    assert (points(found), degree(points(found))) == (Decimal("86.5"), "medium")


def test_example_52_floor_of_a_block() -> None:
    found = less(Decimal(3), None, None, certain(Decimal(8)))
    assert (points(found), degree(points(found))) == (0, "ineffective")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("89.994", "medium"), ("89.995", "high"), ("69.995", "medium"), ("49.99", "ineffective"), ("49.995", "low"), ("50", "low")],
)  # fmt: skip
def test_degrees_at_their_edges(value: str, expected: str) -> None:
    assert degree(Decimal(value)) == expected


def test_equal_results_share_a_rank_and_the_next_is_skipped() -> None:
    overall = {"a": "90", "b": "85.5", "c": "85.5", "d": "85.499999999999"}
    assert ranks({body: Decimal(number) for body, number in overall.items()}) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_what_does_not_apply_scales_the_others_up() -> None:
    leaves = {"A": scored(40), "B": scored(10), "C": Answer("not_applicable")}
    maxima = {"A": Decimal(40), "B": Decimal(40), "C": Decimal(20)}
    assert points(summed(leaves, maxima, certain(Decimal(0)))) == Decimal("62.5")


def test_missing_leaves_leave_bounds() -> None:
    leaves = {
        "A": Answer("scored", Decimal(30), Decimal(30), Decimal(30)),
        "B": Answer("no_data_body", None, Decimal(0), Decimal(40)),
    }
    maxima = {"A": Decimal(40), "B": Decimal(40)}
    assert summed(leaves, maxima, certain(Decimal(0))) == Answer("no_data", None, Decimal("37.5"), Decimal("87.5"))


def test_given_weights_of_blocks() -> None:
    weights = {"B1": Decimal("0.5"), "B2": Decimal("0.3"), "B3": Decimal("0.2")}
    blocks = {"B1": scored(80), "B2": scored(60), "B3": scored(40)}
    assert points(weighted(blocks, weights, certain(Decimal(0)))) == 66


@pytest.mark.parametrize(("alternatives", "expected"), [((), "73.835"), (("A-91",), "73.833333333334")])
def test_the_overall_rests_on_shown_blocks_unless_a_91_is_read_otherwise(
    alternatives: Sequence[str], expected: str
) -> None:
    blocks = {"B1": scored("66.666666666667"), "B2": scored(81), "B3": Answer("not_applicable")}
    assert points(overall(given_year(alternatives), blocks, EQUAL_BLOCKS)) == Decimal(expected)


def test_two_decimals_are_half_up() -> None:
    assert rounded(scored("66.665")).points == Decimal("66.67")


def test_maxima_of_every_direction_make_a_hundred() -> None:
    directions = ("B1.N", "B1.M", "B2.C.S", "B2.M.S", "B2.C.O", "B2.M.O", "B2.C.A", "B2.M.A", "B3.H", "B3.I")
    assert {sum(leaf_maxima(NO_YEAR, direction).values()) for direction in directions} == {100}
