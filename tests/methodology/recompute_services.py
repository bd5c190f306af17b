"""Direction services, paragraphs 19-68."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from tests.methodology.recompute import (
    MANUAL,
    NO_BODY,
    NO_SOURCE,
    NOT_APPLICABLE,
    Answer,
    Band,
    Year,
    banded,
    quotient,
    scored,
    two,
)
from tests.methodology.recompute_optimisation import automation, composite, new_services, optimised
from tests.support.second_reading_rules import Row

SATISFACTION: dict[str, list[Band]] = {  # Annex 6, Russian column
    "C": [("4.8", None, "15"), ("4.6", "4.79", "12"), ("4.4", "4.59", "9"), ("4.2", "4.39", "6"), ("4", "4.19", "3"), (None, "3.99", "0")],
    "M": [("4.9", None, "35"), ("4.75", "4.89", "30"), ("4.6", "4.74", "25"), ("4.45", "4.59", "20"), ("4.3", "4.44", "15"),
          ("4.15", "4.29", "10"), ("4", "4.14", "5"), (None, "3.99", "0")],
}  # fmt: skip
KAZAKH_SATISFACTION: list[Band] = [
    ("4.8", None, "20"), ("4.6", "4.79", "16"), ("4.4", "4.59", "12"), ("4.2", "4.39", "8"), ("4", "4.19", "4"), (None, "3.99", "0"),
]  # fmt: skip
CUT: dict[str, list[Band]] = {  # Annex 7
    "C": [("80", None, "5"), ("60", "79.99", "4"), ("40", "59.99", "3"), ("20", "39.99", "2"), (None, "19.99", "1")],
    "M": [("80", None, "10"), ("60", "79.99", "8"), ("40", "59.99", "6"), ("20", "39.99", "4"), (None, "19.99", "2")],
}
PLAN: list[Band] = [
    ("90", None, "2.5"),
    ("75", "89.99", "1.5"),
    ("60", "74.99", "0.5"),
    (None, "59.99", "0"),
]  # Annex 8
ADVICE: list[Band] = [("90", None, "2.5"), ("80", "89.99", "1.5"), ("70", "79.99", "0.5"), (None, "69.99", "0")]
OWN_FINDS: list[Band] = [("50", None, "3"), ("30", "49.99", "2"), (None, "29.99", "1")]  # hole closed by A-37
BASE = {"C": 15, "M": 23}
FULL_BONUS, FULL_TIMELINESS = {"C": 5, "M": 10}, {"C": 20, "M": 33}
QUALITY = {
    "T1": "unjustified_refusals_count", "T2": "incomplete_packages_count", "T3": "extra_documents_count", "T4": "process_breaches_count",
}  # fmt: skip
ISSUED = ("оказана", "отказано")
CONTROL, MONITORING, REGISTER = "services_internal_control", "services_monitoring", "services_register"


def services(year: Year) -> dict[tuple[str, str], Answer]:
    surveyed = _surveyed(year)
    rendered = _rendered(year)
    answers: dict[tuple[str, str], Answer] = {}
    for body, kind in year.bodies.items():
        own = _of_body(year, body, kind, surveyed, rendered)
        if year.came(REGISTER) and not standing_in_the_year(year, body):
            own = dict.fromkeys(own, Answer(NOT_APPLICABLE))  # the Register decides first
        answers |= {(body, f"B2.{kind}.{code}"): answer for code, answer in own.items()}
    return answers


def _of_body(
    year: Year, body: str, kind: str, surveyed: dict[str, Decimal], rendered: dict[str, dict[str, Counter[str]]]
) -> dict[str, Answer]:
    report = next(iter(year.rows(CONTROL, body)), None)
    found = {
        "S1.P1": _satisfaction(year, body, kind, surveyed),
        "S1.P2": _measures(year, report, surveyed.get(body, Decimal(0)) if kind == "C" else Decimal(0)),
        "S2": _timeliness(year, body, kind, report, rendered[body]),
        **{f"S3.{code}": _quality(year, body, column, report, rendered[body]) for code, column in QUALITY.items()},
        "S3.T5": _complaints(year, report),
        **{f"S4.{code}": answer for code, answer in _control(year, body, report, rendered[body]).items()},
    }
    if kind == "C":
        found |= {
            "S5": new_services(year, body),
            "S6": composite(year, body),
            "S7.T": optimised(year, body),
            "S7.V": automation(year, body),
        }
    return found


def standing_in_the_year(year: Year, body: str) -> dict[str, Row]:
    """Services of the Register that stood in it in the year, by code."""
    return {
        row["service_code"]: row
        for row in year.rows(REGISTER, body)
        if row["included_on"].year <= year.year and (row["excluded_on"] is None or row["excluded_on"].year >= year.year)
    }


def _rendered(year: Year) -> dict[str, dict[str, Counter[str]]]:
    """Requests of Monitoring by body and service; those of law enforcement are left out (A-99)."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    delivered = year.sources.get(MONITORING)
    for row in delivered.rows if delivered else []:
        own = counts[row["body"]][row["service_code"]]
        if row["is_law_enforcement"]:
            continue
        has_paper = row["failure_document"] is not None
        own["entered late"] += row["is_entry_late"] and not (row["is_entry_late_by_failure"] is True and has_paper)
        if row["result"] not in ISSUED or not year.is_in_year(row["rendered_on"]):
            continue
        own["all"] += 1
        is_late = row["rendered_on"] > row["due_on"]
        is_excused = is_late and row["is_late_by_failure"] is True and has_paper
        own["in term base"] += not is_excused
        own["late"] += is_late and not is_excused
    return counts


def _surveyed(year: Year) -> dict[str, Decimal]:
    """P1 of the bodies whose services were surveyed."""
    found = {}
    for body, kind in year.bodies.items():
        rows = year.rows("satisfaction_survey", body)
        if rows:
            steps = KAZAKH_SATISFACTION if kind == "C" and year.takes("A-06") else SATISFACTION[kind]
            points = sum((banded(two(row["average_score"]), steps) for row in rows), Decimal(0))
            found[body] = quotient(points, len(rows))
    return found


def _satisfaction(year: Year, body: str, kind: str, surveyed: dict[str, Decimal]) -> Answer:
    if not year.came("satisfaction_survey"):
        return Answer(NO_SOURCE)
    if body in surveyed:
        return scored(surveyed[body])
    peers = [points for peer, points in surveyed.items() if year.bodies[peer] == kind]
    if not peers:
        return Answer(NO_BODY)
    if not year.came(REGISTER):
        return Answer(MANUAL)  # A-36 is for bodies that have services
    return scored(quotient(sum(peers, Decimal(0)), len(peers)))


def _yes_no(year: Year, report: Row | None, column: str, points: int) -> Answer:
    if not year.came(CONTROL):
        return Answer(NO_SOURCE)
    if report is None:
        return Answer(NO_BODY)
    return Answer(MANUAL) if report[column] is None else scored(points if report[column] else 0)


def _measures(year: Year, report: Row | None, satisfaction: Decimal) -> Answer:
    """Measures that no paper proves are none. By the Kazakh steps S1 as a whole is limited to 20 (A-107)."""
    if report is not None and report["has_barrier_measures"] and report["barrier_measures_document"] is None:
        return scored(0)
    found = _yes_no(year, report, "has_barrier_measures", 5)
    if found.points is None or not year.takes("A-06"):
        return found
    return scored(min(found.points, max(20 - satisfaction, Decimal(0))))


def _inspected(year: Year, body: str, column: str) -> dict[str, Decimal]:
    """What inspections found, by service."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in year.rows("services_inspections", body):
        if row[column] is not None:
            found[str(row["service_code"])] += min(row[column], row["services_inspected_count"])
    return found


def _breaches(
    year: Year, body: str, report: Row, rendered: dict[str, Counter[str]], with_one_day: bool
) -> tuple[Decimal, Decimal] | None:
    """Breaches and services: those of Monitoring, and those that are not connected; None where the report lacks the latter.

    Where an inspection looked at a service, the breaches that it found count (A-95). Of services outside Monitoring the report
    gives one sum, which holds what inspections found there: the greater of the two counts. Never more than services.
    """
    register, inspected = standing_in_the_year(year, body), _inspected(year, body, "term_breaches_count")
    late, base = Decimal(0), Decimal(0)
    for code, counts in rendered.items():
        if not with_one_day and (code not in register or register[code]["is_one_working_day"]):
            continue  # of one working day, or of a term that nobody knows
        base += counts["in term base"]
        late += min(inspected.get(code, Decimal(counts["late"])), Decimal(counts["in term base"]))
    for is_one_day in (False, True) if with_one_day else (False,):
        name = "unconnected_one_day" if is_one_day else "unconnected"
        reported, services = report[f"{name}_breaches_count"], report[f"{name}_services_count"]
        if reported is None or services is None:
            return None
        outside = sum(
            found for code, found in inspected.items()
            if code not in rendered and (code in register and register[code]["is_one_working_day"]) == is_one_day
        )  # fmt: skip
        found = max(reported, outside)
        late, base = late + min(found, services), base + services
    return late, base


def _timeliness(year: Year, body: str, kind: str, report: Row | None, rendered: dict[str, Counter[str]]) -> Answer:
    """max(0, k - 10000 a/b + d) - late entries, not below 0 (A-31, A-32, A-34, A-51)."""
    if not year.came(MONITORING, CONTROL, REGISTER):
        return Answer(NO_SOURCE)
    counted = _breaches(year, body, report, rendered, False) if report else None
    if report is None:
        return Answer(NO_BODY)
    if counted is None:
        return Answer(MANUAL)
    late, base = counted
    entries = sum(counts["entered late"] for counts in rendered.values())
    taken = min(Decimal("0.02") * entries, Decimal(5))
    if base == 0:
        has_unknown_terms = any(
            counts["all"] and code not in standing_in_the_year(year, body) for code, counts in rendered.items()
        )
        return (
            Answer(MANUAL) if late or has_unknown_terms or _hides(year, body) else scored(FULL_TIMELINESS[kind] - taken)
        )
    before = report["last_year_breaches_count"]
    bonus = Decimal(0)
    if late == 0 and not (year.takes("A-06") and not before):
        bonus = Decimal(FULL_BONUS[kind])  # in Kazakh a cut alone earns it
    elif before is not None and late < before:
        bonus = banded(two(quotient(100 * (before - late), before)), CUT[kind])
    rate = quotient(10000 * late, base)
    points = max(Decimal(0), BASE[kind] - (BASE[kind] * rate if year.takes("A-31") else rate) + bonus)
    return scored(max(Decimal(0), points - taken))


def _quality(year: Year, body: str, column: str, report: Row | None, rendered: dict[str, Counter[str]]) -> Answer:
    """max(0, 3 - 10000 x cases/services), inspections before internal control (paragraph 44)."""
    if not year.came(MONITORING, "services_inspections"):
        return Answer(NO_SOURCE)
    inspected = [row for row in year.rows("services_inspections", body) if row[column] is not None]
    if inspected:
        found: dict[str, Decimal] = defaultdict(Decimal)
        for row in inspected:
            found[row["service_code"]] += row[column]
        cases = sum(
            (min(n, Decimal(rendered[code]["all"])) if code in rendered else n for code, n in found.items()), Decimal(0)
        )
    elif report is not None and report[column] is not None:
        cases = report[column]
    else:
        return Answer(MANUAL if report else NO_BODY)
    base = Decimal(sum(counts["all"] for counts in rendered.values()))
    names = ("unconnected_services_count", "unconnected_one_day_services_count")
    is_whole = report is not None and all(report[name] is not None for name in names)
    if report is not None and is_whole:
        base += sum(report[name] for name in names)
    if not base:
        return scored(3) if is_whole and not cases and not _hides(year, body) else Answer(MANUAL)
    return scored(_reduced(year, 3, quotient(10000 * min(cases, base), base)))


def _complaints(year: Year, report: Row | None) -> Answer:
    """max(0, 5 - 1000 e/f)."""
    if not year.came(CONTROL):
        return Answer(NO_SOURCE)
    columns = (
        "body_complaints_count",
        "state_corporation_complaints_count",
        "portal_complaints_count",
        "appeals_register_complaints_count",
    )
    if report is None:
        return Answer(NO_BODY)
    if any(report[column] is None for column in (*columns, "recipients_count")):
        return Answer(MANUAL)
    cases, served = sum(report[column] for column in columns), report["recipients_count"]
    if not served:
        return Answer(MANUAL) if cases else scored(5)
    return scored(_reduced(year, 5, quotient(1000 * min(cases, served), served)))


def _reduced(year: Year, full: int, by: Decimal) -> Decimal:
    """The full points less the rate; in the alternative of A-33, times 1 - rate."""
    return max(Decimal(0), full - (full * by if year.takes("A-33") else by))


def _control(year: Year, body: str, report: Row | None, rendered: dict[str, Counter[str]]) -> dict[str, Answer]:
    """Annex 8 with the holes of A-37."""
    if report is None:
        return {
            code: Answer(NO_BODY if year.came(CONTROL, *needed) else NO_SOURCE)
            for code, needed in (("U1", ()), ("U2", ()), ("U3", ()), ("U4", ()), ("U5", (MONITORING,)))
        }
    has_no_plan = report["has_approved_plan"] is False
    issued, followed = report["recommendations_issued_count"], report["recommendations_executed_pct"]
    executed = report["plan_executed_pct"]
    if issued == 0:
        advice = scored("2.5")
    else:
        advice = Answer(MANUAL) if followed is None else scored(banded(two(followed), ADVICE))
    return {
        "U1": _yes_no(year, report, "has_responsible_unit", 1),
        "U2": scored(0) if has_no_plan else _yes_no(year, report, "has_plan_approved_on_time", 1),
        "U3": scored(0) if has_no_plan else Answer(MANUAL) if executed is None else scored(banded(two(executed), PLAN)),
        "U4": advice,
        "U5": _own_finds(year, body, report, rendered),
    }  # fmt: skip


def _own_finds(year: Year, body: str, report: Row, rendered: dict[str, Counter[str]]) -> Answer:
    """Share of all breaches, with those of one-day services, that own control found (A-96)."""
    if not year.came(MONITORING):
        return Answer(NO_SOURCE)
    counted = _breaches(year, body, report, rendered, True)
    found = report["term_breaches_found_count"]
    if counted is None:
        return Answer(MANUAL)
    if counted[0] == 0:
        return Answer(MANUAL) if not found and _hides(year, body) else scored(3)
    if found is None:
        return Answer(MANUAL)
    share = min(quotient(100 * found, counted[0]), Decimal(100))
    return scored(banded(two(share), OWN_FINDS))


def _hides(year: Year, body: str) -> bool:
    """Whether unreadable records may hide services of a body: then it cannot be said that nothing happened."""
    delivered = year.sources.get(MONITORING)
    return any(
        row["body"] == body and not row["is_copy"] and (row["result"] in ISSUED or "result" in row["defects"])
        for row in (delivered.rejected if delivered else [])
    )
