"""Direction complaints, paragraphs 101-113, from the appeals register."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from tests.methodology.recompute import MANUAL, NO_SOURCE, Answer, Year, quotient, scored

COUNTED = ("жалоба", "заявление")
FULL, SATISFIED, EXPLAINED = Decimal(40), Decimal(20), Decimal(10)
EXPLAINED_IN_KAZAKH = Decimal(5)


def complaints(year: Year) -> dict[tuple[str, str], Answer]:
    counts = _counts(year)
    doubtful = _doubtful(year)
    answers: dict[tuple[str, str], Answer] = {}
    for body, kind in year.bodies.items():
        own = counts[body]
        if not year.came("appeals_register"):
            three = [Answer(NO_SOURCE)] * 3
        elif own["handled"] == 0 and body in doubtful:
            three = [Answer(MANUAL)] * 3
        elif own["handled"] == 0:
            three = [scored(40), scored(40), scored(20)]  # nothing happened: A-07
        else:
            three = [_timeliness(year, own), _upheld(year, own), _satisfied(year, own)]
        answers |= {(body, f"B2.{kind}.A{place}"): answer for place, answer in enumerate(three, start=1)}
    return answers


def _counts(year: Year) -> defaultdict[str, Counter[str]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    delivered = year.sources.get("appeals_register")
    for row in delivered.rows if delivered else []:
        if row["kind"] not in COUNTED:
            continue
        own = counts[str(row["body"])]
        if row["upheld_by"] in ("суд", "вышестоящий орган") and year.is_in_year(row["upheld_on"]):
            own["upheld"] += 1
        if row["status"] != "рассмотрено" or not year.is_in_year(row["answered_on"]):
            continue
        own["handled"] += 1
        deadline = row["extended_to"] or row["due_on"]
        if deadline is not None:
            own["with deadline"] += 1
            own["late"] += row["answered_on"] > deadline
        own["satisfied"] += row["outcome"] in ("удовлетворено", "частично удовлетворено")
        own["explained"] += row["outcome"] == "разъяснено"
    return counts


def _doubtful(year: Year) -> set[str]:
    """Bodies with unreadable records that might have been handled complaints."""
    delivered = year.sources.get("appeals_register")
    return {
        str(row["body"])
        for row in (delivered.rejected if delivered else [])
        if row["body"] is not None and not row["is_copy"]
        and (row["status"] == "рассмотрено" or "status" in row["defects"])
        and (row["kind"] in COUNTED or "kind" in row["defects"])
    }  # fmt: skip


def _timeliness(year: Year, own: Counter[str]) -> Answer:
    """40 - 100 f/p, not below 0 (A-48); f and p of appeals with a known deadline (A-112)."""
    if not own["with deadline"]:
        return Answer(MANUAL)
    return scored(_reduced(quotient(100 * own["late"], own["with deadline"]), year.takes("A-48")))


def _upheld(year: Year, own: Counter[str]) -> Answer:
    """40 - coefficient x (a + c)/b, not below 0 (A-47); a + c not above b (A-94)."""
    handled = own["handled"]
    fewest = 1 if handled < 10 and year.takes("A-47") else 10
    coefficient = fewest if handled < 1000 else 100 if handled < 5000 else 1000
    return scored(_reduced(quotient(coefficient * min(own["upheld"], handled), handled), year.takes("A-47")))


def _reduced(by: Decimal, is_multiplied: bool) -> Decimal:
    """40 less the rate; in the alternatives of A-47 and A-48, 40 x (1 - rate)."""
    return max(FULL - (FULL * by if is_multiplied else by), Decimal(0))


def _satisfied(year: Year, own: Counter[str]) -> Answer:
    """20 s/d + 10 c/d, not above 20; 5 in Kazakh (A-49)."""
    explained = EXPLAINED_IN_KAZAKH if year.takes("A-49") else EXPLAINED
    earned = SATISFIED * own["satisfied"] + explained * own["explained"]
    return scored(min(quotient(earned, own["handled"]), Decimal(20)))
