"""The store of snapshots: written once, whole or not at all, checked when read."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest

from ingest import snapshots
from ingest.errors import SnapshotDamaged


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLSHEM_HOME", str(tmp_path))


def keep(content: bytes, *, is_personal: bool = False) -> str:
    with snapshots.incoming(is_personal=is_personal) as place:
        place.write_bytes(content)
        return snapshots.keep(place)


def test_a_snapshot_is_called_by_its_hash_and_readable_only_by_its_owner() -> None:
    sha256 = keep(b"text")
    file = snapshots.verify(sha256)
    assert sha256 == hashlib.sha256(b"text").hexdigest()
    assert file.read_bytes() == b"text"
    assert stat.S_IMODE(file.stat().st_mode) == 0o400
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_same_bytes_are_kept_once() -> None:
    first = snapshots.path_of(keep(b"text")).stat()
    second = snapshots.path_of(keep(b"text")).stat()
    assert (first.st_ino, first.st_mtime_ns) == (second.st_ino, second.st_mtime_ns)


@pytest.mark.parametrize("is_personal", [False, True], ids=["plain", "personal"])
def test_a_copy_that_was_interrupted_leaves_nothing_that_looks_like_a_snapshot(is_personal: bool) -> None:
    def interrupted() -> None:
        with snapshots.incoming(is_personal=is_personal) as place:
            place.write_bytes(b"half of the te")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [file for file in snapshots.folder().rglob("*") if file.is_file()] == []


def test_changed_bytes_are_noticed_and_never_written_over() -> None:
    sha256 = keep(b"text")
    file = snapshots.path_of(sha256)
    file.chmod(0o600)
    file.write_bytes(b"other text")
    with pytest.raises(SnapshotDamaged, match="was changed after it was collected"):
        snapshots.verify(sha256)
    with pytest.raises(SnapshotDamaged):
        keep(b"text")
    assert file.read_bytes() == b"other text", "the evidence of the change stays"


def test_a_lost_snapshot_is_named_with_what_to_do() -> None:
    with pytest.raises(SnapshotDamaged, match="Bring it back from a backup"):
        snapshots.path_of("0" * 64)


def test_a_name_that_is_no_hash_reaches_no_file() -> None:
    with pytest.raises(SnapshotDamaged, match="is not the SHA-256"):
        snapshots.path_of("../secrets.json")


def test_a_file_with_personal_columns_lies_apart_for_its_owner_alone() -> None:
    sha256 = keep(b"text", is_personal=True)
    file = snapshots.verify(sha256)
    assert file == snapshots.folder() / "personal" / sha256
    assert stat.S_IMODE(file.stat().st_mode) == 0o400
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_file_with_personal_columns_is_apart_while_it_comes_in() -> None:
    with snapshots.incoming(is_personal=True) as place:
        assert place.is_relative_to(snapshots.personal_folder())


def test_whether_a_snapshot_is_personal_is_told_by_its_place() -> None:
    assert [snapshots.is_personal(keep(b"text", is_personal=flag)) for flag in (False, True)] == [False, True]


@pytest.mark.parametrize("order", [(False, True), (True, False), (True, True)], ids=str)
def test_bytes_that_were_ever_personal_are_kept_once_and_apart(order: tuple[bool, bool]) -> None:
    for flag in order:
        sha256 = keep(b"text", is_personal=flag)
    assert [file for file in snapshots.folder().rglob("*") if file.is_file()] == [snapshots.personal_folder() / sha256]
