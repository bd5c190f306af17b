"""The report as PDF: Typst arranges what `report.tables` holds. No clock, no fonts of the machine: the same bytes everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from olshem.settings import project_root
from olshem.warehouse.errors import Terminal
from report.tables import Column, Document, Figure, Links, Row, Section, Table, Value, legend, shown, symbols

TEMPLATES = Path(__file__).parent / "templates"
MARKS_WIDTH = 17.0  # millimetres


def render(document: Document) -> bytes:
    """The PDF of a report.

    Typst works in a process of its own: it keeps what it arranged, more than a gigabyte for a report of all bodies, until
    its process ends.

    Raises:
        Terminal: Typst refused the template, with its own words.
    """
    done = subprocess.run(
        [sys.executable, "-m", "report.typesetting", str(TEMPLATES)],
        input=json.dumps(as_data(document), ensure_ascii=False).encode(),
        cwd=project_root(),
        capture_output=True,
    )
    if done.returncode != 0:
        raise Terminal(
            f"The PDF in `{document.language.code}` could not be made: Typst stopped in report/templates with: "
            f"{done.stderr.decode(errors='replace').strip()}"
        )
    return done.stdout


def as_data(document: Document) -> Mapping[str, object]:
    """What the template reads: strings, all of them ready to print."""
    language = document.language
    return {
        "language": language.code,
        "title": document.title,
        "short_title": document.short_title,
        "subtitle": document.subtitle,
        "title_lines": document.title_lines,
        "banner": document.banner,
        "demonstration_notice": document.demonstration_notice,
        "contents": language("document.contents"),
        "page_of": language.strings["document.page"],
        "result_digest_label": language("document.result_digest"),
        "result_digest": document.result_digest,
        "parts": [
            {"is_landscape": is_landscape, "sections": [_section(section, document) for section in sections]}
            for is_landscape, sections in _parts(document.sections)
        ],
    }


def _parts(sections: Sequence[Section]) -> list[tuple[bool, list[Section]]]:
    # A chapter begins on a new page unless it continues the one before it.
    parts: list[tuple[bool, list[Section]]] = []
    for section in sections:
        if parts and section.continues_page:
            parts[-1][1].append(section)
        else:
            parts.append((section.is_landscape, [section]))
    return parts


def _section(section: Section, document: Document) -> Mapping[str, object]:
    return {
        "title": section.title,
        "paragraphs": section.paragraphs,
        "facts": [{"title": fact.title, "value": fact.value, "detail": fact.detail} for fact in section.facts],
        "figures": [_figure(figure) for figure in section.figures],
        "tables": [_table(table, document) for table in section.tables],
    }


def _figure(figure: Figure) -> Mapping[str, object]:
    return {
        "title": figure.title,
        "alternative": figure.alternative,
        "svg": figure.svg,
        "note": figure.note,
        "is_demonstration": figure.is_demonstration,
    }


def _table(table: Table, document: Document) -> Mapping[str, object]:
    language = document.language
    columns = [{"title": column.title, "kind": column.kind, "width": column.width} for column in table.columns]
    if table.marks:
        columns.append({"title": language("mark.column"), "kind": "text", "width": MARKS_WIDTH})
    return {
        "title": table.title,
        "columns": columns,
        "groups": _groups(table, language("value.absent")),
        "legend": legend(table, language),
        "notes": [note if isinstance(note, str) else _linked(note) for note in table.notes],
        "empty": table.empty,
        "is_demonstration": table.is_demonstration,
        "is_compact": table.is_compact,
    }


def _groups(table: Table, absent: str) -> list[Mapping[str, object]]:
    groups: list[Mapping[str, object]] = []
    for title, rows in groupby(table.rows, key=lambda row: row.group):
        lines = [{"anchor": row.anchor, "cells": _cells(row, table, absent)} for row in rows]
        groups.append({"title": " · ".join(title), "rows": lines})
    return groups


def _cells(row: Row, table: Table, absent: str) -> list[object]:
    cells = [_cell(value, column, absent) for value, column in zip(row.cells, table.columns, strict=True)]
    return [*cells, symbols(row.marks)] if table.marks else cells


def _cell(value: Value, column: Column, absent: str) -> object:
    if isinstance(value, tuple) and value:
        return _linked(value)
    return shown(value, column.kind, absent)


def _linked(links: Links) -> list[Mapping[str, str]]:
    return [{"words": link.words, "target": link.target} for link in links]
