"""Services of Airflow are recognised by number and time of birth, so nothing else is ever stopped."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from olshem.airflow import processes
from olshem.airflow.environment import airflow_home, environment, write_password_file
from olshem.airflow.processes import Service
from olshem.warehouse import Terminal


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLSHEM_HOME", str(tmp_path))
    monkeypatch.delenv("OLSHEM_AIRFLOW_PORT", raising=False)


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def record(tmp_path: Path, name: str, pid: int, born_at: float) -> Path:
    file = tmp_path / "airflow" / "services" / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"name": name, "pid": pid, "born_at": born_at, "port": 1}))
    return file


def test_a_service_that_lives_is_found_and_stopped(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    file = record(tmp_path, "scheduler", sleeper.pid, psutil.Process(sleeper.pid).create_time())
    assert list(processes.running()) == ["scheduler"]
    assert processes.stop() == ["scheduler"]
    assert not psutil.pid_exists(sleeper.pid)
    assert not file.exists()


def test_a_portal_that_was_stopped_is_not_taken_for_one_of_others(
    tmp_path: Path, sleeper: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    record(tmp_path, processes.PORTAL, sleeper.pid, psutil.Process(sleeper.pid).create_time())
    monkeypatch.setenv(processes.PORTAL_ADDRESS, "http://127.0.0.1:1")
    assert processes.stop() == [processes.PORTAL]
    assert processes.PORTAL_ADDRESS not in os.environ


def test_a_process_that_got_the_number_of_a_dead_service_is_left_alone(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    file = record(tmp_path, "scheduler", sleeper.pid, psutil.Process(sleeper.pid).create_time() - 1000)
    assert processes.running() == {}
    assert processes.stop() == []
    assert sleeper.poll() is None
    assert not file.exists()


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> dict[str, Service]:
    """The services that live, started and ended without any process; they are healthy at once."""
    living: dict[str, Service] = {}

    def start(name: str, port: int) -> Service:
        living[name] = Service(name, len(living) + 1, 0.0, port)
        return living[name]

    def end(service: Service | None) -> list[psutil.Process]:
        if service:
            del living[service.name]
        return []

    for name, stub in {
        "_start": start,
        "_end": end,
        "running": lambda: dict(living),
        "_migrate": lambda port, say: None,
        "_wait_until_healthy": lambda api, services, say: None,
    }.items():
        monkeypatch.setattr(processes, name, stub)
    for name in (processes.PORTAL_ADDRESS, processes.PORTAL_KEY):
        monkeypatch.setenv(name, "of nobody")  # put back after the test
        os.environ.pop(name)
    return living


def started_whole(services: dict[str, Service]) -> bool:
    """Start, and say whether anything was started; all services and the portal live then, where tasks look for it."""
    _, is_new = processes.start(print)
    assert set(services) == {*processes.SERVICES, processes.PORTAL}
    assert os.environ[processes.PORTAL_ADDRESS] == f"http://127.0.0.1:{services[processes.PORTAL].port}"
    assert os.environ[processes.PORTAL_KEY] == processes.PORTAL_KEY_VALUE
    return is_new


def test_what_lives_is_not_started_again(services: dict[str, Service]) -> None:
    assert started_whole(services)
    before = dict(services)
    assert not started_whole(services)
    assert services == before


@pytest.mark.parametrize(
    "dead", [["api-server"], ["api-server", processes.PORTAL], ["scheduler"], [*processes.SERVICES]]
)
def test_the_portal_of_the_demonstration_lives_whichever_services_had_died(
    services: dict[str, Service], monkeypatch: pytest.MonkeyPatch, dead: list[str]
) -> None:
    started_whole(services)
    port = services[processes.PORTAL].port
    for name in dead:
        del services[name]
    if processes.PORTAL in dead:  # another process is told nothing of it by its environment
        monkeypatch.delenv(processes.PORTAL_ADDRESS)
    assert started_whole(services)
    assert services[processes.PORTAL].port == port, "services that live on expect it there"


def test_a_port_that_was_asked_for_and_is_taken_is_an_explained_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("OLSHEM_AIRFLOW_PORT", str(other.getsockname()[1]))
        with pytest.raises(Terminal, match="taken by another program"):
            processes._choose_port()


def test_a_taken_usual_port_is_replaced_by_a_free_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setattr(processes, "USUAL_PORT", taken)
        assert processes._choose_port() != taken


def test_a_port_of_the_portal_that_a_kill_left_empty_is_chosen_anew() -> None:
    file = airflow_home() / "portal_port"
    for spoilt in ("", "\x00\x00"):
        file.write_text(spoilt)
        port = processes._portal_port()
        assert (file.read_text(), processes._portal_port()) == (str(port), port)


def test_a_note_of_the_prepared_database_that_a_kill_spoilt_has_it_prepared_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def run(command: object, **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(processes, "_database_state", lambda: {"program": "3", "revision": "a", "pool": "b"})
    monkeypatch.setattr(processes, "environment", lambda port: {})
    monkeypatch.setattr(subprocess, "run", run)
    (airflow_home() / "migrated.json").write_text('{"program": "3')
    for _ in range(2):
        processes._migrate(1, print)
        assert len(asked) == 2, "migrated and given its pool, once"


def test_a_kill_while_a_file_is_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "state.json"
    processes._write(file, "old")
    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        processes._write(file, "new")
    assert file.read_text() == "old"


def test_passwords_are_readable_by_the_owner_alone() -> None:
    file = write_password_file()
    assert file.stat().st_mode & 0o777 == 0o600
    assert all(len(word) > 20 for word in json.loads(file.read_text()).values())


def test_airflow_listens_on_this_machine_only_and_reports_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLSHEM_WAREHOUSE_URL", "postgresql://admin:secret@127.0.0.1:1/postgres")
    settings = environment(8080)
    assert settings["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert settings["AIRFLOW__USAGE_DATA_COLLECTION__ENABLED"] == "False"
    assert settings["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS"] == "False"
    for name in ("scheduler", "triggerer"):  # their log servers would listen on every address
        assert "--skip-serve-logs" in processes.SERVICES[name]
