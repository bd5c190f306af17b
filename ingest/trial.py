"""A load that is only tried: the same copying, seen by nobody else and rolled back by the caller."""

from __future__ import annotations

import csv
import secrets
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from ingest.contracts import Contract
from ingest.loading import Loading, Progress, Snapshot, spool
from ingest.pseudonyms import LEAST_KEY_BYTES, PseudonymKey
from ingest.raw_tables import ensure_tables


@dataclass(frozen=True)
class Trial:
    """A file in a table that no other session sees, and what could not be read of it: row number, reason, text."""

    table: sql.Identifier
    load_id: int
    total_row_count: int
    unreadable: tuple[tuple[int, str, str], ...]


def try_load(connection: psycopg.Connection, file: Path, contract: Contract, progress: Progress | None = None) -> Trial:
    """Load a file as `load_snapshot` would, without a snapshot and without the ledger. The caller rolls it back.

    Raises what `load_snapshot` raises.
    """
    ensure_tables([contract])
    # a key of this moment: what is tried is rolled back, and needs no key of the installation
    key = PseudonymKey(secrets.token_bytes(LEAST_KEY_BYTES)) if contract.personal_columns else None
    snapshot = Snapshot(0, contract.source, "", "", file.name, None, is_demonstration=False)
    loading = Loading(connection, snapshot, file, contract, key, progress)
    with spool() as refused:
        loading.arrive(refused)
        refused.seek(0)
        unreadable = tuple((int(number), reason, raw) for _, number, reason, raw in csv.reader(refused))
    return Trial(loading.table, loading.load_id, loading.total, unreadable)
