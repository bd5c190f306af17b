"""What is reckoned a second time beside what the marts hold: criteria, directions, blocks, the whole, degrees and ranks.

Status and points always; bounds where the status says what they are (`recompute_bounds`). Results take the bounds of leaves
that only a model can know from the marts, so that how bounds are put together is reckoned here all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import psycopg

from olshem import warehouse
from tests.methodology.recompute import NOT_APPLICABLE, SCORED, Answer, Year, leaves, two
from tests.methodology.recompute_bounds import with_bounds
from tests.methodology.recompute_results import OVERALL, Results, degree, ranks, results_of

Key = tuple[str, str, str]  # what it is, body, code
Answers = dict[Key, Answer]
Disagreements = dict[tuple[int, str, str, str], tuple[Answer | None, Answer | None]]
CRITERION, DIRECTION, BLOCK, WHOLE, DEGREE, RANK = "criterion", "direction", "block", "whole", "degree", "rank"
COEFFICIENTS = ("B1.C.A", "B1.C.B", "B1.C.C")
_MARTS = f"""
    select '{CRITERION}', body_code, criterion_code, status,
        case when max_points is null and status = '{SCORED}' then criterion_value else points end, lowest_points, highest_points
    from marts.fct_criterion_score where run_id = %(run)s
    union all
    select '{DIRECTION}', body_code, direction_code, status, score, lowest_score, highest_score
    from marts.fct_direction_score where run_id = %(run)s
    union all
    select '{BLOCK}', body_code, block_code, status, score, lowest_score, highest_score
    from marts.fct_block_score where run_id = %(run)s
    union all
    select '{WHOLE}', body_code, '{OVERALL}', status, score_unrounded, lowest_score, highest_score
    from marts.fct_overall_score where run_id = %(run)s
    union all
    select '{DEGREE}', body_code, block_code, degree, null, null, null
    from marts.fct_block_score where run_id = %(run)s and status = '{SCORED}'
    union all
    select '{DEGREE}', body_code, '{OVERALL}', degree, null, null, null
    from marts.fct_overall_score where run_id = %(run)s and status = '{SCORED}'
    union all
    select '{RANK}', body_code, '{OVERALL}', body_kind, peer_rank, null, null
    from marts.fct_overall_score where run_id = %(run)s and status = '{SCORED}'
"""


def in_the_marts(connection: psycopg.Connection, run_id: int) -> Answers:
    """All answers of every body, as they are published."""
    return {
        (what, body, code): Answer(*answer) for what, body, code, *answer in connection.execute(_MARTS, {"run": run_id})
    }


def reckoned(year: Year, published: Mapping[Key, Answer]) -> Answers:
    """The same without the models; `published` lends the bounds of leaves that only a model can know."""
    own = with_bounds(year, leaves(year))
    answers = {(CRITERION, body, code): _of_leaf(code, answer) for (body, code), answer in own.items()}
    lent = {key: _with_lent_bounds(answer, published.get((CRITERION, *key))) for key, answer in own.items()}
    results = {body: results_of(year, lent, body) for body in year.bodies}
    for body, of_body in results.items():
        answers |= {(_kind_of(code), body, code): answer for code, answer in _as_published(of_body).items()}
        answers |= _degrees(body, of_body)
    return answers | _ranks(year, results)


def disagreements(years: Mapping[int, Year]) -> Disagreements:
    """Where one differs from the other: run, kind, body and code to what is reckoned here and what the marts hold."""
    different: Disagreements = {}
    with warehouse.connect("auditor") as connection:
        for run_id, year in years.items():
            theirs = in_the_marts(connection, run_id)
            mine = reckoned(year, theirs)
            different |= {
                (run_id, *key): (mine.get(key), theirs.get(key))
                for key in mine | theirs
                if not _agree(mine.get(key), theirs.get(key))
            }
    return different


def _agree(mine: Answer | None, theirs: Answer | None) -> bool:
    if mine is None or theirs is None or (mine.status, mine.points) != (theirs.status, theirs.points):
        return False
    return mine.lowest in (None, theirs.lowest) and mine.highest in (None, theirs.highest)


def _of_leaf(code: str, answer: Answer) -> Answer:
    """A coefficient has no bounds of its own: those of the direction hold."""
    return Answer(answer.status, answer.points) if code in COEFFICIENTS else answer


def _with_lent_bounds(answer: Answer, theirs: Answer | None) -> Answer:
    if answer.lowest is not None or answer.status == NOT_APPLICABLE or theirs is None:
        return answer
    return replace(answer, lowest=theirs.lowest, highest=theirs.highest)


def _kind_of(code: str) -> str:
    return WHOLE if code == OVERALL else DIRECTION if "." in code else BLOCK


def _as_published(of_body: Results) -> Results:
    """Bounds of the whole are shown with two decimals, its points are held unrounded."""
    whole = of_body[OVERALL]
    bounds = (None if bound is None else two(bound) for bound in (whole.lowest, whole.highest))
    return of_body | {OVERALL: Answer(whole.status, whole.points, *bounds)}


def _degrees(body: str, of_body: Results) -> Answers:
    return {
        (DEGREE, body, code): Answer(degree(answer.points))
        for code, answer in of_body.items()
        if answer.points is not None and _kind_of(code) != DIRECTION
    }


def _ranks(year: Year, results: Mapping[str, Results]) -> Answers:
    """Among the scored bodies of a kind."""
    answers: Answers = {}
    for kind, name in (("C", "central"), ("M", "local")):
        overall = {body: of_body[OVERALL].points for body, of_body in results.items() if year.bodies[body] == kind}
        scored = {body: points for body, points in overall.items() if points is not None}
        answers |= {(RANK, body, OVERALL): Answer(name, Decimal(place)) for body, place in ranks(scored).items()}
    return answers
