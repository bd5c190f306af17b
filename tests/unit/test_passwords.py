"""Passwords of the roles: given by the environment, or made once and kept, whoever asks first."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from olshem.warehouse import secrets
from olshem.warehouse.secrets import password

ROLES = ["owner", "loader", "builder", "auditor"]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLSHEM_HOME", str(tmp_path))
    for role in ROLES:
        monkeypatch.delenv(f"OLSHEM_{role.upper()}_PASSWORD", raising=False)


def test_a_password_is_made_once() -> None:
    assert password("loader") == password("loader") != password("builder")


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    password("loader")
    monkeypatch.setenv("OLSHEM_LOADER_PASSWORD", "given")
    assert password("loader") == "given"


def test_who_asks_at_once_for_the_first_time_gets_the_passwords_that_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = secrets._write_private

    def write_slowly(file: Path, text: str) -> None:
        time.sleep(0.02)
        write(file, text)

    monkeypatch.setattr(secrets, "_write_private", write_slowly)
    with ThreadPoolExecutor(len(ROLES) * 2) as pool:
        told = list(pool.map(lambda role: (role, password(role)), ROLES * 2))
    kept = json.loads((tmp_path / "secrets.json").read_text())
    assert set(told) == set(kept.items())
