"""The beginning of a run: which snapshots it evaluates, and which sources it knows to be missing. Never changed later."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg

from ingest.contracts import contract_of
from ingest.errors import FreezeRefused
from ingest.profiles import Input, Profile, load_profile
from ingest.queries import one_number
from ingest.source_corrections import Correction, corrections_for, record
from olshem import warehouse
from olshem.edition import refuse_invalid
from olshem.settings import code_version
from olshem.warehouse.ledger import record_event

log = logging.getLogger("olshem.ingest")


@dataclass(frozen=True)
class _Frozen:
    """One input of a run: a snapshot with what decides its meaning, or the reason of a gap."""

    source: str
    part: str
    snapshot_id: int | None
    content: Mapping[str, Any]


def freeze(profile: str, year: int, request_key: str) -> int:
    """Make the run that `request_key` asks for, or return the one it made before. Returns the run's id.

    Every source of the edition must be an input with a good newest delivery, or a gap that the profile declares. When
    the newest delivery of an input was refused, an older snapshot is not taken in silence: the freeze stops and says so.
    The open corrections of the inputs are frozen with them. Raises `FreezeRefused` with everything that is missing, and
    `CorrectionsInvalid` for a file of corrections that cannot be read.
    """
    declared = load_profile(profile)
    inputs, gaps = declared.inputs(year), declared.gaps(year)
    with warehouse.connect("loader") as connection:
        connection.execute("select pg_advisory_xact_lock(hashtext('olshem freeze'), hashtext(%s))", [request_key])
        existing = _run_of(connection, request_key, profile, year)
        if existing is not None:
            return existing
        refuse_invalid(declared.edition)
        problems = _undeclared(declared, year)
        frozen = [_Frozen(source, "", None, dict(reason)) for source, reason in gaps.items()]
        for source in inputs.values():
            good, bad = _snapshots_of(connection, declared, year, source)
            frozen += good
            problems += bad
        if problems:
            raise FreezeRefused(
                f"The run of {profile}/{year} cannot be frozen:\n" + "\n".join(f"  - {problem}" for problem in problems)
            )
        corrections = corrections_for(profile, year, inputs)
        run_id = _insert(connection, declared, year, request_key, frozen, corrections)
    log.info(
        "freeze %s/%s: run %s, %s inputs, %s gaps, %s corrections",
        profile, year, run_id, len(frozen) - len(gaps), len(gaps), len(corrections),
    )  # fmt: skip
    return run_id


def input_digest(
    edition: str,
    year: int,
    inputs: Sequence[tuple[str, str, Mapping[str, Any]]],
    corrections: Sequence[Correction] = (),
) -> str:
    """The identity of what a run evaluates: edition, year, per source and part its content or gap, and the corrections.

    No ids of the warehouse, no times of it.
    """
    evaluated = [*inputs, *((one.source, one.part or "", one.identity) for one in corrections)]
    lines = [
        json.dumps([source, part, dict(content)], ensure_ascii=False, sort_keys=True)
        for source, part, content in evaluated
    ]
    return hashlib.sha256("\n".join([f"edition {edition}", f"year {year}", *sorted(lines)]).encode()).hexdigest()


def _undeclared(profile: Profile, year: int) -> list[str]:
    missing = profile.undeclared(year)
    if not missing:
        return []
    return [
        f"the edition {profile.edition} needs {', '.join(f'`{source}`' for source in missing)}, and the profile "
        f"`{profile.name}` neither has {'it' if len(missing) == 1 else 'them'} for {year} nor declares the gap. Add an input, "
        f"or a gap with its reason, to `ingest/profiles/{profile.name}.yml`"
    ]


def _run_of(connection: psycopg.Connection, request_key: str, profile: str, year: int) -> int | None:
    row = connection.execute(
        "select run_id, profile, reporting_year from ledger.run where request_key = %s", [request_key]
    ).fetchone()
    if row is None:
        return None
    if (row[1], row[2]) != (profile, year):
        raise FreezeRefused(
            f"The request `{request_key}` already made run {row[0]} of {row[1]}/{row[2]}; it cannot also ask for "
            f"{profile}/{year}. Use another request key."
        )
    return int(row[0])


def _snapshots_of(
    connection: psycopg.Connection, profile: Profile, year: int, source: Input
) -> tuple[list[_Frozen], list[str]]:
    """The snapshots of a source's parts, and a sentence for each part that has none to be trusted."""
    good, bad = [], []
    for part in source.parts:
        key = [profile.name, year, source.source, part.name]
        is_name_read = bool(contract_of(source.source).format.file_name)
        label = f"`{source.source}`" + (f", part `{part.name}`" if part.name else "")
        row = connection.execute(_NEWEST_SNAPSHOT, [*key, is_name_read]).fetchone()
        failure = connection.execute(_NEWEST_FAILURE, key).fetchone()
        again = f"Collect it again: start the DAG `collect` for {profile.name}/{year}, or `make run`"
        if failure and (row is None or failure[0] >= row[0]):
            older = f"; the snapshot of {_moment(row[0])} is older and not taken in its place" if row else ""
            bad.append(
                f"the newest delivery of {label} was refused on {_moment(failure[0])}{older}. {failure[1]}\n    {again}"
            )
        elif row is None:
            bad.append(f"{label} has not been collected for {year}. {again.replace(' again', '')}")
        else:
            content = {"sha256": row[2], "period": row[3], "is_demonstration": row[4]}
            content |= {"file_name": row[5]} if is_name_read else {}
            good.append(_Frozen(source.source, part.name, int(row[1]), content))
    return good, bad


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


# The newest delivery decides; equal bytes delivered before are the same snapshot, so that they are not loaded twice. Where
# cells come from the file name, it has to be the same too: a corrected name is another delivery.
_NEWEST_SNAPSHOT = """
with newest as (
    select snapshot.*
    from ledger.snapshot
    where profile = %s and reporting_year = %s and source = %s and part = %s
    order by retrieved_at desc, snapshot_id desc
    limit 1
)

select
    newest.retrieved_at,
    min(same.snapshot_id),
    newest.sha256,
    newest.period,
    newest.is_demonstration,
    newest.file_name
from newest
inner join ledger.snapshot as same
    on same.profile = newest.profile
    and same.reporting_year = newest.reporting_year
    and same.source = newest.source
    and same.part = newest.part
    and same.sha256 = newest.sha256
    and same.period = newest.period
    and same.licence = newest.licence
    and same.is_demonstration = newest.is_demonstration
    and same.declared_row_count is not distinct from newest.declared_row_count
    and (same.file_name = newest.file_name or not %s)
group by newest.retrieved_at, newest.sha256, newest.period, newest.is_demonstration, newest.file_name
"""

_NEWEST_FAILURE = """
select failed_at, message
from ledger.collection_failure
where profile = %s and reporting_year = %s and source = %s and part = %s
order by failed_at desc, failure_id desc
limit 1
"""


def _insert(
    connection: psycopg.Connection,
    profile: Profile,
    year: int,
    request_key: str,
    frozen: list[_Frozen],
    corrections: list[Correction],
) -> int:
    inputs = [(one.source, one.part, one.content) for one in frozen]
    digest = input_digest(profile.edition, year, inputs, corrections)
    run_id = one_number(
        connection,
        "insert into ledger.run (profile, reporting_year, edition, request_key, input_digest, code_version) "
        "values (%s, %s, %s, %s, %s, %s) returning run_id",
        [profile.name, year, profile.edition, request_key, digest, code_version()],
    )
    for one in frozen:
        reason = None if one.snapshot_id is not None else json.dumps(dict(one.content), ensure_ascii=False)
        connection.execute(
            "insert into ledger.run_input (run_id, source, part, snapshot_id, gap_reason) values (%s, %s, %s, %s, %s)",
            [run_id, one.source, one.part, one.snapshot_id, reason],
        )
    record(connection, run_id, corrections)
    record_event(connection, run_id, "frozen", actor="ingest", detail=f"request {request_key}")
    return run_id
