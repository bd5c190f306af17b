"""How fast a system is asked: one limit for all workers, counted in the ledger, whichever process or machine they are on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from olshem import warehouse

log = logging.getLogger("olshem.ingest")

# A minute as the system may count it: a request that we sent at second 0 may reach it a little later than one of second 60.
WINDOW_SECONDS = 62


def wait_for_turn(system: str, per_minute: int | None, sleep: Callable[[float], None] = time.sleep) -> None:
    """Return when one more request fits into the limit, and write it down. No limit, no waiting."""
    if per_minute is None:
        return
    while (seconds := _seconds_to_wait(system, per_minute)) > 0:
        log.info("%s: %s requests a minute are sent; waiting %.0f s", system, per_minute, seconds)
        sleep(seconds)


def _seconds_to_wait(system: str, per_minute: int) -> float:
    """Take a place in the window of the last minute, or say how long until one is free. One worker at a time decides."""
    with warehouse.connect("loader") as connection:
        connection.execute("select pg_advisory_xact_lock(hashtext('olshem requests'), hashtext(%s))", [system])
        row = connection.execute(
            "select extract(epoch from requested_at + make_interval(secs => %s) - clock_timestamp()) "
            "from ledger.request where system = %s order by requested_at desc offset %s limit 1",
            [WINDOW_SECONDS, system, per_minute - 1],
        ).fetchone()
        if row is not None and row[0] > 0:
            return float(row[0])
        connection.execute("insert into ledger.request (system) values (%s)", [system])
    return 0.0
