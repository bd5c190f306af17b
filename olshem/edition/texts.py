"""What can be wrong with the register of assumptions and with the places that lean on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from olshem.edition.data import OVERALL, Edition, Row
from olshem.edition.tree import LANGUAGES, row_name


def defects_of_assumptions(edition: Edition) -> Iterator[str]:
    """Decisions and alternatives in three languages, criteria that exist, a reason where there is no switch."""
    rows = edition.tables["assumptions"]
    for name, count in Counter(row["assumption_id"] for row in rows).items():
        if count > 1:
            yield f"assumptions.csv: {name} stands {count} times."
    for row in rows:
        yield from _defects_of_assumption(row, edition.codes | {OVERALL})
    known = {row["assumption_id"] for row in rows}
    for table, others in edition.tables.items():
        for row in others:
            named = f"{row.get('assumption_ids', '')} {row.get('assumption_id', '')}".split()
            for name in named:
                if name not in known:
                    yield f"{table}.csv: {row_name(table, row)} rests on {name}, which assumptions.csv does not hold."
    fixed = {row["assumption_id"] for row in rows if row["is_switchable"] != "true"}
    for row in edition.tables["what_ifs"]:
        for name in row["assumption_ids"].split():
            if name in fixed:
                yield f"what_ifs.csv: {row['assumption_ids']} takes {name} in its alternative, which is not switchable."


def _defects_of_assumption(row: Row, codes: frozenset[str]) -> Iterator[str]:
    name, is_switchable = row["assumption_id"], row["is_switchable"] == "true"
    for code in row["criteria"].split():
        if code not in codes:
            yield f"assumptions.csv: {name} concerns the unknown criterion `{code}`."
    if not row["criteria"].split():
        yield f"assumptions.csv: {name} concerns no criterion."
    for ending, language in LANGUAGES.items():
        if not row[f"decision_{ending}"].strip():
            yield f"assumptions.csv: {name} has no decision in {language}."
        if not row[f"alternative_{ending}"].strip():
            switch = "is switchable, but " if is_switchable else ""
            yield f"assumptions.csv: {name} {switch}has no alternative in {language}."
    if not is_switchable and not row["not_switchable_reason"].strip():
        yield f"assumptions.csv: {name} is not switchable, and no reason says why."
    if (row["assumption_level"] == "criterion") != bool(row["condition"]):
        yield f"assumptions.csv: {name} on level {row['assumption_level']}: a condition stands with criteria, and only there."
