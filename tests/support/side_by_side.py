"""How `make test` shares the suite between its workers: what rests on the same built runs stays together."""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling

# Every worker has a warehouse of its own, so a run that several files read would be built by each worker that meets one of them.
READS_WHOLE_RUNS = "what reads the runs that are built once for all"
UNITS = {
    "tests/methodology": READS_WHOLE_RUNS,
    "tests/integration/test_backup.py": READS_WHOLE_RUNS,  # the first of them: a backup takes as long as the warehouse is large
    "tests/integration/test_cli_sources.py": READS_WHOLE_RUNS,
    "tests/integration/test_examples.py": READS_WHOLE_RUNS,
    "tests/integration/test_killed.py": READS_WHOLE_RUNS,
    "tests/integration/test_repeatable.py": READS_WHOLE_RUNS,
    "tests/integration/test_report_reasons.py": READS_WHOLE_RUNS,
    "tests/dbt": "what reads the two small runs of dbt",
}


class ByBuiltRuns(LoadScopeScheduling):
    """Hands out whole units: those listed above, and every other file by itself."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return UNITS.get(file) or UNITS.get(str(PurePosixPath(file).parent)) or file
