"""Backup and restore: the warehouse, the snapshots it stands on and the reports made from it, in one file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from olshem.settings import home
from olshem.warehouse import cluster, migrate
from olshem.warehouse.errors import Terminal
from olshem.warehouse.roles import (
    OWNER,
    REPLACED,
    RESTORING,
    WAREHOUSE,
    admin_url,
    connect,
    connect_admin,
    create_database,
    create_roles_and_databases,
    set_up_warehouse,
)

DUMP = "warehouse.dump"
MANIFEST = "manifest.json"
FOLDERS = ("snapshots", "reports")
ON_THEIR_WAY_IN = "incoming"  # what the store of snapshots has not got whole


def backup(file: Path) -> Path:
    """Write the warehouse, snapshots and reports to `file` (tar, mode 0600). An interrupted backup leaves no `file`.

    Airflow's own database is not part of it: the ledger holds all that a result rests on.
    """
    draft = file.with_name(file.name + ".new")
    with tempfile.TemporaryDirectory(dir=home()) as folder:
        dump = Path(folder) / DUMP
        _run("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={WAREHOUSE}")
        members = [(DUMP, dump)] + [
            (str(path.relative_to(home())), path)
            for name in FOLDERS
            for path in sorted((home() / name).rglob("*"))
            if path.is_file() and ON_THEIR_WAY_IN not in path.relative_to(home()).parts
        ]
        manifest = Path(folder) / MANIFEST
        manifest.write_text(json.dumps({name: _sha256(path) for name, path in members}, indent=1))
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as archive:
                for name, path in [(MANIFEST, manifest), *members]:
                    archive.add(path, arcname=name)
            stream.flush()
            os.fsync(stream.fileno())
    draft.replace(file)
    return file


def restore(file: Path, *, replace: bool = False) -> None:
    """Put a backup in place of the warehouse here. All or nothing, whenever it is killed: a damaged file changes nothing.

    What the ledger of the backup lists lies in its folder before that ledger is the one in use. Raises `Terminal` when this
    warehouse has runs and `replace` is not set, the file is not a whole backup, or others do not let go of the database.
    """
    create_roles_and_databases()
    migrate.migrate()
    _require_empty_or(replace)
    with tempfile.TemporaryDirectory(dir=home()) as unpacked:
        _unpack(file, Path(unpacked))
        _restore_beside(Path(unpacked) / DUMP)
        for name in FOLDERS:
            _add_files(Path(unpacked) / name, home() / name)
        _change_names()
        for name in FOLDERS:
            _add_files(Path(unpacked) / name, home() / name, over_others=True)
    migrate.migrate()


def _require_empty_or(replace: bool) -> None:
    with connect("owner") as connection:
        row = connection.execute("select count(*) from ledger.run").fetchone()
    run_count = row[0] if row else 0
    if run_count and not replace:
        raise Terminal(f"This warehouse holds {run_count} runs; a restore would replace them. Say --replace to do so.")


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file) as archive:
            for entry in archive.getmembers():
                _unpack_member(archive, entry, folder)
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise Terminal(f"{file} is not a backup of Olshem ({error}). Nothing was changed.") from error
    for name, sha256 in manifest.items():
        member = folder / name
        if not member.is_file() or _sha256(member) != sha256:
            raise Terminal(f"{file} is damaged: `{name}` is missing or altered in it. Nothing was changed.")


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Unpack a plain file to where it belongs, and refuse what would land outside or is no plain file.

    The library's own filter for this came with Python 3.11.4; we run from 3.11.0.
    """
    place = (folder / member.name).resolve()
    content = archive.extractfile(member)
    if content is None or not place.is_relative_to(folder.resolve()):
        raise tarfile.TarError(f"`{member.name}` does not belong into a backup")
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as stream:
        shutil.copyfileobj(content, stream)
    place.chmod(member.mode & 0o777)


def _restore_beside(dump: Path) -> None:
    """Restore into a database of another name."""
    with connect_admin() as admin:
        _drop(admin, RESTORING)
        create_database(admin, RESTORING, OWNER)
        set_up_warehouse(admin, RESTORING)
        _run("pg_restore", "--exit-on-error", f"--dbname={RESTORING}", str(dump))


def _change_names() -> None:
    """Let the restored database be the warehouse: readers meet the old one or the new one, never none and never half."""
    with connect_admin() as admin:
        _drop(admin, REPLACED)
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [WAREHOUSE])
        try:
            with admin.transaction():
                _rename(admin, WAREHOUSE, REPLACED)
                _rename(admin, RESTORING, WAREHOUSE)
        except psycopg.errors.ObjectInUse as error:
            raise Terminal(
                f"The warehouse was not replaced: {error.diag.message_primary}. End these sessions and restore again."
            ) from error
        _drop(admin, REPLACED)


def _rename(admin: psycopg.Connection, database: str, name: str) -> None:
    admin.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(database), sql.Identifier(name)))


def _drop(admin: psycopg.Connection, database: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def _add_files(source: Path, target: Path, *, over_others: bool = False) -> None:
    """Move files to their places. Without `over_others`, what has the same name stays: the old warehouse may know it."""
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_file() and (over_others or not place.exists()):
            for parent in reversed(place.relative_to(home()).parents[:-1]):
                (home() / parent).mkdir(mode=0o700, exist_ok=True)
            path.replace(place)


def _run(program: str, *arguments: str) -> None:
    address = admin_url()
    environment = os.environ | {
        "PGHOST": address.host or "127.0.0.1",
        "PGPORT": str(address.port or 5432),
        "PGUSER": address.username or "",
        "PGPASSWORD": str(address.password or ""),
    }
    done = subprocess.run([str(cluster.binary(program)), *arguments], capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        raise Terminal(f"`{program}` failed: {done.stderr.strip()}")


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
