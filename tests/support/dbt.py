"""Names that the tests of dbt share."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from olshem.cycle.build import dbt_command, dbt_environment, project_folder
from tests.support import crafted
from tests.support.golden import FINANCE, HEALTH, handled


@dataclass(frozen=True)
class TwoRuns:
    """A run with every source of the rehearsal but the budget, and one of the year before with appeals only."""

    this_year: int
    last_year: int


def loaded_pair() -> TwoRuns:
    """Both runs, loaded and not built."""
    return TwoRuns(
        this_year=crafted.loaded_run([
            crafted.statistics([("МФ РК", 54, 54, 54), ("МЗ РК", 54, 50, 40), ("Нет такого", 1, 1, 1)]),
            crafted.appeals([*handled(FINANCE, 12), *handled("Акимат города Нур-Султан", 2), *handled(HEALTH, 3, kind="благодарность")]),
        ]),
        last_year=crafted.loaded_run([crafted.appeals(handled(FINANCE, 5, answered_on="10.02.2023", received_on="01.02.2023"), 2023)], 2023),
    )  # fmt: skip


@dataclass(frozen=True)
class Dbt:
    """dbt as the builder runs it, in a target folder of its own."""

    target: Path

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run dbt with these arguments; what it printed and its return code come back."""
        return subprocess.run(
            dbt_command(*arguments),
            env=dbt_environment() | {"DBT_TARGET_PATH": str(self.target), "DBT_LOG_PATH": str(self.target)},
            cwd=project_folder(),
            capture_output=True,
            text=True,
        )
