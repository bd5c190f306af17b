"""One collection in a process of its own, to measure its memory: `python -m benchmarks.one_fetch ADDRESS DATA_SET FILE`.

Prints the seconds that it took and the highest memory of the process in MiB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import peak_mib
from ingest.connectors import portal_api
from ingest.connectors.http import Client
from ingest.connectors.portal_api import DataSet
from ingest.connectors.system import System
from olshem.settings import project_root

KEY_VARIABLE = "OLSHEM_BENCHMARK_KEY"


@dataclass(frozen=True)
class Fetch:
    """What a collection in a process of its own took."""

    seconds: float
    peak_mib: float


def measure(address: str, key: str, data_set: str, into: Path) -> Fetch:
    """Collect a data set in a process of its own, to its end."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.one_fetch", address, data_set, str(into)],
        cwd=project_root(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ | {KEY_VARIABLE: key},
    ).stdout
    taken, peak = answer.split()
    return Fetch(float(taken), float(peak))


def main() -> None:
    """Collect, and print what it took."""
    address, data_set, into = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    system = System("benchmark", address, None, KEY_VARIABLE, allows_private_addresses=True)
    began = time.perf_counter()
    with Client(system) as client:
        portal_api.fetch(client, DataSet(data_set, "id"), ["body_name"], into)
    print(time.perf_counter() - began, peak_mib())


if __name__ == "__main__":
    main()
