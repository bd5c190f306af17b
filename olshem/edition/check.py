"""All defects of an edition, one sentence each: what is wrong, where, and what was expected."""

from __future__ import annotations

from olshem.edition.closed import defects_of_closing, guard_of
from olshem.edition.data import Edition, Row, read_edition
from olshem.edition.numbers import (
    defects_of_bands,
    defects_of_degrees,
    defects_of_numbers,
    defects_of_parameters,
    defects_of_penalties,
    defects_of_weights,
)
from olshem.edition.texts import defects_of_assumptions
from olshem.edition.tree import defects_of_leaves, defects_of_references, defects_of_tree
from olshem.warehouse import Terminal

CHECKS = (
    defects_of_tree,
    defects_of_leaves,
    defects_of_references,
    defects_of_numbers,
    defects_of_weights,
    defects_of_bands,
    defects_of_degrees,
    defects_of_penalties,
    defects_of_parameters,
    defects_of_assumptions,
)


def defects(edition: Edition, guard: Row | None = None) -> list[str]:
    """Every defect, in the order of the checks; none for a sound edition. `guard` is its row of `closed.csv`, if any."""
    return [*defects_of_closing(edition, guard), *(sentence for check in CHECKS for sentence in check(edition))]


def refuse_invalid(name: str) -> None:
    """Let a sound edition pass. Raises `Terminal` with every sentence when it is not, or when there is no such edition."""
    found = defects(read_edition(name), guard_of(name))
    if found:
        raise Terminal(
            f"Edition {name} cannot be evaluated: {len(found)} defect(s) in dbt_project/seeds/editions/.\n"
            + "\n".join(f"  - {sentence}" for sentence in found)
        )
