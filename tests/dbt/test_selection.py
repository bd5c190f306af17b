"""What a build leaves standing: the staging of sources that none of its runs has, once this project has made it."""

from __future__ import annotations

import pytest

from olshem import warehouse
from olshem.cycle import selection as chosen
from olshem.cycle.build import build
from olshem.cycle.selection import selection
from tests.support.crafted import appeals, loaded_run, statistics

pytestmark = pytest.mark.usefixtures("running_warehouse")
STATISTICS = [("МФ РК", 10, 8, 6)]


@pytest.fixture(scope="module")
def built(running_warehouse: None) -> int:
    run_id = loaded_run([statistics(STATISTICS)])
    build([run_id], "criteria")
    return run_id


def left_standing(run_id: int) -> set[str]:
    with warehouse.connect("builder") as connection:
        arguments = selection(connection, "criteria", [run_id])
    return (
        {one.rpartition("/")[2] for one in arguments[arguments.index("--exclude") :]}
        if "--exclude" in arguments
        else set()
    )


def test_sources_that_a_run_does_not_have_stand_as_they_are(built: int) -> None:
    idle = left_standing(built)
    assert "appeals_register" in idle
    assert "open_data_statistics" not in idle


def test_a_source_that_comes_with_the_next_run_is_built(built: int) -> None:
    run_id = loaded_run([appeals([{"body_name": "Министерство финансов Республики Казахстан"}])])
    assert "appeals_register" not in left_standing(run_id)
    build([run_id], "criteria")
    with warehouse.connect("auditor") as connection:
        row = connection.execute(
            "select count(*) from staging.stg_appeals_register__appeals inner join ledger.run_load using (load_id) where run_id = %s",
            [run_id],
        ).fetchone()
    assert row == (1,)


def test_another_project_builds_everything(built: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "project_digest", lambda: "another project")
    assert left_standing(built) == set()


def test_a_relation_that_is_gone_is_made_again(built: int) -> None:
    with warehouse.connect("builder") as connection:
        connection.execute("drop view staging.stg_man_hours__units_rejected")
    assert "man_hours" not in left_standing(built)
    build([built], "criteria")
    assert "man_hours" in left_standing(built)
