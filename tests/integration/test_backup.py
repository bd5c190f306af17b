"""Backup and restore: what comes back is what was there, and a damaged file changes nothing."""

from __future__ import annotations

import shutil
import stat
import tarfile
from pathlib import Path

import psycopg
import pytest

from ingest import snapshots
from ingest.contracts import contract_of
from olshem import warehouse
from olshem.cycle.publish import publish
from olshem.settings import home
from olshem.warehouse import backup as backing_up
from olshem.warehouse.backup import backup, restore
from olshem.warehouse.errors import Terminal
from olshem.warehouse.roles import REPLACED, RESTORING, WAREHOUSE, connect_admin
from tests.support import fabricate
from tests.support.deliveries import keep_snapshot

pytestmark = pytest.mark.usefixtures("running_warehouse")


def run_ids() -> set[int]:
    with warehouse.connect("auditor") as connection:
        return {row[0] for row in connection.execute("select run_id from ledger.run")}


def test_a_restored_warehouse_is_the_one_that_was_backed_up(tmp_path: Path) -> None:
    run_id = fabricate.publishable_run("demo", 2020)
    fabricate.overall_score(run_id, "X", coverage_pct=42)
    publish(run_id)
    kept = run_ids()
    file = backup(tmp_path / "olshem.tar")
    (home() / "reports" / f"demo/2020/{run_id}.txt").unlink()
    fabricate.frozen_run("demo", 2021)

    restore(file, replace=True)

    assert run_ids() == kept
    assert (home() / "reports" / f"demo/2020/{run_id}.txt").read_bytes() == b"report"
    with warehouse.connect("analyst") as connection:
        found = connection.execute(
            "select coverage_pct from published_demo.fct_overall_score where reporting_year = 2020"
        ).fetchone()
    assert found == (42,)


def test_a_restore_that_cannot_take_its_last_step_leaves_the_warehouse_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backup(tmp_path / "olshem.tar")
    run_id = fabricate.frozen_run("demo", 2021)

    def change_names_while_somebody_looks_in() -> None:
        with psycopg.connect(**warehouse.connection_parameters("owner", RESTORING)):
            change_names()

    change_names = backing_up._change_names
    monkeypatch.setattr(backing_up, "_change_names", change_names_while_somebody_looks_in)
    with pytest.raises(Terminal, match=r"was not replaced.*restore again"):
        restore(file, replace=True)

    assert run_id in run_ids()


def test_the_files_of_a_backup_are_in_their_places_before_its_ledger_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_snapshot(contract_of("budget_execution"), write(tmp_path, "a delivery of the backup"))
    fabricate.publishable_run("demo", 2024)
    before = files()
    file = backup(tmp_path / "olshem.tar")
    for folder in ("snapshots", "reports"):
        shutil.rmtree(home() / folder)

    def be_killed() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backing_up, "_change_names", be_killed)
    with pytest.raises(KeyboardInterrupt):
        restore(file, replace=True)

    assert files() == before


def test_a_restore_that_is_broken_off_changes_no_report_of_the_warehouse_that_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = fabricate.publishable_run("demo", 2024)
    file = backup(tmp_path / "olshem.tar")
    report = home() / "reports" / f"demo/2024/{run_id}.txt"
    report.write_bytes(b"written since")

    def be_killed() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(backing_up, "_change_names", be_killed)
        with pytest.raises(KeyboardInterrupt):
            restore(file, replace=True)
    assert report.read_bytes() == b"written since"

    restore(file, replace=True)
    assert report.read_bytes() == b"report"


def test_no_empty_warehouse_is_made_while_a_restore_is_broken_off() -> None:
    with connect_admin() as admin:
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [WAREHOUSE])
        admin.execute(f"alter database {WAREHOUSE} rename to {REPLACED}".encode())
    try:
        with pytest.raises(Terminal, match=f"`alter database {REPLACED} rename to {WAREHOUSE}`"):
            warehouse.ensure_running()
    finally:
        with connect_admin() as admin:
            admin.execute(f"alter database {REPLACED} rename to {WAREHOUSE}".encode())


def files() -> set[Path]:
    return {file for name in ("snapshots", "reports") for file in (home() / name).rglob("*") if file.is_file()}


def test_a_backup_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    file = backup(tmp_path / "olshem.tar")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_snapshots_come_back_where_they_were_and_as_private_as_they_were(tmp_path: Path) -> None:
    kept = [
        keep_snapshot(contract_of(source), write(tmp_path, source))
        for source in ("appeals_register", "budget_execution")
    ]
    before = {file.relative_to(home()): file.stat().st_mode for file in (home() / "snapshots").rglob("*")}
    file = backup(tmp_path / "olshem.tar")
    shutil.rmtree(home() / "snapshots")

    restore(file, replace=True)

    after = {file.relative_to(home()): file.stat().st_mode for file in (home() / "snapshots").rglob("*")}
    assert len(kept) == 2
    assert after == {place: mode for place, mode in before.items() if place.name != "incoming"}


def write(folder: Path, content: str) -> Path:
    file = folder / content
    file.write_text(content, encoding="utf-8")
    return file


def test_what_is_still_coming_in_is_no_part_of_a_backup(tmp_path: Path) -> None:
    with snapshots.incoming(is_personal=True) as place:
        place.write_bytes(b"half of the te")
        with tarfile.open(backup(tmp_path / "olshem.tar")) as archive:
            assert [name for name in archive.getnames() if "incoming" in name] == []


def test_a_restore_over_existing_runs_must_be_asked_for(tmp_path: Path) -> None:
    fabricate.frozen_run("demo", 2022)
    file = backup(tmp_path / "olshem.tar")
    with pytest.raises(Terminal, match="--replace"):
        restore(file)


@pytest.mark.parametrize("damage", ["cut", "altered", "foreign"])
def test_a_damaged_backup_changes_nothing(tmp_path: Path, damage: str) -> None:
    run_id = fabricate.publishable_run("demo", 2023)
    file = backup(tmp_path / "olshem.tar")
    whole = file.read_bytes()
    if damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "altered":
        file.write_bytes(whole.replace(b"PGDMP", b"PGDMQ", 1))
    else:
        with tarfile.open(file, "w") as archive:
            archive.add(__file__, arcname="something_else.py")
    with pytest.raises(Terminal, match="Nothing was changed"):
        restore(file, replace=True)
    assert run_id in run_ids()
