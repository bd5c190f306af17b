"""What can be wrong with the tree of criteria and with what hangs on its leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from olshem.edition.data import Edition, Row, kinds_of, number
from olshem.edition.formula_kinds import (
    CERTAINTIES,
    DIRECTIONS_OF_GOOD,
    FORMULA_KINDS,
    MISSING_RULES,
    ROUNDINGS,
    UNITS,
    FormulaKind,
)

LANGUAGES = {"ru": "Russian", "kk": "Kazakh", "en": "English"}
WORDS = {"unit": UNITS, "direction_of_good": DIRECTIONS_OF_GOOD, "rounding": ROUNDINGS, "missing_rule": MISSING_RULES}

KEYS = {
    "criteria": ("criterion_code",),
    "criterion_source": ("criterion_code", "source"),
    "formula_parameters": ("criterion_code", "parameter"),
    "point_bands": ("criterion_code", "band_table"),
    "openness_parameters": ("criterion_code", "item"),
    "survey_items": ("item",),
    "penalties": ("penalty_code",),
    "block_weights": ("direction_code",),
    "overall_weights": ("block_code",),
    "what_ifs": ("assumption_ids",),
    "degrees": ("block_code", "degree"),
    "assumptions": ("assumption_id",),
}


def defects_of_tree(edition: Edition) -> Iterator[str]:
    """Codes, parents, kinds of body, maxima, names."""
    rows = edition.tables["criteria"]
    for code, count in Counter(row["criterion_code"] for row in rows).items():
        if count > 1:
            yield f"criteria.csv: code {code} stands {count} times; a code names one criterion."
    by_code = {row["criterion_code"]: row for row in rows}
    for row in rows:
        yield from _defects_of_place(row, by_code)
        yield from _defects_of_words(row)
    for code in by_code:
        yield from _defects_of_maximum(edition, by_code[code])


def _defects_of_place(row: Row, by_code: Mapping[str, Row]) -> Iterator[str]:
    code, parent_code = row["criterion_code"], row["parent_code"]
    parent = by_code.get(parent_code)
    if parent is None and row["criterion_role"] != "block":
        yield f"criteria.csv: {code} is an orphan: its parent `{parent_code}` is no criterion of the edition."
    if _is_on_a_cycle(code, by_code):
        yield f"criteria.csv: {code} is above itself: its parents make a cycle."
    if parent is not None and not set(kinds_of(row["body_kind"])) <= set(kinds_of(parent["body_kind"])):
        yield f"criteria.csv: {code} is for {row['body_kind']} bodies, its parent {parent_code} for {parent['body_kind']} ones."


def _is_on_a_cycle(code: str, by_code: Mapping[str, Row]) -> bool:
    seen: set[str] = set()
    above = by_code[code]["parent_code"]
    while above in by_code and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = by_code[above]["parent_code"]
    return False


def _defects_of_words(row: Row) -> Iterator[str]:
    code = row["criterion_code"]
    for ending, language in LANGUAGES.items():
        if not row[f"name_{ending}"].strip():
            yield f"criteria.csv: {code} has no {language} name."
    if not row["formula_kind"]:
        yield f"criteria.csv: {code} has no formula kind."
    elif row["formula_kind"] not in FORMULA_KINDS:
        yield f"criteria.csv: {code} has the unknown formula kind `{row['formula_kind']}`; known: {', '.join(FORMULA_KINDS)}."
    for column, known in WORDS.items():
        if row[column] not in known:
            yield f"criteria.csv: {code} has the unknown {column} `{row[column]}`; known: {', '.join(known)}."


def _defects_of_maximum(edition: Edition, row: Row) -> Iterator[str]:
    """The parts of a direction, a group or a leaf make its maximum, for each kind of body. Coefficients have no points."""
    code, maximum = row["criterion_code"], number(row["max_points"])
    children = edition.rows("criteria", parent_code=code)
    if row["criterion_role"] == "block" or maximum is None or not all(child["max_points"] for child in children):
        return
    for kind in kinds_of(row["body_kind"]):
        parts = [number(child["max_points"]) for child in children if kind in kinds_of(child["body_kind"])]
        total = sum(part for part in parts if part is not None)
        if parts and total != maximum:
            yield f"criteria.csv: {code} has the maximum {maximum}, its parts for {kind} bodies make {total}."


def defects_of_leaves(edition: Edition) -> Iterator[str]:
    """Sources of the leaves, and the numbers and tables that their kinds of formula need."""
    codes = edition.codes
    fed = {row["criterion_code"] for row in edition.rows("criterion_source", is_required="true")}
    for row in edition.tables["criterion_source"]:
        if row["source"] not in edition.sources:
            yield f"criterion_source.csv: {row['criterion_code']} needs the unknown source `{row['source']}`."
        if row["criterion_code"] not in codes:
            yield f"criterion_source.csv: source {row['source']} feeds the unknown criterion `{row['criterion_code']}`."
        yield from _defects_of_alternative(edition, row)
    for row in edition.tables["criteria"]:
        code, kind = row["criterion_code"], FORMULA_KINDS.get(row["formula_kind"])
        if row["is_leaf"] == "true" and code not in fed:
            yield f"criterion_source.csv: {code} is a leaf without a required source: nobody could say why it is missing."
        # The numbers of a component stand with its leaf, which is what a model answers.
        if kind is not None and row["criterion_role"] != "component":
            yield from _missing_parameters(edition, code, row["formula_kind"], kind)
        if kind is not None:
            yield from _missing_table(edition, code, row["formula_kind"], kind)


def _defects_of_alternative(edition: Edition, row: Row) -> Iterator[str]:
    code, replaced = row["criterion_code"], row["alternative_to"]
    required = edition.rows("criterion_source", criterion_code=code, body_kind=row["body_kind"], is_required="true")
    if replaced and replaced not in {other["source"] for other in required}:
        yield f"criterion_source.csv: {code}: {row['source']} stands in for `{replaced}`, which the criterion does not require."


def _missing_parameters(edition: Edition, code: str, name: str, kind: FormulaKind) -> Iterator[str]:
    found = {row["parameter"] for row in edition.rows("formula_parameters", criterion_code=code)}
    for wanted in kind.parameters:
        if not wanted & found:
            yield f"formula_parameters.csv: {code} is of the kind {name}, which needs `{'` or `'.join(sorted(wanted))}`."


def _missing_table(edition: Edition, code: str, name: str, kind: FormulaKind) -> Iterator[str]:
    bands = edition.rows("point_bands", criterion_code=code)
    is_there = {
        "bands": any(not band["category"] for band in bands),
        "categories": any(band["category"] for band in bands),
        "openness": bool(edition.rows("openness_parameters", criterion_code=code)),
        "survey": bool(edition.rows("survey_items", criterion_code=code)),
    }
    file = {"openness": "openness_parameters.csv", "survey": "survey_items.csv"}.get(
        kind.table or "", "point_bands.csv"
    )
    if kind.table is not None and not is_there[kind.table]:
        yield f"{file}: {code} is of the kind {name}, but has no row there."


def defects_of_references(edition: Edition) -> Iterator[str]:
    """Paragraphs, certainties, and the codes that rows of other files name."""
    codes = edition.codes | {"OVERALL"}
    for table, rows in edition.tables.items():
        for row in rows:
            who = row_name(table, row)
            if "legal_ref" in row and not row["legal_ref"].strip():
                yield f"{table}.csv: {who} names no paragraph."
            if "certainty" in row and row["certainty"] not in CERTAINTIES:
                yield f"{table}.csv: {who} has the unknown certainty `{row['certainty']}`; known: {', '.join(CERTAINTIES)}."
    for row in edition.tables["survey_items"]:
        if row["criterion_code"] not in codes:
            yield f"survey_items.csv: item {row['item']} feeds the unknown criterion `{row['criterion_code']}`."
    for table in ("formula_parameters", "point_bands", "openness_parameters"):
        for unknown in sorted({row["criterion_code"] for row in edition.tables[table]} - codes):
            yield f"{table}.csv: `{unknown}` is no criterion of the edition."


def row_name(table: str, row: Row) -> str:
    """How a sentence calls a row: by the cells that tell it from the other rows of its file."""
    return " ".join(row[column] for column in KEYS[table])
