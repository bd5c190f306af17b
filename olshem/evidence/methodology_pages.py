"""A page for each criterion of each edition, and the tree above them, from the edition's own rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from olshem.edition import Edition, known_editions, read_edition
from olshem.edition import show as shown
from olshem.edition.formula_kinds import FORMULA_KINDS, MISSING_RULES, ROUNDINGS
from olshem.evidence.markdown import HEADER, table
from olshem.settings import project_root

FOLDER = "docs/methodology"
SOURCE = "`dbt_project/seeds/editions/`"
MODELS_LISTED_IN = "dbt_project/macros/criterion_models.sql"


def pages() -> dict[str, Callable[[], str]]:
    """What makes each page, by the path of the page."""
    made: dict[str, Callable[[], str]] = {f"{FOLDER}/index.md": index}
    for name in known_editions():
        edition = read_edition(name)
        for row in edition.tables["criteria"]:
            made[_page(name, row["criterion_code"])] = partial(criterion, edition, row["criterion_code"])
    return made


def index() -> str:
    """The tree of every edition, each criterion with its maximum, certainty, paragraph and model."""
    text = HEADER.format(source=SOURCE) + "# The methodology, criterion by criterion\n\n"
    text += (
        "A page says what a criterion measures, how its points come about, which numbers and bands it uses, what feeds it,\n"
        "and which decisions it rests on. [How to read and change an edition](../methodologist.md).\n"
    )
    for name in known_editions():
        edition = read_edition(name)
        text += f"\n## Edition {name}\n\n"
        text += table(
            ("criterion", "name", "maximum", "certainty", "computed by"),
            (
                (
                    f"{'&emsp;' * depth}[{row['criterion_code']}]({name}/{row['criterion_code']}.md)",
                    row["name_en"],
                    row["max_points"] or "coefficient",
                    row["certainty"],
                    (_model_link(row["criterion_code"], "../../") if row["is_leaf"] == "true" else ""),
                )
                for depth, row in shown.tree(edition)
            ),
        )
    text += "\n## Kinds of formulas\n\n"
    text += table(
        ("kind", "how the points come about", "numbers it needs"),
        (
            (f"`{name}`", kind.words, ", ".join(" or ".join(sorted(wanted)) for wanted in kind.parameters))
            for name, kind in FORMULA_KINDS.items()
        ),
    )
    text += "\n## Rounding and missing data\n\n"
    rules = [("rounding", ROUNDINGS), ("missing", MISSING_RULES)]
    return text + table(
        ("column", "word", "meaning"),
        ((column, f"`{word}`", meaning) for column, words in rules for word, meaning in words.items()),
    )


def criterion(edition: Edition, code: str) -> str:
    """Everything about one criterion of an edition."""
    row = edition.criterion(code)
    text = HEADER.format(source=SOURCE) + f"# {code} {row['name_en']}\n\n"
    text += f"Edition {edition.name}, block {row['block_code']}. [All criteria](../index.md).\n\n"
    facts = [fact for fact in shown.facts(edition, row) if fact[0] not in ("part of", "parts")]
    text += table(("", ""), [*facts, *_neighbours(edition, code)])
    text += _section("Numbers", ("parameter", "value", "paragraph", "assumption"), shown.parameters(edition, code))
    text += _section("Bands", ("table", "value", "points", "assumptions"), shown.bands(edition, code))
    text += _section(
        "Parameters of openness",
        ("item", "what is judged", "weight per version", "versions", "rule for defects"),
        shown.openness(edition, code),
    )
    text += _section("Statements of the survey", ("item", "Russian", "Kazakh", "English"), shown.survey(edition, code))
    text += _section("Deductions", ("penalty", "points", "per", "cap", "paragraph"), shown.deductions(edition, code))
    text += _section(
        "Sources",
        ("source", "needed", "contract"),
        [(f"`{source}`", needed, _contract_link(source)) for source, needed in shown.needed_sources(edition, code)],
    )
    return text + _assumptions(edition, code)


def _neighbours(edition: Edition, code: str) -> list[tuple[str, str]]:
    row = edition.criterion(code)
    found = [("part of", f"[{row['parent_code']}]({row['parent_code']}.md)")] if row["parent_code"] else []
    children = [child["criterion_code"] for child in edition.children(code)]
    if children:
        found.append(("parts", ", ".join(f"[{child}]({child}.md)" for child in children)))
    if row["is_leaf"] == "true":
        found.append(("computed by", _model_link(code, "../../../")))
    return found


def _section(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = list(rows)
    return f"\n## {title}\n\n{table(columns, lines)}" if lines else ""


def _assumptions(edition: Edition, code: str) -> str:
    rows = [
        (row["assumption_id"], row["defect"], row["decision_en"], row["alternative_en"], row["place"], row["certainty"])
        for row in shown.assumptions(edition, code)
    ]
    return _section("Assumptions", ("id", "what is open", "decision", "alternative", "place", "certainty"), rows)


def _page(edition: str, code: str) -> str:
    return f"{FOLDER}/{edition}/{code}.md"


def _contract_link(source: str) -> str:
    relative = f"ingest/sources/{source}.yml"
    return f"[contract](../../../{relative})" if (project_root() / relative).exists() else "none yet"


def _model_link(code: str, up: str) -> str:
    model = model_of(code)
    if model is None:
        return "not computed yet"
    return f"[{model.stem}]({up}{model.relative_to(project_root()).as_posix()})"


def model_of(code: str) -> Path | None:
    """The model that answers a leaf, as the macro `criterion_models` lists it; None while nothing computes it."""
    models = project_root() / "dbt_project" / "models"
    text = (project_root() / MODELS_LISTED_IN).read_text("utf-8")
    for name, codes in re.findall(r'"(int_\w+)": \[([^\]]*)\]', text):
        if f'"{code}"' in codes:
            return next(models.rglob(f"{name}.sql"))
    return None
