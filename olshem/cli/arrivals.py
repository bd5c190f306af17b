"""Which sources of an evaluation came, when, and whether in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ingest.contracts import Contract, all_contracts
from ingest.profiles import Input, load_profile
from olshem import warehouse
from olshem.cycle.yearly import TIMEZONE

LONGEST_FAILURE = 100


@dataclass(frozen=True)
class Arrival:
    """A source in a year. `came` is one of: on time, late, came (the act sets no day), in part, never, gap."""

    source: str
    supplier: str
    receiver: str
    due: str
    came: str
    last_good: str
    last_failure: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of a row of the table."""
        way = f"{self.supplier} → {self.receiver}" if self.supplier else ""
        return (self.source, way, self.due, self.came, self.last_good, self.last_failure)


def arrivals(profile: str, year: int) -> list[Arrival]:
    """Every source of the profile's year: its inputs first, then its gaps."""
    declared = load_profile(profile)
    contracts = {contract.source: contract for contract in all_contracts()}
    with warehouse.connect("auditor") as connection:
        good = connection.execute(_GOOD, [profile, year]).fetchall()
        failed = {row[0]: _failure(row[1], row[2]) for row in connection.execute(_FAILED, [profile, year])}
    found = [
        _arrival(source, contracts.get(name), year, [row for row in good if row[0] == name], failed.get(name, ""))
        for name, source in declared.inputs(year).items()
    ]
    return found + [_gap(source, contracts.get(source), year, reason) for source, reason in declared.gaps(year).items()]


def _arrival(
    declared: Input, contract: Contract | None, year: int, good: Sequence[tuple[Any, ...]], failure: str
) -> Arrival:
    due = _due(contract, year)
    last_good = ""
    if good:
        newest = max(row[2] for row in good)
        rows = [row[3] for row in good]
        counted = f"{sum(rows):,} rows" if None not in rows else "not loaded yet"
        last_good = (
            f"{newest.astimezone(_zone()):%Y-%m-%d %H:%M}, {counted}, {sum(row[4] for row in good) / 1e6:,.2f} MB"
        )
    return Arrival(
        declared.source,
        *_way(contract),
        _written(due, contract),
        _came(declared, due, good),
        last_good,
        failure,
    )


def _gap(source: str, contract: Contract | None, year: int, reason: Mapping[str, str]) -> Arrival:
    due = _due(contract, year)
    return Arrival(source, *_way(contract), _written(due, contract), f"gap: {reason['en']}", "", "")


def _came(declared: Input, due: date | None, good: Sequence[tuple[Any, ...]]) -> str:
    """The first good delivery of each part counts: a correction that comes later does not make a source late."""
    if not good:
        return "never"
    if {row[1] for row in good} < {part.name for part in declared.parts}:
        return "in part"
    if due is None:
        return "came"
    first: datetime = max(row[5] for row in good)
    return "on time" if first.astimezone(_zone()).date() <= due else "late"


def _due(contract: Contract | None, year: int) -> date | None:
    """The day by which the act wants the source, in the year after the reporting year."""
    if contract is None or not contract.supply.due[0].isdigit():
        return None
    return date.fromisoformat(f"{year + 1}-{contract.supply.due}")


def _written(due: date | None, contract: Contract | None) -> str:
    return due.isoformat() if due else contract.supply.due if contract else ""


def _way(contract: Contract | None) -> tuple[str, str]:
    return (contract.supply.by, contract.supply.to) if contract else ("", "")


def _failure(failed_at: datetime, message: str) -> str:
    """The day of a failure and its first defect, or its first line, on one line."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    text = next((line.removeprefix("1. ") for line in lines if line.startswith("1. ")), lines[0])
    short = text if len(text) <= LONGEST_FAILURE else text[:LONGEST_FAILURE].rstrip() + "…"
    return f"{failed_at.astimezone(_zone()):%Y-%m-%d %H:%M}: {short}"


def _zone() -> ZoneInfo:
    return ZoneInfo(TIMEZONE)


# Of each part the newest good delivery: rows as they were loaded, else as the supplier declared them.
_GOOD = """
with of_year as (
    select
        snapshot.*,
        first_value(retrieved_at) over (partition by source, part order by retrieved_at) as first_retrieved_at,
        row_number() over (partition by source, part order by retrieved_at desc, snapshot_id desc) as age
    from ledger.snapshot
    where profile = %s and reporting_year = %s
)

select
    of_year.source,
    of_year.part,
    of_year.retrieved_at,
    coalesce(
        (
            select max(load.total_row_count)
            from ledger.load
            inner join ledger.snapshot as same on load.snapshot_id = same.snapshot_id
            where same.sha256 = of_year.sha256 and same.source = of_year.source
        ),
        of_year.declared_row_count
    ),
    of_year.byte_count,
    of_year.first_retrieved_at
from of_year
where of_year.age = 1
"""

_FAILED = """
select distinct on (source) source, failed_at, message
from ledger.collection_failure
where profile = %s and reporting_year = %s
order by source, failed_at desc, failure_id desc
"""
