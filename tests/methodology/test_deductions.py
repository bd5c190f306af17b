"""Deductions from blocks 1 and 3, run through the real models: worked examples 15, 16, 49 and 52, edges, doubts, other readings.

The criteria of the blocks are not what is tested here: where a result is needed, the directions are given by hand and the
query of `fct_block_score` is asked in a transaction that leaves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from olshem import warehouse
from olshem.cycle import what_if
from olshem.cycle.build import target_folder
from tests.support import crafted
from tests.support.deduction_files import golden_deductions

RECORDED = ""
READINGS = ("A-26", "A-79", "A-27 A-99", "A-23 A-30 A-100 A-101", "A-26 A-79")
Runs = dict[str, int]


def load_runs() -> list[int]:
    """The crafted run and its what-ifs."""
    run_id = crafted.loaded_run(golden_deductions(), 2017)
    return [run_id, *(what_if.freeze(run_id, names) for names in READINGS)]


@pytest.fixture(scope="module")
def runs(crafted_runs: Mapping[str, Sequence[int]]) -> Runs:
    """All by the assumptions that they take in their alternative."""
    return dict(zip((RECORDED, *READINGS), crafted_runs[__name__], strict=True))


def rows(statement: str, *values: object) -> list[dict[str, Any]]:
    with warehouse.connect("auditor") as connection:
        found = connection.execute(statement.encode(), list(values))
        assert found.description is not None
        names = [column.name for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]


def penalty(run_id: int, body_code: str, code: str) -> dict[str, Any]:
    (found,) = rows(
        "select * from marts.fct_penalty where run_id = %s and body_code = %s and penalty_code = %s", run_id, body_code, code
    )  # fmt: skip
    return found


def taken(run_id: int, body_code: str, block: str) -> tuple[Decimal, Decimal]:
    """The least and the most points that a block loses."""
    (found,) = rows(
        "select deduction_points, highest_deduction_points from marts.fct_block_score "
        "where run_id = %s and body_code = %s and block_code = %s",
        run_id, body_code, block,
    )  # fmt: skip
    return found["deduction_points"], found["highest_deduction_points"]


def block_score(run_id: int, body_code: str, block: str, **directions: str) -> dict[str, Any]:
    """What the block gives when its directions have these results (`B3_H="72.5"`)."""
    query = (target_folder() / "compiled/olshem/models/marts/scores/fct_block_score.sql").read_text("utf-8")
    with warehouse.connect("builder") as connection:
        for code, score in directions.items():
            given = connection.execute(
                "update marts.fct_direction_score set status = 'scored', score = %s, lowest_score = %s, highest_score = %s, "
                "is_partial = false where run_id = %s and body_code = %s and direction_code = %s",
                [score, score, score, run_id, body_code, code.replace("_", ".")],
            )
            assert given.rowcount == 1
        found = connection.execute(
            f"select * from ({query}) as blocks where run_id = %s and body_code = %s and block_code = %s".encode(),
            [run_id, body_code, block],
        )
        assert found.description is not None
        result = dict(zip((column.name for column in found.description), next(found), strict=True))
        connection.rollback()
        return result


def test_worked_example_15_first_and_repeated_facts_share_the_cap_of_6_5(runs: Runs) -> None:
    assert taken(runs[RECORDED], "MOF", "B1") == (Decimal("6.5"), Decimal("6.5"))


def test_the_facts_of_example_15_show_what_they_cost_before_the_cap(runs: Runs) -> None:
    first, repeated = (penalty(runs[RECORDED], "MOF", code) for code in ("W1.UNRELIABLE", "W1.REPEAT"))
    assert [(one["fact_count"], one["points_before_cap"], one["cap_group"]) for one in (first, repeated)] == [
        (30, 6, "W1.FACTS"),
        (4, 2, "W1.FACTS"),
    ]


def test_worked_example_16_administrators_lose_two_points_at_most(runs: Runs) -> None:
    # 15 x 0.2 is 3, at most 2; late 1.5; 3 indicators x 0.2
    assert taken(runs[RECORDED], "AKMOLA", "B1") == (Decimal("4.1"), Decimal("4.1"))


def test_worked_example_49_block_3(runs: Runs) -> None:
    found = block_score(runs[RECORDED], "MOF", "B3", B3_H="72.5", B3_I="65")
    assert (found["score"], found["degree"], found["is_partial"]) == (Decimal("60.75"), "low", False)


def test_worked_example_49_the_deductions(runs: Runs) -> None:
    assert taken(runs[RECORDED], "MOF", "B3") == (8, 8)


def test_worked_example_52_floor_of_a_block(runs: Runs) -> None:
    found = block_score(runs[RECORDED], "MOF", "B3", B3_H="3", B3_I="3")
    assert (found["score"], found["degree"]) == (0, "ineffective")


@pytest.mark.parametrize(
    ("body_code", "penalty_code", "fact_count", "points"),
    [
        ("MOH", "W1.MISSING", 1, "2"),
        ("MOH", "W1.LATE", 2, "0"),  # the missing report replaces the late ones
        ("MOH", "W1.INCOMPLETE", 2, "2"),  # once, of two reports
        ("MOH", "W1.UNRELIABLE", 0, "0"),  # the record found nothing
        ("MOH", "W1.NOMETHOD", 2, "1"),  # a third one is of law enforcement
        (
            "MOH",
            "W1.OVER5",
            1,
            "0.2",
        ),  # 105.1 of 100, under two goals; exactly 105, less is better and plan 0 do not count
        ("MOH", "W3.UNRELIABLE", 0, "0"),  # lateness in the record is no unreliable fact
        ("MOH", "W3.LATE", 1, "0"),
        ("MOF", "W1.LATE", 0, "0"),  # came on the last day
        ("MOF", "W3.LATE", 1, "1.5"),
        ("NBK", "W1.NOMETHOD", 1, "0.5"),
        ("AKMOLA", "W1.OVER25", 3, "0.6"),  # 125 of 100, 8 for 10 where less is better, 130 of 100
        ("AKMOLA", "W1.UNRELIABLE", 15, "2"),
        ("ASTANA", "W1.UNRELIABLE", 6, "1.2"),
        ("ASTANA", "W1.REPEAT", 4, "2"),  # repeated facts of administrators are outside their cap
        # 411 of 300 over three projects, 110 of 100, but 200 of 200; the seven facts of the record are not counted again
        ("ASTANA", "W1.OVER5", 2, "0.4"),
    ],
)
def test_facts_and_points(runs: Runs, body_code: str, penalty_code: str, fact_count: int, points: str) -> None:
    found = penalty(runs[RECORDED], body_code, penalty_code)
    assert (found["fact_count"], found["points"]) == (fact_count, Decimal(points))
    assert found["is_certain"] is True


def test_deductions_of_several_kinds_add_up(runs: Runs) -> None:
    # missing 2, incomplete 2, two methods 1, one result 0.2
    assert taken(runs[RECORDED], "MOH", "B1") == (Decimal("5.2"), Decimal("5.2"))


@pytest.mark.parametrize(
    ("body_code", "block", "lowest", "highest"),
    [
        ("MOEN", "B1", "1.1", "3.5"),  # 3 facts, 1 method; perhaps late, a fourth fact, a second method, a result
        ("MOEN", "B3", "6.4", "6.5"),  # a thirty-third fact would cost 0.2, the cap leaves 0.1
        ("PAVLODAR", "B1", "0", "3.3"),  # perhaps missing, a fact of either kind, two indicators, one result
        ("MOJ", "B3", "0", "10.5"),  # nothing delivered: 2 + 2 + 6.5
        ("MOJ", "B1", "0", "100"),  # and three deductions without a cap
        ("KOSTANAY", "B1", "0", "100"),
    ],
)
def test_what_is_not_known_widens_the_bounds(runs: Runs, body_code: str, block: str, lowest: str, highest: str) -> None:
    assert taken(runs[RECORDED], body_code, block) == (Decimal(lowest), Decimal(highest))


def test_an_uncertain_deduction_makes_the_score_partial(runs: Runs) -> None:
    found = block_score(runs[RECORDED], "PAVLODAR", "B1", B1_M="90")
    assert (found["score"], found["lowest_score"], found["highest_score"]) == (90, Decimal("86.7"), 90)
    assert found["is_partial"] is True


def test_facts_that_are_known_leave_both_bounds(runs: Runs) -> None:
    found = block_score(runs[RECORDED], "MOEN", "B3", B3_H="50", B3_I="50")
    assert (found["score"], found["lowest_score"], found["highest_score"]) == (
        Decimal("43.6"), Decimal("43.5"), Decimal("43.6"),
    )  # fmt: skip


def test_without_any_record_an_uncapped_deduction_can_take_the_whole(runs: Runs) -> None:
    found = block_score(runs[RECORDED], "KOSTANAY", "B1", B1_M="90")
    assert (found["score"], found["lowest_score"], found["highest_score"], found["is_partial"]) == (90, 0, 90, True)


def test_a_penalty_without_any_record_has_no_points(runs: Runs) -> None:
    found = penalty(runs[RECORDED], "MOJ", "W1.UNRELIABLE")
    assert [found[name] for name in ("fact_count", "points_before_cap", "points", "lowest_points", "highest_points")] == [
        None, None, None, 0, Decimal("6.5"),
    ]  # fmt: skip


def test_the_national_bank_is_not_asked_for_results_of_budget_programmes(runs: Runs) -> None:
    found = rows(
        "select penalty_code from marts.fct_penalty where run_id = %s and body_code = 'NBK' order by 1", runs[RECORDED]
    )
    assert [row["penalty_code"] for row in found if row["penalty_code"].startswith(("W1", "W3"))] == [
        "W1.INCOMPLETE", "W1.LATE", "W1.MISSING", "W1.NOMETHOD", "W1.REPEAT", "W1.UNRELIABLE",
    ]  # fmt: skip


def test_the_national_bank_loses_points_of_block_1(runs: Runs) -> None:
    found = block_score(runs[RECORDED], "NBK", "B1", B1_N="92")
    assert (found["score"], found["is_partial"]) == (Decimal("91.5"), False)


def test_a_body_that_the_block_does_not_evaluate_loses_nothing(runs: Runs) -> None:
    found = rows("select 1 from marts.fct_penalty where run_id = %s and body_code = 'MOD' and target_code in ('B1', 'B3')", runs[RECORDED])  # fmt: skip
    assert found == []


def test_law_enforcement_leaves_and_its_rows_are_counted(runs: Runs) -> None:
    found = penalty(runs[RECORDED], "MOH", "W1.NOMETHOD")
    assert (found["left_out_count"], found["evidence_row_count"]) == (1, 4)


@pytest.mark.parametrize(
    ("reading", "body_code", "block", "points"),
    [
        ("A-26", "MOH", "B1", "6.7"),  # late and missing add up: 1.5 more
        ("A-26", "MOH", "B3", "3.5"),
        ("A-26", "AKMOLA", "B1", "4.1"),  # nothing is missing
        ("A-79", "MOH", "B1", "10.2"),  # 2 late 3, 1 missing 2, 2 incomplete 4, and 1.2 as before
        ("A-26 A-79", "MOH", "B1", "11.7"),  # the missing one is late as well
        ("A-27 A-99", "MOF", "B1", "8"),  # 6 for first facts, 2 for repeated ones beyond the cap
        ("A-27 A-99", "MOH", "B1", "5.9"),  # law enforcement counts: one more method, one more result
        ("A-23 A-30 A-100 A-101", "AKMOLA", "B1", "3.7"),  # from 30 percent: one indicator
        ("A-23 A-30 A-100 A-101", "ASTANA", "B1", "3.6"),  # 1.2, repeated 1 of 2, two projects 0.4, two methods 1
    ],
)
def test_other_readings(runs: Runs, reading: str, body_code: str, block: str, points: str) -> None:
    assert taken(runs[reading], body_code, block)[0] == Decimal(points)


def test_late_and_missing_added_up_widen_what_is_not_known(runs: Runs) -> None:
    assert taken(runs["A-26"], "MOJ", "B3") == (0, 12)  # 1.5 + 2 + 2 + 6.5


def test_a_local_body_is_asked_for_methods_by_the_other_reading_alone(runs: Runs) -> None:
    found = rows(
        "select run_id, points from marts.fct_penalty where body_code = 'ASTANA' and penalty_code = 'W1.NOMETHOD' and run_id = any(%s)",
        list(runs.values()),
    )  # fmt: skip
    assert found == [{"run_id": runs["A-23 A-30 A-100 A-101"], "points": 1}]
