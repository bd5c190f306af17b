"""Airflow's configuration, as environment variables: nothing is written into `airflow.cfg`, nothing reaches the network."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from olshem import warehouse
from olshem.settings import home, project_root
from olshem.warehouse.secrets import password

HOST = "127.0.0.1"
DEMONSTRATION_APPROVER = "demonstration_approver"
# Users of the UI and their roles. The demonstration approver is who `olshem run` answers as, and nobody's login.
USERS = {"engineer": "admin", "approver": "user", DEMONSTRATION_APPROVER: "user"}

NO_TELEMETRY = {
    "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}


def airflow_home() -> Path:
    """Airflow's working folder, made with mode 0700."""
    folder = home() / "airflow"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def log_folder() -> Path:
    """Where the services and the tasks write their logs."""
    folder = home() / "logs" / "airflow"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def login_password(user: str) -> str:
    """The password of a user of the UI; `OLSHEM_AIRFLOW_<USER>_PASSWORD` sets it, otherwise it is generated once."""
    return password(f"airflow_{user}")


def write_password_file() -> Path:
    """The file from which Airflow's simple auth manager reads passwords, mode 0600."""
    file = airflow_home() / "passwords.json"
    text = json.dumps({user: login_password(user) for user in USERS}) + "\n"
    if not file.exists() or file.read_text("utf-8") != text:
        draft = file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(text)
        draft.replace(file)
    return file


def environment(port: int) -> dict[str, str]:
    """The whole environment of an Airflow process whose API listens on `port` of this machine only."""
    address = f"http://{HOST}:{port}"
    return {**os.environ, **NO_TELEMETRY, **_paths(), **_servers(address, port), **_pace(), "OLSHEM_HOME": str(home())}


def _paths() -> dict[str, str]:
    inherited = os.environ.get("PYTHONPATH")
    return {
        "AIRFLOW_HOME": str(airflow_home()),
        "AIRFLOW__CORE__DAGS_FOLDER": str(project_root() / "dags"),
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(log_folder()),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(log_folder() / "dag_processor"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(project_root()), inherited))),
    }


def _servers(address: str, port: int) -> dict[str, str]:
    own = "127.0.0.1,localhost"
    without_proxy = ",".join(filter(None, (os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), own)))
    return {
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": warehouse.airflow_url("postgresql+psycopg2"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": warehouse.airflow_url("postgresql+asyncpg"),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__AUTH_MANAGER": "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{user}:{role}" for user, role in USERS.items()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(write_password_file()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__API__HOST": HOST,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__SECRET_KEY": password("airflow_api_secret"),
        "AIRFLOW__API_AUTH__JWT_SECRET": password("airflow_jwt_secret"),
        "NO_PROXY": without_proxy,
        "no_proxy": without_proxy,
    }


def _pace() -> dict[str, str]:
    """Sized for two cores, and quick to notice what a kill left behind."""
    return {
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__PARALLELISM": "3",
        "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "60",
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "30",
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.3",
        "AIRFLOW__SCHEDULER__JOB_HEARTBEAT_SEC": "3",
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "20",
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "15",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "120",
    }
