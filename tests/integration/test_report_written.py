"""Writing the report of a run that stands in the marts: read back, written whole, recorded, and the same when repeated."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from olshem import warehouse
from olshem.settings import home
from olshem.warehouse.errors import Terminal
from report.read import read
from report.write import write_report
from tests.support.fabricate import frozen_run
from tests.support.report_rows import TABLES, insert, small_report


@pytest.fixture(scope="module")
def run_id(running_warehouse: None) -> int:
    run_id = frozen_run("rehearsal", 2024)
    with warehouse.connect("builder") as connection:
        insert(connection, small_report(), run_id)
    return run_id


@pytest.fixture
def builder(running_warehouse: None) -> Iterator[psycopg.Connection]:
    with warehouse.connect("builder") as connection:
        yield connection


def test_the_report_reads_what_the_marts_hold(run_id: int, builder: psycopg.Connection) -> None:
    found, expected = read(builder, run_id), small_report()
    assert found.run == expected.run
    for part in TABLES:
        assert set(getattr(found, part)) == set(getattr(expected, part)), part
    assert set(found.rejected_cells) == set(expected.rejected_cells)
    assert set(found.unknown_names) == set(expected.unknown_names)


def test_a_second_writing_gives_the_same_bytes_and_no_second_record(run_id: int, builder: psycopg.Connection) -> None:
    first = write_report(run_id)
    bytes_before = {artefact.path: artefact.path.read_bytes() for artefact in first}
    assert write_report(run_id) == first
    assert {path: path.read_bytes() for path in bytes_before} == bytes_before
    recorded = builder.execute(
        "select file_name, sha256, byte_count from ledger.artefact where run_id = %s order by file_name", [run_id]
    ).fetchall()
    assert recorded == sorted((one.file_name, one.sha256, one.byte_count) for one in first)


def test_the_last_event_of_a_run_whose_report_is_written_says_so(run_id: int, builder: psycopg.Connection) -> None:
    write_report(run_id)
    last = builder.execute(
        "select event, actor, detail from ledger.run_event where run_id = %s order by event_id desc limit 1", [run_id]
    ).fetchone()
    assert last == ("reported", "report", "4 files")


def test_a_record_names_a_file_that_lies_below_the_reports_with_that_hash(run_id: int) -> None:
    for artefact in write_report(run_id):
        file = home() / "reports" / artefact.file_name
        assert hashlib.sha256(file.read_bytes()).hexdigest() == artefact.sha256


def test_two_runs_with_the_same_results_write_the_same_files(run_id: int, builder: psycopg.Connection) -> None:
    again = frozen_run("rehearsal", 2024)
    insert(builder, small_report(), again)
    builder.commit()
    assert write_report(again) == write_report(run_id)


def test_a_run_whose_report_was_not_built_is_refused_and_nothing_is_written(running_warehouse: None) -> None:
    unbuilt = frozen_run("demo", 2031)
    with pytest.raises(Terminal, match=f"Run {unbuilt} has no row in `marts.rpt_run`: expected one"):
        write_report(unbuilt)
    assert not (home() / "reports" / "demo" / "2031").exists()


def test_a_failure_while_writing_leaves_the_old_file_whole(run_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {artefact.path: artefact.path.read_bytes() for artefact in write_report(run_id)}

    def full_disk(self: Path, target: Path) -> Path:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(OSError, match="no space left"):
        write_report(run_id)
    folder = next(iter(before)).parent
    assert {path: path.read_bytes() for path in sorted(folder.iterdir())} == dict(sorted(before.items()))
