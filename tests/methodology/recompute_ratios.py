"""How far plan and fact agree, paragraphs 19, 20 and 28 of block 1: with zeros and negative values by A-28 and A-102."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tests.methodology.recompute import quotient

MORE, LESS, RANKING = "больше - лучше", "меньше - лучше", "рейтинг"
NO_STATISTICS = "нет"
Unjudged = Literal["left out", "unknown"]
LEFT_OUT: Unjudged = "left out"
UNKNOWN: Unjudged = "unknown"  # the evaluator must decide


@dataclass(frozen=True)
class Attained:
    """h within 0..1, and the raw ratio that overfulfilment is read from; none where nothing was to be left."""

    h: Decimal
    raw: Decimal | None


def attained(direction: str, plan: Decimal | None, fact: Decimal | None) -> Attained | Unjudged:
    """fact/plan, or plan/fact where less is better. A row without a plan is left out; one without a fact is unknown."""
    if plan is None:
        return LEFT_OUT
    if fact is None or plan < 0 or (direction == LESS and fact < 0):
        return UNKNOWN
    if direction == LESS and fact == 0:
        return Attained(Decimal(1), None)
    if plan == 0:
        return LEFT_OUT
    raw = quotient(plan, fact) if direction == LESS else quotient(fact, plan)
    return Attained(min(max(raw, Decimal(0)), Decimal(1)), raw)
