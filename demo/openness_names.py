"""Names of bodies and dates as clerks write them in the files on openness, and the parameters that the files are about."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TypeVar

from demo.world import PREDECESSOR_NAME, Body
from olshem.settings import project_root

EDITION = "2017"
LANGUAGES = ("ru", "kk")
UNKNOWN_NAME = "Министерство нефти и газа Республики Казахстан"  # abolished in 2014
Choice = TypeVar("Choice")


@cache
def spellings(body_code: str) -> tuple[str, ...]:
    """The names by which any source knows a body: official in Russian, official in Kazakh, then short ones."""
    return tuple(
        row["source_name"]
        for row in _table("decree/body_names.csv")
        if row["source"] == "any" and row["body_code"] == body_code and row["source_name"] != PREDECESSOR_NAME
    )


@cache
def parameters(part: str, body_kind: str) -> tuple[tuple[str, str], ...]:
    """Number and weight of the parameters of a part, such as `O1.1`, for bodies of a kind, in the order of the annex."""
    return tuple(
        (row["item"], row["weight_per_language"])
        for row in _table("editions/openness_parameters.csv")
        if row["edition"] == EDITION and row["body_kind"] == body_kind and row["criterion_code"].endswith(f".{part}")
    )


def written_name(body: Body, chance: random.Random) -> str:
    """The name of a body in one row: official for the most part, at times short, in Kazakh or with stray spaces."""
    way = chance.random()
    names = spellings(body.code)
    if way < 0.74:
        return names[0]
    if way < 0.84:
        return names[1]
    if way < 0.93:
        return names[2]
    return f"{names[0]}  " if way < 0.97 else names[0].replace(" ", "  ", 1)


def written_day(day: date, chance: random.Random) -> str:
    """A date in one row: nearly always dd.mm.yyyy."""
    plain = f"{day.day:02d}.{day.month:02d}.{day.year}"
    way = chance.random()
    return plain if way < 0.93 else f"{plain} г" if way < 0.97 else day.isoformat()


def one_of(choices: Sequence[Choice], chance: random.Random) -> Choice:
    """Any of the choices, each as likely as the others."""
    return choices[int(chance.random() * len(choices))]


@cache
def _table(relative: str) -> tuple[dict[str, str], ...]:
    with (project_root() / "dbt_project/seeds" / relative).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
