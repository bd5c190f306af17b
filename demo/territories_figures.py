"""What the regions planned, reached, spent and were audited for in the invented year: the figures behind `territories`.

Indicators of the programmes of territories and programmes of the local budgets stand in `territories_indicators.csv` and
`territories_programmes.csv`, the same for all regions; what a story fixes stands in the tables below; all else is chance.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from demo.goals_figures import (
    MORE,
    NINE_MONTHS,
    NO_DATA,
    OFFICIAL,
    Spending,
    between,
    possible,
    rounded,
    table,
    usual_attainment,
)  # fmt: skip
from demo.world import FLAWLESS, TIED, WITHOUT_AUDIT, WORST, Body, World

OVERFULFILLED = Decimal("1.25")

# Plan and fact of single indicators, by region and number of the indicator; an empty text is a missing value.
TOLD = {
    ("KARAGANDA", "1.6.1"): ("40", "50"),  # 1.25: overfulfilled by 25 percent
    ("KYZYLORDA", "1.6.1"): ("40", "49.9"),  # 1.2475: just not
    ("KARAGANDA", "1.5.1"): ("5", "4"),  # 1.25 where less is better, but of the base list: nothing is deducted
    ("ZHAMBYL", "1.4.3"): ("", "54.5"),  # no plan for the year
    ("WEST_KZ", "1.5.1"): ("6.4", "0"),  # no fire at all: 1
    (WORST, "1.1.2"): ("3.2", "-4.1"),  # a fall where growth was planned: 0
    (WORST, "1.5.2"): ("9.0", "12.6"),  # four indicators far over the plan, one of them of the base list
    (WORST, "1.4.3"): ("54.0", "67.5"),
    (WORST, "1.3.2"): ("16.0", "8.0"),
    (WORST, "1.2.3"): ("8.9", "6.1"),
}
WITHOUT_DATA = {("SOUTH_KZ", "1.5.2"), ("NORTH_KZ", "1.6.2")}

# Percent of the direct results of the ten programmes in the order of their table, all money spent: edges of Annex 5.
PERCENTS_ON_THE_EDGES = {
    "AKMOLA": ("100", "99.95", "99.9", "99.3", "99.2", "98.6", "97.9", "97.2", "96.5", "95.8"),
    "ALMATY_REG": ("95.1", "94.4", "93.7", "93.0", "92.3", "91.6", "90.9", "90.2", "90.15", "90.1"),
}
# Percent of direct results and share that was spent, by region and programme.
TOLD_PROGRAMMES = {
    ("AKTOBE", "038"): ("90", "0.80"),  # efficiency 112.5, but results below 90.1: 0
    ("AKTOBE", "033"): ("98", "1"),
    ("AKTOBE", "027"): ("97", "0.96"),  # efficiency 101.04 counts 100
    ("EAST_KZ", "046"): ("100", "0"),  # nothing was spent
    ("ZHAMBYL", "010"): ("104", "0.99"),  # counts 100
}
UNMEASURABLE = {(WORST, "033"), ("SOUTH_KZ", "046")}  # an event in place of a number: not reached
FAR_OVER = {(WORST, "003"): "112", ("NORTH_KZ", "067"): "106.5"}  # percent, over by more than 5

# Violations of the year in percent of what was audited: the bands of Annex 5 item 1, their edges and their holes.
AUDIT_PERCENTS = {
    "AKMOLA": "5.0", "AKTOBE": "5.04", "ALMATY_REG": "5.06", "EAST_KZ": "9.95", "ZHAMBYL": "9.9", "WEST_KZ": "15.0",
    "KARAGANDA": "0.04", "KYZYLORDA": "14.9", "NORTH_KZ": "10.0", "SOUTH_KZ": "3.2", "ALMATY": "0", FLAWLESS: "0",
    WORST: "38.4", TIED[0]: "2.7", TIED[1]: "2.7",
}  # fmt: skip
AUDITED_STEP = 10_000  # thousand tenge: every percent above is a whole number of tenge of it
AUDITED_PROGRAMME_COUNT = 12  # of a region, at factor 1
LEAST_AUDITED_COUNT = 4
PROJECT_COUNT = 6  # of a programme, at factor 1

PLANNING_DEFECTS = (
    "отсутствует прямой результат", "отсутствует конечный результат", "мероприятие вместо количественного показателя",
    "дублирование прямого и конечного результатов", "дублирование показателей другой программы", "показатель не измерим",
    "плановое значение снижено", "несоответствие цели и документам планирования", "завышен срок строительства",
)  # fmt: skip


@dataclass(frozen=True)
class Indicator:
    """A target indicator of a region's year; an empty text is a missing value."""

    body_code: str
    goal_code: str
    goal: str
    code: str
    name: str
    unit: str
    direction: str
    plan: str
    fact: str
    status: str
    is_base_exempt: bool

    @property
    def is_overfulfilled(self) -> bool:
        """Whether 25 percent or more were reached over the plan, by the indicator's direction (paragraph 51)."""
        if not self.plan or not self.fact or self.is_base_exempt:
            return False
        plan, fact = Decimal(self.plan), Decimal(self.fact)
        return fact >= OVERFULFILLED * plan if self.direction == MORE else plan >= OVERFULFILLED * fact


@dataclass(frozen=True)
class Project:
    """A project or measure of a programme with its direct result; an empty plan is an event without a number."""

    body_code: str
    administrator_code: str
    administrator: str
    programme_code: str
    programme: str
    description: str
    name: str
    kind: str
    indicator: str
    unit: str
    plan: str
    fact: str


@dataclass(frozen=True)
class Audited:
    """An audited programme: sums in thousand tenge; `violations` are of the four kinds in the order of Annex 3."""

    administrator: str
    programme: str
    period: str
    audited: Decimal
    audited_in_year: Decimal
    violations: tuple[Decimal, Decimal, Decimal, Decimal]
    reimbursed: Decimal
    restored: Decimal


def indicators(world: World) -> list[Indicator]:
    """The target indicators of the programmes of all regions."""
    return [_indicator(world, body, row) for body in world.local for row in table("territories_indicators.csv")]


def projects(world: World) -> list[Project]:
    """The projects and measures of the local budgets, in the order of regions, administrators and programmes."""
    return [
        project
        for body in world.local
        for place, row in enumerate(table("territories_programmes.csv"))
        for project in _projects_of(world, body, place, row)
    ]


def far_over(world: World) -> list[tuple[str, str, str]]:
    """Region, programme and direct result of which, over all projects, more than 105 percent was reached."""
    found = []
    for (body_code, _, _, result), group in groupby(
        projects(world), lambda one: (one.body_code, one.administrator_code, one.programme_code, one.indicator)
    ):
        members = [one for one in group if one.plan]
        planned = sum(Decimal(one.plan) for one in members)
        if members and sum(Decimal(one.fact) for one in members) > Decimal("1.05") * planned:
            found.append((body_code, members[0].programme, result))
    return found


def local_spending(world: World) -> list[Spending]:
    """What the programmes of the regions were given and spent."""
    found = []
    for body in world.local:
        for row in table("territories_programmes.csv"):
            planned, share = _planned(world, body, row), _absorption(world, body, row["programme_code"])
            found.append(
                Spending(
                    body.code, row["administrator_code"], row["administrator"], row["programme_code"], row["programme"],
                    planned, rounded(planned * share, "0.1"),
                )
            )  # fmt: skip
    return found


def planning_defects(world: World, body: Body, programme_code: str) -> str:
    """The defects of planning of a programme, parted by semicolons; none for most."""
    if body.code == WORST:
        return "; ".join(PLANNING_DEFECTS)
    chance = world.chance("programme_planning", body.code, programme_code)
    if body.code == FLAWLESS or chance.random() < 0.85:
        return ""
    first = int(chance.random() * len(PLANNING_DEFECTS))
    return "; ".join(PLANNING_DEFECTS[first : first + 1 + int(chance.random() * 2)])


def audited_programmes(world: World, body: Body) -> list[Audited]:
    """The programmes of a region that were audited, in the order of administrators; none where no audit was held.

    Violations are the same share of every row, so that the share of the region does not hang on a single one.
    """
    if body.code == WITHOUT_AUDIT:
        return []
    rows = table("territories_programmes.csv")
    count = max(LEAST_AUDITED_COUNT, world.sized(AUDITED_PROGRAMME_COUNT))
    found = []
    for number in range(count):
        row = rows[number % len(rows)]
        chance = world.chance("audit_results", body.code, str(number))
        in_year = Decimal(AUDITED_STEP * (3 + int(chance.random() * 60)))
        found.append(_audited(row, in_year, Decimal(AUDIT_PERCENTS[body.code]), world.year, chance))
    return sorted(found, key=lambda one: one.administrator)


def _indicator(world: World, body: Body, row: Mapping[str, str]) -> Indicator:
    code = row["indicator_code"]
    chance = world.chance("territory_programme_indicators", body.code, code)
    level = possible(Decimal(row["level"]) * between(chance, "0.9", "1.1"), row)
    reached = _attainment(body, chance)
    fact = possible(level * reached if row["direction"] == MORE else level / reached, row)
    plan, value = TOLD.get((body.code, code), (str(level), str(fact)))
    status = OFFICIAL if chance.random() < 0.85 else NINE_MONTHS
    if (body.code, code) in WITHOUT_DATA:
        value, status = "", NO_DATA
    return Indicator(
        body.code, row["goal_code"], row["goal"], code, row["indicator"], row["measurement_unit"], row["direction"], plan,
        value, status, row["is_base_exempt"] == "да",
    )  # fmt: skip


def _attainment(body: Body, chance: random.Random) -> Decimal:
    if body.code == FLAWLESS:
        return between(chance, "1.01", "1.08")
    return between(chance, "0.2", "0.5") if body.code == WORST else usual_attainment(chance)


def _projects_of(world: World, body: Body, place: int, row: Mapping[str, str]) -> Iterator[Project]:
    """The projects of one programme. Their plans are round, so that a told percent comes out exactly."""
    code = row["programme_code"]
    for number in range(1, world.sized(PROJECT_COUNT) + 1):
        chance = world.chance("local_budget_results", body.code, code, str(number))
        plan = Decimal(2000 * (1 + int(chance.random() * 9)))
        percent = _percent(body, place, code, chance)
        is_event = (body.code, code) in UNMEASURABLE
        yield Project(
            body.code, row["administrator_code"], row["administrator"], code, row["programme"], row["description"],
            f"{row['project']} № {number}", row["project_kind"],
            "Проведение закупа" if is_event else row["indicator"], "" if is_event else row["measurement_unit"],
            "" if is_event else f"{plan:f}", "" if is_event else f"{rounded(plan * percent / 100, '1'):f}",
        )  # fmt: skip


def _percent(body: Body, place: int, programme_code: str, chance: random.Random) -> Decimal:
    """What was reached of the direct result of a project."""
    told = TOLD_PROGRAMMES.get((body.code, programme_code), ("", ""))[0] or FAR_OVER.get(
        (body.code, programme_code), ""
    )
    if body.code in PERCENTS_ON_THE_EDGES:
        told = PERCENTS_ON_THE_EDGES[body.code][place]
    if told:
        return Decimal(told)
    if body.code == FLAWLESS:
        return Decimal(100)
    if body.code == WORST:
        return between(chance, "35", "88")
    return Decimal(100) if chance.random() < 0.7 else between(chance, "86", "100")


def _planned(world: World, body: Body, row: Mapping[str, str]) -> Decimal:
    size = between(world.chance("local budget", body.code), "0.6", "2.4")
    return rounded(Decimal(row["planned_million_kzt"]) * 1000 * size, "0.1")


def _absorption(world: World, body: Body, programme_code: str) -> Decimal:
    told = TOLD_PROGRAMMES.get((body.code, programme_code), ("", ""))[1]
    if told:
        return Decimal(told)
    if body.code == FLAWLESS or body.code in PERCENTS_ON_THE_EDGES:
        return Decimal(1)
    return between(world.chance("programme_execution", body.code, programme_code), *_usual_shares(body))


def _usual_shares(body: Body) -> tuple[str, str]:
    return ("0.55", "0.8") if body.code == WORST else ("0.95", "1")


def _audited(row: Mapping[str, str], in_year: Decimal, percent: Decimal, year: int, chance: random.Random) -> Audited:
    total = in_year * percent / 100
    parts = [rounded(total * between(chance, "0.1", "0.3"), "0.1") for _ in range(3)]
    violations = (total - sum(parts), parts[0], parts[1], parts[2])
    covers_two_years = chance.random() < 0.4
    return Audited(
        row["administrator"], row["programme"], f"{year - 1}-{year} годы" if covers_two_years else f"{year} год",
        in_year * 2 if covers_two_years else in_year, in_year, violations,
        rounded(total * between(chance, "0.2", "0.6"), "0.1"), rounded(total * between(chance, "0.1", "0.4"), "0.1"),
    )  # fmt: skip
