"""Block 2 once more: every leaf, direction and the block of every body, in plain Python with decimals.

Written from the acts as the methodology pages tell them and from the assumptions, not from the models: the weights, bands
and coefficients stand here a second time. What both must share is A-91: every quotient has twelve decimals, half away from
zero, before anything is compared, capped or banded; then cap and floor, sum, deduction, 0..100, two decimals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from tests.support.second_reading import Row, bodies, read

SOURCES = (
    "appeals_register", "composite_services", "hidden_services", "open_budgets", "open_data", "open_data_statistics",
    "open_dialogue", "open_npa", "optimisation_plan", "recheck_records", "satisfaction_survey", "services_inspections",
    "services_internal_control", "services_monitoring", "services_register", "site_assessment", "site_mobile_versions",
)  # fmt: skip
BLOCK_WEIGHTS = {"S": Decimal("0.5"), "O": Decimal("0.3"), "A": Decimal("0.2")}
RECHECKED = {"S": "услуги", "O": "открытость", "A": "обращения"}
SCORED, NO_BODY, NO_SOURCE = "scored", "no_data_body", "no_data_source"
MANUAL, NOT_APPLICABLE = "manual_check_needed", "not_applicable"
Band = tuple[str | None, str | None, str]  # from, to (both inside), points


@dataclass(frozen=True)
class Answer:
    """What a leaf says of a body: points where it is scored."""

    status: str
    points: Decimal | None = None


def scored(points: Decimal | int | str) -> Answer:
    return Answer(SCORED, twelve(Decimal(points)))


def twelve(value: Decimal) -> Decimal:
    return _rounded(value, 12)


def two(value: Decimal) -> Decimal:
    return _rounded(value, 2)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    with localcontext(Context(prec=80)):
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def quotient(numerator: Decimal | int, denominator: Decimal | int) -> Decimal:
    """Twelve decimals, half away from zero."""
    with localcontext(Context(prec=80)):
        return twelve(Decimal(numerator) / Decimal(denominator))


def banded(value: Decimal, bands: Iterable[Band]) -> Decimal:
    """Points of a value that has been rounded to two decimals: the printed bands then have no holes (A-35)."""
    for lowest, highest, points in bands:
        if (lowest is None or value >= Decimal(lowest)) and (highest is None or value <= Decimal(highest)):
            return Decimal(points)
    raise AssertionError(f"{value} lies in no band")


class Year:
    """What came for a run, by source and body."""

    def __init__(self, run_id: int, year: int) -> None:
        self.run_id, self.year = run_id, year
        self.bodies = bodies(year)
        self.sources = read(run_id, SOURCES, year)
        self._by_body: dict[str, dict[str, list[Row]]] = {}

    def came(self, *sources: str) -> bool:
        return all(source in self.sources for source in sources)

    def rows(self, source: str, body: str) -> list[Row]:
        """The usable records of a body."""
        if source not in self._by_body:
            grouped: dict[str, list[Row]] = defaultdict(list)
            for row in self.sources[source].rows if source in self.sources else []:
                grouped[str(row["body"])].append(row)
            self._by_body[source] = grouped
        return self._by_body[source].get(body, [])

    def is_in_year(self, when: object) -> bool:
        return getattr(when, "year", None) == self.year


Leaves = Mapping[tuple[str, str], Answer]


def leaves(year: Year) -> dict[tuple[str, str], Answer]:
    """Every leaf of block 2 of every body: (body, criterion) to its answer."""
    from tests.methodology.recompute_complaints import complaints
    from tests.methodology.recompute_openness import openness
    from tests.methodology.recompute_services import services

    return {**services(year), **openness(year), **complaints(year)}


MAXIMA = {
    "C": {"S1.P1": "15", "S1.P2": "5", "S2": "20", "S3.T1": "3", "S3.T2": "3", "S3.T3": "3", "S3.T4": "3", "S3.T5": "5",
          "S4.U1": "1", "S4.U2": "1", "S4.U3": "2.5", "S4.U4": "2.5", "S4.U5": "3", "S5": "5", "S6": "3", "S7.T": "5", "S7.V": "20"},
    "M": {"S1.P1": "35", "S1.P2": "5", "S2": "33", "S3.T1": "3", "S3.T2": "3", "S3.T3": "3", "S3.T4": "3", "S3.T5": "5",
          "S4.U1": "1", "S4.U2": "1", "S4.U3": "2.5", "S4.U4": "2.5", "S4.U5": "3"},
}  # fmt: skip
for _kind in MAXIMA.values():
    _kind |= {"O1.1": "20", "O1.2": "20", "O1.3": "20", "O1.4": "20", "O2.1": "5", "O2.2": "10", "O2.3": "5"}
    _kind |= {"A1": "40", "A2": "40", "A3": "20"}


def deduction(year: Year, body: str, direction: str) -> Decimal | None:
    """W2 of a direction: 0.2 for each unreliable fact, at most 5; None where no record was delivered (A-89)."""
    records = [
        row for row in year.rows("recheck_records", body)
        if row["block"] == "2" and row["direction"] == RECHECKED[direction]
    ]  # fmt: skip
    if not records:
        return None
    fact_count = len([row for row in records if row["fact_kind"] == "недостоверность"])
    return min(Decimal("0.2") * fact_count, Decimal(5))


def direction_result(year: Year, found: Leaves, body: str, direction: str) -> Answer:
    """Earned over what applies, scaled to 100 (A-90), less W, within 0..100 (A-04)."""
    kind = year.bodies[body]
    own = {code: found[body, f"B2.{kind}.{code}"] for code in MAXIMA[kind] if code.startswith(direction)}
    applicable = {code: answer for code, answer in own.items() if answer.status != NOT_APPLICABLE}
    if not applicable:
        return Answer(NOT_APPLICABLE)
    if any(answer.points is None for answer in applicable.values()):
        return Answer("no_data")
    base = sum(Decimal(MAXIMA[kind][code]) for code in applicable)
    earned = sum((answer.points or Decimal(0)) for answer in applicable.values())
    taken = deduction(year, body, direction) or Decimal(0)
    return scored(min(max(quotient(100 * earned, base) - taken, Decimal(0)), Decimal(100)))


def block_result(directions: Mapping[str, Answer]) -> Answer:
    """0.5 services + 0.3 openness + 0.2 complaints over what applies, unrounded parts, two decimals (A-03)."""
    applicable = {name: answer for name, answer in directions.items() if answer.status != NOT_APPLICABLE}
    if not applicable:
        return Answer(NOT_APPLICABLE)
    if any(answer.points is None for answer in applicable.values()):
        return Answer("no_data")
    weight = sum(BLOCK_WEIGHTS[name] for name in applicable)
    total = sum(BLOCK_WEIGHTS[name] * (answer.points or 0) for name, answer in applicable.items())
    return Answer(SCORED, two(min(max(quotient(total, weight), Decimal(0)), Decimal(100))))
