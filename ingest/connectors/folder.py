"""A file that somebody put into a folder, with a manifest `<file>.manifest.json` beside it or without one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ingest.connectors.delivery import Delivery, Manifest, read_manifest
from ingest.errors import ProfileInvalid, SourceSilent
from olshem.settings import home, project_root
from olshem.warehouse.errors import Terminal

LARGEST_MANIFEST_BYTES = 100_000


def fetch(root: str, file_name: str, into: Path, most_bytes: int) -> Delivery:
    """Copy `file_name` of a root (`project`, `home`, or `$VARIABLE`) to `into`, with its manifest read.

    Raises `Terminal` when the file is not there or too large, `SourceSilent` when it cannot be read just now.
    """
    file = locate(root, file_name)
    if not file.is_file():
        raise Terminal(
            f"There is no file {file}. Put the delivery there under this name"
            + (", or generate the demonstration data (`python -m demo.year`)" if root == "home" else "")
            + ", then collect again."
        )
    if file.stat().st_size > most_bytes:
        raise Terminal(
            f"{file} has {file.stat().st_size:,} bytes; the contract allows {most_bytes:,} (`max_bytes`). "
            "Check that it is the right file; if it is, raise the cap in the contract."
        )
    try:
        statement = manifest_beside(file)
        shutil.copyfile(file, into)
    except OSError as error:
        raise SourceSilent(f"{file} could not be read: {error}. It will be tried again.") from error
    return Delivery(path=into, file_name=file.name, origin=f"{root}:{file_name}", manifest=statement)


def locate(root: str, file_name: str) -> Path:
    """Where a delivery is expected. It need not be there."""
    return _root(root) / file_name


def manifest_beside(file: Path) -> Manifest | None:
    """The supplier's statement about a file, if there is one."""
    manifest = file.with_name(file.name + ".manifest.json")
    return read_manifest(_small(manifest)) if manifest.is_file() else None


def _root(root: str) -> Path:
    if root == "project":
        return project_root()
    if root == "home":
        return home()
    value = os.environ.get(root.removeprefix("$"))
    if not value:
        raise ProfileInvalid(
            f"The environment variable {root.removeprefix('$')} is not set. It names the folder where deliveries are put; "
            "set it (see .env.example) and collect again."
        )
    return Path(value)


def _small(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(LARGEST_MANIFEST_BYTES)
