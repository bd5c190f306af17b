"""The few forms that generated pages share."""

from __future__ import annotations

from collections.abc import Iterable

HEADER = "<!-- Made by `make docs` from {source}. Change the source, not this page. -->\n\n"


def table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table of Markdown, one line a row."""
    lines = ["| " + " | ".join(columns) + " |", "| " + " | ".join("---" for _ in columns) + " |"]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def cell(value: object) -> str:
    """A value on one line, with nothing that would end its cell."""
    return " ".join(str(value if value is not None else "").split()).replace("|", "\\|")
