"""Passwords of the warehouse roles: from the environment, or generated once and kept readable by the owner alone."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from pathlib import Path

from olshem.settings import home


def password(role: str) -> str:
    """The password of a database role.

    `OLSHEM_<ROLE>_PASSWORD` wins; otherwise a random one is made and kept in `secrets.json` (mode 0600).
    Safe to call at once from several processes.
    """
    given = os.environ.get(f"OLSHEM_{role.upper()}_PASSWORD")
    if given:
        return given
    return _generated(home() / "secrets.json", role)


def _generated(file: Path, role: str) -> str:
    if role in (kept := _kept(file)):
        return kept[role]
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = _kept(file)  # another process may have made one meanwhile
        if role not in kept:
            kept[role] = secrets.token_urlsafe(24)
            _write_private(file, json.dumps(kept, indent=1))
    return kept[role]


def _kept(file: Path) -> dict[str, str]:
    return dict(json.loads(file.read_text())) if file.exists() else {}


def _write_private(file: Path, text: str) -> None:
    """Replace `file` in one step; nobody but the owner can read it at any moment."""
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
