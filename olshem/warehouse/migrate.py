"""Numbered migrations: each runs once, in order, in a transaction of its own, and is remembered with its hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import psycopg

from olshem.warehouse.errors import Terminal
from olshem.warehouse.roles import connect

FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Migration:
    """One file of `migrations/`, named `NNNN_what_it_does.sql`."""

    number: int
    name: str
    text: str

    @property
    def sha256(self) -> str:
        """The identity of its text: a migration that has run must never change."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrations(folder: Path = FOLDER) -> list[Migration]:
    """All migrations in order. Numbers without a hole, so that two branches cannot both add the next one unseen."""
    found = [Migration(int(file.name[:4]), file.stem, file.read_text("utf-8")) for file in sorted(folder.glob("*.sql"))]
    for expected, migration in enumerate(found, start=1):
        if migration.number != expected:
            raise Terminal(
                f"`{migration.name}.sql` in {folder}: expected number {expected:04}, found {migration.number:04}."
            )
    return found


def migrate(folder: Path = FOLDER) -> list[str]:
    """Run what has not run yet. Returns the names of the migrations that ran, in order."""
    with connect("owner") as connection:
        connection.execute("select pg_advisory_xact_lock(hashtext('olshem migrations'))")
        connection.execute(
            "create schema if not exists ledger; "
            "create table if not exists ledger.migration "
            "(number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())"
        )
        done = {
            row[0]: (row[1], row[2]) for row in connection.execute("select number, name, sha256 from ledger.migration")
        }
        ran = []
        for migration in migrations(folder):
            if migration.number in done:
                _check_unchanged(migration, *done[migration.number])
            else:
                _apply(connection, migration)
                ran.append(migration.name)
        return ran


def _check_unchanged(migration: Migration, name: str, sha256: str) -> None:
    if migration.sha256 != sha256:
        raise Terminal(
            f"Migration `{migration.name}` has run here with another text (then called `{name}`). "
            "Put the file back as it was and write the change as a new migration."
        )


def _apply(connection: psycopg.Connection, migration: Migration) -> None:
    with connection.transaction():
        connection.execute("reset role")
        connection.execute(migration.text.encode())
        connection.execute("reset role")
        connection.execute(
            "insert into ledger.migration (number, name, sha256) values (%s, %s, %s)",
            [migration.number, migration.name, migration.sha256],
        )
