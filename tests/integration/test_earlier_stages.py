"""Which builds serve a later stage: of which runs, and by which project. Nothing of it stays: the ledger is rolled back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from olshem import warehouse
from olshem.cycle import selection
from olshem.cycle.build import stages_to_repeat
from olshem.cycle.selection import Stage, project_digest
from olshem.settings import project_root
from tests.support.fabricate import frozen_run


@dataclass(frozen=True)
class Ledger:
    """A run, its what-if and a stranger, on a connection that is rolled back."""

    connection: psycopg.Connection
    run: int
    what_if: int
    stranger: int

    def built(self, stage: Stage, *run_ids: int, project: str | None = None) -> None:
        """Write down a build of a stage that succeeded, by the project as it is unless another is named."""
        (build_id,) = next(
            self.connection.execute(
                "insert into ledger.build (stage, run_ids, project_digest) values (%s, %s, %s) returning build_id",
                [stage, sorted(run_ids), project or project_digest()],
            )
        )
        self.connection.execute(
            "insert into ledger.model_result (build_id, node_id, status) values (%s, 'model.olshem.x', 'success')",
            [build_id],
        )

    def repeated(self, stage: Stage) -> list[Stage]:
        """What has to be built again before a stage of the run."""
        return stages_to_repeat(self.connection, (self.run,), stage)


@pytest.fixture
def ledger(running_warehouse: None) -> Iterator[Ledger]:
    run, what_if, stranger = (frozen_run("demo", 2017) for _ in range(3))
    with warehouse.connect("owner") as connection:
        connection.execute(
            "insert into ledger.what_if (run_id, of_run_id, assumption_ids) values (%s, %s, 'A-49')", [what_if, run]
        )
        yield Ledger(connection, run, what_if, stranger)
        connection.rollback()


def test_a_report_takes_its_run_out_of_marts_built_with_its_what_ifs(ledger: Ledger) -> None:
    ledger.built("criteria", ledger.run, ledger.what_if)
    ledger.built("marts", ledger.run, ledger.what_if)
    assert ledger.repeated("report") == []


def test_marts_of_the_run_alone_need_criteria_of_the_run_alone(ledger: Ledger) -> None:
    ledger.built("criteria", ledger.run, ledger.what_if)
    assert ledger.repeated("marts") == ["criteria"]


def test_marts_built_with_a_stranger_are_built_again(ledger: Ledger) -> None:
    ledger.built("criteria", ledger.run, ledger.stranger)
    ledger.built("marts", ledger.run, ledger.stranger)
    assert ledger.repeated("report") == ["criteria", "marts"]


def test_marts_of_the_what_if_alone_do_not_serve_the_report(ledger: Ledger) -> None:
    ledger.built("criteria", ledger.what_if)
    ledger.built("marts", ledger.what_if)
    assert ledger.repeated("report") == ["criteria", "marts"]


def test_criteria_that_another_project_built_are_built_again(ledger: Ledger) -> None:
    ledger.built("criteria", ledger.run, project="the project before a change")
    assert ledger.repeated("marts") == ["criteria"]
    ledger.built("criteria", ledger.run)
    assert ledger.repeated("marts") == []


def test_a_changed_seed_makes_another_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = project_digest()
    for folder in ("dbt_project", selection.FUNCTIONS):
        shutil.copytree(project_root() / folder, tmp_path / folder, ignore=shutil.ignore_patterns("target", "logs"))
    monkeypatch.setattr(selection, "project_root", lambda: tmp_path)
    assert project_digest.__wrapped__() == before
    with (tmp_path / "dbt_project/seeds/decree/body_names.csv").open("a", encoding="utf-8") as seed:
        seed.write("any,Ещё одно имя,MOF,2014-08-06,\n")
    assert project_digest.__wrapped__() != before
