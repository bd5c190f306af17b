"""Where this installation keeps its things, read from the environment once and in one place."""

from __future__ import annotations

import os
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
