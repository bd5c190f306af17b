"""The store of delivered bytes: `home()/snapshots/<sha256>`, written once, never changed, the same bytes kept once.

Files with personal columns lie apart, in `snapshots/personal/`, from their first byte on: reports, site and seal never look
there, and what is there can be kept and deleted by rules of its own.

A file appears under its hash only when all of it is on the disk; what is being copied lies in `incoming/` and has no
hash for a name, so a copy that was interrupted can never be taken for a snapshot.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import SnapshotDamaged
from olshem.settings import home


def folder() -> Path:
    """The store, made with mode 0700: deliveries may hold what is not for everyone."""
    return _private(home() / "snapshots")


def personal_folder() -> Path:
    """The part of the store for files with personal columns, made with mode 0700."""
    return _private(folder() / "personal")


@contextmanager
def incoming(*, is_personal: bool = False) -> Iterator[Path]:
    """A path for a file on its way in, on the same file system as the store. Gone afterwards, unless it was kept.

    `is_personal` says that the file has personal columns: it lies apart while it comes in, and is kept apart.
    """
    waiting = _private((personal_folder() if is_personal else folder()) / "incoming")
    with tempfile.TemporaryDirectory(dir=waiting) as place:
        yield Path(place) / "delivery"


def keep(file: Path) -> str:
    """Move a complete file from `incoming` into the store. Returns its SHA-256. The same bytes again change nothing.

    Bytes that turn out to be personal after they were kept among the others move to the personal ones, never back.
    """
    sha256 = _hash(file)
    is_now_personal = file.is_relative_to(personal_folder())
    target = (personal_folder() if is_now_personal else folder()) / sha256
    if is_known(sha256):
        known = verify(sha256)
        if is_now_personal and not is_personal(sha256):
            known.rename(target)
            _sync_folder(target.parent)
            _sync_folder(folder())
        return sha256
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
    file.chmod(0o400)
    file.rename(target)
    _sync_folder(target.parent)
    return sha256


def is_known(sha256: str) -> bool:
    """Whether the store has a snapshot."""
    return (personal_folder() / sha256).exists() or (folder() / sha256).exists()


def is_personal(sha256: str) -> bool:
    """Whether a snapshot holds personal columns. Raises `SnapshotDamaged` when it is gone."""
    return path_of(sha256).parent == personal_folder()


def path_of(sha256: str) -> Path:
    """Where a snapshot lies. Raises `SnapshotDamaged` when it is gone."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise SnapshotDamaged(f"`{sha256}` is not the SHA-256 of a snapshot.")
    target = next((place / sha256 for place in (personal_folder(), folder()) if (place / sha256).exists()), None)
    if target is None:
        raise SnapshotDamaged(
            f"The snapshot {sha256} is not in {folder()}, though the ledger knows it. Bring it back from a backup "
            "(`olshem restore`), or deliver and collect the source again."
        )
    return target


def verify(sha256: str) -> Path:
    """Read a snapshot through and compare it with its name. Returns its path; raises `SnapshotDamaged` on a difference."""
    target = path_of(sha256)
    found = _hash(target)
    if found != sha256:
        raise SnapshotDamaged(
            f"The snapshot {target} was changed after it was collected: its bytes now have the SHA-256 {found}. "
            "Nothing may be loaded from it. Bring it back from a backup; find out who wrote to the store."
        )
    return target


def _private(place: Path) -> Path:
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync_folder(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
