"""Direction information technology of block 3, paragraphs 50-66."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from tests.methodology.recompute import MANUAL, NO_SOURCE, NOT_APPLICABLE, Answer, Year, quotient, scored
from tests.methodology.recompute_optimisation import standing_at_the_end
from tests.support.second_reading_rules import Row

AUTOMATION, REGISTRATION, REGISTER = "information_systems", "system_registration", "services_register"
SERVICE, FUNCTION = "услуга", "функция"
OWN, OTHER = "собственная", "другого органа"
BRANCH_SYSTEM = "информационная система"
FULL, DOCUMENTS = Decimal(40), 3


def systems(year: Year, body: str) -> dict[str, Answer]:
    return {
        "I.A": _services(year, body),
        "I.B": year.nothing_from(body, AUTOMATION) or _functions(year, body),
        "I.C": year.nothing_from(body, REGISTRATION) or _registered(year.rows(REGISTRATION, body)),
    }


def _services(year: Year, body: str) -> Answer:
    """Of the services that stand in the Register; a body without any is not judged on them (A-90)."""
    if not year.came(REGISTER, AUTOMATION):
        return Answer(NO_SOURCE)
    standing = standing_at_the_end(year, body)
    if not standing:
        return Answer(NOT_APPLICABLE)
    listed = [row for row in year.rows(AUTOMATION, body) if row["object_kind"] == SERVICE]
    return year.nothing_from(body, AUTOMATION) or _automated(year, listed, len(standing))


def _functions(year: Year, body: str) -> Answer:
    """Document flow and intranet count for functions of several bodies alone (A-74)."""
    listed = [row for row in year.rows(AUTOMATION, body) if row["object_kind"] == FUNCTION]
    return _automated(year, listed, len({row["object_code"] for row in listed}))


def _counts(row: Row) -> bool:
    is_general = row["object_kind"] == FUNCTION and row["system_kind"] not in (None, BRANCH_SYSTEM)
    return not is_general or row["is_interdepartmental"] is True


def _automated(year: Year, listed: Collection[Row], all_count: int) -> Answer:
    """40 (A1 + A2)/n; what is left out leaves both counts (A-73), what both kinds automate is own (A-87)."""
    named = {row["object_code"] for row in listed}
    left_out = {row["object_code"] for row in listed if row["is_left_out"]}
    owners: dict[str, set[str]] = defaultdict(set)
    for row in listed:
        is_counted = year.takes("A-73") or row["object_code"] not in left_out
        if is_counted and row["system_owner"] in (OWN, OTHER) and _counts(row):
            owners[row["object_code"]].add(row["system_owner"])
    own = sum(OWN in of_object for of_object in owners.values())
    other = sum(OTHER in of_object and (year.takes("A-87") or OWN not in of_object) for of_object in owners.values())
    base = all_count - len(left_out)
    if not named:  # the form came, and says nothing of what it is for
        return Answer(MANUAL)
    if base <= 0:
        return Answer(NOT_APPLICABLE)
    is_settled = len(named) == all_count
    if year.takes("A-05"):  # the text of October 2017: each part apart, each at most 20
        parts = [min(quotient(20 * count, base), Decimal(20)) for count in (own, other)]
        return scored(sum(parts), is_settled=is_settled)
    return scored(min(quotient(FULL * (own + other), base), FULL), is_settled=is_settled)


def _registered(rows: Collection[Row]) -> Answer:
    """20 x documents/(3 x systems); without systems not applicable (A-07)."""
    listed = [row for row in rows if not row["is_nil_return"]]
    if not listed:
        return Answer(NOT_APPLICABLE)
    names = ("has_description", "has_trial_operation_act", "has_technical_documentation")
    documents = sum(row[name] is True for row in listed for name in names)
    return scored(quotient(20 * documents, DOCUMENTS * len(listed)))
