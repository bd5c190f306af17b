"""Criteria S5 to S7 of the direction services, paragraphs 54-68: new and composite services, optimisation and automation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.methodology.recompute import MANUAL, NO_BODY, NO_SOURCE, NOT_APPLICABLE, Answer, Year, quotient, scored
from tests.support.second_reading_rules import Row

REGISTER = "services_register"
WAYS = {  # Annex 9: points, and points where the Commission decided
    "портал и (или) государственная корпорация": ("20", "20"),
    "только портал": ("15", "20"),
    "портал и на бумаге в государственном органе": ("10", "20"),
    "на бумаге только через государственную корпорацию": ("8", "8"),
    "на бумаге в государственном органе и через государственную корпорацию": ("5", "5"),
    "на бумаге только в государственном органе": ("0", "5"),
}


def new_services(year: Year, body: str) -> Answer:
    if not year.came(REGISTER, "hidden_services"):
        return Answer(NO_SOURCE)
    listed = year.rows("hidden_services", body)
    is_new = any(year.is_in_year(row["included_on"]) for row in year.rows(REGISTER, body))
    is_new = is_new or any(row["conclusion"] is not None for row in listed)
    return scored(5 if is_new else 0)


def composite(year: Year, body: str) -> Answer:
    if not year.came("composite_services"):
        return Answer(NO_SOURCE)
    return scored(3 if any(year.is_in_year(row["included_on"]) for row in year.rows("composite_services", body)) else 0)


def optimised(year: Year, body: str) -> Answer:
    """min(1, c/n) x 5; nothing to optimise: 5 (A-40)."""
    if not year.came("optimisation_plan"):
        return Answer(NO_SOURCE)
    rows, unusable = year.rows("optimisation_plan", body), _unusable_plans(year, body)
    if not rows and not unusable:
        return Answer(NO_BODY)
    planned = sum(row["is_to_be_optimised"] is True for row in rows)
    changed = sum(year.is_in_year(row["standard_changed_on"]) for row in rows)
    if planned:
        return scored(min(quotient(5 * changed, planned), Decimal(5)))
    # a record that cannot be used, and may be due, forbids to say that nothing is
    return Answer(MANUAL) if any(row["is_to_be_optimised"] is not False for row in unusable) else scored(5)


def standing_at_the_end(year: Year, body: str) -> dict[str, date | None]:
    """Services that stood in the Register on 31 December, and since when; a record with another unreadable cell names a service
    all the same, and tells the day only where no readable record does."""
    delivered, end = year.sources[REGISTER], date(year.year, 12, 31)
    found: dict[str, date | None] = {}
    for rows in (delivered.rejected, delivered.rows):
        found |= {
            row["service_code"]: row["included_on"]
            for row in sorted(rows, key=lambda row: row["included_on"] or date.min)
            if row["body"] == body and row["service_code"] is not None
            and (row["included_on"] is None or row["included_on"] <= end)
            and (row["excluded_on"] is None or row["excluded_on"] > end)
        }  # fmt: skip
    return found


def _unusable_plans(year: Year, body: str) -> list[Row]:
    return [row for row in year.sources["optimisation_plan"].rejected if row["body"] == body]


def automation(year: Year, body: str) -> Answer:
    """Mean over the services that the body renders itself, without those entered at the end of the period (A-38, A-39, A-58)."""
    if not year.came("optimisation_plan", REGISTER):
        return Answer(NO_SOURCE)
    rows = [row for row in year.rows("optimisation_plan", body) if not row["is_rendered_by_local_bodies"]]
    if not year.rows("optimisation_plan", body) and not _unusable_plans(year, body):
        return Answer(NO_BODY)
    planned = {row["service_code"]: row for row in reversed(rows)}
    standing = standing_at_the_end(year, body)
    left_out = {code: _is_left_out(year, planned.get(code), included_on) for code, included_on in standing.items()}
    rows = [row for code, row in planned.items() if left_out.get(code) is False]
    if not rows:
        is_any_unknown = any(out is None or not (out or code in planned) for code, out in left_out.items())
        return Answer(MANUAL if is_any_unknown else NOT_APPLICABLE)
    return scored(quotient(sum((_service_points(year, row) for row in rows), Decimal(0)), len(rows)))


def _is_left_out(year: Year, planned: Row | None, included_on: date | None) -> bool | None:
    """The mark of the integrator; without one, whether the Register has the service since the last quarter of the year (A-58)."""
    if planned is not None and planned["is_entered_at_period_end"] is not None:
        return bool(planned["is_entered_at_period_end"])
    return included_on >= date(year.year, 10, 1) if included_on else None


def _service_points(year: Year, row: Row) -> Decimal:
    if not row["is_standard_approved"]:
        return Decimal(0)
    decided = row["commission_decided_on"]
    has_decision = (
        row["commission_decision"] is not None and decided is not None and decided.year in (year.year - 1, year.year)
    )
    usual, decided_points = WAYS[row["rendering_way"]]
    full = Decimal(decided_points) * Decimal("0.8") if has_decision else Decimal(usual)
    receivable = row["documents_receivable_count"]
    if not receivable:
        return full
    return min(quotient(full * row["documents_received_count"], receivable), full)
