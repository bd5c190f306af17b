"""Where this installation keeps its things and which code it runs, read from the environment once and in one place."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def project_root() -> Path:
    """The checkout: the folder that holds `dags/`, `ingest/` and `dbt_project/`."""
    return PROJECT_ROOT


def home() -> Path:
    """The working folder of this installation, `OLSHEM_HOME` or `.olshem/` in the checkout, made with mode 0700.

    It holds the embedded Postgres, the snapshots, the logs and the reports: everything that is not source.
    """
    folder = Path(os.environ.get("OLSHEM_HOME") or PROJECT_ROOT / ".olshem").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def code_version() -> str:
    """The commit of the checkout, `OLSHEM_CODE_VERSION` where there is none (an image), or `unknown`."""
    given = os.environ.get("OLSHEM_CODE_VERSION")
    if given:
        return given
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip() or "unknown"
