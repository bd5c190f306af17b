"""What several chapters share: names, degrees, marks and links in the words of the report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Protocol, TypeVar

from report import numbers
from report.languages import Language
from report.records import BODY_KINDS
from report.tables import Link, Links, Mark, Value

# The report lies in .olshem/reports/<profile>/<year>/<digest>/ of the checkout, unless OLSHEM_HOME says otherwise; then
# the printed paths still hold, and only the links to files do not.
ROOT = "../" * 5


class OfKind(Protocol):
    """A row about a body of a kind."""

    @property
    def body_kind(self) -> str:
        """`central` or `local`."""


class Named(Protocol):
    """A row that carries the name of its body in both languages."""

    @property
    def name_ru(self) -> str:
        """The name in Russian."""

    @property
    def name_kk(self) -> str:
        """The name in Kazakh."""


Record = TypeVar("Record", bound=OfKind)


def by_kind(rows: Iterable[Record]) -> list[Record]:
    """Central bodies before local ones, each in the order in which they came."""
    return sorted(rows, key=lambda row: BODY_KINDS.index(row.body_kind))


def name_of(row: Named, language: Language) -> str:
    """The name of the body of a row."""
    return language.choose(row.name_ru, row.name_kk)


def marks_of(flags: Mapping[Mark, bool]) -> tuple[Mark, ...]:
    """The marks whose flag is set."""
    return tuple(mark for mark, is_set in flags.items() if is_set)


def degree_words(degree: str | None, lowest: str | None, highest: str | None, language: Language) -> str | None:
    """The degree, or the degrees of both bounds where the score leaves it open."""
    if degree is not None:
        return language(f"degree.{degree}")
    if lowest is None or highest is None:
        return None
    ends = (language(f"degree.{lowest}"), language(f"degree.{highest}"))
    return ends[0] if lowest == highest else language("value.range", lowest=ends[0], highest=ends[1])


def score_or_bounds(
    score: Decimal | None, lowest: Decimal | None, highest: Decimal | None, language: Language
) -> Value:
    """The score as a number, or in words the bounds between which it lies."""
    if score is not None:
        return score
    if lowest is None or highest is None:
        return language("value.no_score")
    return language("value.range", lowest=numbers.decimal(lowest), highest=numbers.decimal(highest))


def result_name(code: str, language: Language) -> str:
    """The overall result, never without the word that its weights are assumed, or a block by its number."""
    return language("overall.name") if code == "OVERALL" else language("sheet.block", number=code.removeprefix("B"))


def result_link(code: str, indexed: Collection[str], language: Language) -> Links:
    """The name of a result, leading to its block in the index of criteria."""
    return tuple(Link(result_name(code, language), link.target) for link in criterion_link(code, indexed))


def assumption_links(ids: str, listed: Collection[str]) -> Links:
    """Assumptions parted by spaces, each leading to its row in the chapter of assumptions, or to the page of all of them
    where it touched no score and has no row."""
    names = sorted(ids.replace(",", " ").split(), key=numbers.natural)
    page = f"{ROOT}docs/assumptions.md"
    return tuple(
        Link(name, f"#{assumption_anchor(name)}" if name in listed else f"{page}#{name.lower()}") for name in names
    )


def assumption_anchor(assumption_id: str) -> str:
    """Where the chapter of assumptions tells of one."""
    return f"assumption-{assumption_id}"


def criterion_link(criterion_code: str, indexed: Collection[str]) -> Links:
    """The code of a criterion, leading to its row in the index of criteria if it stands there."""
    return (Link(criterion_code, f"#{criterion_anchor(criterion_code)}" if criterion_code in indexed else ""),)


def linked_words(words: str, links: Links) -> Links:
    """A sentence that holds `{links}` once, as pieces: links stand parted by commas where the placeholder was."""
    before, _, after = words.partition("{links}")
    parted = [piece for link in links for piece in (Link(", "), link)][1:]
    return tuple(piece for piece in (Link(before), *parted, Link(after)) if piece.words)


def criterion_anchor(criterion_code: str) -> str:
    """Where the index of criteria tells of one."""
    return f"criterion-{criterion_code}"
