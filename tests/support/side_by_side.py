"""How `make test` shares the suite between its workers: what rests on the same built runs stays together, long units come first."""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling

# Every worker has a warehouse of its own, so a run that several files read would be built by each worker that meets one of them.
WHOLE_RUNS = "what reads the runs that are built once for all"
AIRFLOW = "what goes through Airflow"
TWO_RUNS = "what reads the two small runs of dbt"
LONGEST_FIRST = (WHOLE_RUNS, AIRFLOW, TWO_RUNS)
UNITS = {
    "tests/methodology": WHOLE_RUNS,
    "tests/integration/test_backup.py": WHOLE_RUNS,  # the first of them: a backup takes as long as the warehouse is large
    "tests/integration/test_cli_sources.py": WHOLE_RUNS,
    "tests/integration/test_examples.py": WHOLE_RUNS,
    "tests/integration/test_killed.py": WHOLE_RUNS,
    "tests/integration/test_repeatable.py": WHOLE_RUNS,
    "tests/integration/test_report_reasons.py": WHOLE_RUNS,
    "tests/acceptance": AIRFLOW,
    "tests/dbt": TWO_RUNS,
}


class ByBuiltRuns(LoadScopeScheduling):
    """Hands out whole units: those listed above, and every other file by itself."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


def unit_of(nodeid: str) -> str:
    """The unit of a test."""
    file = nodeid.split("::", 1)[0]
    return UNITS.get(file) or UNITS.get(str(PurePosixPath(file).parent)) or file


def place_of(nodeid: str) -> int:
    """Where the unit of a test comes; those that are not listed come last, as they were collected."""
    unit = unit_of(nodeid)
    return LONGEST_FIRST.index(unit) if unit in LONGEST_FIRST else len(LONGEST_FIRST)
