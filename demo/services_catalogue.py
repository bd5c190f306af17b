"""The invented Register of public services, and the ways in which clerks spell the names of bodies.

The services are the same wherever they are named: in the Register, in the records of requests, in surveys, plans and
inspections. Central bodies render what `services_central.csv` says they deal with, in the ways of `ACTIONS`; local bodies
render the services of `services_local.csv`, by a standard that a central body is responsible for.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from demo.world import FLAWLESS, NATIONAL_BANK, Body, World
from olshem.settings import project_root

Choice = TypeVar("Choice")

# Russian and Kazakh name of what is done, and whether the standard gives it one working day
ACTIONS = (
    ("Выдача справки", "Анықтама беру", True),
    ("Выдача разрешения", "Рұқсат беру", False),
    ("Выдача дубликата", "Телнұсқа беру", True),
    ("Государственная регистрация", "Мемлекеттік тіркеу", False),
    ("Переоформление документов", "Құжаттарды қайта ресімдеу", False),
    ("Согласование документов", "Құжаттарды келісу", False),
    ("Аккредитация", "Аккредиттеу", False),
    ("Выдача заключения", "Қорытынды беру", False),
    ("Предоставление сведений из реестра", "Тізілімнен мәліметтер ұсыну", True),
)

ONLY_ONE_DAY = "GPO"  # every service of it takes one working day, so nothing is left to be timely with
# services that came into the Register in the year, by central body; the bodies that are not here added none
NEW_SERVICES = {"MOH": 2, "MIA": 1, "MNE": 1, "MLSPP": 1, "MOF": 2, "MOEN": 1, "MOJ": 3, "MOES": 1, "MID": 1}
# the last of these days makes a service one that was entered at the end of the period
DAYS_OF_INCLUSION = ((2, 14), (6, 6), (11, 21))
BODIES_THAT_LOST_A_SERVICE = ("MOA", NATIONAL_BANK, "MCS", "KARAGANDA")
SHARE_RENDERED = 0.8  # of the actions that a central body could offer on a subject
SHARE_CONNECTED = 0.85
TERMS_IN_DAYS = (3, 5, 10, 15, 30)

# bodies that no crosswalk knows: subordinates that wrote their own name
UNKNOWN_NAMES = (
    "Комитет государственных доходов",
    "АО «Казахстанский фонд жилья»",
    "Управление пассажирского транспорта",
)


@dataclass(frozen=True)
class Service:
    """A service that one body renders. `standard_by` is the central body that is responsible for its standard."""

    code: str
    name_ru: str
    name_kk: str
    standard_by: str
    is_one_working_day: bool
    is_connected: bool
    term_days: int
    included_on: date
    excluded_on: date | None


@cache
def services_of(world: World, body: Body) -> tuple[Service, ...]:
    """The services of a body in the order of their codes; none for a body without services."""
    found = _local_services(world, body) if body.kind == "local" else _central_services(world, body)
    if body.code not in BODIES_THAT_LOST_A_SERVICE:
        return found
    return (*found[:-1], _changed(found[-1], excluded_on=world.day(7, 1)))


def rendered_services(world: World, body: Body) -> tuple[Service, ...]:
    """The services of a body that stand in the Register at the end of the year."""
    return tuple(service for service in services_of(world, body) if service.excluded_on is None)


@cache
def local_standards() -> tuple[Service, ...]:
    """All services of local bodies, by code, with whose standard they are rendered. Days of one past year."""
    return tuple(
        Service(
            code=row["service_code"],
            name_ru=row["name_ru"],
            name_kk=row["name_kk"],
            standard_by=row["standard_by"],
            is_one_working_day=row["is_one_working_day"] == "true",
            is_connected=int(row["service_code"]) % 7 != 0,
            term_days=1 if row["is_one_working_day"] == "true" else TERMS_IN_DAYS[int(row["service_code"]) % 5],
            included_on=date(2015, 4, 28),
            excluded_on=None,
        )
        for row in _table("services_local.csv")
    )


def names_of(body: Body) -> tuple[str, ...]:
    """The names under which sources know a body: the official Russian one first."""
    return _names().get(body.code, (body.name_ru, body.name_kk))


def spelled(body: Body, chance: random.Random) -> str:
    """The name of a body as a clerk writes it: nearly always the official one."""
    name, way = names_of(body)[0], chance.random()
    if way > 0.14:
        return name
    if way > 0.04:
        return one_of(names_of(body), chance)
    if way > 0.02:
        return name + "  "
    return name.replace(" ", "  ", 1) if way > 0.01 else name.upper()


def one_of(choices: Sequence[Choice], chance: random.Random) -> Choice:
    """One of several, each as likely."""
    return choices[int(chance.random() * len(choices))]


def between(least: int, most: int, chance: random.Random) -> int:
    """A whole number, both ends included."""
    return least + int(chance.random() * (most - least + 1))


def written(day: date) -> str:
    """A date as forms write it."""
    return f"{day.day:02d}.{day.month:02d}.{day.year}"


def _central_services(world: World, body: Body) -> tuple[Service, ...]:
    chance = world.chance("services_register", body.code)
    offered = [
        (number, action)
        for number, subject in enumerate(row for row in _table("services_central.csv") if row["body_code"] == body.code)
        for action in _actions_on(number, subject, chance)
        if body.code != ONLY_ONE_DAY or action[3]
    ]
    first_new = len(offered) - NEW_SERVICES.get(body.code, 0)
    services = []
    for place, (_, (code, name_ru, name_kk, is_one_day)) in enumerate(offered):
        early = date(world.year - 3, 1, 1) + timedelta(days=between(0, 1000, chance))
        late = world.day(*DAYS_OF_INCLUSION[(place - first_new) % 3])
        services.append(
            Service(
                code=code, name_ru=name_ru, name_kk=name_kk, standard_by=body.code, is_one_working_day=is_one_day,
                is_connected=chance.random() < SHARE_CONNECTED or place == 0,
                term_days=1 if is_one_day else one_of(TERMS_IN_DAYS, chance),
                included_on=early if place < first_new else late, excluded_on=None,
            )
        )  # fmt: skip
    return tuple(services)


def _actions_on(number: int, subject: dict[str, str], chance: random.Random) -> list[tuple[str, str, str, bool]]:
    """Code, names and one-day mark of the services on one subject."""
    return [
        (
            f"{subject['section']}{number + 1:02d}{action + 1:03d}",
            f"{name_ru}: {subject['subject_ru']}",
            f"{name_kk}: {subject['subject_kk']}",
            is_one_day,
        )
        for action, (name_ru, name_kk, is_one_day) in enumerate(ACTIONS)
        if chance.random() < SHARE_RENDERED
    ]


def _local_services(world: World, body: Body) -> tuple[Service, ...]:
    chance = world.chance("services_register", body.code)
    kept = [service for service in local_standards() if chance.random() > 0.06 or body.code == FLAWLESS]
    return tuple(kept)


def _changed(service: Service, excluded_on: date) -> Service:
    return Service(**vars(service) | {"excluded_on": excluded_on})


@cache
def _names() -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    with (project_root() / "dbt_project/seeds/decree/body_names.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["source"] == "any" and not row["note"].startswith("predecessor"):
                names.setdefault(row["body_code"], []).append(row["source_name"])
    return {code: tuple(known) for code, known in names.items()}


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
