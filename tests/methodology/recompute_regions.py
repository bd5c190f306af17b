"""Block 1 of local executive bodies, paragraphs 26-31 and Annex 5."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

from tests.methodology.recompute import (
    MANUAL,
    NOT_APPLICABLE,
    Answer,
    Band,
    Year,
    banded,
    mean,
    one,
    quotient,
    scored,
)
from tests.methodology.recompute_ratios import (
    LEFT_OUT,
    MORE,
    NO_STATISTICS,
    UNKNOWN,
    Attained,
    Unjudged,
    attained,
)
from tests.support.second_reading_rules import Row

INDICATORS, AUDITS, RESULTS = "territory_programme_indicators", "audit_results", "local_budget_results"
PLANNING, EXECUTION = "programme_planning", "programme_execution"
HUNDRED, FULL_D = Decimal(100), Decimal(50)
AUDIT: list[Band] = [(None, "5", "6"), ("5.1", "9.9", "3"), ("10", "14.9", "1"), ("15", None, "0")]  # item 1
STEPS = (
    "100",
    "99.3",
    "98.6",
    "97.9",
    "97.2",
    "96.5",
    "95.8",
    "95.1",
    "94.4",
    "93.7",
    "93",
    "92.3",
    "91.6",
    "90.9",
    "90.2",
)


def _bands(points: str) -> list[Band]:
    return [
        *((edge, None, earned) for edge, earned in zip(STEPS, points.split(), strict=True)),
        (None, "90.1", "0"),
    ]


REACHED = _bands("18 17 16 15 14 13 12 11 10 9 8 6 4 2 1")  # item 2.1
EXECUTED = _bands("20 19 18 17 16 15 14 13 12 11 10 8 6 4 2")  # item 3
LOW_RESULTS = Decimal("90.1")
Programme = tuple[str, str]  # administrator and programme
Percents = Mapping[Programme, Decimal | Unjudged]


def regions(year: Year) -> dict[tuple[str, str], Answer]:
    answers: dict[tuple[str, str], Answer] = {}
    for body, kind in year.bodies.items():
        if kind != "M":
            continue
        answers[body, "B1.M.D"] = year.nothing_from(body, INDICATORS) or territory_goals(year, body)
        answers[body, "B1.M.L"] = year.nothing_from(body, AUDITS) or audits(year, year.rows(AUDITS, body))
        answers[body, "B1.M.Z1"] = year.nothing_from(body, RESULTS) or direct_results(year, body)
        answers[body, "B1.M.Z2"] = year.nothing_from(body, PLANNING) or planning(year.rows(PLANNING, body))
        answers[body, "B1.M.G"] = year.nothing_from(body, RESULTS, EXECUTION) or execution(year, body)
    return answers


def territory_goals(year: Year, body: str) -> Answer:
    """50 x the mean of h over all indicators with a plan and statistics (A-19, A-28, A-59), as far as they can be judged."""
    by_goal: dict[str, list[Decimal]] = defaultdict(list)
    is_settled = True
    for row in year.rows(INDICATORS, body):
        h = _indicator(year, row)
        if h == UNKNOWN and row["fact_value"] is not None:
            return Answer(MANUAL)  # a plan below 0, or a fact where less is better
        is_settled = is_settled and h != UNKNOWN
        if isinstance(h, Attained):
            by_goal[row["goal_code"]].append(h.h)
    if not by_goal:
        return Answer(NOT_APPLICABLE if is_settled else MANUAL)
    means = [mean(values) for values in by_goal.values()]
    found = means if year.takes("A-59") else [h for values in by_goal.values() for h in values]
    return scored(FULL_D * mean(found), is_settled=is_settled)


def _indicator(year: Year, row: Row) -> Attained | Unjudged:
    if row["plan_value"] is None or row["data_status"] == NO_STATISTICS:
        return LEFT_OUT
    direction = MORE if year.takes("A-18") else row["direction"]
    return attained(direction, row["plan_value"], row["fact_value"])


def audits(year: Year, rows: Sequence[Row]) -> Answer:
    """Violations over audited sums of the whole body, the percent rounded to one decimal (A-21, A-22)."""
    held = [row for row in rows if row["is_held"]]
    if not held:
        return scored(5)
    audited = sum((row["audited_in_year_thousand_kzt"] for row in held), Decimal(0))
    violations = sum((row["violations_thousand_kzt"] for row in held), Decimal(0))
    if violations == 0:
        return scored(10)
    if audited == 0:
        return Answer(MANUAL)
    share = one(quotient(100 * violations, audited))
    if year.takes("A-21") and share == 15:
        return scored(1)
    return scored(banded(share, AUDIT))


def direct_results(year: Year, body: str) -> Answer:
    """Projects, programmes by bands, administrators: a mean of means (paragraph 30)."""
    rows = year.rows(RESULTS, body)
    percents = direct_percents(rows)
    return _over_administrators(
        {key: _of_percent(year, percent, REACHED) for key, percent in percents.items()}, is_settled=_is_settled(rows)
    )


def _is_settled(rows: Collection[Row]) -> bool:
    return all(_percent(row) != UNKNOWN for row in rows)


def direct_percents(rows: Collection[Row]) -> Percents:
    """Percent of each programme: mean over its projects of the mean over their results, as far as these can be judged."""
    projects: dict[Programme, dict[str, list[Decimal | Unjudged]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        programme = projects[row["administrator_code"], row["programme_code"]]
        programme[row["project_name"]].append(_percent(row))
    return {
        key: _mean_of_known([_mean_of_known(percents) for percents in of_programme.values()])
        for key, of_programme in projects.items()
    }


def _percent(row: Row) -> Decimal | Unjudged:
    """An event without a number is not reached; more than the plan counts as the plan."""
    if not row["is_measurable"]:
        return Decimal(0)
    if row["plan_value"] is None or row["fact_value"] is None or row["plan_value"] <= 0:
        return UNKNOWN
    return max(min(quotient(100 * row["fact_value"], row["plan_value"]), HUNDRED), Decimal(0))


def _mean_of_known(values: Collection[Decimal | Unjudged]) -> Decimal | Unjudged:
    known = [value for value in values if isinstance(value, Decimal)]
    return mean(known) if known else UNKNOWN


def _of_percent(year: Year, percent: Decimal | Unjudged, bands: list[Band]) -> Decimal | Unjudged:
    """Points of a percent, rounded to one decimal; above 100 it is 100 (A-20)."""
    if not isinstance(percent, Decimal):
        return percent
    return banded(min(_one(year, percent), HUNDRED), bands)


def _one(year: Year, percent: Decimal) -> Decimal:
    return percent.quantize(Decimal("0.1"), rounding=ROUND_DOWN) if year.takes("A-20") else one(percent)


def _over_administrators(points: Percents, *, is_settled: bool) -> Answer:
    by_administrator: dict[str, list[Decimal]] = defaultdict(list)
    for (administrator, _), earned in points.items():
        if isinstance(earned, Decimal):
            by_administrator[administrator].append(earned)
    if not by_administrator:  # what is not known is left to the bounds, where anything is
        return Answer(MANUAL if UNKNOWN in points.values() else NOT_APPLICABLE)
    return scored(
        mean([mean(values) for values in by_administrator.values()]),
        is_settled=is_settled and UNKNOWN not in points.values(),
    )


def planning(rows: Sequence[Row]) -> Answer:
    """2 for a programme without a defect of planning, else 0; the mean over programmes."""
    return scored(mean([Decimal(2 if row["has_no_planning_defect"] else 0) for row in rows]))


def execution(year: Year, body: str) -> Answer:
    """Direct results over absorption by bands; 0 for low direct results, left out where nothing was absorbed (A-14, A-24)."""
    absorbed = _absorptions(year.rows(EXECUTION, body))
    rows = year.rows(RESULTS, body)
    return _over_administrators(
        {key: _executed(year, percent, absorbed.get(key, UNKNOWN)) for key, percent in direct_percents(rows).items()},
        is_settled=_is_settled(rows),
    )


def _absorptions(rows: Sequence[Row]) -> Percents:
    return {
        (row["administrator_code"], row["programme_code"]): (
            quotient(100 * row["spent_thousand_kzt"], row["planned_thousand_kzt"])
            if row["spent_thousand_kzt"] and row["planned_thousand_kzt"]
            else UNKNOWN
            if row["spent_thousand_kzt"]
            else LEFT_OUT
        )
        for row in rows
    }


def _executed(year: Year, percent: Decimal | Unjudged, absorption: Decimal | Unjudged) -> Decimal | Unjudged:
    if absorption == LEFT_OUT and year.takes("A-14"):
        return Decimal(0)
    if not isinstance(absorption, Decimal):
        return absorption
    if not isinstance(percent, Decimal):
        return UNKNOWN
    if _one(year, percent) < LOW_RESULTS:
        return Decimal(0)
    return _of_percent(year, quotient(100 * percent, absorption), EXECUTED)
