"""Passwords of the warehouse roles: from the environment, or generated once and kept readable by the owner alone."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from olshem.settings import home


def password(role: str) -> str:
    """The password of a database role.

    `OLSHEM_<ROLE>_PASSWORD` wins; otherwise a random one is made and kept in `secrets.json` (mode 0600).
    """
    given = os.environ.get(f"OLSHEM_{role.upper()}_PASSWORD")
    if given:
        return given
    return _generated(home() / "secrets.json", role)


def _generated(file: Path, role: str) -> str:
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    if role not in kept:
        kept[role] = secrets.token_urlsafe(24)
        _write_private(file, json.dumps(kept, indent=1))
    return kept[role]


def _write_private(file: Path, text: str) -> None:
    """Replace `file` in one step; nobody but the owner can read it at any moment."""
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
