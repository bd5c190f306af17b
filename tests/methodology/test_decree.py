"""The decree of 12.12.2017 as data: who is evaluated in which block, and by whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest

from olshem.edition.data import kinds_of, read_edition, read_rows
from olshem.settings import project_root

DECREE = project_root() / "dbt_project" / "seeds" / "decree"
DAY = "2017-12-31"
Row = dict[str, str]


@dataclass(frozen=True)
class Cell:
    """A body on a leaf that it is assessed on, at the end of 2017."""

    body_code: str
    body_kind: str
    criterion_code: str


@cache
def rows(name: str) -> list[Row]:
    return read_rows(DECREE / f"{name}.csv")


def is_valid(row: Row) -> bool:
    return row["valid_from"] <= DAY <= (row["valid_to"] or DAY)


def is_assessed(body: Row, direction: str) -> bool:
    """What the decree says of a body goes before what it says of its kind."""
    said = [
        row
        for row in rows("scope")
        if row["body_kind"] == body["body_kind"]
        and row["direction_code"] == direction
        and row["body_code"] in ("", body["body_code"])
    ]
    return bool(said) and max(said, key=lambda row: row["body_code"])["is_assessed"] == "true"


@pytest.fixture(scope="module")
def cells() -> list[Cell]:
    leaves = read_edition("2017").rows("criteria", is_leaf="true")
    assessed = {
        (body["body_code"], direction)
        for body in rows("bodies")
        if is_valid(body)
        for direction in {row["direction_code"] for row in leaves}
        if is_assessed(body, direction)
    }
    return [
        Cell(body["body_code"], body["body_kind"], leaf["criterion_code"])
        for body in rows("bodies")
        for leaf in leaves
        if body["body_kind"] in kinds_of(leaf["body_kind"]) and (body["body_code"], leaf["direction_code"]) in assessed
    ]


@cache
def above(code: str) -> set[str]:
    """The code itself and all codes over it in the tree of 2017."""
    parents = {row["criterion_code"]: row["parent_code"] for row in read_edition("2017").tables["criteria"]}
    found = {code}
    while code := parents[code]:
        found.add(code)
    return found


def evaluators_of(cell: Cell) -> list[str]:
    """Evaluators of the cell: lines for the body before lines for its kind, then the longest code."""
    codes = above(cell.criterion_code)
    lines = [
        row
        for row in rows("evaluators")
        if row["evaluator_role"] == "evaluates"
        and cell.body_kind in kinds_of(row["body_kind"])
        and row["body_code"] in ("", cell.body_code)
        and row["criterion_code"] in codes
        and is_valid(row)
    ]
    first = max(((bool(row["body_code"]), len(row["criterion_code"])) for row in lines), default=None)
    return [row["evaluator"] for row in lines if (bool(row["body_code"]), len(row["criterion_code"])) == first]


def bodies_by_block(cells: list[Cell], kind: str) -> dict[str, int]:
    found = {(cell.criterion_code.split(".")[0], cell.body_code) for cell in cells if cell.body_kind == kind}
    return dict(Counter(block for block, _ in found))


def test_central_bodies_are_16_20_and_15_in_the_three_blocks(cells: list[Cell]) -> None:
    assert bodies_by_block(cells, "central") == {"B1": 16, "B2": 20, "B3": 15}


def test_16_local_bodies_are_in_all_blocks(cells: list[Cell]) -> None:
    assert bodies_by_block(cells, "local") == {"B1": 16, "B2": 16, "B3": 16}


def test_every_cell_has_exactly_one_evaluator(cells: list[Cell]) -> None:
    assert {cell: found for cell in cells if len(found := evaluators_of(cell)) != 1} == {}


def test_nobody_evaluates_himself(cells: list[Cell]) -> None:
    belongs_to = {row["evaluator"]: row["counts_as"] for row in rows("outside_evaluators")}
    himself = [
        cell for cell in cells for found in evaluators_of(cell) if cell.body_code == belongs_to.get(found, found)
    ]
    assert himself == []


def test_the_committee_on_legal_statistics_counts_as_the_general_prosecutors_office() -> None:
    assert {row["evaluator"]: row["counts_as"] for row in rows("outside_evaluators")}["CLS"] == "GPO"


@pytest.mark.parametrize(
    ("body_code", "body_kind", "criterion_code", "evaluator"),
    [
        ("GPO", "central", "B2.C.A1", "AP"),  # paragraph 30: the whole block
        ("ACSAC", "central", "B2.C.S2", "AP"),  # paragraph 30: services
        ("ACSAC", "central", "B2.C.S7.V", "AP"),
        ("ACSAC", "central", "B2.C.A1", "CLS"),
        ("ACSAC", "central", "B3.H.K.C", "AP"),
        ("ACSAC", "central", "B3.I.A", "MICOM"),
        ("MICOM", "central", "B2.C.S2", "ACSAC"),
        ("MICOM", "central", "B2.C.S6", "PMC"),
        ("MICOM", "central", "B2.C.O1.1", "PMC"),
        ("MICOM", "central", "B3.I.C", "PMC"),
        ("MNE", "central", "B1.C.A", "PMC"),
        ("MOF", "central", "B1.C.B", "PMC"),
        ("NBK", "central", "B1.N", "AP"),
        ("MOH", "central", "B2.C.S7.T", "INTEGRATOR"),
        ("AKMOLA", "local", "B1.M.D", "MNE"),
        ("AKMOLA", "local", "B1.M.Z1", "MOF"),
    ],
)
def test_the_acts_name_the_evaluator(body_code: str, body_kind: str, criterion_code: str, evaluator: str) -> None:
    assert evaluators_of(Cell(body_code, body_kind, criterion_code)) == [evaluator]


def test_one_composer_makes_each_conclusion() -> None:
    composers = {
        row["criterion_code"]: row["evaluator"] for row in rows("evaluators") if row["evaluator_role"] == "composes"
    }
    assert composers == {"B1": "MNE", "B2": "ACSAC", "B3": "MICOM", "OVERALL": "MNE"}


def test_every_evaluator_is_a_known_body_or_named_outside() -> None:
    known = {row["body_code"] for row in rows("bodies")} | {row["evaluator"] for row in rows("outside_evaluators")}
    assert {row["evaluator"] for row in rows("evaluators")} <= known


def test_a_predecessor_of_january_2017_counts_in_the_ministry_of_labour() -> None:
    events = {
        row["successor_code"]: row["event_on"] for row in rows("reorganisations") if row["predecessor_code"] == "MHSD"
    }
    assert events == {"MLSPP": "2017-01-25", "MOH": "2017-01-25"}
    (rule,) = [
        row
        for row in rows("reorganisation_rules")
        if row["event_period"] != "after_year" and row["from_month_day"] <= "01-25" <= row["to_month_day"]
    ]
    assert rule["treatment"] == "counted_in_successor"


def test_the_two_halves_of_the_year_leave_no_day_out() -> None:
    halves = {row["event_period"]: (row["from_month_day"], row["to_month_day"]) for row in rows("reorganisation_rules")}
    assert halves["first_half"] == ("01-01", "06-30")
    assert halves["second_half"] == ("07-01", "12-31")
