"""What every task has around its one call: errors that Airflow understands, and a ledger that knows of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from airflow.sdk.exceptions import AirflowFailException

from olshem.warehouse import OlshemError, Transient, connect
from olshem.warehouse.ledger import record_event


@contextmanager
def step(name: str, run_id: int | None = None) -> Iterator[None]:
    """Let `Transient` errors be retried and explained ones not; record a failure of a frozen run in the ledger.

    Any other exception is a defect of the program: it passes as it is, with its stack.
    """
    try:
        yield
    except Transient:
        raise
    except OlshemError as error:
        if run_id is not None:
            record_failure(run_id, name, str(error))
        raise AirflowFailException(str(error)) from error


def record_failure(run_id: int, name: str, message: str) -> None:
    """Append the failure of a step to the events of its run."""
    with connect("builder") as connection:
        record_event(connection, run_id, "failed", actor=name, detail=message)
