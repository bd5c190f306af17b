"""Block 3: personnel (paragraphs 20-48) and information technology (paragraphs 50-66)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import holidays

from tests.methodology.recompute import (
    MANUAL,
    NOT_APPLICABLE,
    Answer,
    Year,
    mean,
    quotient,
    scored,
)
from tests.methodology.recompute_goals import NATIONAL_BANK, ONLY_BLOCK_2
from tests.methodology.recompute_systems import systems
from tests.support.second_reading_rules import Row

POSTS, STAFF, SURVEY, HOURS = "staff_posts", "staff_records", "servants_survey", "man_hours"
SERVING, EXITS, COMPETITIONS, PROMOTIONS = "long_serving_staff", "exit_interviews", "competitions", "promotions"
FIVE, NOTHING = Decimal(5), Decimal(0)
LOW_TURNOVER, HIGH_TURNOVER, BETWEEN = Decimal("0.03"), Decimal("0.09"), Decimal("0.06")
STATEMENTS = {"O.T": (1, 4), "O.Y": (5, 10), "M.B": (11, 12), "M.D": (13, 15), "M.E": (16, 20), "M.F": (21, 25)}
TOTAL = "всего"
LEAVE_DAYS, DAY_HOURS = 30, 8
MOST_WEEKEND_HOURS = 184  # of one servant, for the smaller deduction
Leaf = Callable[[Year, str], Answer]


def organisation(year: Year) -> dict[tuple[str, str], Answer]:
    answers: dict[tuple[str, str], Answer] = {}
    for body, kind in year.bodies.items():
        if body in ONLY_BLOCK_2 or body == NATIONAL_BANK:
            found = {code: Answer(NOT_APPLICABLE) for code in (*_personnel(year, body, kind), *systems(year, body))}
        else:
            found = {**_personnel(year, body, kind), **systems(year, body)}
        answers |= {(body, f"B3.{code}"): answer for code, answer in found.items()}
    return answers


def _personnel(year: Year, body: str, kind: str) -> dict[str, Answer]:
    def asked(reckon: Leaf, *sources: str) -> Answer:
        return year.nothing_from(body, *sources) or reckon(year, body)

    return {
        "H.K.C": asked(net_turnover, STAFF, POSTS),
        "H.K.S": asked(stability, SERVING, POSTS),
        "H.K.J": asked(newcomers, STAFF, POSTS),
        "H.K.O": asked(staff_flow, STAFF, POSTS),
        "H.K.P": asked(potential_turnover, SURVEY),
        "H.K.V": asked(exit_interviews, EXITS),
        "H.O.N": asked(working_time, HOURS) if kind == "C" else asked(overtime_survey, SURVEY),
        **{
            f"H.{code}": year.nothing_from(body, SURVEY) or satisfaction(year, body, code)
            for code in STATEMENTS
        },
        "H.M.A": asked(competitions, COMPETITIONS),
        "H.M.C": asked(career_growth, PROMOTIONS),
    }  # fmt: skip


def _counted(year: Year, source: str, body: str) -> list[Row]:
    """Rows outside law enforcement (A-99)."""
    return [row for row in year.rows(source, body) if not row["is_law_enforcement"]]


def _posts(year: Year, body: str) -> Decimal | Answer:
    """b: the mean number of posts over the ends of four quarters."""
    rows = _counted(year, POSTS, body)
    if not rows:
        return Answer(NOT_APPLICABLE)
    if _lacks_a_quarter(rows) or year.has_rejected(POSTS, body):
        return Answer(MANUAL)
    total = sum((_total(row) for row in rows), NOTHING) / 4
    return total if total else Answer(NOT_APPLICABLE)


def _without_posts(base: Answer, servants: Decimal | int) -> Answer:
    """Nothing to measure against (A-07), unless servants are told of all the same: then the evaluator decides."""
    return Answer(MANUAL) if base.status == NOT_APPLICABLE and servants else base


def _total(row: Row) -> Decimal:
    if row["total_posts_count"] is not None:
        return Decimal(row["total_posts_count"])
    return Decimal(row["head_posts_count"] + row["other_posts_count"])


def _lacks_a_quarter(rows: Collection[Row]) -> bool:
    units = {row["unit"] for row in rows}
    return {(row["unit"], row["quarter"]) for row in rows} != {
        (unit, quarter) for unit in units for quarter in range(1, 5)
    }


def _sum(rows: Collection[Row], column: str) -> Decimal:
    return sum((row[column] for row in rows), NOTHING)


def net_turnover(year: Year, body: str) -> Answer:
    """5 up to a rate of 0.03, 0 from 0.09, a straight line between (A-60, A-61, A-76)."""
    base = _posts(year, body)
    staff, posts = _counted(year, STAFF, body), _counted(year, POSTS, body)
    left = [_sum(staff, column) for column in ("head_leavers_count", "other_leavers_count")]
    if isinstance(base, Answer):
        return _without_posts(base, sum(left))
    is_split = all(row["head_posts_count"] is not None and row["other_posts_count"] is not None for row in posts)
    if not is_split:
        return scored(_of_turnover(quotient(sum(left), base)))
    groups = [_sum(posts, column) / 4 for column in ("head_posts_count", "other_posts_count")]
    if any(leavers and not of_group for leavers, of_group in zip(left, groups, strict=True)):
        return Answer(MANUAL)  # servants left a group that has no post
    if year.takes("A-60"):
        return scored(_of_turnover(quotient(sum(left), base)))
    rates = [quotient(leavers, of_group) for leavers, of_group in zip(left, groups, strict=True) if of_group]
    return scored(_of_turnover(mean(rates)))


def _of_turnover(rate: Decimal) -> Decimal:
    if rate <= LOW_TURNOVER:
        return FIVE
    return NOTHING if rate >= HIGH_TURNOVER else quotient(5 * (HIGH_TURNOVER - rate), BETWEEN)


def stability(year: Year, body: str) -> Answer:
    """5 h/b, at most 5 (A-63)."""
    base = _posts(year, body)
    serving = [row for row in _counted(year, SERVING, body) if not row["is_nil_return"]]
    if isinstance(base, Answer):
        return _without_posts(base, len(serving))
    return scored(min(quotient(5 * len(serving), base), FIVE))


def newcomers(year: Year, body: str) -> Answer:
    """5 (1 - p/b)."""
    return _complement(year, body, _sum(_counted(year, STAFF, body), "first_year_dismissed_count"))


def staff_flow(year: Year, body: str) -> Answer:
    """5 (1 - (f + n)/b); the alternative of A-62 takes half of the sum."""
    staff = _counted(year, STAFF, body)
    moved = _sum(staff, "appointed_count") + _sum(staff, "dismissed_count")
    return _complement(year, body, moved / 2 if year.takes("A-62") else moved)


def _complement(year: Year, body: str, count: Decimal) -> Answer:
    base = _posts(year, body)
    if isinstance(base, Answer):
        return _without_posts(base, count)
    return scored(max(5 * (1 - quotient(count, base)), NOTHING))


def potential_turnover(year: Year, body: str) -> Answer:
    """5 (1 - (a + c)/b); each question over those who answered it (A-104)."""
    rates = [_share_of_yes(year, body, column) for column in ("plans_to_leave_service", "would_move_to_another_body")]
    known = [rate for rate in rates if rate is not None]
    return scored(max(5 * (1 - sum(known)), NOTHING)) if len(known) == 2 else Answer(MANUAL)


def _share_of_yes(year: Year, body: str, column: str) -> Decimal | None:
    answers = _answers(year, body, column)
    return quotient(answers.count(True), len(answers)) if answers else None


def _answers(year: Year, body: str, column: str) -> list[object]:
    return [row[column] for row in year.rows(SURVEY, body) if row[column] is not None]


def exit_interviews(year: Year, body: str) -> Answer:
    """5 a/b, less 1 where more than half of the leavers name negative sides; nobody left: 5 (A-67). The total counts (A-105)."""
    total = [row for row in year.rows(EXITS, body) if row["unit"].lower() == TOTAL]
    left = sum((row["left_count"] for row in total if row["left_count"] is not None), NOTHING)
    has_numbers = any(row["left_count"] is not None for row in total)
    interviews = [row["interviewed_count"] for row in total if row["interviewed_count"] is not None]
    if not has_numbers or (left and not interviews):
        return Answer(MANUAL)
    if not left:
        return scored(FIVE)
    negative = sum((row["reason_count"] for row in total if row["is_negative"]), NOTHING)
    points = quotient(5 * sum(interviews), left) - (1 if 2 * negative > left else 0)
    return scored(max(points, NOTHING))


def working_time(year: Year, body: str) -> Answer:
    """15 (1 - 8 (a - b)/b) within 0..15, less 1 or 2 for hours on days off, not below 0 (A-64, A-65)."""
    total = next((row for row in year.rows(HOURS, body) if row["unit"].lower() == TOTAL), None)
    if total is None or not total["mean_staff_count"]:
        return Answer(MANUAL)
    worked = quotient(total["working_day_hours"], total["mean_staff_count"])
    norm = working_hours_of(year.year)
    points = min(max(15 * (1 - quotient(8 * (worked - norm), norm)), NOTHING), Decimal(15))
    on_days_off = quotient(total["day_off_hours"], total["mean_staff_count"])
    return scored(max(points - _weekend_deduction(year, on_days_off), NOTHING))


def _weekend_deduction(year: Year, hours: Decimal) -> int:
    if hours > MOST_WEEKEND_HOURS:
        return 2
    return 1 if hours > 0 or year.takes("A-65") else 0


@cache
def working_hours_of(year: int) -> int:
    """b: (working days - 30) x 8 by the official calendar with its moved days (A-70)."""
    calendar = holidays.country_holidays("KZ", years=[year - 1, year, year + 1])
    days = [date(year, 1, 1) + timedelta(days=place) for place in range(366)]
    working = sum(calendar.is_working_day(day) for day in days if day.year == year)
    return (working - LEAVE_DAYS) * DAY_HOURS


def overtime_survey(year: Year, body: str) -> Answer:
    """15 (1 - (a + 0.5 b)/c) of those who answered."""
    answers = _answers(year, body, "overtime_frequency")
    if not answers:
        return Answer(MANUAL)
    often = answers.count("ежедневно и в выходные") + Decimal("0.5") * answers.count("несколько раз в неделю")
    return scored(15 * (1 - quotient(often, len(answers))))


def satisfaction(year: Year, body: str, code: str) -> Answer:
    """5 x the mean of i = (x - 1)/4, x the mean answer to a statement, over the statements that were answered (A-72)."""
    first, last = STATEMENTS[code]
    answers = [_answers(year, body, f"answer_{number:02d}") for number in range(first, last + 1)]
    known = [index(given) for given in answers if given]
    if not known:
        return Answer(MANUAL)
    full = 10 if code == "M.B" and year.takes("A-66") else 5
    return scored(full * mean(known), is_settled=len(known) == len(answers))


def index(answers: Sequence[object]) -> Decimal:
    return quotient(mean([Decimal(str(answer)) for answer in answers]) - 1, 4)


def competitions(year: Year, body: str) -> Answer:
    """15 x competitions with observers / competitions; none held: full (A-66, A-67)."""
    full = 10 if year.takes("A-66") else 15
    held = [row for row in year.rows(COMPETITIONS, body) if not row["is_nil_return"]]
    observed = sum(row["has_observer"] is True for row in held)
    return scored(quotient(full * observed, len(held)) if held else full)


def career_growth(year: Year, body: str) -> Answer:
    """10 x own servants / all who were appointed to higher posts, the lowest posts apart (A-67)."""
    rows = [row for row in year.rows(PROMOTIONS, body) if not row["is_nil_return"] and not row["is_lowest_post"]]
    own = sum(row["is_own_servant"] is True for row in rows)
    return scored(quotient(10 * own, len(rows)) if rows else 10)
