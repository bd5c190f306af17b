"""What the central bodies planned, reached and spent in the invented year: the figures behind the files of `goals`.

Names and usual levels stand in `goals_indicators.csv` and `goals_programmes.csv`; what a story fixes stands in the tables
below; all else is chance.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from demo.world import World

MORE, RANKING = "больше - лучше", "рейтинг"
OFFICIAL, NINE_MONTHS, NO_DATA = "официальная статистика", "не менее 9 месяцев", "нет"

# What is told of single indicators, by body and number of the indicator.
TOLD: Mapping[tuple[str, str], Mapping[str, Any]] = {
    # on the edges of paragraph 19
    ("MOEN", "1.1.1"): {"plan": "40", "fact": "50", "previous": "45"},  # 1.25: just overfulfilled, 0.9
    ("MOEN", "1.1.2"): {"plan": "40", "fact": "49.9", "previous": "45"},  # 1.2475: just not, 1
    ("MOEN", "1.1.3"): {"plan": "10", "fact": "8", "previous": "9"},  # 1.25 where less is better
    ("MOEN", "1.2.1"): {"plan": "100", "fact": "100", "previous": "100"},  # reached and no better than last year
    ("MOEN", "1.2.2"): {"plan": "80", "fact": "76", "previous": "76"},  # 0.95, as last year: no corrective
    ("MOEN", "1.2.3"): {"plan": "0", "fact": "0", "previous": "0"},  # nothing planned, nothing happened: 1
    # the ladder of rankings: 1, 0.5, 0.25, 0, and two that do not fit it
    ("MNE", "1.1.1"): {"plan": "50", "fact": "49", "previous": "52"},
    ("MNE", "1.1.2"): {"plan": "50", "fact": "51", "previous": "52"},
    ("MNE", "1.2.1"): {"plan": "49", "fact": "50", "previous": "50"},
    ("MID", "1.1.1"): {"plan": "50", "fact": "52", "previous": "51"},
    ("MOJ", "1.1.1"): {"plan": "60", "fact": "58", "previous": "55"},  # reached, yet worse than last year: 0.9
    ("MNE", "1.1.3"): {"is_left_out": True},
    # correctives and their excuses
    ("MOH", "1.1.2"): {"plan": "10", "fact": "12.5", "previous": "14"},  # 0.8
    ("MOA", "1.1.3"): {"plan": "13.4", "fact": "12.1", "previous": "13.5", "document": "справка РГП «Казгидромет» от 12.01.2018 № 14-3/27", "is_excused": True},
    ("MOES", "1.1.2"): {"plan": "65.0", "fact": "65.5", "previous": "64.0", "earlier": "68.0", "is_lowered": True},
    ("MOA", "1.2.2"): {"plan": "34.0", "fact": "33.5", "previous": "35.0", "earlier": "32.0", "is_lowered": True, "is_excused": True, "document": "постановление Правительства от 29.08.2017 № 521"},
    ("MLSPP", "1.1.2"): {"plan": "63.5", "fact": "60.1", "previous": "62.0", "is_excused": True},  # claimed without a document
    # what cannot be counted
    ("MOF", "1.1.3"): {"plan": ""},  # no plan for the year
    ("MOES", "1.2.2"): {"fact": "", "status": NO_DATA},
    ("MDAI", "1.2.1"): {"plan": ""},  # with the next one: a goal without a counted indicator
    ("MDAI", "1.2.2"): {"fact": "", "status": NO_DATA},
    ("MICOM", "1.2.2"): {"plan": "0", "fact": "1.5", "previous": "0.5"},  # plan 0 where more is better
    ("MCS", "1.1.3"): {"plan": "2.0", "fact": "-1.4", "previous": "0.8"},  # below 0 where less is better
    ("MOF", "1.2.2"): {"is_law_enforcement": True},
    ("ACSAC", "1.2.1"): {"is_law_enforcement": True},
}  # fmt: skip
WITHOUT_METHOD = {("MCS", "1.1.3"), ("MCS", "1.2.1"), ("MRACS", "1.2.2")}

# Plan and fact of results, by body, programme and number of the result.
TOLD_RESULTS = {
    ("MOEN", "036", "1"): ("100", "90"),  # with the next one 0.95, absorbed 0.90: 0.9
    ("MOEN", "036", "2"): ("100", "100"),
    ("MOEN", "041", "1"): ("100", "90"),  # a receiver, judged on this alone: 0.90, absorbed 0.90: 1
    ("MOEN", "041", "2"): ("100", "80"),
    ("MOEN", "037", "1"): ("100", "105"),  # over by 5 percent and no more: nothing is deducted
    ("MOEN", "037", "2"): ("100", "100"),
    ("MOEN", "038", "1"): ("100", "75"),
    ("MOEN", "038", "2"): ("100", "75"),
    ("MFA", "003", "1"): ("480", "576"),  # 120 percent counts 100
    ("MFA", "003", "2"): ("92.0", "73.6"),
    ("MOJ", "002", "1"): ("85", "90"),  # 105.9 percent: over by more than 5
}
# Spent of planned, by body and programme.
TOLD_ABSORPTION = {
    ("MOEN", "036"): "0.90", ("MOEN", "041"): "0.90", ("MOEN", "037"): "1", ("MOEN", "038"): "0.63",
    ("MFA", "003"): "1", ("MDAI", "008"): "0",  # nothing was spent
    ("MOF", "400"): "1",
}  # fmt: skip
OF_LAW_ENFORCEMENT = {("MOF", "094"), ("ACSAC", "002")}


@dataclass(frozen=True)
class Indicator:
    """A target indicator of a body's year; an empty text is a missing value."""

    body_code: str
    goal_code: str
    goal: str
    code: str
    name: str
    unit: str
    direction: str
    plan: str
    fact: str
    previous: str
    earlier: str = ""
    is_lowered: bool = False
    is_excused: bool = False
    document: str = ""
    status: str = OFFICIAL
    is_left_out: bool = False
    has_method: bool = True
    is_law_enforcement: bool = False


@dataclass(frozen=True)
class Result:
    """A direct or final result of a budget programme."""

    body_code: str
    goal_code: str
    programme_code: str
    programme: str
    programme_kind: str
    code: str
    kind: str
    name: str
    unit: str
    direction: str
    plan: str
    fact: str

    @property
    def is_law_enforcement(self) -> bool:
        """Whether the programme leaves the evaluation."""
        return (self.body_code, self.programme_code) in OF_LAW_ENFORCEMENT

    @property
    def is_far_over(self) -> bool:
        """Whether more was reached than 105 percent, where more is better (paragraph 52)."""
        return self.direction == MORE and Decimal(self.fact) > Decimal("1.05") * Decimal(self.plan)


@dataclass(frozen=True)
class Spending:
    """What a programme of an administrator was given and spent, in thousand tenge."""

    body_code: str
    administrator_code: str
    administrator: str
    programme_code: str
    programme: str
    planned: Decimal
    spent: Decimal


def indicators(world: World) -> list[Indicator]:
    """The target indicators of the strategic plans, of the National Bank too, in the order of the table."""
    assessed = {body.code for body in (*world.assessed("B1.C"), *world.assessed("B1.N"))}
    found = []
    for row in table("goals_indicators.csv"):
        if row["body_code"] in assessed:
            place = (row["body_code"], row["indicator_code"])
            usual = _usual(row, world.chance("strategic_plan_indicators", *place))
            found.append(replace(usual, **TOLD.get(place, {}), has_method=place not in WITHOUT_METHOD))
    return found


def results(world: World) -> list[Result]:
    """The results of the budget programmes of the bodies with goals, in the order of the table."""
    assessed = {body.code for body in world.assessed("B1.C")}
    return [
        Result(
            row["body_code"], row["goal_code"], row["programme_code"], row["programme"], row["programme_kind"],
            row["result_code"], row["result_kind"], row["result"], row["measurement_unit"], row["direction"],
            *_plan_and_fact(world, row),
        )
        for row in table("goals_programmes.csv")
        if row["body_code"] in assessed
    ]  # fmt: skip


def spending(world: World) -> list[Spending]:
    """What the programmes of the central bodies were given and spent."""
    names = {body.code: body.name_ru for body in world.assessed("B1.C")}
    codes = administrator_codes(world)
    found: dict[tuple[str, str], Spending] = {}
    for row in table("goals_programmes.csv"):
        place = (row["body_code"], row["programme_code"])
        if row["body_code"] in names and place not in found:
            planned = Decimal(row["planned_million_kzt"]) * 1000
            told = TOLD_ABSORPTION.get(place)
            share = Decimal(told) if told else _usual_absorption(world.chance("programme_execution", *place))
            found[place] = Spending(
                row["body_code"], codes[row["body_code"]], names[row["body_code"]], row["programme_code"], row["programme"],
                planned, rounded(planned * share, "0.1"),
            )  # fmt: skip
    return list(found.values())


def administrator_codes(world: World) -> dict[str, str]:
    """The code of each central body that administers programmes of the republican budget, in order of the codes."""
    last_day = f"{world.year}-12-31"
    central = {body.code for body in world.central}
    codes = {
        row["body_code"]: row["source_name"]
        for row in table("../dbt_project/seeds/decree/body_names.csv")
        if row["source"] == "budget_execution"
        and row["body_code"] in central
        and row["valid_from"] <= last_day
        and (not row["valid_to"] or row["valid_to"] >= last_day)
    }
    return dict(sorted(codes.items(), key=lambda pair: pair[1]))


def between(chance: random.Random, lowest: str, highest: str) -> Decimal:
    """A number from the lowest to below the highest, in ten thousand steps."""
    step = Decimal(int(chance.random() * 10_000)) / 10_000
    return Decimal(lowest) + (Decimal(highest) - Decimal(lowest)) * step


def rounded(value: Decimal, like: str) -> Decimal:
    """A number with as many decimals as another one has."""
    return value.quantize(Decimal(1).scaleb(int(Decimal(like).as_tuple().exponent)), ROUND_HALF_UP)


def possible(value: Decimal, row: Mapping[str, str]) -> Decimal:
    """A value with the decimals of the level of its row; what is counted in per cent of a whole cannot pass 100."""
    is_share = row["measurement_unit"] == "процентов" and Decimal(row["level"]) <= 100
    return rounded(min(value, Decimal(100)) if is_share else value, row["level"])


def usual_attainment(chance: random.Random) -> Decimal:
    """How much of a plan was reached: mostly all of it, at times a quarter more."""
    way = chance.random()
    for limit, lowest, highest in (
        (0.55, "1", "1.08"), (0.83, "0.94", "1"), (0.93, "0.7", "0.94"), (0.97, "1.26", "1.4"), (1, "0.3", "0.7"),
    ):  # fmt: skip
        if way < limit:
            return between(chance, lowest, highest)
    raise ValueError("random() lies below 1")


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a table that lies beside this module."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def _usual(row: Mapping[str, str], chance: random.Random) -> Indicator:
    level = Decimal(row["level"])
    reached = usual_attainment(chance)
    if row["direction"] == RANKING:
        fact = level + int(chance.random() * 7) - 4
        previous = level + int(chance.random() * 5)
    else:
        fact = level * reached if row["direction"] == MORE else level / reached
        better = between(chance, "0.92", "1.02")
        previous = fact * better if row["direction"] == MORE else fact / better
    status = OFFICIAL if chance.random() < 0.88 else NINE_MONTHS
    return Indicator(
        row["body_code"], row["goal_code"], row["goal"], row["indicator_code"], row["indicator"], row["measurement_unit"],
        row["direction"], row["level"], str(possible(fact, row)), str(rounded(previous, row["level"])), status=status,
    )  # fmt: skip


def _plan_and_fact(world: World, row: Mapping[str, str]) -> tuple[str, str]:
    place = (row["body_code"], row["programme_code"], row["result_code"])
    if place in TOLD_RESULTS:
        return TOLD_RESULTS[place]
    chance = world.chance("budget_programmes", *place)
    way = chance.random()
    if way < 0.6:
        reached = between(chance, "1", "1.03")
    elif way < 0.95:
        reached = between(chance, "0.93", "1") if way < 0.85 else between(chance, "0.7", "0.93")
    else:
        reached = between(chance, "1.06", "1.2")
    level = Decimal(row["level"])
    return row["level"], str(possible(level * reached if row["direction"] == MORE else level / reached, row))


def _usual_absorption(chance: random.Random) -> Decimal:
    return between(chance, "0.93", "1") if chance.random() < 0.85 else between(chance, "0.6", "0.9")
