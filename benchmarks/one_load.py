"""One load in a process of its own, to measure its memory or to kill it: `python -m benchmarks.one_load plain SNAPSHOT_ID`.

Prints `begun` when everything is imported, and at the end the seconds of the load and the highest memory of the process
in MiB.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

from benchmarks.measure import peak_mib
from benchmarks.register import CONTRACTS
from ingest.load import load_snapshot
from olshem.settings import project_root

BEGUN = "begun"


@dataclass(frozen=True)
class Load:
    """What a load in a process of its own took."""

    seconds: float
    peak_mib: float


def start(kind: str, snapshot_id: int) -> subprocess.Popen[str]:
    """Begin a load of a register of a kind (`plain` or `personal`); returns once it is about to read."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.one_load", kind, str(snapshot_id)],
        cwd=project_root(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    if process.stdout.readline().strip() != BEGUN:
        raise RuntimeError(f"the load of snapshot {snapshot_id} did not begin: see above")
    return process


def measure(kind: str, snapshot_id: int) -> Load:
    """Load a snapshot in a process of its own, to its end."""
    process = start(kind, snapshot_id)
    answer, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the load of snapshot {snapshot_id} failed: see above")
    taken, peak = answer.split()
    return Load(float(taken), float(peak))


def main() -> None:
    """Load, and print what it took."""
    kind, snapshot_id = sys.argv[1], int(sys.argv[2])
    print(BEGUN, flush=True)
    began = time.perf_counter()
    load_snapshot(snapshot_id, CONTRACTS[kind])
    print(time.perf_counter() - began, peak_mib())


if __name__ == "__main__":
    main()
