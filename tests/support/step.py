"""One step of a run in a process of its own, to be killed: `python -m tests.support.step NAME RUN_ID`."""

from __future__ import annotations

import sys

from olshem.cycle.publish import publish
from tests.support.pipeline import steps

if __name__ == "__main__":
    name, run_id = sys.argv[1], int(sys.argv[2])
    if name == "publish":
        publish(run_id)
    else:
        dict(steps(run_id))[name]()
