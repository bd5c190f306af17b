"""Keys of the systems that a profile asks: from the environment, or from the Airflow connection of the system's name.

Connectors read a key from an environment variable and know nothing of Airflow. A task puts what Airflow keeps there, for
its own process only; Airflow masks it in the logs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Protocol

from airflow.sdk import Connection
from airflow.sdk.exceptions import AirflowNotFoundException


class AsksForKey(Protocol):
    """A system as a profile declares it: its name, and the variable from which its connector reads the key."""

    @property
    def name(self) -> str:
        """The name of the system, and of its connection."""

    @property
    def key_variable(self) -> str:
        """The environment variable of the key; empty where the system asks for none."""


def provide_keys(systems: Iterable[AsksForKey]) -> None:
    """Have the keys of these systems in the environment. What is set there already wins over the connection.

    A system whose key is nowhere is left alone: its connector says what to set when the key is needed.
    """
    for system in systems:
        if not system.key_variable or os.environ.get(system.key_variable):
            continue
        try:
            key = Connection.get(system.name).password
        except AirflowNotFoundException:
            continue
        if key:
            os.environ[system.key_variable] = key
