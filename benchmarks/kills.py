"""Loads that are killed with SIGKILL at random moments: never half visible, and the next attempt succeeds."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

from benchmarks import one_load
from benchmarks.register import PERSONAL
from benchmarks.stored import collected_again, keep_register
from ingest.load import load_snapshot
from ingest.queries import one_number
from ingest.raw_tables import ensure_tables
from olshem import warehouse

KIND = "personal"
ROW_COUNT = 100_000
TRIALS = 60
LEAVES_BUSY = (
    "select count(*) from pg_stat_activity where application_name = 'olshem loader' and pid <> pg_backend_pid()"
)
LOADS = "select load_id, loaded_row_count from ledger.load where snapshot_id = %s"
VISIBLE = "select count(*) from raw.appeals_register__appeals where _load_id = any(%s)"
ORPHANS = """
select count(*) from pg_class
where relname ~ '^appeals_register__appeals__load_[0-9]+$' and relkind = 'r'
    and substring(relname from '[0-9]+$')::bigint not in (select load_id from ledger.load)
"""


@dataclass
class Killed:
    """What was seen of the loads that were killed. Every defect is a sentence."""

    row_count: int
    trial_count: int = 0
    in_time_count: int = 0  # the kill came before the load was visible
    defects: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        found = "\n".join(self.defects) or "none was half visible, every next attempt was whole, no record came twice"
        return (
            f"{self.trial_count} loads of {self.row_count:,} records with a personal column were killed with SIGKILL at random "
            f"moments, {self.in_time_count} of them before they were visible: {found}."
        )


def kill_loads(trials: int = TRIALS, row_count: int = ROW_COUNT, seed: int | None = None) -> Killed:
    """Begin loads, kill each at a random moment of its life, look at what is left, and load again."""
    ensure_tables()
    chance = random.Random(seed)  # noqa: S311 - a moment, not a secret
    sha256 = keep_register(PERSONAL, row_count).name
    whole = one_load.measure(KIND, collected_again(sha256)).seconds
    seen = Killed(row_count)
    for _ in range(trials):
        snapshot_id, moment = collected_again(sha256), chance.random() * whole
        process = one_load.start(KIND, snapshot_id)
        time.sleep(moment)
        process.kill()
        process.communicate()
        _wait_for_the_server()
        seen.trial_count += 1
        seen.in_time_count += _look(seen, snapshot_id, row_count, f"killed after {moment:.3f} s", least_loads=0) == 0
        load_snapshot(snapshot_id, PERSONAL)
        _look(seen, snapshot_id, row_count, f"loaded again after a kill at {moment:.3f} s", least_loads=1)
    return seen


def _wait_for_the_server() -> None:
    """Until Postgres has noticed that its client is gone: it either forgets the load or has already committed it."""
    with warehouse.connect("auditor", autocommit=True) as connection:
        while connection.execute(LEAVES_BUSY.encode()).fetchone() != (0,):
            time.sleep(0.02)


def _look(seen: Killed, snapshot_id: int, row_count: int, when: str, least_loads: int) -> int:
    """Compare the rows that anyone can see with the ledger. Returns how many loads the ledger knows."""
    with warehouse.connect("auditor") as connection:
        loads = connection.execute(LOADS.encode(), [snapshot_id]).fetchall()
        told = sum(count for _, count in loads)
        visible = one_number(connection, VISIBLE, [[load_id for load_id, _ in loads]])
        orphans = one_number(connection, ORPHANS)
    if not least_loads <= len(loads) <= 1 or told != visible or visible != len(loads) * row_count or orphans:
        seen.defects.append(
            f"{when}: {len(loads)} loads of {told} rows in the ledger, {visible} rows visible, {orphans} tables of no load"
        )
    return len(loads)


def kills(_row_count: int) -> list[str]:
    """The scenario of `make bench`. The number of records does not depend on that of the others."""
    return [str(kill_loads())]
