"""What one yearly evaluation is called, when it is due, and what its published result says in a few lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from olshem.settings import home
from olshem.warehouse import Terminal, connect

Profile = Literal["real", "demo", "rehearsal"]
PROFILES: tuple[Profile, ...] = ("real", "demo", "rehearsal")
DEMONSTRATION_PROFILES = ("demo", "rehearsal")
INVENTED_YEAR = 2017  # the year of the demonstration; of others the rehearsal has what is public
DEMONSTRATION_APPROVER = "demonstration_approver"  # a user of Airflow by this name; see olshem.airflow.environment

# Reports for a year are due by 20 February of the next one (B1 6, B2 35 and 56): the day after, the run starts.
DUE = "0 6 21 2 *"
TIMEZONE = "Asia/Almaty"

_KEY = re.compile(r"(?P<profile>[a-z]+)/(?P<year>\d{4})")
_PUBLISHED = {"real": "published", "demo": "published_demo", "rehearsal": "published_rehearsal"}


@dataclass(frozen=True)
class Partition:
    """One evaluation: a profile and a reporting year. Its key is the partition key of the assets, `rehearsal/2024`."""

    profile: str
    reporting_year: int

    def __post_init__(self) -> None:
        if self.profile not in PROFILES:
            raise Terminal(f"There is no profile `{self.profile}`. Expected one of {', '.join(PROFILES)}.")
        if not 2010 <= self.reporting_year <= 2100:
            raise Terminal(
                f"The reporting year is {self.reporting_year}. Expected a year from 2010, when the decree was signed."
            )

    @property
    def key(self) -> str:
        """The partition key."""
        return f"{self.profile}/{self.reporting_year}"

    @classmethod
    def parse(cls, key: str | None) -> Partition:
        """Read a partition key. Raises `Terminal` when it is absent or malformed."""
        match = _KEY.fullmatch(key or "")
        if match is None:
            raise Terminal(
                f"The partition key of this DAG run is `{key}`. Expected `<profile>/<year>`, such as `rehearsal/2024`. "
                "Start DAG `collect` with a profile and a year: the others follow by themselves."
            )
        return cls(match["profile"], int(match["year"]))


def partition_of_a_start(key: str | None, chosen: dict[str, object], params: dict[str, object]) -> Partition:
    """The partition that a start of `collect` means: the key, or the profile and year that a person chose.

    `chosen` is what was typed at the start, `params` the same with defaults filled in. Raises `Terminal` when the key
    and what was typed contradict each other.
    """
    if key is None:
        return Partition(str(params["profile"]), int(str(params["year"])))
    partition = Partition.parse(key)
    told = {"profile": partition.profile, "year": partition.reporting_year}
    for name, value in told.items():
        if str(chosen.get(name, value)) != str(value):
            raise Terminal(
                f"This run was started with the key `{key}` and with {name} `{chosen[name]}`: they contradict each other. "
                "Start it again with one of them."
            )
    return partition


def usual_profile(year: int) -> str:
    """The profile that a year is evaluated with when nobody names one: never the real one."""
    return "demo" if year == INVENTED_YEAR else "rehearsal"


@dataclass(frozen=True)
class Coverage:
    """A body and the share of its applicable points that could be scored, in percent."""

    name: str
    coverage_pct: Decimal


@dataclass(frozen=True)
class Summary:
    """A published run in a few lines: counts of index rows, the best and worst covered bodies, the missing sources."""

    run_id: int
    input_digest: str
    result_digest: str
    contains_demonstration_data: bool
    scored_row_count: int
    not_applicable_row_count: int
    missing_row_count: int
    best_covered: list[Coverage]
    worst_covered: list[Coverage]
    missing_sources: list[tuple[str, str]]
    report_files: list[Path]


def published_summary(partition: Partition, *, body_count: int = 3) -> Summary:
    """Read the published run of a partition as the analyst does. Raises `Terminal` when nothing is published."""
    schema = _PUBLISHED[partition.profile]
    year = partition.reporting_year
    with connect("analyst") as connection:
        head = connection.execute(
            "select run_id, input_digest, result_digest, contains_demonstration_data, scored_row_count, "
            f"not_applicable_row_count, missing_row_count from {schema}.rpt_run where reporting_year = %s".encode(),
            [year],
        ).fetchone()
        if head is None:
            raise Terminal(f"Nothing is published for {partition.key}. Start it with `olshem run`.")
        bodies = [
            Coverage(*row)
            for row in connection.execute(
                f"select name_en, coverage_pct from {schema}.rpt_result where run_id = %s "
                "order by coverage_pct desc, sort_order".encode(),
                [head[0]],
            )
        ]
        gaps = connection.execute(
            f"select source, gap_reason_en from {schema}.rpt_source where run_id = %s and gap_reason_en is not null "
            "order by source".encode(),
            [head[0]],
        ).fetchall()
    run_id, input_digest, result_digest, contains_demonstration_data, scored, not_applicable, missing = head
    return Summary(
        run_id=run_id,
        input_digest=input_digest,
        result_digest=result_digest,
        contains_demonstration_data=contains_demonstration_data,
        scored_row_count=scored,
        not_applicable_row_count=not_applicable,
        missing_row_count=missing,
        best_covered=bodies[:body_count],
        worst_covered=bodies[::-1][:body_count],
        missing_sources=[(str(source), str(reason)) for source, reason in gaps],
        report_files=report_files(run_id),
    )


def report_files(run_id: int) -> list[Path]:
    """The files of a run's report, each once."""
    with connect("auditor") as connection:
        rows = connection.execute(
            "select distinct file_name from ledger.artefact where run_id = %s order by file_name", [run_id]
        ).fetchall()
    return [home() / "reports" / str(name) for (name,) in rows]


def latest_assessed_run(partition: Partition) -> int:
    """The youngest run of a partition that has its report tables. Raises `Terminal` when there is none."""
    with connect("publisher") as connection:
        row = connection.execute(
            "select max(run_id) from marts.rpt_run where profile = %s and reporting_year = %s",
            [partition.profile, partition.reporting_year],
        ).fetchone()
    if row is None or row[0] is None:
        raise Terminal(f"No run of {partition.key} has been assessed. Start DAG `collect` with this profile and year.")
    return int(row[0])
