"""Numbers of the edition are looked up row by row, each of them by some formula.

A plan that repeats a look-up wherever its result is named takes minutes.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from olshem import warehouse
from olshem.edition import read_edition
from olshem.settings import project_root
from tests.support.dbt import Dbt, TwoRuns

LOOKED_UP = '"formula_parameters" as formula_parameters'
SCANNED = "on formula_parameters"
MOST_PER_LOOK_UP = 8  # scans in a plan for each look-up that the SQL asks for; the survey once had 60


@pytest.fixture(scope="module")
def compiled(dbt: Dbt, two_runs: TwoRuns) -> list[Path]:
    """The models that look numbers up, as SQL."""
    done = dbt("compile", "--select", "path:models/intermediate")
    assert done.returncode == 0, done.stdout[-2000:]
    found = [
        file for file in (dbt.target / "compiled").rglob("int_*.sql") if LOOKED_UP in file.read_text("utf-8").lower()
    ]
    assert len(found) > 20
    return found


def test_no_plan_repeats_a_look_up_of_the_edition_many_times(compiled: list[Path]) -> None:
    repeated: dict[str, float] = {}
    with warehouse.connect("builder") as connection:
        for file in compiled:
            query = file.read_text("utf-8")
            plan = connection.execute(f"explain {query}".encode()).fetchall()
            scans = sum(SCANNED in line for (line,) in plan)
            repeated[file.stem] = scans / query.lower().count(LOOKED_UP)
    assert {name: times for name, times in repeated.items() if times > MOST_PER_LOOK_UP} == {}


def test_every_number_of_the_edition_is_read_by_a_formula() -> None:
    files = [file for room in ("models", "macros") for file in (project_root() / "dbt_project" / room).rglob("*.sql")]
    named = {name for file in files for name in re.findall(r"'(\w+)'", file.read_text("utf-8"))}
    numbers = {row["parameter"] for row in read_edition("2017").tables["formula_parameters"]}
    assert "late_share_factor" in named & numbers
    assert {name for name in numbers - named if not name.startswith("working_days_")} == set()
