"""Airflow's services as background processes: started once, recognised after a crash, stopped by identity, never by name."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import psutil
import psycopg

from olshem import warehouse
from olshem.airflow.environment import HOST, airflow_home, environment, log_folder
from olshem.airflow.rest import Api
from olshem.settings import home
from olshem.warehouse import Terminal

USUAL_PORT = 8080
START_TIMEOUT_SECONDS = 240
# Sources are collected side by side, but no system is asked by more workers than this at once; its limit a minute is the
# connector's to keep.
POOL = ("systems", "3", "workers that ask systems for data at once")
STOP_TIMEOUT_SECONDS = 10
# The log servers that scheduler and triggerer would open listen on every address of the machine; logs are local files.
SERVICES = {
    "api-server": ["api-server"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
# Beside Airflow: the local portal from which the profile `demo` collects. Tasks learn its address from their environment.
PORTAL = "demo-portal"
PORTAL_ADDRESS, PORTAL_KEY = "OLSHEM_DEMO_PORTAL", "OLSHEM_DEMO_PORTAL_KEY"
PORTAL_KEY_VALUE = "key-of-the-demonstration"  # the portal asks for a key as the real one does, and has nothing to hide


@dataclass(frozen=True)
class Service:
    """A service that was started here: its process is ours only while number and time of birth both agree."""

    name: str
    pid: int
    born_at: float
    port: int

    def process(self) -> psutil.Process | None:
        """The living process, or None when it has ended or its number belongs to another one now."""
        try:
            process = psutil.Process(self.pid)
            is_ours = abs(process.create_time() - self.born_at) < 1 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if is_ours else None


def running() -> dict[str, Service]:
    """The services that live, by name. Records of dead ones, left by a kill or a restart of the machine, are removed."""
    found = {}
    for name in (*SERVICES, PORTAL):
        file = _record(name)
        if not file.exists():
            continue
        service = Service(**json.loads(file.read_text("utf-8")))
        if service.process() is None:
            file.unlink()
        else:
            found[name] = service
    return found


def api_of(services: dict[str, Service]) -> Api | None:
    """The REST API of running services, or None when the API server is not among them."""
    server = services.get("api-server")
    return Api(f"http://{HOST}:{server.port}") if server else None


def start(say: Callable[[str], None], *, only: tuple[str, ...] = tuple(SERVICES)) -> tuple[Api, bool]:
    """Have the services `only` run and be healthy. Returns the API and whether any of them was started here.

    Raises `Terminal` with the end of the log when one of them dies or is not healthy in four minutes.
    """
    with _only_one_at_a_time():
        living = {name: service for name, service in running().items() if name != PORTAL}
        missing = [name for name in only if name not in living]
        if missing and living and "api-server" in missing:  # the others talk to a server that is gone
            say("Airflow's API server is gone: starting all services again.")
            stop()
            missing, living = list(only), {}
        _have_portal(running().get(PORTAL))  # looked for only now: it may have been stopped with the others
        port = living["api-server"].port if "api-server" in living else _choose_port()
        if missing:
            _migrate(port, say)
            say(f"Starting Airflow ({', '.join(missing)}) ...")
            for name in missing:
                living[name] = _start(name, port)
        api = Api(f"http://{HOST}:{port}")
        _wait_until_healthy(api, {name: living[name] for name in only}, say)
    return api, bool(missing)


def stop() -> list[str]:
    """Stop the services that were started here and everything they started. Returns their names.

    The API server goes last: tasks that are ending still report to it.
    """
    services = running()
    families = [family for name in ("triggerer", "dag-processor", "scheduler") if (family := _end(services.get(name)))]
    _wait_or_kill([member for family in families for member in family])
    _wait_or_kill([*_end(services.get("api-server")), *_end(services.get(PORTAL))])
    for name in services:
        _record(name).unlink(missing_ok=True)
    if PORTAL in services:  # a later start in this process must not take its address for that of a portal of others
        os.environ.pop(PORTAL_ADDRESS, None)
        os.environ.pop(PORTAL_KEY, None)
    return list(services)


@dataclass
class Loan:
    """Airflow for the time of a run. `keep_running` leaves it to the person who is to answer something there."""

    api: Api
    was_started_here: bool
    keep_running: bool = False


@contextmanager
def borrowed(say: Callable[[str], None], *, only: tuple[str, ...]) -> Iterator[Loan]:
    """Have Airflow running, and stop it afterwards if it was started for runs only and no other run goes on."""
    with (airflow_home() / "in_use.lock").open("w") as in_use:
        fcntl.flock(in_use, fcntl.LOCK_SH)
        api, is_new = start(say, only=only)
        if is_new:
            _for_runs_only().touch()
        loan = Loan(api, is_new)
        try:
            yield loan
        finally:
            if loan.keep_running:
                _for_runs_only().unlink(missing_ok=True)
            if _is_last(in_use) and _for_runs_only().exists():
                stop()
                _for_runs_only().unlink(missing_ok=True)


def keep() -> None:
    """Leave Airflow running when the runs that go on now have ended."""
    _for_runs_only().unlink(missing_ok=True)


def _for_runs_only() -> Path:
    return airflow_home() / "for_runs_only"


def _is_last(in_use: TextIO) -> bool:
    try:
        fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _end(service: Service | None) -> list[psutil.Process]:
    """Ask a service to end. Returns it and all that it started."""
    process = service.process() if service else None
    if process is None:
        return []
    family = [process, *_children(process)]
    process.terminate()
    return family


def _wait_or_kill(members: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(members, timeout=STOP_TIMEOUT_SECONDS)
    for member in alive:  # psutil refuses to signal a number that belongs to another process now
        _kill(member)
    psutil.wait_procs(alive, timeout=5)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def _record(name: str) -> Path:
    folder = airflow_home() / "services"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{name}.json"


@contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    with (airflow_home() / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _choose_port() -> int:
    wished = os.environ.get("OLSHEM_AIRFLOW_PORT")
    if wished:
        if not _is_free(int(wished)):
            raise Terminal(
                f"Port {wished} of 127.0.0.1, which OLSHEM_AIRFLOW_PORT names, is taken by another program. "
                "Name a free one, or unset it to have one chosen."
            )
        return int(wished)
    return USUAL_PORT if _is_free(USUAL_PORT) else _any_free_port()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "airflow", *arguments]


def _portal_command(port: int) -> list[str]:
    folder = home() / "deliveries" / "demo"
    return [
        sys.executable,
        "-m",
        "demo.portal",
        "--folder",
        str(folder),
        "--port",
        str(port),
        "--key",
        PORTAL_KEY_VALUE,
    ]


def _migrate(port: int, say: Callable[[str], None]) -> None:
    """Bring Airflow's database up to its version, unless it is there already: asking Airflow takes ten seconds."""
    stamp = airflow_home() / "migrated.json"
    now = _database_state()
    if stamp.exists() and now["revision"] and stamp.read_text("utf-8") == json.dumps(now):
        return
    say("Preparing Airflow's database ...")
    log = log_folder() / "migrate.log"
    with log.open("w") as output:
        done = subprocess.run(
            _command("db", "migrate"), env=environment(port), cwd=airflow_home(), stdout=output, stderr=output
        )
        if done.returncode == 0:
            done = subprocess.run(
                _command("pools", "set", *POOL), env=environment(port), cwd=airflow_home(), stdout=output, stderr=output
            )
    if done.returncode != 0:
        raise Terminal(f"Airflow could not prepare its database.\n{_tail(log)}\nThe whole log: {log}")
    _write(stamp, json.dumps(_database_state()))


def _database_state() -> dict[str, str]:
    """The version of the program and the revision of its tables; no revision when there are no tables yet."""
    from importlib.metadata import version

    with psycopg.connect(warehouse.airflow_url("postgresql")) as connection:
        exists = connection.execute("select to_regclass('alembic_version') is not null").fetchone()
        row = connection.execute("select version_num from alembic_version").fetchone() if exists and exists[0] else None
    return {"program": version("apache-airflow"), "revision": str(row[0]) if row else "", "pool": "/".join(POOL)}


def _have_portal(living: Service | None) -> None:
    """Have the demonstration's portal running and its address in our environment, unless another one is named there.

    One that died comes again at its old port, where services that live on expect it.
    """
    if os.environ.get(PORTAL_ADDRESS) and not living:
        return
    if living is None:
        living = _start(PORTAL, _portal_port())
    os.environ[PORTAL_ADDRESS] = f"http://{HOST}:{living.port}"
    os.environ[PORTAL_KEY] = PORTAL_KEY_VALUE


def _portal_port() -> int:
    file = airflow_home() / "portal_port"
    kept = file.read_text("utf-8") if file.exists() else ""
    port = int(kept) if kept.isdecimal() else 0  # one that a kill left empty is no port
    if not port or not _is_free(port):
        port = _any_free_port()
        _write(file, str(port))
    return port


def _start(name: str, port: int) -> Service:
    command = _command(*SERVICES[name]) if name in SERVICES else _portal_command(port)
    with _log(name).open("a") as output:
        process = subprocess.Popen(
            command,
            env=environment(port),
            cwd=airflow_home(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C in the terminal must not reach it
        )
    service = Service(name, process.pid, psutil.Process(process.pid).create_time(), port)
    _write(_record(name), json.dumps(asdict(service)))
    return service


def _write(file: Path, text: str) -> None:
    """Replace a file in one step: a kill leaves the old one or the new one."""
    draft = file.with_suffix(".new")
    draft.write_text(text, "utf-8")
    draft.replace(file)


def _log(name: str) -> Path:
    return log_folder() / f"{name}.log"


def _tail(file: Path, line_count: int = 15) -> str:
    return "\n".join(file.read_text("utf-8", errors="replace").splitlines()[-line_count:])


def _wait_until_healthy(api: Api, services: dict[str, Service], say: Callable[[str], None]) -> None:
    began = told = time.monotonic()
    while True:
        unhealthy = api.unhealthy(set(services))
        if not unhealthy:
            return
        for name, service in services.items():
            if service.process() is None:
                raise Terminal(
                    f"Airflow's {name} ended while it was starting.\n{_tail(_log(name))}\nThe whole log: {_log(name)}"
                )
        now = time.monotonic()
        if now - began > START_TIMEOUT_SECONDS:
            logs = ", ".join(str(_log(name)) for name in services)
            raise Terminal(
                f"Airflow is not healthy after {START_TIMEOUT_SECONDS} seconds: waiting for {', '.join(unhealthy)}. Logs: {logs}"
            )
        if now - told > 10:
            told = now
            say(f"Waiting for {', '.join(unhealthy)} ...")
        time.sleep(0.5)
