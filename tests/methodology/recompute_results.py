"""From leaves to results: directions, blocks with their deductions, the overall evaluation, degrees and ranks.

Order of A-91: earned over what applies (A-90), deduction, 0..100 (A-04), two decimals (A-03), degree (A-02). Weights that no
text prints (A-01, A-69) are arguments. Bounds take the least and the most that each part can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.methodology.recompute import NOT_APPLICABLE, SCORED, Answer, Leaves, Year, quotient, twelve, two
from tests.methodology.recompute_deductions import Deduction, certain, of_block, of_direction
from tests.methodology.recompute_goals import central_result

NO_DATA = "no_data"
OVERALL = "OVERALL"
HUNDRED, NOTHING = Decimal(100), Decimal(0)
_SERVICES = {
    "S1.P2": "5", "S3.T1": "3", "S3.T2": "3", "S3.T3": "3", "S3.T4": "3", "S3.T5": "5", "S4.U1": "1", "S4.U2": "1", "S4.U3": "2.5",
    "S4.U4": "2.5", "S4.U5": "3",
}  # fmt: skip
_OPENNESS = {"O1.1": "20", "O1.2": "20", "O1.3": "20", "O1.4": "20", "O2.1": "5", "O2.2": "10", "O2.3": "5"}
_COMPLAINTS = {"A1": "40", "A2": "40", "A3": "20"}
_PERSONNEL = {
    "K.C": "5", "K.S": "5", "K.J": "5", "K.O": "5", "K.P": "5", "K.V": "5", "O.N": "15", "O.T": "5", "O.Y": "5",
    "M.A": "15", "M.B": "5", "M.C": "10", "M.D": "5", "M.E": "5", "M.F": "5",
}  # fmt: skip
_TECHNOLOGY = {"A": "40", "B": "40", "C": "20"}
MAXIMA: Mapping[str, Mapping[str, str]] = {  # direction to its leaves with their maxima
    "B1.N": {"": "100"},
    "B1.M": {"D": "50", "L": "10", "Z1": "18", "Z2": "2", "G": "20"},
    "B2.C.S": _SERVICES | {"S1.P1": "15", "S2": "20", "S5": "5", "S6": "3", "S7.T": "5", "S7.V": "20"},
    "B2.M.S": _SERVICES | {"S1.P1": "35", "S2": "33"},
    "B2.C.O": _OPENNESS, "B2.M.O": _OPENNESS, "B2.C.A": _COMPLAINTS, "B2.M.A": _COMPLAINTS,
    "B3.H": _PERSONNEL, "B3.I": _TECHNOLOGY,
}  # fmt: skip
BLOCK_2_WEIGHTS = {"S": Decimal("0.5"), "O": Decimal("0.3"), "A": Decimal("0.2")}
HALVES = {"B3.H": Decimal("0.5"), "B3.I": Decimal("0.5")}
EQUAL_BLOCKS = {"B1": Decimal(1), "B2": Decimal(1), "B3": Decimal(1)}
OTHER_HALVES = {"B3.H": Decimal("0.6"), "B3.I": Decimal("0.4")}
OTHER_BLOCKS = {"B1": Decimal("0.5"), "B2": Decimal("0.3"), "B3": Decimal("0.2")}
DEGREES = ((90, "high"), (70, "medium"), (50, "low"), (0, "ineffective"))
Results = dict[str, Answer]  # of one body: directions, blocks and the whole, by code


@dataclass(frozen=True)
class Weights:
    """Weights that no text prints: of the directions of block 3, and of the blocks."""

    organisation: Mapping[str, Decimal]
    blocks: Mapping[str, Decimal]


def weights_of(year: Year) -> Weights:
    """Equal ones, or those that the edition takes for comparison (A-69, A-01)."""
    return Weights(
        OTHER_HALVES if year.takes("A-69") else HALVES,
        OTHER_BLOCKS if year.takes("A-01") else EQUAL_BLOCKS,
    )


def leaf_maxima(year: Year, direction: str) -> dict[str, Decimal]:
    """Leaves of a direction by their whole codes, with their maxima; Annex 10 prints others (A-66)."""
    block_2 = direction.rpartition(".")[0]
    prefix = f"{block_2}." if direction.startswith("B2") else f"{direction}."
    found = {f"{prefix}{leaf}".rstrip("."): Decimal(points) for leaf, points in MAXIMA[direction].items()}
    if direction == "B3.H" and year.takes("A-66"):
        found |= {"B3.H.M.A": Decimal(10), "B3.H.M.B": Decimal(10)}
    return found


def results_of(year: Year, leaves: Leaves, body: str, given: Weights | None = None) -> Results:
    """All results of a body."""
    kind, weights = year.bodies[body], given or weights_of(year)
    central, organised = (("B1.C", "B1.N"), ("B3.H", "B3.I"))
    interaction = {f"B2.{kind}.{letter}": weight for letter, weight in BLOCK_2_WEIGHTS.items()}
    goals = dict.fromkeys(central if kind == "C" else ("B1.M",), Decimal(1))
    directions = {code: direction_result(year, leaves, body, code) for code in (*goals, *interaction, *organised)}
    blocks = {
        "B1": _block(year, body, "1", directions, goals),
        "B2": weighted(directions, interaction, certain(NOTHING)),
        "B3": _block(year, body, "3", directions, weights.organisation),
    }
    shown = {code: rounded(answer) for code, answer in blocks.items()}
    return {**directions, **shown, OVERALL: overall(year, blocks, weights.blocks)}


def overall(year: Year, blocks: Mapping[str, Answer], weights: Mapping[str, Decimal]) -> Answer:
    """Mean of the two-decimal results of the blocks that apply; in the alternative of A-91, of the unrounded points."""
    parts = {code: rounded(answer) for code, answer in blocks.items()}
    if year.takes("A-91"):
        parts = {code: replace(answer, points=blocks[code].points) for code, answer in parts.items()}
    return weighted(parts, weights, certain(NOTHING))


def direction_result(year: Year, leaves: Leaves, body: str, direction: str) -> Answer:
    """Points over what applies, scaled to 100, less W in block 2."""
    if direction == "B1.C":
        found = central_result(year, body)
        is_settled = found.status == SCORED and all(
            leaves[body, f"B1.C.{leaf}"].status == NOT_APPLICABLE or leaves[body, f"B1.C.{leaf}"].lowest is not None
            for leaf in "ABC"
        )
        return Answer(SCORED, found.points, found.points, found.points) if is_settled else found
    own = {code: leaves[body, code] for code in leaf_maxima(year, direction)}
    taken = of_direction(year, body, direction[-1]) if direction.startswith("B2") else certain(NOTHING)
    return summed(own, leaf_maxima(year, direction), taken)


def summed(leaves: Mapping[str, Answer], maxima: Mapping[str, Decimal], taken: Deduction) -> Answer:
    """Earned over the maxima that apply, times 100, less the deduction, within 0..100."""
    applicable = {code: answer for code, answer in leaves.items() if answer.status != NOT_APPLICABLE}
    if not applicable:
        return Answer(NOT_APPLICABLE)
    base = sum((maxima[code] for code in applicable), NOTHING)
    sums = [_sum(getattr(answer, name) for answer in applicable.values()) for name in ("points", "lowest", "highest")]
    points, lowest, highest = (None if total is None else quotient(100 * total, base) for total in sums)
    return less(points, lowest, highest, taken)


def _block(
    year: Year, body: str, number: str, directions: Mapping[str, Answer], weights: Mapping[str, Decimal]
) -> Answer:
    return weighted(directions, weights, of_block(year, body, number))


def weighted(parts: Mapping[str, Answer], weights: Mapping[str, Decimal], taken: Deduction) -> Answer:
    """Mean of the parts that apply by their weights, less the deduction, within 0..100, not rounded to two decimals yet."""
    applicable = {code: parts[code] for code in weights if parts[code].status != NOT_APPLICABLE}
    if not applicable:
        return Answer(NOT_APPLICABLE)
    weight = sum((weights[code] for code in applicable), NOTHING)
    sums = []
    for name in ("points", "lowest", "highest"):
        values = {code: getattr(answer, name) for code, answer in applicable.items()}
        sums.append(_sum(None if value is None else weights[code] * value for code, value in values.items()))
    points, lowest, highest = (None if total is None else quotient(total, weight) for total in sums)
    return less(points, lowest, highest, taken)


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    given = list(values)
    known = [value for value in given if value is not None]
    return sum(known, NOTHING) if len(known) == len(given) else None


def less(points: Decimal | None, lowest: Decimal | None, highest: Decimal | None, taken: Deduction) -> Answer:
    """A result after its deduction; without points it has bounds alone."""
    most = taken.most
    return Answer(
        NO_DATA if points is None else SCORED,
        None if points is None else twelve(clamped(points - taken.points)),
        None if lowest is None or most is None else twelve(clamped(lowest - most)),
        None if highest is None or most is None else twelve(clamped(highest - taken.points)),
    )


def clamped(value: Decimal) -> Decimal:
    return min(max(value, NOTHING), HUNDRED)


def rounded(answer: Answer) -> Answer:
    """Two decimals, as a conclusion shows it."""
    numbers = (answer.points, answer.lowest, answer.highest)
    return Answer(answer.status, *(None if number is None else two(number) for number in numbers))


def degree(result: Decimal) -> str:
    """By the result rounded to two decimals (A-02)."""
    return next(name for edge, name in DEGREES if two(result) >= edge)


def ranks(overall: Mapping[str, Decimal]) -> dict[str, int]:
    """Places by unrounded results: equal ones share a place, and the next is skipped (A-91)."""
    return {body: 1 + sum(other > own for other in overall.values()) for body, own in overall.items()}
