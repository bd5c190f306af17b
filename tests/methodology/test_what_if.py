"""Assumptions of block 2 read in their alternative: each what-if is a run of its own, all of them made by one build."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from olshem.cycle import what_if
from olshem.warehouse import Terminal
from tests.support import crafted
from tests.support.golden import GOLDEN_STATISTICS, Scores, exact, golden_appeals, scores_of
from tests.support.service_files import delivered, golden_services, surveyed

SERVICES = ("A-06", "A-31 A-33")
COMPLAINTS = ("A-47 A-48", "A-49")

Reading = Callable[[str], Scores]


def load_runs() -> list[int]:
    """Three crafted runs and their what-ifs."""
    services = crafted.loaded_run(golden_services(), 2017)
    complaints = crafted.loaded_run([crafted.statistics(GOLDEN_STATISTICS), crafted.appeals(golden_appeals())])
    well_surveyed = crafted.loaded_run(services_with_the_best_average(), 2017)
    return [
        services, complaints, well_surveyed, what_if.freeze(well_surveyed, "A-06"),
        *(what_if.freeze(services, names) for names in SERVICES),
        *(what_if.freeze(complaints, names) for names in COMPLAINTS),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def runs(crafted_runs: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """The runs themselves by `services` and `complaints`, their what-ifs by the set of assumptions."""
    names = ("services", "complaints", "well surveyed", "well surveyed A-06", *SERVICES, *COMPLAINTS)
    return dict(zip(names, crafted_runs[__name__], strict=True))


def services_with_the_best_average() -> list[crafted.Delivery]:
    """The crafted year of services, in which the survey names one service alone, of the Ministry of Finance: 4.87."""
    best = [row for row in surveyed() if row["average_score"] == "4,87"]
    others = [one for one in golden_services() if one.source != "satisfaction_survey"]
    return [*others, delivered("satisfaction_survey", best)]


@pytest.fixture(scope="module")
def read(runs: dict[str, int]) -> Reading:
    """Looks up scores under a set of assumptions in their alternative."""
    return lambda names: scores_of(runs[names])


def test_a_run_takes_what_is_recorded_while_its_what_ifs_do_not(read: Reading) -> None:
    assert read("services")("MOF", "B2.C.S1.P1")["points"] == exact("9")
    assert read("complaints")("MTI", "B2.C.A3")["points"] == exact("15")


def test_a_06_kazakh_points_of_satisfaction(read: Reading) -> None:
    assert read("A-06")("MOF", "B2.C.S1.P1")["points"] == exact("12")  # (20 + 16 + 0) / 3
    assert read("A-06")("MOEN", "B2.C.S1.P1")["points"] == exact("12.444444444444")  # (20+20+16+16+16+12+8+4+0) / 9


@pytest.mark.parametrize(
    ("names", "level", "measures"),
    [("well surveyed", "15", "5"), ("well surveyed A-06", "20", "0")],  # the level leaves the measures no room
)
def test_a_06_measures_only_fill_up_the_points_of_the_criterion(
    read: Reading, names: str, level: str, measures: str
) -> None:
    assert read(names)("MOF", "B2.C.S1.P1")["points"] == exact(level)
    assert read(names)("MOF", "B2.C.S1.P2")["points"] == exact(measures)


def test_a_06_leaves_the_points_of_local_bodies(read: Reading) -> None:
    assert read("A-06")("ASTANA", "B2.M.S1.P1")["points"] == exact("17")


@pytest.mark.parametrize(
    ("body_code", "points"),
    [
        ("MOES", "3.9991"),  # 15 x (1 - 0.80006) + 1
        ("MNE", "16.99925"),  # 15 x (1 - 0.20005) + 5
        ("MOF", "0"),  # 15 x (1 - 4) + 3
    ],
)
def test_a_31_timeliness_by_multiplication(read: Reading, body_code: str, points: str) -> None:
    assert read("A-31 A-33")(body_code, "B2.C.S2")["points"] == exact(points)


@pytest.mark.parametrize(("part", "points"), [("T1", "0"), ("T2", "1.5"), ("T3", "0"), ("T4", "3"), ("T5", "0")])
def test_a_33_quality_by_multiplication(read: Reading, part: str, points: str) -> None:
    assert read("A-31 A-33")("MOF", f"B2.C.S3.{part}")["points"] == exact(points)


def test_a_47_upheld_by_multiplication(read: Reading) -> None:
    assert read("A-47 A-48")("MOD", "B2.C.A2")["points"] == exact("31.991991992")  # 40 x (1 - 0.2002002002)


def test_a_47_below_ten_handled_the_coefficient_is_one(read: Reading) -> None:
    assert read("A-47 A-48")("MOEN", "B2.C.A2")["points"] == exact("32")  # 40 x (1 - 1/5)


@pytest.mark.parametrize(("body_code", "points"), [("MOT", "0"), ("MOD", "40")])
def test_a_48_one_percent_late_takes_everything(read: Reading, body_code: str, points: str) -> None:
    assert read("A-47 A-48")(body_code, "B2.C.A1")["points"] == exact(points)


def test_a_49_five_points_for_an_explained_appeal(read: Reading) -> None:
    assert read("A-49")("MTI", "B2.C.A3")["points"] == exact("13.5")  # (20 x 600 + 5 x 300) / 1000


def test_the_differences_name_only_what_differs(runs: dict[str, int]) -> None:
    found = what_if.differences(runs["complaints"], runs["A-49"])
    assert {one.code for one in found if one.code.count(".")} == {"B2.C.A3"}
    assert [(one.body_code, one.score, one.other_score) for one in found if one.code == "B2.C.A3"] == [
        ("MTI", exact("15"), exact("13.5"))
    ]


def test_asking_twice_for_a_what_if_gives_the_same_run(runs: dict[str, int]) -> None:
    assert what_if.freeze(runs["complaints"], "A-49") == runs["A-49"]


def test_a_set_names_each_assumption_once_in_their_order() -> None:
    assert what_if.assumption_set("2017", ["A-48", "A-06", "A-48"]) == "A-06 A-48"


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], "A what-if needs at least one assumption"),
        (["A-999"], "has no assumption `A-999`"),
        (["A-70"], "A-70 cannot be read otherwise"),
        (["rubbish"], "has no assumption `rubbish`"),
    ],
)
def test_a_choice_that_is_none_is_refused_with_a_sentence(names: list[str], sentence: str) -> None:
    with pytest.raises(Terminal, match=sentence):
        what_if.assumption_set("2017", names)
