"""Direction openness, paragraphs 69-100 and Annexes 12, 14-16."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from tests.methodology.recompute import (
    NO_BODY,
    NO_SOURCE,
    NOT_APPLICABLE,
    Answer,
    Year,
    quotient,
    scored,
)


def _weights(numbers: str, first: str) -> dict[str, Decimal]:
    return {f"{first}.{place}": Decimal(text) for place, text in enumerate(numbers.split(), start=1)}


PORTALS = {  # weights of a language version: Annex 12
    "C": {"O1.1": _weights("1 2 2.2 2", "1"), "O1.2": _weights("0.5 0.5 0.5 0.5 0.5 1 1 2 1 1 0.4", "2"),
          "O1.3": _weights("1 1 1 1 0.4", "3"), "O1.4": _weights("2 2 0.5", "4")},
    "M": {"O1.1": _weights("1.5 2 2 2.2", "1"), "O1.2": _weights("2 2 2 1 0.4", "2"),
          "O1.3": _weights("2 2 1 0.4", "3"), "O1.4": _weights("2 2 0.5", "4")},
}  # fmt: skip
SITES = {  # Annexes 15 and 16
    "C": {"полнота": _weights("1 4 4 4 5.5 2 2.7 7 6 2 6 4.8 1", "1"), "мобильная версия": _weights("6 10 3 4 2", "1")},
    "M": {"полнота": _weights("1 3.6 4 2 5.5 1.5 2.4 5 6 2 6 3 5 2 1", "1"), "мобильная версия": _weights("5 2 10 3 3 1 1", "1")},
}  # fmt: skip
AVAILABILITY = (  # Annex 14, one weight for both versions
    _weights("1", "1") | _weights("0.25 0.3 0.45 1 1 1 0.4 0.4 0.6 0.5 0.1", "2")
    | _weights("0.4 0.2 0.2 0.2 0.2 0.2 0.2", "3") | _weights("0.1 0.2 0.3 0.3 0.3 0.2", "4")
)  # fmt: skip
TENTH = Decimal("0.1")
PORTAL_CAP, SITE_CAP = Decimal("0.75"), Decimal("0.5")
LOADING = {"сама": 5, "по ссылке": 3, "нет": 0}
NATIONAL_BANK = "NBK"


def openness(year: Year) -> dict[tuple[str, str], Answer]:
    answers: dict[tuple[str, str], Answer] = {}
    for body, kind in year.bodies.items():
        found = {
            "O1.1": _open_data(year, body, kind),
            "O1.2": _portal(year, body, kind, "O1.2", "open_budgets"),
            "O1.3": _portal(year, body, kind, "O1.3", "open_npa"),
            "O1.4": _portal(year, body, kind, "O1.4", "open_dialogue"),
            "O2.1": _sites(year, body, "доступность", 5, _availability),
            "O2.2": _sites(year, body, "полнота", 10, partial(_completeness, body=body, kind=kind)),
            "O2.3": _mobile(year, body, kind),
        }
        answers |= {(body, f"B2.{kind}.{code}"): answer for code, answer in found.items()}
    return answers


def _with_defects(weight: Decimal, is_present: bool, defects: Any, cap: Decimal) -> Decimal:
    """0.1 off for each defect, at most a share of the weight; nothing there at all: 0 (A-42)."""
    return weight - min(TENTH * defects, cap * weight) if is_present else Decimal(0)


def _over(points: Decimal, base: Decimal, full: int) -> Answer:
    return scored(quotient(full * points, base))


def _open_data(year: Year, body: str, kind: str) -> Answer:
    """By the assessment of the integrator; where it did not come, by the statistics of the portal (A-110)."""
    if year.came("open_data"):
        return _portal(year, body, kind, "O1.1", "open_data")
    if not year.came("open_data_statistics"):
        return Answer(NO_SOURCE)
    rows = year.rows("open_data_statistics", body)
    if not rows:
        return Answer(NO_BODY)
    due, published, current = (
        rows[0][column]
        for column in ("all_placed_datasets_count", "placed_datasets_count", "actual_placed_datasets_count")
    )
    weights = PORTALS[kind]["O1.1"]
    steps = ((weights["1.2"], due, published), (weights["1.3"], published, current))
    earned = sum(
        _with_defects(weight, reached > 0, max(expected - reached, 0), PORTAL_CAP)
        for weight, expected, reached in steps
    )
    return _over(2 * Decimal(earned), 2 * (weights["1.2"] + weights["1.3"]), 20)


def _portal(year: Year, body: str, kind: str, code: str, source: str) -> Answer:
    """Points of both versions over the divisor, of the parameters that were judged."""
    if not year.came(source):
        return Answer(NO_SOURCE)
    weights = PORTALS[kind][code]
    rows = [row for row in year.rows(source, body) if row["item_code"] in weights]
    if not rows:
        return Answer(NO_BODY)
    if any(row.get("mark") == "не администратор бюджетных программ" for row in rows):
        return Answer(NOT_APPLICABLE)
    earned = sum((_parameter(code, row, weights[str(row["item_code"])]) for row in rows), Decimal(0))
    return _over(earned, sum((weights[str(row["item_code"])] for row in rows), Decimal(0)), 20)


def _parameter(code: str, row: Mapping[str, Any], weight: Decimal) -> Decimal:
    if row.get("mark") is not None:
        return weight  # nothing was planned, or nothing to publish: paragraph 81, A-103
    if row["item_code"] == "1.1":
        return weight if row["is_present"] else Decimal(0)  # the exception of paragraph 79
    if code != "O1.4":
        return _with_defects(weight, row["is_present"], row["defect_count"], PORTAL_CAP)
    if row["item_code"] != "4.2":
        return weight if row["is_present"] else Decimal(0)  # all or nothing: A-52
    asked, answered = row["asked_count"], row["answered_count"]
    if asked == 0:
        return weight
    return Decimal(2) if answered == asked else Decimal(1) if 10 * answered > 7 * asked else Decimal(0)


def _sites(
    year: Year, body: str, indicator: str, full: int, points_of: Callable[[Mapping[str, Any]], tuple[Decimal, Decimal]]
) -> Answer:
    """Mean over the sites of a body (A-45), of the fourth quarter (A-46): all sites have the same weights, so it is the sum
    of their points over the sum of the weights that were judged."""
    if not year.came("site_assessment"):
        return Answer(NO_SOURCE)
    judged = [
        points_of(row) for row in year.rows("site_assessment", body) if row["quarter"] == 4 and row["indicator"] == indicator
    ]  # fmt: skip
    base = sum((weight for _, weight in judged), Decimal(0))
    if not base:
        return Answer(NO_BODY)
    return _over(sum((points for points, _ in judged), Decimal(0)), base, full)


def _availability(row: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    weight = AVAILABILITY[row["item_code"]]
    return min(row["points"], weight), weight


def _completeness(row: Mapping[str, Any], body: str, kind: str) -> tuple[Decimal, Decimal]:
    weight = SITES[kind]["полнота"].get(row["item_code"], Decimal(0))
    if body == NATIONAL_BANK and row["item_code"] == "1.6":
        weight = Decimal(0)
    return _section(row, weight), weight


def _section(row: Mapping[str, Any], weight: Decimal) -> Decimal:
    is_instead = (
        row["indicator"] == "полнота" and row["has_message"] is True
    )  # note of Annex 15, which Annex 16 has not
    is_there = row["is_present"] is True or is_instead
    return _with_defects(weight, is_there, row["defect_count"] or 0, SITE_CAP)


def _mobile(year: Year, body: str, kind: str) -> Answer:
    """Points/50 x coefficient, less 1 without a link back, not below 0 (A-44); the main site alone."""
    if not year.came("site_assessment", "site_mobile_versions"):
        return Answer(NO_SOURCE)
    version = next(iter(year.rows("site_mobile_versions", body)), None)
    if version is None:
        return Answer(NO_BODY)
    coefficient = LOADING[str(version["loading"])]
    if coefficient == 0:
        return scored(0)
    weights = SITES[kind]["мобильная версия"]
    rows = [
        row for row in year.rows("site_assessment", body)
        if row["indicator"] == "мобильная версия" and row["quarter"] == 4 and row["site_kind"] == "основной" and row["item_code"] in weights
    ]  # fmt: skip
    if not rows:
        return Answer(NO_BODY)
    earned = sum((_section(row, weights[row["item_code"]]) for row in rows), Decimal(0))
    points = quotient(coefficient * earned, sum((weights[row["item_code"]] for row in rows), Decimal(0)))
    return scored(max(points - (0 if version["has_link_back"] else 1), Decimal(0)))
