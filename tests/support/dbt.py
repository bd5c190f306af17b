"""Names that the tests of dbt share."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from olshem.cycle.build import dbt_command, dbt_environment, project_folder


@dataclass(frozen=True)
class TwoRuns:
    """A run with every source of the rehearsal but the budget, and one of the year before with appeals only."""

    this_year: int
    last_year: int


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
