"""Pages that are made from the things they describe, so that they cannot fall behind: `python -m olshem.evidence.pages`.

Data dictionary from the models' contracts, check catalogue from the suites' catalogue, assumptions from the edition,
sources from the contracts and the crosswalk of profiles, a page for each criterion from its edition.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from olshem.evidence import methodology_pages, raw_sources
from olshem.evidence.markdown import HEADER, cell, table
from olshem.settings import project_root


def _rows(relative: str) -> list[dict[str, str]]:
    with (project_root() / relative).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _dbt_models(folder: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for file in sorted((project_root() / "dbt_project" / folder).rglob("*.yml")):
        content = yaml.safe_load(file.read_text("utf-8")) or {}
        found += content.get("models", []) + content.get("seeds", [])
    return sorted(found, key=lambda model: str(model["name"]))


def data_dictionary() -> str:
    """Every mart and seed with its grain and its columns."""
    text = HEADER.format(source="the dbt contracts") + "# Data dictionary\n\n"
    text += "Analysts find the marts under the same names in `published`, `published_rehearsal` and `published_demo`.\n"
    for title, folder in (("Marts", "models/marts"), ("Seeds of the decree and the editions", "seeds")):
        text += f"\n## {title}\n"
        for model in _dbt_models(folder):
            text += f"\n### {model['name']}\n\n{cell(model.get('description'))}\n\n"
            text += table(
                ("column", "type", "meaning"),
                (
                    (f"`{column['name']}`", column.get("data_type", ""), column.get("description", ""))
                    for column in model.get("columns", [])
                ),
            )
    return text


def check_catalogue() -> str:
    """Every check of the gates: how severe, who answers, what it means, what to do."""
    text = HEADER.format(source="`expectations/catalogue.csv`") + "# Checks of the gates\n\n"
    text += "`block` stops the run, and nothing is published; `warn` is recorded and shown in the report of the gate.\n"
    rows = _rows("expectations/catalogue.csv")
    for gate in ("shape", "values", "marts"):
        text += f"\n## Gate {gate}\n\n"
        text += table(
            ("check", "severity", "who answers", "meaning", "what to do"),
            (
                (f"`{row['check_id']}`", row["severity"], row["owner"], row["meaning"], row["what_to_do"])
                for row in rows
                if row["gate"] == gate
            ),
        )
    return text


def assumptions() -> str:
    """Every decision on what the texts leave open, with its alternative."""
    text = HEADER.format(source="`dbt_project/seeds/editions/assumptions.csv`") + "# Assumptions\n\n"
    text += (
        "Where the methodology is silent, damaged or contradicts itself, a decision was taken. The report shows these ids\n"
        "next to every score they touch. From A-109 on they concern what the sources deliver rather than the texts.\n"
    )
    for row in _rows("dbt_project/seeds/editions/assumptions.csv"):
        text += f"\n## {row['assumption_id']}\n\n"
        text += table(
            ("", ""),
            (
                ("place", row["place"]),
                ("what it decides", row["kind"]),
                ("what is open", row["defect"]),
                ("decision", row["decision_en"]),
                ("alternative", row["alternative_en"]),
                ("may a run take the alternative", row["not_switchable_reason"] or "yes"),
                ("criteria", row["criteria"]),
                ("certainty", row["certainty"]),
            ),
        )
    return text


def sources() -> str:
    """Every source of the edition: who hands it in to whom and by when, in which form, what it feeds, who has it."""
    text = HEADER.format(source="`sources.csv`, the contracts and the profiles") + "# Sources\n\n"
    text += (
        "`due` is the day of the year after the reporting year, or the act's own words where it sets no day. `key` tells records\n"
        "apart. Personal columns reach the database only as a keyed HMAC. A source without a contract cannot be collected.\n\n"
    )
    feeds: dict[str, list[str]] = {}
    for row in _rows("dbt_project/seeds/editions/criterion_source.csv"):
        feeds.setdefault(row["source"], []).append(row["criterion_code"])
    text += table(
        ("source", "what", "supplier", "receiver", "due", "format", "key", "personal", "criteria"),
        (_source_row(row, feeds.get(row["source"], [])) for row in _rows("dbt_project/seeds/decree/sources.csv")),
    )
    profiles = sorted(file.stem for file in (project_root() / "ingest/profiles").glob("*.yml"))
    text += "\nProfiles: " + ", ".join(f"[{name}](../../ingest/profiles/{name}.yml)" for name in profiles) + ".\n"
    return text


def _source_row(row: dict[str, str], criteria: list[str]) -> tuple[str, ...]:
    relative = f"ingest/sources/{row['source']}.yml"
    file = project_root() / relative
    feeds = ", ".join(dict.fromkeys(criteria)) or "none: it decides on penalties, or is shown for information"
    if not file.exists():
        return (f"`{row['source']}`", row["title_en"], row["owner_en"], "", "", "no contract", "", "", feeds)
    contract = yaml.safe_load(file.read_text("utf-8"))
    supply, layout = contract["supply"], contract["format"]
    personal = [column["name"] for column in contract["columns"] if column.get("is_personal")]
    return (
        f"[`{row['source']}`](../../{relative})",
        row["title_en"],
        supply["by"],
        supply["to"],
        supply["due"],
        layout["kind"] + (f", `{layout['delimiter']}`" if layout["kind"] == "csv" else ""),
        ", ".join(f"`{name}`" for name in contract["keys"]["columns"]),
        ", ".join(f"`{name}`" for name in personal) or "none",
        feeds,
    )


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/data-dictionary.md": data_dictionary,
    "docs/reference/checks.md": check_catalogue,
    "docs/reference/sources.md": sources,
    "docs/assumptions.md": assumptions,
    raw_sources.FILE: raw_sources.raw_sources,
    **methodology_pages.pages(),
}


def outdated() -> list[str]:
    """The pages whose text is not what their sources say now, and pages of criteria that no edition has any more."""
    behind = [name for name, make in PAGES.items() if not _is_current(project_root() / name, make())]
    return [*behind, *_left_over()]


def _left_over() -> list[str]:
    folder = project_root() / methodology_pages.FOLDER
    there = (file.relative_to(project_root()).as_posix() for file in sorted(folder.rglob("*.md")))
    return [name for name in there if name not in PAGES]


def _is_current(file: Path, text: str) -> bool:
    return file.exists() and file.read_text("utf-8") == text


def main() -> None:
    """Write every page."""
    for name, make in PAGES.items():
        file = project_root() / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(make(), encoding="utf-8")
    for name in _left_over():
        (project_root() / name).unlink()
    print(f"wrote {len(PAGES)} pages")


if __name__ == "__main__":
    main()
