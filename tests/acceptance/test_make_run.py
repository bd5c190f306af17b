"""The rehearsal as a newcomer runs it: through a real Airflow, two years at once, one approved and one refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from olshem import warehouse
from olshem.airflow import processes
from olshem.settings import project_root
from olshem.warehouse import cluster

LIMIT_SECONDS = 800


@dataclass(frozen=True)
class Rehearsals:
    """What the two runs that went on at once, and one that could not, left behind."""

    approved: subprocess.CompletedProcess[str]
    refused: subprocess.CompletedProcess[str]
    impossible: subprocess.CompletedProcess[str]
    home: Path


def olshem(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "olshem.cli", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=project_root(),
    )  # fmt: skip


def finished(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    output, _ = process.communicate(timeout=LIMIT_SECONDS)
    return subprocess.CompletedProcess(process.args, process.returncode, stdout=output)


@pytest.fixture(scope="module")
def rehearsals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsals]:
    home = tmp_path_factory.mktemp("acceptance")
    before = os.environ.get("OLSHEM_HOME")
    os.environ["OLSHEM_HOME"] = str(home)
    try:
        up = finished(olshem("up"))
        assert up.returncode == 0, up.stdout
        started = [olshem("run", "--year", "2024"), olshem("run", "--year", "2023", "--refuse")]
        impossible = finished(olshem("run", "--year", "2019"))
        approved, refused = [finished(process) for process in started]
        yield Rehearsals(approved, refused, impossible, home)
        finished(olshem("down"))
        if os.geteuid() == 0:  # root's clusters live outside the temporary folder
            shutil.rmtree(cluster.data_folder().parent)
    finally:
        os.environ.pop("OLSHEM_HOME")
        if before is not None:
            os.environ["OLSHEM_HOME"] = before


def rows(query: str) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(query.encode()).fetchall()


@pytest.mark.timeout(LIMIT_SECONDS)
def test_the_approved_year_ends_with_its_report(rehearsals: Rehearsals) -> None:
    assert rehearsals.approved.returncode == 0, rehearsals.approved.stdout
    files = [
        Path(line.strip())
        for line in rehearsals.approved.stdout.splitlines()
        if line.strip().startswith(str(rehearsals.home))
    ]
    assert sorted(file.suffix for file in files) in ([".pdf", ".pdf", ".xlsx"], [".pdf", ".pdf", ".xlsx", ".xlsx"])
    assert all(file.stat().st_size > 10_000 for file in files)


def test_the_end_names_the_best_and_the_worst_covered_and_what_was_missing(rehearsals: Rehearsals) -> None:
    text = rehearsals.approved.stdout
    for title in (
        "Best covered",
        "Worst covered",
        "DEMONSTRATION DATA",
        "Missing sources: 34",
        "services_monitoring: ",
    ):
        assert title in text


def test_two_years_collected_at_once_are_two_runs_with_their_own_years(rehearsals: Rehearsals) -> None:
    runs = rows(
        "select profile, reporting_year, count(*) from ledger.run "
        "where run_id not in (select run_id from ledger.what_if) group by 1, 2 order by 2"
    )
    assert runs == [("rehearsal", 2023, 1), ("rehearsal", 2024, 1)]
    evaluated = rows(
        "select rpt_run.reporting_year, run.reporting_year from marts.rpt_run join ledger.run using (run_id) order by 1"
    )
    assert evaluated == [(2023, 2023), (2024, 2024)], rehearsals.refused.stdout


def test_a_refused_approval_publishes_nothing(rehearsals: Rehearsals) -> None:
    assert rehearsals.refused.returncode == 0, rehearsals.refused.stdout
    assert "refused: nothing was published" in rehearsals.refused.stdout
    assert rows("select reporting_year from marts.published_run") == [(2024,)]
    assert rows("select reporting_year from ledger.publication") == [(2024,)]


def test_who_decided_is_kept_and_labelled_as_a_demonstration(rehearsals: Rehearsals) -> None:
    decisions = rows(
        "select reporting_year, event, run_event.actor, is_demonstration from ledger.run_event join ledger.run using (run_id) "
        "where event in ('approved', 'refused') order by 1"
    )
    assert decisions == [
        (2023, "refused", "demonstration_approver", True),
        (2024, "approved", "demonstration_approver", True),
    ]


def test_a_run_that_cannot_be_is_explained_in_a_few_lines(rehearsals: Rehearsals) -> None:
    assert rehearsals.impossible.returncode == 1
    assert "has no inputs for the year 2019" in rehearsals.impossible.stdout
    assert "Traceback" not in rehearsals.impossible.stdout


def test_a_run_leaves_an_airflow_running_that_it_did_not_start(rehearsals: Rehearsals) -> None:
    assert set(processes.running()) == {*processes.SERVICES, processes.PORTAL}
