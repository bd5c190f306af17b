"""An edition for a person: the tree of criteria, and one criterion with all that its points rest on, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from olshem.edition.data import Edition, Row
from olshem.edition.formula_kinds import FORMULA_KINDS, MISSING_RULES, ROUNDINGS
from olshem.edition.numbers import band_text
from olshem.edition.tree import LANGUAGES


def tree(edition: Edition) -> list[tuple[int, Row]]:
    """All criteria with their depth from 0, in the order of reading."""
    return [
        found
        for block in sorted(edition.rows("criteria", criterion_role="block"), key=lambda row: int(row["sort_order"]))
        for found in _under(edition, block, 0)
    ]


def _under(edition: Edition, row: Row, depth: int) -> Iterator[tuple[int, Row]]:
    yield depth, row
    for child in edition.children(row["criterion_code"]):
        yield from _under(edition, child, depth + 1)


def tree_text(edition: Edition) -> str:
    """The tree, one line a criterion: code, maximum, name."""
    lines = [f"Edition {edition.name}", ""]
    for depth, row in tree(edition):
        lines.append(
            f"{'  ' * depth}{row['criterion_code']:<{14 - 2 * min(depth, 5)}} {points_text(row):>12}  {row['name_en']}"
        )
    return "\n".join(lines)


def points_text(row: Row) -> str:
    """The maximum of a criterion in words."""
    return f"{row['max_points']} points" if row["max_points"] else "coefficient"


def formula_text(row: Row) -> str:
    """What the kind of formula means, and the formula itself."""
    kind = FORMULA_KINDS.get(row["formula_kind"])
    words = f"{row['formula_kind']}: {kind.words}" if kind else row["formula_kind"]
    return f"{words}. {row['formula']}"


def facts(edition: Edition, row: Row) -> list[tuple[str, str]]:
    """What is to be said of a criterion on one line each."""
    code = row["criterion_code"]
    return [
        *((f"name in {language}", row[f"name_{ending}"]) for ending, language in LANGUAGES.items()),
        ("Kazakh name", {"printed": "as printed in the act"}.get(row["name_kk_source"], "ours")),
        ("part of", row["parent_code"] or "the evaluation"),
        ("bodies", {"both": "central and local"}.get(row["body_kind"], row["body_kind"])),
        ("maximum", points_text(row)),
        ("formula", formula_text(row)),
        ("value", f"{row['unit'].replace('_', ' or ')}; {row['direction_of_good']} is better"),
        ("rounding", ROUNDINGS.get(row["rounding"], row["rounding"])),
        ("missing", MISSING_RULES.get(row["missing_rule"], row["missing_rule"])),
        ("paragraph", row["legal_ref"]),
        ("certainty", row["certainty"]),
        *(
            ("parts", ", ".join(child["criterion_code"] for child in edition.children(code)))
            for _ in edition.children(code)[:1]
        ),
    ]


def parameters(edition: Edition, code: str) -> list[tuple[str, str, str, str]]:
    """Numbers of the formula: name, value, paragraph, assumption."""
    return [
        (
            row["parameter"],
            _with_alternative(row["value"], row["alternative_value"]),
            row["legal_ref"],
            row["assumption_id"],
        )
        for row in edition.rows("formula_parameters", criterion_code=code)
    ]


def bands(edition: Edition, code: str) -> list[tuple[str, str, str, str]]:
    """Tables of points: table, band or category, points, assumptions."""
    return [
        (
            row["band_table"].replace("_", " "),
            band_text(row),
            _with_alternative(row["points"], row["alternative_points"]),
            row["assumption_ids"],
        )
        for row in edition.rows("point_bands", criterion_code=code)
    ]


def _with_alternative(recorded: str, alternative: str) -> str:
    return f"{recorded} (by the other reading {alternative})" if alternative else recorded


def openness(edition: Edition, code: str) -> list[tuple[str, str, str, str, str]]:
    """Parameters of openness: item, what is judged, weight per language version, versions, rule for defects."""
    return [
        (row["item"], row["name_en"], row["weight_per_language"], row["languages"], row["defect_rule"])
        for row in edition.rows("openness_parameters", criterion_code=code)
    ]


def survey(edition: Edition, code: str) -> list[tuple[str, str, str, str]]:
    """Statements of the survey: item, in Russian, in Kazakh, in English."""
    return [
        (row["item"], row["statement_ru"], row["statement_kk"], row["statement_en"])
        for row in edition.rows("survey_items", criterion_code=code)
    ]


def deductions(edition: Edition, code: str) -> list[tuple[str, str, str, str, str]]:
    """Deductions taken from this code: penalty, points, per what, cap of its group, paragraph."""
    return [
        (
            row["penalty_code"],
            row["points_per_unit"],
            row["unit"],
            row["group_cap_points"] or "none printed",
            row["legal_ref"],
        )
        for row in edition.rows("penalties", target_code=code)
    ]


def needed_sources(edition: Edition, code: str) -> list[tuple[str, str]]:
    """Sources of a leaf: code, and whether it can be answered without."""
    return [(row["source"], _need(row)) for row in edition.rows("criterion_source", criterion_code=code)]


def _need(row: Row) -> str:
    if row["alternative_to"]:
        return f"can stand in for {row['alternative_to']}"
    return "required" if row["is_required"] == "true" else "if there is one"


def assumptions(edition: Edition, code: str) -> list[Row]:
    """Decisions that name this code, or that a band, a number or a deduction of it rests on."""
    leaning = [
        *edition.rows("formula_parameters", criterion_code=code),
        *edition.rows("point_bands", criterion_code=code),
        *edition.rows("penalties", target_code=code),
    ]
    named = {
        name for row in leaning for name in f"{row.get('assumption_id', '')} {row.get('assumption_ids', '')}".split()
    }
    return [
        row for row in edition.tables["assumptions"] if code in row["criteria"].split() or row["assumption_id"] in named
    ]


def criterion_text(edition: Edition, code: str) -> str:
    """Everything about one criterion. Raises `Terminal` when the edition has none of that code."""
    row = edition.criterion(code)
    lines = [f"{code}  {row['name_en']}  (edition {edition.name})", ""]
    lines += [f"  {label:<17} {value}" for label, value in facts(edition, row)]
    lines += _small_table("Numbers", ("parameter", "value", "paragraph", "assumption"), parameters(edition, code))
    lines += _small_table("Bands", ("table", "value", "points", "assumptions"), bands(edition, code))
    lines += _small_table(
        "Parameters", ("item", "what is judged", "weight", "versions", "defects"), openness(edition, code)
    )
    lines += _small_table("Statements", ("item", "Russian", "Kazakh", "English"), survey(edition, code))
    lines += _small_table("Deductions", ("penalty", "points", "per", "cap", "paragraph"), deductions(edition, code))
    lines += _small_table("Sources", ("source", ""), needed_sources(edition, code))
    for found in assumptions(edition, code):
        lines += ["", f"  {found['assumption_id']}  {found['defect']} ({found['place']}; {found['certainty']})"]
        lines += [f"    decided: {found['decision_en']}", f"    otherwise: {found['alternative_en']}"]
    return "\n".join(lines)


def _small_table(title: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    cells = [header, *rows]
    if len(cells) == 1:
        return []
    widths = [max(len(row[column]) for row in cells) for column in range(len(header) - 1)]
    lines = [
        "    " + "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in cells
    ]
    return ["", f"  {title}", *lines]
