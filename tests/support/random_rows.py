"""Rows of random years: how records of a few bodies are drawn by Hypothesis, with some bodies and some cells missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from hypothesis import strategies as st

YEAR = 2017
CENTRAL, BANK, LOCAL = (
    ("МФ РК", "МИД РК"),
    "НБ РК",
    ("Акимат Акмолинской области", "Акимат Актюбинской области"),
)
BODIES = (*CENTRAL, BANK, *LOCAL)
ORGANISED = (*CENTRAL, *LOCAL)  # bodies of block 3

Row = dict[str, str]
Rows = st.SearchStrategy[list[Row]]
Cells = Mapping[str, Sequence[str]]

YES_OR_NO = ["да", "нет"]
MAYBE = [*YES_OR_NO, ""]
SELDOM = ["нет", "нет", "нет", "нет", "нет", "да"]


def one(values: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


def records(**cells: Sequence[str]) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries({name: one(values) for name, values in cells.items()})


def without(row: Row, *names: str) -> Row:
    return {name: text for name, text in row.items() if name not in names}


def of_some_bodies(drawn_row: st.SearchStrategy[Row], fewest: int = 3) -> Rows:
    """One record each of some bodies: the others are missing."""

    @st.composite
    def drawn(draw: st.DrawFn) -> list[Row]:
        bodies = draw(st.lists(one(BODIES), min_size=fewest, max_size=len(BODIES), unique=True))
        return [draw(drawn_row) | {"body_name": body} for body in bodies]

    return drawn()


def grid(
    items: Sequence[Row],
    drawn_row: st.SearchStrategy[Row],
    dropped_one_in: int = 15,
    bodies: Sequence[str] = BODIES,
    fewest: int = 3,
) -> Rows:
    """A record of each body and item but a few."""

    @st.composite
    def drawn(draw: st.DrawFn) -> list[Row]:
        present = draw(st.lists(one(bodies), min_size=fewest, max_size=len(bodies), unique=True))
        wanted = [{"body_name": body} | item for body in present for item in items]
        return [draw(drawn_row) | row for row in wanted if draw(st.integers(1, dropped_one_in)) > 1] or [
            draw(drawn_row) | wanted[0]
        ]

    return drawn()


def of_most_bodies(
    bodies: Sequence[str], rows_of: Callable[[st.DrawFn, str], list[Row]], absent_one_in: int = 8
) -> Rows:
    """What is drawn for each body; now and then a body is missing, never all of them."""

    @st.composite
    def drawn(draw: st.DrawFn) -> list[Row]:
        present = [body for body in bodies if draw(st.integers(1, absent_one_in)) < absent_one_in] or list(bodies[:1])
        return [{"body_name": body} | row for body in present for row in rows_of(draw, body)]

    return drawn()


def numbered(column: str, rows: Rows) -> Rows:
    def with_numbers(drawn: list[Row]) -> list[Row]:
        numbers = count(1)
        return [row | {column: f"{next(numbers):05d}"} for row in drawn]

    return rows.map(with_numbers)
