"""Which models a stage builds: all of them, but for the staging of sources that its runs do not have.

Staging is made once per load and read by load, so what an earlier build left for other loads harms nobody. A source that
no run of the build has is left as it stands, if the same project has built it before; the first build makes everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import psycopg

from olshem.settings import project_root

Stage = Literal["criteria", "marts", "report"]
STAGES: tuple[Stage, ...] = get_args(Stage)
SELECTED: dict[Stage, tuple[str, ...]] = {
    "criteria": ("resource_type:seed", "path:models/staging", "path:models/intermediate"),
    "marts": ("path:models/marts/core", "path:models/marts/scores", "path:models/marts/cycle"),
    "report": ("path:models/marts/report",),
}
STAGING = "models/staging"
MADE_FROM = ("models", "macros", "seeds", "tests", "dbt_project.yml")


def selection(connection: psycopg.Connection, stage: Stage, run_ids: Iterable[int]) -> list[str]:
    """The arguments that tell dbt what to build for these runs."""
    chosen = ["--select", *SELECTED[stage]]
    if stage != "criteria":
        return chosen
    idle = sorted(_staged_sources() - _sources_of(connection, run_ids) - {*_lacking(connection)})
    return chosen + (["--exclude", *(f"path:{STAGING}/{source}" for source in idle)] if idle else [])


@cache
def project_digest() -> str:
    """The identity of everything that decides what dbt makes."""
    digest = hashlib.sha256()
    for file in sorted(_files()):
        digest.update(f"{file.relative_to(_project())}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _files() -> list[Path]:
    found: list[Path] = []
    for name in MADE_FROM:
        place = _project() / name
        found += [file for file in place.rglob("*") if file.is_file()] if place.is_dir() else [place]
    return found


def _project() -> Path:
    return project_root() / "dbt_project"


def _staged_sources() -> set[str]:
    return {folder.name for folder in (_project() / STAGING).iterdir() if folder.is_dir()}


def _sources_of(connection: psycopg.Connection, run_ids: Iterable[int]) -> set[str]:
    rows = connection.execute("select distinct source from ledger.run_load where run_id = any(%s)", [list(run_ids)])
    return {str(source) for (source,) in rows}


def _lacking(connection: psycopg.Connection) -> set[str]:
    """Sources whose three models were not all built by this project, or are no longer there."""
    rows = connection.execute(
        "select distinct split_part(node_id, '.', 3) from ledger.model_result inner join ledger.build using (build_id) "
        "where build.project_digest = %s and model_result.status = 'success' "
        "and to_regclass(format('staging.%%I', split_part(node_id, '.', 3))) is not null",
        [project_digest()],
    )
    built = {str(name) for (name,) in rows}
    return {source for source in _staged_sources() if not _models_of(source) <= built}


def _models_of(source: str) -> set[str]:
    return {file.stem for file in (_project() / STAGING / source).glob("*.sql")}
