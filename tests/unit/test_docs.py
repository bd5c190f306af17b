"""The documentation: generated pages are current, and no link leads nowhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from olshem.edition import read_edition
from olshem.evidence import pages
from olshem.settings import project_root

MARKDOWN = sorted(
    project_root() / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=project_root(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
)


def test_generated_pages_say_what_their_sources_say_now() -> None:
    assert pages.outdated() == [], "run `make docs` and commit"


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: str(page.relative_to(project_root())))
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    missing = [link for link in local if not (page.parent / link).exists()]
    assert missing == []


def test_the_readme_names_the_page_of_each_role_on_its_first_screen() -> None:
    first_screen = "\n".join((project_root() / "README.md").read_text("utf-8").splitlines()[:30])
    for page in ("docs/data-engineer.md", "docs/analyst.md", "docs/auditor.md", "docs/methodologist.md"):
        assert page in first_screen


def test_the_page_of_the_methodologist_explains_every_condition_of_an_assumption() -> None:
    page = (project_root() / "docs" / "methodologist.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    told = {condition for cell in rows for condition in re.findall(r"`(\w+)`", cell)}
    used = {row["condition"] for row in read_edition("2017").tables["assumptions"]} - {""}
    assert used - told == set()
