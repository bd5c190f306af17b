"""What a build leaves standing: the staging of sources that none of its runs has, once this project has made it."""

from __future__ import annotations

import pytest

from olshem import warehouse
from olshem.cycle import selection as chosen
from olshem.cycle.build import build
from olshem.cycle.selection import selection
from tests.support.crafted import appeals, loaded_run, statistics
from tests.support.dbt import TwoRuns

pytestmark = pytest.mark.usefixtures("running_warehouse")
STATISTICS = [("МФ РК", 10, 8, 6)]


@pytest.fixture(scope="module")
def run(two_runs: TwoRuns) -> int:
    """A run with one source, after a build that made everything."""
    return loaded_run([statistics(STATISTICS)])


@pytest.fixture(scope="module")
def next_run(run: int) -> tuple[int, set[str], set[str]]:
    """A run with another source, built while a relation is gone, and what stood as it was before and after."""
    with warehouse.connect("builder") as connection:
        connection.execute("drop view staging.stg_man_hours__units_rejected")
    run_id = loaded_run([appeals([{"body_name": "Министерство финансов Республики Казахстан"}])])
    before = left_standing(run_id)
    build([run_id], "criteria")
    return run_id, before, left_standing(run_id)


def left_standing(run_id: int) -> set[str]:
    with warehouse.connect("builder") as connection:
        arguments = selection(connection, "criteria", [run_id])
    return (
        {one.rpartition("/")[2] for one in arguments[arguments.index("--exclude") :]}
        if "--exclude" in arguments
        else set()
    )


def test_sources_that_a_run_does_not_have_stand_as_they_are(run: int) -> None:
    idle = left_standing(run)
    assert "appeals_register" in idle
    assert "open_data_statistics" not in idle


def test_another_project_builds_everything(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "project_digest", lambda: "another project")
    assert left_standing(run) == set()


def test_a_source_that_comes_with_the_next_run_is_built(next_run: tuple[int, set[str], set[str]]) -> None:
    run_id, before, _ = next_run
    assert "appeals_register" not in before
    with warehouse.connect("auditor") as connection:
        row = connection.execute(
            "select count(*) from staging.stg_appeals_register__appeals inner join ledger.run_load using (load_id) where run_id = %s",
            [run_id],
        ).fetchone()
    assert row == (1,)


def test_a_relation_that_is_gone_is_made_again(next_run: tuple[int, set[str], set[str]]) -> None:
    _, before, after = next_run
    assert "man_hours" not in before
    assert "man_hours" in after
