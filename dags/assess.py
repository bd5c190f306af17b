"""### Assess: from frozen deliveries to checked results

Follows `collect`. Freezes what was collected into a run, loads it, and computes criteria, scores and the tables of the
report, with a gate of checks after the raw rows, after the criteria's inputs and after the marts. A gate that stops is
not tried again: something has to be mended first.

One run at a time. Clearing a task continues the same run: what was frozen stays frozen. New deliveries need a new `collect`.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import PartitionedAssetTimetable, dag, task

from olshem.airflow.assets import ASSESSED, COLLECTED
from olshem.airflow.steps import step
from olshem.cycle.notices import report_failure
from olshem.cycle.yearly import Partition


@dag(
    schedule=PartitionedAssetTimetable(assets=COLLECTED),
    max_active_runs=1,
    default_args={
        "on_failure_callback": report_failure,
        "retries": 1,
        "retry_delay": timedelta(seconds=20),
        "execution_timeout": timedelta(hours=2),
    },
    doc_md=__doc__,
    tags=["olshem"],
)
def assess() -> None:
    @task
    def freeze(dag_run) -> int:
        """Fixes which snapshots are evaluated, and the other readings of assumptions that the report compares. **Writes**
        `ledger.run`, `ledger.run_input`, `ledger.what_if`. **Returns** the run's id; the same DAG run always gets the same one.
        **Fails** when an input is missing and the profile declares no gap, or when the edition of the year has a defect.
        """
        with step("freeze"):
            from ingest.freeze import freeze as freeze_inputs
            from olshem.cycle.what_if import freeze_for_report

            partition = Partition.parse(dag_run.partition_key)
            run = freeze_inputs(partition.profile, partition.reporting_year, request_key=f"assess {dag_run.run_id}")
            print(
                f"Run {run}; with it {len(freeze_for_report(run))} readings of assumptions for the annex of the report."
            )
            return run

    @task
    def load(run: int) -> None:
        """Copies the frozen snapshots into `raw`, each visible in one transaction. **Writes** `raw`, `ledger.load`,
        `ledger.unreadable_row`. A snapshot that is loaded already is left as it is.
        """
        with step("load", run):
            from ingest.load import load_run

            for summary in load_run(run):
                print(summary)

    @task(retries=0)
    def gate_shape(run: int) -> None:
        """Checks the raw rows: counts, columns, keys. **Writes** `ledger.check_result` and Data Docs."""
        _check(run, "shape")

    @task
    def build_criteria(run: int) -> None:
        """Builds seeds, staging, the index and the criteria with dbt. **Writes** `staging`, `intermediate`."""
        _build(run, "criteria")

    @task(retries=0)
    def gate_values(run: int) -> None:
        """Checks typed values, also against last year. **Writes** `ledger.check_result` and Data Docs."""
        _check(run, "values")

    @task
    def build_marts(run: int) -> None:
        """Builds scores and dimensions with dbt. **Writes** the run's rows of `marts.dim_*` and `marts.fct_*`."""
        _build(run, "marts")

    @task(retries=0)
    def gate_marts(run: int) -> None:
        """Checks the results. **Writes** `ledger.check_result` and Data Docs."""
        _check(run, "marts")

    @task
    def build_report(run: int) -> None:
        """Builds the tables of the report with dbt. **Writes** the run's rows of `marts.rpt_*`."""
        _build(run, "report")

    @task(outlets=[ASSESSED])
    def hand_over(run: int, dag_run, outlet_events) -> None:
        """Announces the asset `run_assessed` for the key, with the run's id. `conclude` follows."""
        outlet_events[ASSESSED].add_partitions(dag_run.partition_key)
        outlet_events[ASSESSED].extra = {"run_id": run}

    run_id = freeze()
    steps = (load, gate_shape, build_criteria, gate_values, build_marts, gate_marts, build_report, hand_over)
    previous = run_id
    for next_step in steps:
        current = next_step(run_id)
        previous >> current
        previous = current


def _check(run: int, gate) -> None:
    with step(f"gate_{gate}", run):
        from expectations.gates import run_gate

        print(run_gate(run, gate))


def _build(run: int, stage) -> None:
    with step(f"build_{stage}", run):
        from olshem.cycle.build import build
        from olshem.cycle.what_if import runs_of_report

        # the report compares the run with its what-ifs, and is made for the run alone
        print(build([run] if stage == "report" else runs_of_report(run), stage))


assess()
