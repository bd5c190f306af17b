"""Same in, same out: the same deliveries give the same digests and the same bytes; two years stay two runs."""

from __future__ import annotations

from uuid import uuid4

from ingest.freeze import freeze
from olshem import warehouse
from olshem.settings import home
from tests.support.pipeline import collect_all, steps


def digests(run_id: int) -> tuple[object, ...]:
    with warehouse.connect("auditor") as connection:
        row = connection.execute(
            "select input_digest, result_digest from marts.rpt_run where run_id = %s", [run_id]
        ).fetchone()
    assert row is not None
    return row


def artefacts(run_id: int) -> dict[str, str]:
    with warehouse.connect("auditor") as connection:
        return dict(
            connection.execute("select file_name, sha256 from ledger.artefact where run_id = %s", [run_id]).fetchall()
        )


def test_a_second_run_on_the_same_input_gives_the_same_digests_and_the_same_bytes(rehearsal_run: int) -> None:
    files = {name: (home() / "reports" / name).read_bytes() for name in artefacts(rehearsal_run)}
    assert {name.rsplit(".", 1)[1] for name in files} == {"pdf", "xlsx"}
    for name in files:
        (home() / "reports" / name).unlink()
    with warehouse.connect("builder") as connection:  # otherwise the second run finds the records counted
        connection.execute("drop table staging.base_appeals_register__appeals cascade")

    collect_all("rehearsal", 2024)
    second = freeze("rehearsal", 2024, request_key=f"again {uuid4()}")
    for _, step in steps(second):
        step()

    assert second != rehearsal_run
    assert digests(second) == digests(rehearsal_run)
    assert artefacts(second) == artefacts(rehearsal_run)
    assert {name: (home() / "reports" / name).read_bytes() for name in files} == files


def test_two_years_collected_side_by_side_are_two_runs_with_their_own_inputs(running_warehouse: None) -> None:
    for year in (2023, 2024):
        collect_all("rehearsal", year)
    runs = {year: freeze("rehearsal", year, request_key=f"pair {uuid4()}") for year in (2024, 2023)}
    with warehouse.connect("auditor") as connection:
        years = dict(
            connection.execute(
                "select run_id, reporting_year from ledger.run where run_id = any(%s)", [list(runs.values())]
            ).fetchall()
        )
        sources = {
            year: {
                row[0]
                for row in connection.execute(
                    "select distinct source from ledger.run_input where run_id = %s and snapshot_id is not null",
                    [run_id],
                )
            }
            for year, run_id in runs.items()
        }
        foreign = connection.execute(
            "select count(*) from ledger.run_input inner join ledger.run using (run_id) inner join ledger.snapshot using (snapshot_id) "
            "where run.run_id = any(%s) and run.reporting_year <> snapshot.reporting_year",
            [list(runs.values())],
        ).fetchone()
    assert years == {run_id: year for year, run_id in runs.items()}
    assert sources[2023] == {"budget_execution", "appeals_register"}
    assert sources[2024] == {"budget_execution", "appeals_register", "open_data_statistics"}
    assert foreign == (0,)
