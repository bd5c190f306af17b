"""The least and the most that a leaf can be, where its status alone says it.

A source did not come, or nothing of the body in the only one: from 0 to the maximum. Scored from records that could all be used: its points. What else a model may know of its
bounds (some records unusable, the evaluator asked) is not reckoned here.
"""

from __future__ import annotations

from decimal import Decimal

from tests.methodology.recompute import NO_BODY, NO_SOURCE, SCORED, Answer, Leaves, Year
from tests.methodology.recompute_results import MAXIMA, leaf_maxima

SOURCES_OF = {
    "B1.C.A": "strategic_plan_indicators", "B1.C.B": "budget_programmes programme_execution",
    "B1.C.C": "strategic_plan_indicators budget_programmes programme_execution", "B1.N": "strategic_plan_indicators",
    "B1.M.D": "territory_programme_indicators", "B1.M.L": "audit_results", "B1.M.Z1": "local_budget_results",
    "B1.M.Z2": "programme_planning", "B1.M.G": "local_budget_results programme_execution",
    "B3.H.K.C": "staff_records staff_posts", "B3.H.K.S": "long_serving_staff staff_posts", "B3.H.K.J": "staff_records staff_posts",
    "B3.H.K.O": "staff_records staff_posts", "B3.H.K.P": "servants_survey", "B3.H.K.V": "exit_interviews",
    "B3.H.O.N": "man_hours servants_survey", "B3.H.O.T": "servants_survey", "B3.H.O.Y": "servants_survey",
    "B3.H.M.A": "competitions", "B3.H.M.B": "servants_survey", "B3.H.M.C": "promotions", "B3.H.M.D": "servants_survey",
    "B3.H.M.E": "servants_survey", "B3.H.M.F": "servants_survey", "B3.I.A": "information_systems services_register",
    "B3.I.B": "information_systems", "B3.I.C": "system_registration",
}  # fmt: skip


def with_bounds(year: Year, leaves: Leaves) -> dict[tuple[str, str], Answer]:
    """The same answers with the bounds that follow from their status."""
    maxima = {code: most for direction in MAXIMA for code, most in leaf_maxima(year, direction).items()}
    return {
        (body, code): _with_bounds(year, body, code, answer, maxima.get(code))
        for (body, code), answer in leaves.items()
    }


def _with_bounds(year: Year, body: str, code: str, answer: Answer, maximum: Decimal | None) -> Answer:
    sources = SOURCES_OF.get(code, "").split()
    is_empty = answer.status == NO_SOURCE or (answer.status == NO_BODY and len(sources) == 1)
    if is_empty and maximum is not None:
        return Answer(answer.status, None, Decimal(0), maximum)
    if (
        answer.status == SCORED
        and answer.is_settled
        and sources
        and not any(year.has_rejected(source, body) for source in sources)
    ):
        return Answer(SCORED, answer.points, answer.points, answer.points)
    return answer
