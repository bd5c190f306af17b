"""`python -m benchmarks [SCENARIO ...] [--rows N]`: load a large register, build on it, check it, run the whole year, kill.

Works in a folder of its own, which is removed at the end: nothing of the user's own warehouse is touched.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

SCENARIOS = ("load", "inspect", "collect", "kills", "build", "block-2", "year", "years", "airflow")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"of {', '.join(SCENARIOS)} (default: all)")
    parser.add_argument(
        "--rows",
        type=int,
        nargs="+",
        default=[2_000_000],
        help="records of the register, one size or more (default: 2,000,000)",
    )
    parser.add_argument("--to", type=Path, help="also write the table into this file")
    arguments = parser.parse_args()
    unknown = set(arguments.scenarios) - set(SCENARIOS)
    if unknown:
        parser.error(f"there is no scenario {', '.join(sorted(unknown))}; choose from {', '.join(SCENARIOS)}")
    folder = Path(tempfile.mkdtemp(prefix="olshem-bench-"))
    os.environ["OLSHEM_HOME"] = str(folder)
    from benchmarks import block_2, collecting, kills, loading, measure, scenarios, scheduling
    from olshem import warehouse
    from olshem.warehouse import cluster

    try:
        warehouse.ensure_running()
        asked: dict[str, Callable[[int], Sequence[measure.Figure | str]]] = {
            "load": loading.loads,
            "inspect": loading.inspections,
            "collect": collecting.collections,
            "kills": kills.kills,
            "build": scenarios.builds,
            "block-2": block_2.block_2,
            "year": scenarios.whole_run,
            "years": scenarios.random_years,
            "airflow": scheduling.through_airflow,
        }
        figures = [
            figure
            for name in arguments.scenarios or SCENARIOS
            for row_count in arguments.rows
            for figure in asked[name](row_count)
        ]
        text = f"{os.cpu_count()} cores, Python {platform.python_version()}\n\n{measure.table(figures)}"
        print(text)
        if arguments.to:
            arguments.to.write_text(text + "\n", encoding="utf-8")
    finally:
        warehouse.stop()
        if os.geteuid() == 0:  # root's clusters live outside the folder
            shutil.rmtree(cluster.data_folder().parent, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
