"""The evaluation once more: every leaf of every body, in plain Python with decimals.

Written from the acts as the methodology pages tell them and from the assumptions, not from the models: the weights, bands
and coefficients stand here a second time. What both must share is A-91: every quotient has twelve decimals, half away from
zero, before anything is compared, capped or banded; then cap and floor, sum, deduction, 0..100, two decimals. Formulas are
reckoned from left to right, as the methodology pages print them: `5*h/b` divides once, `5*(1-p/b)` divides first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from tests.support.second_reading import Delivered, bodies, read_runs
from tests.support.second_reading_rules import Row

SCORED, NO_BODY, NO_SOURCE = "scored", "no_data_body", "no_data_source"
MANUAL, NOT_APPLICABLE = "manual_check_needed", "not_applicable"
Band = tuple[str | None, str | None, str]  # from, to (both inside), points


@dataclass(frozen=True)
class Answer:
    """What is said of a body: points where scored (of a coefficient its value), and the bounds where the status gives them."""

    status: str
    points: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    is_settled: bool = True  # nothing was left out of what the points are reckoned from


def scored(points: Decimal | int | str, *, is_settled: bool = True) -> Answer:
    return Answer(SCORED, twelve(Decimal(points)), is_settled=is_settled)


def twelve(value: Decimal) -> Decimal:
    return _rounded(value, 12)


def two(value: Decimal) -> Decimal:
    return _rounded(value, 2)


def one(value: Decimal) -> Decimal:
    return _rounded(value, 1)


def mean(values: Collection[Decimal]) -> Decimal:
    return quotient(sum(values, Decimal(0)), len(values))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    with localcontext(Context(prec=80)):
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def quotient(numerator: Decimal | int, denominator: Decimal | int) -> Decimal:
    """Twelve decimals, half away from zero."""
    with localcontext(Context(prec=80)):
        return twelve(Decimal(numerator) / Decimal(denominator))


def banded(value: Decimal, bands: Iterable[Band]) -> Decimal:
    """Points of a value that has been rounded as its table is printed: the bands then have no holes (A-35, A-20, A-21)."""
    for lowest, highest, points in bands:
        if (lowest is None or value >= Decimal(lowest)) and (highest is None or value <= Decimal(highest)):
            return Decimal(points)
    raise AssertionError(f"{value} lies in no band")


class Year:
    """What came for a run, by source and body, and the assumptions that it reads in their alternative."""

    def __init__(
        self,
        year: int,
        bodies: Mapping[str, str],
        sources: Mapping[str, Delivered],
        alternatives: Iterable[str] = (),
    ) -> None:
        self.year, self.bodies, self.sources = year, bodies, sources
        self.alternatives = frozenset(alternatives)
        self._by_body: dict[str, dict[str, list[Row]]] = {}

    @classmethod
    def of_runs(cls, run_ids: Collection[int], year: int) -> dict[int, Year]:
        """The years that runs rest on, read from raw."""
        return {
            run_id: cls(year, bodies(year), given.sources, given.alternatives)
            for run_id, given in read_runs(run_ids, year).items()
        }

    def takes(self, assumption_id: str) -> bool:
        """Whether the alternative of an assumption is read."""
        return assumption_id in self.alternatives

    def came(self, *sources: str) -> bool:
        return all(source in self.sources for source in sources)

    def rows(self, source: str, body: str) -> list[Row]:
        """The usable records of a body."""
        if source not in self._by_body:
            grouped: dict[str, list[Row]] = defaultdict(list)
            for row in self.sources[source].rows if source in self.sources else []:
                grouped[str(row["body"])].append(row)
            self._by_body[source] = grouped
        return self._by_body[source].get(body, [])

    def has_rejected(self, source: str, body: str) -> bool:
        """Whether records of the body could not be used; a record of an unknown body may be anyone's."""
        delivered = self.sources.get(source)
        return any(row["body"] in (body, None) for row in (delivered.rejected if delivered else []))

    def nothing_from(self, body: str, *sources: str) -> Answer | None:
        """The answer where one of the sources did not come at all or brought no usable record of the body."""
        if not self.came(*sources):
            return Answer(NO_SOURCE)
        silent = [source for source in sources if not self.rows(source, body)]
        if not silent:
            return None
        named = (row["body"] for source in silent for row in self.sources[source].rejected)
        return Answer(MANUAL if body in named else NO_BODY)

    def is_in_year(self, when: object) -> bool:
        return getattr(when, "year", None) == self.year


Leaves = Mapping[tuple[str, str], Answer]


def leaves(year: Year) -> dict[tuple[str, str], Answer]:
    """Every leaf of every body: (body, criterion) to its answer."""
    from tests.methodology.recompute_complaints import complaints
    from tests.methodology.recompute_goals import goals
    from tests.methodology.recompute_openness import openness
    from tests.methodology.recompute_organisation import organisation
    from tests.methodology.recompute_regions import regions
    from tests.methodology.recompute_services import services

    return {
        **goals(year),
        **regions(year),
        **services(year),
        **openness(year),
        **complaints(year),
        **organisation(year),
    }
