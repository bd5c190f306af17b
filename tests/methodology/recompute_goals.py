"""Block 1 of central bodies and of the National Bank, paragraphs 17-25: goals, budget programmes and how they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tests.methodology.recompute import (
    MANUAL,
    NO_BODY,
    NO_SOURCE,
    NOT_APPLICABLE,
    Answer,
    Year,
    mean,
    quotient,
    scored,
    twelve,
)
from tests.methodology.recompute_ratios import (
    LEFT_OUT,
    LESS,
    NO_STATISTICS,
    RANKING,
    UNKNOWN,
    Attained,
    Unjudged,
    attained,
)
from tests.support.second_reading_rules import Row

PLANS, PROGRAMMES, EXECUTION = "strategic_plan_indicators", "budget_programmes", "programme_execution"
NATIONAL_BANK = "NBK"
ONLY_BLOCK_2 = ("GPO", "JA", "JDC", "MIA", "MOD")  # annex of the decree
CORRECTIVE, OVERFULFILLED = Decimal("0.9"), Decimal("1.25")
LADDER = {"better": Decimal("0.5"), "equal": Decimal("0.25"), "worse": Decimal(0)}
LOW_ABSORPTION = Decimal("0.9")
JUDGED_ON = {  # paragraph 20: who answers for which results
    "обычная": ("прямой", "конечный"), "субвенция": (), "отправитель трансферта": ("конечный",), "распределитель": ("конечный",),
    "получатель": ("прямой",),
}  # fmt: skip


@dataclass(frozen=True)
class Goal:
    """Ai, and Bi where programmes serve the goal."""

    a: Decimal | Unjudged
    b: Decimal | Unjudged | None


def goals(year: Year) -> dict[tuple[str, str], Answer]:
    answers: dict[tuple[str, str], Answer] = {}
    for body, kind in year.bodies.items():
        if kind == "C":
            found = {**_coefficients(year, body), "B1.N": _national_bank(year, body)}
            answers |= {(body, code): answer for code, answer in found.items()}
    return answers


def central_result(year: Year, body: str) -> Answer:
    """100 times the mean of Ri over the goals with a counted indicator (A-10, A-16)."""
    found = _coefficients(year, body)
    if all(answer.status == NOT_APPLICABLE for answer in found.values()):
        return Answer(NOT_APPLICABLE)
    if found["B1.C.A"].status == NOT_APPLICABLE and found["B1.C.C"].status != NOT_APPLICABLE:
        return Answer("no_data", None, Decimal(0), Decimal(100))
    if found["B1.C.A"].status == NOT_APPLICABLE:
        return Answer(NOT_APPLICABLE)
    is_missing = found["B1.C.A"].points is None or found["B1.C.C"].points is None
    if is_missing:
        return Answer("no_data")
    results = [result(year, a, b) for a, b in _pairs(year, body)]
    return scored(min(quotient(100 * sum(results), len(results)), Decimal(100)))


def result(year: Year, a: Decimal, b: Decimal | None) -> Decimal:
    """Ri = (Ai + Bi)/2 x Ci; without programmes Ai."""
    if b is None:
        return a
    if year.takes("A-10"):
        return quotient(a + b + interrelation(a, b), 3)
    return twelve(quotient(a + b, 2) * interrelation(a, b))


def interrelation(a: Decimal, b: Decimal) -> Decimal:
    """The smaller over the larger; equal ones agree wholly, zeros too (A-17)."""
    return Decimal(1) if a == b else quotient(min(a, b), max(a, b))


def _coefficients(year: Year, body: str) -> dict[str, Answer]:
    if body in ONLY_BLOCK_2 or body == NATIONAL_BANK:
        return dict.fromkeys(("B1.C.A", "B1.C.B", "B1.C.C"), Answer(NOT_APPLICABLE))
    a = year.nothing_from(body, PLANS) or _attainment(year, body)
    b = year.nothing_from(body, PROGRAMMES, EXECUTION) or _efficiency(year, body)
    if a.status == NOT_APPLICABLE and b.status == NO_BODY:
        b = a  # without a goal that counts nobody asks for its programmes
    return {"B1.C.A": a, "B1.C.B": b, "B1.C.C": _agreement(year, body, a, b)}


def _attainment(year: Year, body: str) -> Answer:
    values = [goal.a for goal in _goals(year, body).values()]
    return Answer(NOT_APPLICABLE) if not values else _mean_of(values)


def _efficiency(year: Year, body: str) -> Answer:
    values = [goal.b for goal in _goals(year, body).values() if goal.b is not None]
    return Answer(NOT_APPLICABLE) if not values else _mean_of(values)


def _mean_of(values: Collection[Decimal | Unjudged]) -> Answer:
    known = [value for value in values if isinstance(value, Decimal)]
    return scored(mean(known)) if len(known) == len(values) else Answer(MANUAL)


def _agreement(year: Year, body: str, a: Answer, b: Answer) -> Answer:
    """Mean of Ci; what stops A or B stops it too, a source that did not come first."""
    for status in (NO_SOURCE, "no_data_body", MANUAL):
        if status in (a.status, b.status):
            return Answer(status)
    if a.status == NOT_APPLICABLE:
        return Answer(NOT_APPLICABLE)
    return scored(mean([Decimal(1) if b is None else interrelation(a, b) for a, b in _pairs(year, body)]))


def _pairs(year: Year, body: str) -> list[tuple[Decimal, Decimal | None]]:
    return [
        (goal.a, goal.b if isinstance(goal.b, Decimal) else None)
        for goal in _goals(year, body).values()
        if isinstance(goal.a, Decimal)
    ]


def _national_bank(year: Year, body: str) -> Answer:
    """100 x A, the mean over goals (A-25)."""
    if body != NATIONAL_BANK:
        return Answer(NOT_APPLICABLE)
    missing = year.nothing_from(body, PLANS)
    found = missing or _attainment(year, body)
    return found if found.points is None else scored(100 * found.points)


def _goals(year: Year, body: str) -> dict[str, Goal]:
    """Goals with a counted indicator; where no strategic plan came, those of the form on programmes, for B alone."""
    indicators: dict[str, list[Decimal | Unjudged]] = defaultdict(list)
    for row in year.rows(PLANS, body):
        if (h := judged(year, row)) != LEFT_OUT:
            indicators[row["goal_code"]].append(h)
    served = _efficiencies(year, body)
    if not year.rows(PLANS, body):
        return {code: Goal(UNKNOWN, b) for code, b in served.items()}
    return {code: Goal(_mean_or_unknown(values), served.get(code)) for code, values in indicators.items()}


def _mean_or_unknown(values: Collection[Decimal | Unjudged]) -> Decimal | Unjudged:
    answer = _mean_of(values)
    return UNKNOWN if answer.points is None else answer.points


def judged(year: Year, row: Row) -> Decimal | Unjudged:
    """h of a target indicator with its corrective, by the rules of paragraph 19 in their order."""
    if row["is_law_enforcement"] or row["is_left_out_ranking"] or row["plan_value"] is None:
        return LEFT_OUT
    if row["data_status"] == NO_STATISTICS:
        return LEFT_OUT
    if row["fact_value"] is None:
        return UNKNOWN
    outcomes = {_with_corrective(year, row, dynamics) for dynamics in _possible_dynamics(row)}
    return outcomes.pop() if len(outcomes) == 1 else UNKNOWN


def _possible_dynamics(row: Row) -> tuple[str, ...]:
    """Against last year, by the direction of the indicator; any of the three where last year's fact is missing."""
    if row["previous_fact_value"] is None:
        return tuple(LADDER)
    change = row["fact_value"] - row["previous_fact_value"]
    if row["direction"] == "больше - лучше":
        change = -change
    return ("worse" if change > 0 else "equal" if change == 0 else "better",)


def _with_corrective(year: Year, row: Row, dynamics: str) -> Decimal | Unjudged:
    if row["direction"] == RANKING:
        found = Attained(Decimal(1) if row["fact_value"] <= row["plan_value"] else LADDER[dynamics], None)
    else:
        given = attained(row["direction"], row["plan_value"], row["fact_value"])
        if not isinstance(given, Attained):
            return given
        found = given
    is_excused = row["is_excused"] is True and row["excuse_document"] is not None
    is_not_better = dynamics == "worse" or (dynamics == "equal" and year.takes("A-12"))
    causes = [
        found.raw is not None and found.raw >= OVERFULFILLED,
        row["is_plan_lowered"] is True and not is_excused,
        is_not_better and not is_excused,
    ]
    times = sum(causes) if year.takes("A-11") else min(sum(causes), 1)
    return twelve(found.h * CORRECTIVE**times)


def _efficiencies(year: Year, body: str) -> dict[str, Decimal | Unjudged]:
    """Bi of the goals that counted programmes serve."""
    programmes: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in year.rows(PROGRAMMES, body):
        if not row["is_law_enforcement"]:
            programmes[row["goal_code"], row["programme_code"]].append(row)
    served: dict[str, list[Decimal | Unjudged]] = defaultdict(list)
    unusable = year.sources[PROGRAMMES].rejected if year.came(PROGRAMMES) else []
    for row in unusable:  # a result that cannot be used leaves its programme open
        if row["body"] == body and not row["is_copy"] and row["goal_code"] is not None:
            served[row["goal_code"]].append(UNKNOWN)
    spending = absorptions(year, body)
    for (goal, programme), rows in programmes.items():
        if (value := efficiency(year, rows, spending.get(programme, UNKNOWN))) != LEFT_OUT:
            served[goal].append(value)
    return {goal: _mean_or_unknown(values) for goal, values in served.items()}


def absorptions(year: Year, body: str) -> Mapping[str, Decimal | Unjudged]:
    """Spent over planned of the programmes of a central body; left out where nothing was absorbed (A-14)."""
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in year.rows(EXECUTION, body):
        sums[row["programme_code"]][0] += row["spent_thousand_kzt"]
        sums[row["programme_code"]][1] += row["planned_thousand_kzt"]
    return {
        code: UNKNOWN if not planned else quotient(spent, planned) if spent else LEFT_OUT
        for code, (spent, planned) in sums.items()
    }


def efficiency(year: Year, results: Iterable[Row], absorption: Decimal | Unjudged) -> Decimal | Unjudged:
    """rz: mean result over absorption; 0.9 where little was absorbed and the results are higher (A-13, A-15)."""
    counted = [row for row in results if row["result_kind"] in JUDGED_ON[row["programme_kind"]]]
    found = [_reached(row) for row in counted]
    reached = [one for one in found if isinstance(one, Decimal)]
    if not counted:
        return LEFT_OUT
    if absorption == LEFT_OUT and year.takes("A-14"):
        return Decimal(0)
    if not isinstance(absorption, Decimal):
        return absorption
    if UNKNOWN in found:
        return UNKNOWN
    share = mean(reached)
    if absorption <= LOW_ABSORPTION and (share > absorption or year.takes("A-15")):
        return Decimal("0.9")
    value = quotient(share, absorption)
    return min(value, Decimal(1)) if year.takes("A-13") else value


def _reached(row: Row) -> Decimal | Unjudged:
    """Fact over plan of a result, plan over fact where less is better, at most 1 (A-77). Paragraph 20 leaves no result out."""
    plan, fact = row["plan_value"], row["fact_value"]
    if plan is None or fact is None or plan < 0 or fact < 0:
        return UNKNOWN
    if row["direction"] == LESS:
        return Decimal(1) if fact == 0 else min(quotient(plan, fact), Decimal(1))
    return min(quotient(fact, plan), Decimal(1)) if plan > 0 else UNKNOWN
