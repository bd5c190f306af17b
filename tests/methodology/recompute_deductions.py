"""Deductions from directions of block 2 and from blocks 1 and 3: paragraphs 45-53 of block 1, 15 of block 2, 89-94 of block 3."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.methodology.recompute import Year
from tests.methodology.recompute_goals import NATIONAL_BANK
from tests.methodology.recompute_ratios import MORE, NO_STATISTICS, Attained, attained
from tests.support.second_reading_rules import Row

ARRIVALS, RECORDS = "report_arrivals", "recheck_records"
PLANS, PROGRAMMES = "strategic_plan_indicators", "budget_programmes"
INDICATORS, RESULTS = "territory_programme_indicators", "local_budget_results"
RECHECKED = {"S": "услуги", "O": "открытость", "A": "обращения"}
UNRELIABLE, UNRELIABLE_FACT = "недостоверность", Decimal("0.2")
LATE, MISSING, INCOMPLETE = Decimal("1.5"), Decimal(2), Decimal(2)
REPEATED_FACT, FACTS_CAP, ADMINISTRATORS_CAP = Decimal("0.5"), Decimal("6.5"), Decimal(2)
DIRECTION_CAP = Decimal(5)
NO_METHOD, OVERFULFILLED = Decimal("0.5"), Decimal("0.2")
INDICATOR_FROM, RESULT_ABOVE = Decimal("1.25"), Decimal("1.05")
WITHOUT_CAP = Decimal(100)  # a deduction without a cap can take the whole result
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Deduction:
    """Points that are known to be taken, and the most that can be; None where unusable records leave it open."""

    points: Decimal
    most: Decimal | None

    @property
    def is_certain(self) -> bool:
        return self.points == self.most


def certain(points: Decimal) -> Deduction:
    return Deduction(points, points)


def unknown(cap: Decimal) -> Deduction:
    """No record was delivered: nothing is taken, and the most is the cap (A-89)."""
    return Deduction(NOTHING, cap)


def of_direction(year: Year, body: str, direction: str) -> Deduction:
    """W2 of a direction: 0.2 for each unreliable fact, at most 5."""
    records = [
        row for row in year.rows(RECORDS, body) if row["block"] == "2" and row["direction"] == RECHECKED[direction]
    ]
    if not records:
        return _as_far_as_read(year, body, unknown(DIRECTION_CAP), RECORDS)
    fact_count = sum(row["fact_kind"] == UNRELIABLE for row in records)
    return _as_far_as_read(year, body, certain(min(UNRELIABLE_FACT * fact_count, DIRECTION_CAP)), RECORDS)


def of_block(year: Year, body: str, block: str) -> Deduction:
    """W of a block, all kinds together (A-75)."""
    return together(parts_of_block(year, body, block).values())


def together(parts: Collection[Deduction]) -> Deduction:
    most = [part.most for part in parts]
    known = [one for one in most if one is not None]
    total = sum((part.points for part in parts), NOTHING)
    return Deduction(total, sum(known, NOTHING) if len(known) == len(most) else None)


def parts_of_block(year: Year, body: str, block: str) -> dict[str, Deduction]:
    """Reports, facts of the re-check and, in block 1, what plans and results themselves show."""
    reports = [row for row in year.rows(ARRIVALS, body) if row["block"] == block]
    records = [row for row in year.rows(RECORDS, body) if row["block"] == block]
    is_local = year.bodies[body] == "M"
    facts = unreliable_facts(year, records, is_local) if block == "1" else plain_facts(records)
    parts = {
        "reports": _as_far_as_read(year, body, arrival(year, reports) if reports else unknown(MISSING + INCOMPLETE), ARRIVALS),
        "facts": _as_far_as_read(year, body, certain(facts) if records else unknown(FACTS_CAP), RECORDS),
    }  # fmt: skip
    if block == "1":
        parts |= _of_plans(year, body, is_local)
    return parts


def _as_far_as_read(year: Year, body: str, found: Deduction, source: str) -> Deduction:
    return Deduction(found.points, None) if year.has_rejected(source, body) else found


def arrival(year: Year, reports: Sequence[Row]) -> Deduction:
    """Late, missing, incomplete: each once for a body and a block (A-79); missing takes the place of late (A-26)."""
    if year.takes("A-79"):
        return certain(sum((_of_reports(year, [report]) for report in reports), NOTHING))
    return certain(_of_reports(year, reports))


def _of_reports(year: Year, reports: Collection[Row]) -> Decimal:
    is_late = any(row["is_present"] and row["arrived_on"] > row["due_on"] for row in reports)
    is_missing = any(not row["is_present"] for row in reports)
    is_incomplete = any(row["missing_parts_count"] for row in reports)
    late = LATE if is_late else NOTHING
    missing = MISSING if is_missing else NOTHING
    came = late + missing if year.takes("A-26") else max(late, missing)
    return came + (INCOMPLETE if is_incomplete else NOTHING)


def unreliable_facts(year: Year, records: Collection[Row], is_local: bool) -> Decimal:
    """First-time facts of administrators at most 2.0; all facts, with repeated ones, at most 6.5 (A-27, A-100)."""
    facts = [row for row in records if row["fact_kind"] == UNRELIABLE]
    administrators = [row for row in facts if is_local and row["is_of_administrator"]]
    first, repeated = _first_and_repeated([row for row in facts if not (is_local and row["is_of_administrator"])])
    own_first, own_repeated = _first_and_repeated(administrators)
    if year.takes("A-100"):
        own_first, own_repeated = own_first + own_repeated, NOTHING
    first, repeated = first + min(own_first, ADMINISTRATORS_CAP), repeated + own_repeated
    if year.takes("A-27"):
        return min(first, FACTS_CAP) + repeated
    return min(first + repeated, FACTS_CAP)


def _first_and_repeated(facts: Collection[Row]) -> tuple[Decimal, Decimal]:
    repeated = sum(row["is_repeated"] is True for row in facts)
    return UNRELIABLE_FACT * (len(facts) - repeated), REPEATED_FACT * repeated


def plain_facts(records: Collection[Row]) -> Decimal:
    """Block 3: 0.2 for each fact, at most 6.5."""
    fact_count = len([row for row in records if row["fact_kind"] == UNRELIABLE])
    return min(UNRELIABLE_FACT * fact_count, FACTS_CAP)


def _of_plans(year: Year, body: str, is_local: bool) -> dict[str, Deduction]:
    """Deductions of block 1 without a cap, counted from plans and results; the re-check record does not count them again."""
    if is_local:
        return {
            "indicators": _counted(
                year,
                body,
                INDICATORS,
                overfulfilled_indicators(year.rows(INDICATORS, body)),
                is_silent=any(
                    row["plan_value"] is not None
                    and row["fact_value"] is None
                    and not row["is_base_exempt"]
                    and row["data_status"] != NO_STATISTICS
                    for row in year.rows(INDICATORS, body)
                ),
            ),
            "results": _counted(
                year,
                body,
                RESULTS,
                overfulfilled_of_region(year.rows(RESULTS, body)),
                is_silent=any(row["is_measurable"] and _lacks_number(row) for row in year.rows(RESULTS, body)),
            ),
        }
    parts = {"methods": _counted(year, body, PLANS, without_method(year.rows(PLANS, body)))}
    if body != NATIONAL_BANK:
        rows = year.rows(PROGRAMMES, body)
        parts["results"] = _counted(
            year,
            body,
            PROGRAMMES,
            overfulfilled_results(rows),
            is_silent=any(
                row["direction"] == MORE and not row["is_law_enforcement"] and _lacks_number(row) for row in rows
            ),
        )
    return parts


def _counted(year: Year, body: str, source: str, points: Decimal, *, is_silent: bool = False) -> Deduction:
    """`is_silent` says that some row lacks a number: it may hide one more."""
    found = certain(points) if year.rows(source, body) else unknown(WITHOUT_CAP)
    return Deduction(points, None) if is_silent else _as_far_as_read(year, body, found, source)


def _lacks_number(row: Row) -> bool:
    return row["plan_value"] is None or row["fact_value"] is None


def without_method(indicators: Collection[Row]) -> Decimal:
    """0.5 for a target indicator of a strategic plan without a method of calculation (paragraph 50, A-30)."""
    return NO_METHOD * sum(
        row["has_calculation_method"] is False for row in indicators if not row["is_law_enforcement"]
    )


def overfulfilled_indicators(indicators: Collection[Row]) -> Decimal:
    """0.2 for an indicator of a territory reached by 25 percent or more above plan, five of the base list apart (A-23)."""
    return OVERFULFILLED * sum(
        _raw(row["direction"], row["plan_value"], row["fact_value"]) >= INDICATOR_FROM
        for row in indicators
        if not row["is_base_exempt"] and row["data_status"] != NO_STATISTICS
    )


def overfulfilled_results(results: Collection[Row]) -> Decimal:
    """0.2 for a result of a programme above 105 percent, where more is better; a result counts once (A-101)."""
    over = {
        (row["programme_code"], row["result_code"])
        for row in results
        if not row["is_law_enforcement"] and row["direction"] == MORE
        and _raw(MORE, row["plan_value"], row["fact_value"]) > RESULT_ABOVE
    }  # fmt: skip
    return OVERFULFILLED * len(over)


def overfulfilled_of_region(results: Collection[Row]) -> Decimal:
    """The same of a region: a result of a programme is summed over its projects (A-101)."""
    rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in results:
        if row["is_measurable"]:
            rows[row["administrator_code"], row["programme_code"], row["indicator_name"]].append(row)
    return OVERFULFILLED * sum(_raw_of_sums(of_result) > RESULT_ABOVE for of_result in rows.values())


def _raw_of_sums(rows: Collection[Row]) -> Decimal:
    sums = [[row[column] for row in rows] for column in ("plan_value", "fact_value")]
    if any(None in values for values in sums):
        return NOTHING
    plan, fact = (sum(values, NOTHING) for values in sums)
    return _raw(MORE, plan, fact)


def _raw(direction: str, plan: Decimal | None, fact: Decimal | None) -> Decimal:
    found = attained(direction, plan, fact)
    return found.raw if isinstance(found, Attained) and found.raw is not None else NOTHING
