"""Which models a stage builds: all of them, but for what an earlier build of the same project left as it would be made again.

Staging is made once per load and read by load, so what an earlier build left for other loads harms nobody. A source that
no run of the build has is left as it stands, if the same project has built it before; the first build makes everything. The
records of a large source are typed and counted once per load: while the runs of a build have no other loads and no other
corrections than those of the build before, its counts stand.
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
# The large sources, and what is counted from each by load: nothing of it depends on a run.
COUNTED_BY_LOAD = {
    "appeals_register": ("int_interaction__appeals_by_body", "int_interaction__appeals_by_day"),
    "services_monitoring": ("int_interaction__requests_by_service", "int_interaction__requests_by_day"),
}
GOOD = ("success", "pass")
PROJECT_FILES = ("models", "macros", "seeds", "tests", "dbt_project.yml")
FUNCTIONS = "olshem/warehouse/migrations"  # how a cell is read


def selection(connection: psycopg.Connection, stage: Stage, run_ids: Iterable[int]) -> list[str]:
    """The arguments that tell dbt what to build for these runs."""
    chosen = ["--select", *SELECTED[stage]]
    if stage != "criteria":
        return chosen
    wanted = list(run_ids)
    idle = _staged_sources() - _sources_of(connection, wanted)
    counted = _counted_sources(connection, wanted)
    left = sorted((idle | counted) - _lacking(connection))
    models = [model for source in left if source in counted for model in COUNTED_BY_LOAD[source]]
    return chosen + (["--exclude", *(f"path:{STAGING}/{source}" for source in left), *models] if left else [])


def last_build(connection: psycopg.Connection, stage: Stage) -> tuple[int, set[int]] | None:
    """The id and the runs of the last build of a stage, if it was by this project and nothing of it failed."""
    row = connection.execute(
        "select build_id, run_ids, project_digest = %s and "
        "(select count(*) > 0 and bool_and(status = any(%s)) from ledger.model_result where model_result.build_id = build.build_id) "
        "from ledger.build where stage = %s order by build_id desc limit 1",
        [project_digest(), list(GOOD), stage],
    ).fetchone()
    return (int(row[0]), set(row[1])) if row and row[2] else None


# The corrections of each load, as the runs that share it have them.
DECIDED = """
decided as (
    select
        run_load.source,
        run_load.load_id,
        run_load.run_id,
        jsonb_agg(to_jsonb(run_correction) - 'run_id' order by run_correction.correction_id, run_correction.column_name) as cells
    from ledger.run_load
    left join ledger.run_correction using (run_id, source)
    where run_load.run_id = any(%(run_ids)s)
    group by run_load.source, run_load.load_id, run_load.run_id
)
"""

_COUNTED = f"""
with {DECIDED}

select wanted.source
from decided as wanted
left join decided as built
    on
        wanted.source = built.source
        and wanted.load_id = built.load_id
        and wanted.cells = built.cells
        and built.run_id = any(%(built_run_ids)s)
where wanted.run_id = any(%(wanted_run_ids)s) and wanted.source = any(%(sources)s)
group by wanted.source
having bool_and(built.run_id is not null)
"""


def _counted_sources(connection: psycopg.Connection, run_ids: list[int]) -> set[str]:
    """Large sources whose loads the last build counted, with the same corrections."""
    last = last_build(connection, "criteria")
    if last is None:
        return set()
    asked = {
        "wanted_run_ids": run_ids,
        "built_run_ids": list(last[1]),
        "run_ids": [*run_ids, *last[1]],
        "sources": list(COUNTED_BY_LOAD),
    }
    return {str(source) for (source,) in connection.execute(_COUNTED.encode(), asked)}


@cache
def project_digest() -> str:
    """The identity of everything that decides what dbt makes."""
    digest = hashlib.sha256()
    for file in sorted(_files()):
        digest.update(f"{file.relative_to(project_root())}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _files() -> list[Path]:
    found: list[Path] = []
    for place in (*(_project() / name for name in PROJECT_FILES), project_root() / FUNCTIONS):
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
    """Sources whose models were not all built by this project, or are no longer there."""
    rows = connection.execute(
        "select distinct name from ledger.model_result inner join ledger.build using (build_id) "
        "cross join lateral split_part(node_id, '.', 3) as name "
        "where build.project_digest = %s and model_result.status = 'success' "
        "and coalesce(to_regclass(format('staging.%%I', name)), to_regclass(format('intermediate.%%I', name))) is not null",
        [project_digest()],
    )
    built = {str(name) for (name,) in rows}
    return {source for source in _staged_sources() if not _models_of(source) <= built}


def _models_of(source: str) -> set[str]:
    staged = {file.stem for file in (_project() / STAGING / source).glob("*.sql")}
    return staged | {*COUNTED_BY_LOAD.get(source, ())}
