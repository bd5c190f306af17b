"""What a build leaves standing once this project has made it: staging that none of its runs needs, counts of the same records."""

from __future__ import annotations

import pytest

from ingest.load import load_run
from ingest.source_corrections import Cell, Correction, record
from olshem import warehouse
from olshem.cycle import selection as chosen
from olshem.cycle.build import build
from olshem.cycle.selection import selection
from tests.support.crafted import appeals, loaded_run, loaded_runs, statistics
from tests.support.dbt import TwoRuns
from tests.support.golden import FINANCE

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


@pytest.fixture(scope="module")
def register(two_runs: TwoRuns) -> list[int]:
    """Three runs on the same register of appeals, after a build of the first."""
    run_ids = loaded_runs([[appeals([{"body_name": FINANCE}])]] * 3)
    for run_id in run_ids:
        load_run(run_id)
    build(run_ids[:1], "criteria")
    return run_ids


def test_records_that_were_counted_are_not_counted_again(register: list[int]) -> None:
    for run_id in register:
        assert {"appeals_register", "int_interaction__appeals_by_body"} <= left_standing(run_id)


def test_a_build_that_counts_nothing_again_leaves_every_count_in_place(register: list[int]) -> None:
    _, second, _ = register
    before = count_of_last_build("model")
    build([second], "criteria")
    assert count_of_last_build("model.olshem.int_interaction__appeals_by_") == 0
    assert 0 < count_of_last_build("model") < before
    with warehouse.connect("auditor") as connection:
        row = connection.execute(
            "select counts.handled_count from intermediate.int_interaction__appeals_by_body as counts "
            "inner join ledger.run_load using (load_id) where run_id = %s",
            [second],
        ).fetchone()
    assert row == (1,)


def test_records_of_another_load_are_counted(register: list[int]) -> None:
    other = loaded_run([appeals([{"body_name": FINANCE}] * 2)])
    assert "appeals_register" not in left_standing(other)


def test_corrected_records_are_counted_again(register: list[int]) -> None:
    outcome = Correction(
        "appeals_register", "a-test", ("demo",), (2024,), None, {"appeal_id": "2024-0000001"},
        (Cell("outcome", "отказано", "разъяснено"),), "known to be wrong", "a letter", "data engineer", "2025-02-01", None, None, True,
    )  # fmt: skip
    *_, corrected = register
    with warehouse.connect("loader") as connection:
        record(connection, corrected, [outcome])
    assert "appeals_register" not in left_standing(corrected)


def test_counts_that_are_gone_are_made_again(register: list[int]) -> None:
    with warehouse.connect("builder") as connection:
        connection.execute("drop table intermediate.int_interaction__appeals_by_day cascade")
        arguments = selection(connection, "criteria", register[:1])
        connection.rollback()
    assert "path:models/staging/appeals_register" not in arguments


def test_records_are_counted_again_after_a_build_that_did_not_finish(register: list[int]) -> None:
    first = register[0]
    with warehouse.connect("builder") as connection:
        connection.execute(
            "insert into ledger.build (stage, run_ids, project_digest) values ('criteria', %s, %s)",
            [[first], chosen.project_digest()],
        )
    assert "appeals_register" not in left_standing(first)


def count_of_last_build(nodes: str) -> int:
    with warehouse.connect("auditor") as connection:
        row = connection.execute(
            "select count(*) from ledger.model_result where build_id = (select max(build_id) from ledger.build) and starts_with(node_id, %s)",
            [nodes],
        ).fetchone()
    return int(row[0]) if row else 0
