"""From a snapshot to rows of `raw`: streamed by COPY, visible all at once with the load's row in the ledger.

Everything of a load happens in one transaction. The rows go into a table of their own that no other session sees; at
the end it becomes a partition, or its rows move into the small table they belong to. A load that is killed leaves nothing.
"""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg

from ingest import snapshots
from ingest.contracts import Contract, contract_of
from ingest.loading import Loading, LoadSummary, Progress, Snapshot
from ingest.pseudonyms import PseudonymKey, key_for
from ingest.raw_tables import ensure_tables
from olshem import warehouse
from olshem.warehouse.errors import Terminal
from olshem.warehouse.ledger import record_event, require_unpublished

log = logging.getLogger("olshem.ingest")


def load_run(run_id: int, progress: Progress | None = None) -> list[LoadSummary]:
    """Load every snapshot of a frozen run that is not loaded yet, and let the run rest on these loads.

    Repeating it under the same contracts changes nothing; under others, raises `Terminal` for a run that was published.
    """
    ensure_tables()
    with warehouse.connect("loader") as connection:
        snapshot_ids = [
            int(row[0])
            for row in connection.execute(
                "select snapshot_id from ledger.run_input where run_id = %s and snapshot_id is not null order by source, part",
                [run_id],
            )
        ]
        known = connection.execute("select 1 from ledger.run where run_id = %s", [run_id]).fetchone()
    if not known:
        raise Terminal(f"There is no run {run_id} in `ledger.run`: freeze one before loading.")
    summaries = [load_snapshot(snapshot_id, progress=progress) for snapshot_id in snapshot_ids]
    with warehouse.connect("loader") as connection:
        connection.execute("select pg_advisory_xact_lock(hashtext('olshem loaded'), %s::int)", [run_id])
        loads = [summary.load_id for summary in summaries]
        if connection.execute(_CHOOSE_LOADS, {"run": run_id, "loads": loads}).rowcount:
            require_unpublished(connection, [run_id])
        seen = connection.execute(
            "select 1 from ledger.run_event where run_id = %s and event = 'loaded'", [run_id]
        ).fetchone()
        if not seen:
            total = sum(summary.total_row_count for summary in summaries)
            record_event(
                connection, run_id, "loaded", actor="ingest", detail=f"{total} rows of {len(summaries)} snapshots"
            )
    return summaries


# What the run rests on already, by the last choice among the loads of a snapshot, is not chosen again.
_CHOOSE_LOADS = """
insert into ledger.run_load_choice (run_id, load_id)
select %(run)s, load.load_id
from ledger.load
where
    load.load_id = any(%(loads)s)
    and load.load_id is distinct from (
        select choice.load_id
        from ledger.run_load_choice as choice
        inner join ledger.load as chosen on choice.load_id = chosen.load_id
        where choice.run_id = %(run)s and chosen.snapshot_id = load.snapshot_id
        order by choice.choice_id desc
        limit 1
    )
order by load.load_id
"""


def load_snapshot(snapshot_id: int, contract: Contract | None = None, progress: Progress | None = None) -> LoadSummary:
    """Load one snapshot under its source's contract (or the given one). The same pair again is a no-op, unless its
    personal columns now have another key: pseudonyms of two keys are never taken for each other.

    Raises `LoadMismatch` when the rows are not those that the supplier declared, `SnapshotDamaged` when the bytes are
    not those that were collected, `KeyUnfit` when personal columns have no key; nothing becomes visible then.
    """
    began = time.monotonic()
    with warehouse.connect("loader") as connection, ThreadPoolExecutor(max_workers=1) as background:
        connection.execute("select pg_advisory_xact_lock(hashtext('olshem load'), %s::int)", [snapshot_id])
        snapshot = _snapshot(connection, snapshot_id)
        contract = contract or contract_of(snapshot.source)
        key = key_for(contract, is_demonstration=snapshot.is_demonstration)
        done = _existing(connection, snapshot, contract, key)
        if done:
            return done
        verified = background.submit(snapshots.verify, snapshot.sha256)
        try:
            loading = Loading(connection, snapshot, snapshots.path_of(snapshot.sha256), contract, key, progress)
            summary = loading.run(began, verified)
        except psycopg.DataError as error:
            raise Terminal(
                f"Postgres refused the snapshot {snapshot.sha256} of `{snapshot.source}` ({snapshot.file_name}): {error}. "
                "Nothing was loaded. The file passed its checks, so this is a fault of the loader: report it with the file."
            ) from error
    log.info("%s", summary)
    return summary


def _snapshot(connection: psycopg.Connection, snapshot_id: int) -> Snapshot:
    row = connection.execute(
        "select snapshot_id, source, part, sha256, file_name, declared_row_count, is_demonstration "
        "from ledger.snapshot where snapshot_id = %s",
        [snapshot_id],
    ).fetchone()
    if row is None:
        raise Terminal(f"There is no snapshot {snapshot_id} in `ledger.snapshot`: collect the source first.")
    return Snapshot(*row)


def _existing(
    connection: psycopg.Connection, snapshot: Snapshot, contract: Contract, key: PseudonymKey | None
) -> LoadSummary | None:
    row = connection.execute(
        "select load_id, total_row_count, loaded_row_count, unreadable_row_count from ledger.load "
        "where snapshot_id = %s and contract_sha256 = %s and key_id is not distinct from %s",
        [snapshot.snapshot_id, contract.sha256, key and key.key_id],
    ).fetchone()
    if row is None:
        return None
    return LoadSummary(snapshot.source, snapshot.part, row[0], row[1], row[2], row[3], seconds=0.0, is_new=False)
