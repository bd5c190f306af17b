"""How points come about: the closed list of kinds of formula, in words, with the numbers and tables that each needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Table = Literal["bands", "categories", "openness", "survey"]


@dataclass(frozen=True)
class FormulaKind:
    """One kind. Of each set in `parameters` the edition must hold at least one for every leaf of this kind."""

    words: str
    parameters: tuple[frozenset[str], ...] = ()
    table: Table | None = None


def _kind(words: str, *parameters: str, table: Table | None = None) -> FormulaKind:
    return FormulaKind(words, tuple(frozenset(names.split("|")) for names in parameters), table)


FORMULA_KINDS = {
    "weighted_sum": _kind("the results of the directions, each times its weight, less the deductions of the block"),
    "mean_of_goals": _kind("the mean over the goals of the plan, as a percentage, less the deductions", "goal_scale"),
    "sum": _kind("the sum of its parts, less the deductions made on it"),
    "coefficient": _kind("a coefficient that enters the formula of its direction; it has no points of its own"),
    "mean": _kind("full points times the mean of the ratios of all its indicators", "full_points"),
    "share": _kind("full points times a share of the whole", "full_points"),
    "complement": _kind("full points times what remains of the whole after a share is taken away", "full_points"),
    "subtracted_rate": _kind(
        "full points less the number of cases per so many of the base", "full_points", "per|late_share_factor"
    ),
    "banded_rate": _kind(
        "full points less a share, times a coefficient that a band of the base decides", "full_points", table="bands"
    ),
    "base_and_bonus": _kind(
        "base points less the number of cases per so many of the base, plus a bonus for fewer cases than last year",
        "full_points",
        "base_points",
        "per",
        "bonus_points",
    ),
    "two_shares": _kind("two shares of the same whole, each times its points", "satisfied_points", "explained_points"),
    "band": _kind("the points of the band into which the value falls", "full_points", table="bands"),
    "category": _kind("the points of the category into which each case falls, averaged", "full_points", table="categories"),
    "yes_no": _kind("full points if the fact is there, nothing if it is not", "full_points"),
    "parameters": _kind(
        "full points times the weights earned by the parameters, over their divisor", "full_points", "divisor", table="openness"
    ),
    "linear_between": _kind(
        "full points up to one rate, nothing from another, a straight line between them",
        "full_points",
        "full_points_to_rate",
        "no_points_from_rate",
    ),
    "working_time": _kind(
        "full points less the hours worked beyond the norm, or less the share of those who say that they work late",
        "full_points",
        "overtime_factor",
        "leave_days",
        "day_hours",
        "weekly_weight",
    ),
    "survey_index": _kind(
        "full points times the mean of the indices of its statements, an index being the mean answer brought to 0 to 1",
        "full_points",
        "lowest_answer",
        "highest_answer",
        table="survey",
    ),
}  # fmt: skip

UNITS = ("points", "coefficient", "share", "percent", "rate", "grade", "yes_no", "hours")
DIRECTIONS_OF_GOOD = ("more", "less")
ROUNDINGS = {
    "exact": "nothing is rounded inside",
    "value_1_decimal": "the value is rounded to 1 decimal before its band",
    "value_2_decimals": "the value is rounded to 2 decimals before its band",
    "result_2_decimals": "the result shown is rounded to 2 decimals; the exact one is used further",
}
MISSING_RULES = {
    "of_parts": "follows from its parts",
    "no_data": "no data, no points: the lowest and the highest possible values are shown",
    "no_events_full": "nothing happened: full points with a flag; no data, no points",
    "stated_absence": "an absence that the source states gives the printed value; no data, no points",
    "peer_mean": "the mean of the bodies of the same kind; where none has a value: no data, no points",
    "not_applicable": "without a base it does not apply, and the direction is scaled up; no data, no points",
}
CERTAINTIES = ("verified", "reconstructed", "assumed")
