"""The Data Docs as a site that needs no network: pages of Great Expectations without their outside addresses, and an index.

Great Expectations' own index is a script that loads its parts from seven servers; on a closed network it stays empty, and
elsewhere it tells those servers who reads the results. So the pages lose what they would fetch, and the index is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path

import psycopg

from olshem.settings import home

FETCHED = re.compile(
    r"<script[^>]*\ssrc=[\"']https?://[^>]*>\s*</script>"
    r"|<link[^>]*\shref=[\"']https?://[^>]*>"
    r"|<img[^>]*\ssrc=[\"']https?://[^>]*>"
    r"|<footer>.*?</footer>",
    re.DOTALL,
)
STYLE = """<style>
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem; max-width: 80rem; color: #1c2733; }
table { border-collapse: collapse; margin: .5rem 0 1rem; } th, td { border: 1px solid #ccd3da; padding: .3rem .5rem; text-align: left;
vertical-align: top; } details { margin: .4rem 0; } pre, .collapse code { white-space: pre-wrap; }
.failed, .error { background: #fbe3e0; } .warned { background: #fdf3d4; } ul { margin: 0; }
</style>"""
ATTEMPTS = """
select run.profile, run.reporting_year, result.run_id, result.gate, result.attempt, result.check_id, result.severity,
    result.outcome, result.subject, result.expectation, result.observed
from ledger.check_result as result
inner join ledger.run on result.run_id = run.run_id
order by result.attempt desc, result.check_result_id
"""


def folder() -> Path:
    """Where the site lies."""
    return home() / "data_docs"


def run_name(profile: str, year: int, run_id: int) -> str:
    """The name of a run in addresses of pages."""
    return f"{profile}-{year}-run-{run_id}"


def page_of(gate: str, subject: str, run: str, attempt: str) -> Path:
    """The page of a subject at one attempt, relative to the site."""
    return Path("validations", gate, subject, run, attempt, f"warehouse-{gate}.{subject}.html")


def cut_off(pages: Iterable[Path]) -> None:
    """Take out of the pages whatever a browser would fetch from elsewhere."""
    for page in pages:
        text, taken = FETCHED.subn("", page.read_text("utf-8"))
        if taken:
            page.write_text(text.replace("</head>", f"{STYLE}</head>", 1), "utf-8")


def write_index(connection: psycopg.Connection) -> Path:
    """Write the index of every attempt at a gate that the ledger knows, the latest first."""
    rows = connection.execute(ATTEMPTS).fetchall()
    attempts = "\n".join(_attempt(list(group)) for _, group in groupby(rows, key=lambda row: row[:5]))
    index = folder() / "index.html"
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_text(
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Gates</title>{STYLE}</head><body>\n'
        f"<h1>What the gates found</h1>\n{attempts}\n</body></html>\n",
        "utf-8",
    )
    return index


def _attempt(rows: list[tuple[object, ...]]) -> str:
    profile, year, run_id, gate, attempt = (str(value) for value in rows[0][:5])
    found = [_class_of(str(row[6]), str(row[7])) for row in rows]
    stops = any(row[6] == "block" and row[7] != "passed" for row in rows)
    title = (
        f"{attempt[:15]} · {profile} {year} · run {run_id} · gate {gate}: {'stopped' if stops else 'passed'}, {len(rows)} checks, "
        f"{found.count('passed')} passed, {found.count('failed')} failed, {found.count('warned')} warned, "
        f"{found.count('error')} could not be carried out"
    )
    lines = "\n".join(_lines(rows, run_name(profile, int(year), int(run_id))))
    return (
        f"<details{' open' if stops else ''}><summary>{escape(title)}</summary>\n<table>\n<tr><th>check</th><th>severity</th>"
        f"<th>outcome</th><th>expected</th><th>found</th></tr>\n{lines}\n</table></details>"
    )


def _lines(rows: list[tuple[object, ...]], run: str) -> Iterator[str]:
    for row in rows:
        _, _, _, gate, attempt, check_id, severity, outcome, subject, expectation, observed = (
            str(value) for value in row
        )
        page = page_of(gate, subject.partition(":")[0], run, attempt)
        name = escape(check_id)
        linked = f'<a href="{escape(page.as_posix())}">{name}</a>' if (folder() / page).exists() else name
        cells = (linked, escape(severity), escape(outcome), escape(expectation), escape(observed))
        yield f'<tr class="{_class_of(severity, outcome)}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _class_of(severity: str, outcome: str) -> str:
    return "warned" if (severity, outcome) == ("warn", "failed") else outcome
