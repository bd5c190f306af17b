"""The pace of requests: one limit for all workers, however many processes they are."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest

from demo.portal import Portal
from ingest.connectors import pace
from ingest.connectors.pace import WINDOW_SECONDS, wait_for_turn
from olshem import warehouse
from olshem.settings import project_root

pytestmark = pytest.mark.usefixtures("running_warehouse")

WORKER = """
import sys
from ingest.connectors import pace
from ingest.connectors.http import Client
from ingest.connectors.system import System

pace.WINDOW_SECONDS = float(sys.argv[4])
with Client(System(sys.argv[1], sys.argv[2], int(sys.argv[3]), allows_private_addresses=True)) as client:
    for number in range(int(sys.argv[5])):
        client.json("/datasets/getdatasetsrecount", {"number": f"{sys.argv[6]}/{number}"}, {"X-Requested-With": "XMLHttpRequest", "Referer": "x"})
"""


def requests_of(system: str) -> int:
    with warehouse.connect("auditor") as connection:
        row = connection.execute("select count(*) from ledger.request where system = %s", [system]).fetchone()
    assert row is not None
    return int(row[0])


def test_within_the_limit_nobody_waits_and_every_request_is_written_down() -> None:
    system, waits = f"test {uuid4()}", list[float]()
    for _ in range(3):
        wait_for_turn(system, 3, waits.append)
    assert (waits, requests_of(system)) == ([], 3)


def test_one_too_many_waits_until_the_oldest_is_a_minute_old(monkeypatch: pytest.MonkeyPatch) -> None:
    system = f"test {uuid4()}"

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        monkeypatch.setattr(pace, "WINDOW_SECONDS", 0)

    waits: list[float] = []
    for _ in range(4):
        wait_for_turn(system, 3, sleep)
    assert len(waits) == 1
    assert WINDOW_SECONDS - 5 < waits[0] <= WINDOW_SECONDS


def test_a_system_without_a_limit_is_not_counted() -> None:
    system = f"test {uuid4()}"
    wait_for_turn(system, None)
    assert requests_of(system) == 0


def test_two_workers_together_keep_the_limit_as_the_portal_measures_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The minute of this test has six seconds: twelve requests of two workers at five a minute take two more minutes."""
    monkeypatch.setattr("demo.portal.MINUTE_SECONDS", 6)
    system, began = f"test {uuid4()}", time.monotonic()
    with Portal(tmp_path) as portal:
        workers = [
            subprocess.Popen(
                [sys.executable, "-c", WORKER, system, portal.address, "5", "6.5", "6", str(number)],
                cwd=project_root(),
                env=dict(os.environ),
            )
            for number in range(2)
        ]
        assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
        assert (portal.most_in_a_minute(), len(portal.arrivals)) == (5, 12)
    assert time.monotonic() - began > 2 * 6


def test_the_demonstration_portal_minds_its_own_limit(tmp_path: Path) -> None:
    with Portal(tmp_path, ["forty_a_minute"]) as portal:
        assert [portal.arrive() for _ in range(41)] == [False] * 40 + [True]
