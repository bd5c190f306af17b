"""Postgres as the project knows it: started, migrated, and entered under the role of the task at hand."""

from __future__ import annotations

import os

from olshem.warehouse import cluster, migrate
from olshem.warehouse.errors import OlshemError, Terminal, Transient
from olshem.warehouse.roles import Role, airflow_url, connect, connection_parameters, create_roles_and_databases, url

__all__ = [
    "OlshemError",
    "Role",
    "Terminal",
    "Transient",
    "airflow_url",
    "connect",
    "connection_parameters",
    "ensure_running",
    "stop",
    "url",
]


def ensure_running() -> None:
    """Have a migrated warehouse: start the embedded server unless `OLSHEM_WAREHOUSE_URL` names another. Idempotent."""
    if not os.environ.get("OLSHEM_WAREHOUSE_URL"):
        cluster.ensure_started()
    create_roles_and_databases()
    migrate.migrate()


def stop() -> bool:
    """Stop the embedded server; a server of your own is left alone. Returns whether one was stopped."""
    return not os.environ.get("OLSHEM_WAREHOUSE_URL") and cluster.stop()
