"""### Conclude: report, approval by a person, publication

Follows `assess`. Writes the Commission's report, waits for a person's approval, and moves the publish pointer. A refusal
is recorded and publishes nothing: what was published before stands.

`approve` is answered under *Required Actions*. In `olshem run`, profiles of demonstration data are answered by the
labelled demonstration approver; the real profile never is.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param, PartitionedAssetTimetable, dag, task

from olshem.airflow.assets import ASSESSED
from olshem.airflow.steps import step
from olshem.cycle.notices import report_failure
from olshem.cycle.yearly import Partition

APPROVE, REFUSE = "Approve", "Refuse"


@dag(
    # no dagrun_timeout: it would kill a run that waits for a person
    schedule=PartitionedAssetTimetable(assets=ASSESSED),
    default_args={
        "on_failure_callback": report_failure,
        "retries": 1,
        "retry_delay": timedelta(seconds=20),
        "execution_timeout": timedelta(hours=1),
    },
    doc_md=__doc__,
    tags=["olshem"],
)
def conclude() -> None:
    @task
    def find_run(dag_run, triggering_asset_events) -> int:
        """Reads which run was assessed: from the event that started this DAG, or, started by hand, from the ledger.

        **Returns** the run's id.
        """
        with step("find_run"):
            from olshem.cycle.yearly import latest_assessed_run

            told = [event.extra["run_id"] for event in triggering_asset_events.get(ASSESSED, ())]
            return max(told) if told else latest_assessed_run(Partition.parse(dag_run.partition_key))

    @task
    def write_report(run: int) -> None:
        """Writes the report, PDF and XLSX, in Russian and Kazakh. **Writes** `reports/`, `ledger.artefact`."""
        with step("write_report", run):
            from report.write import write_report as write_files

            for artefact in write_files(run):
                print(artefact)

    @task
    def describe(run: int) -> dict[str, str]:
        """Reads `marts.rpt_run` and `ledger.artefact`. **Returns** what the approver is told: subject and body."""
        with step("describe", run):
            from olshem.cycle.approval import describe as describe_run

            return describe_run(run)

    run_id = find_run()
    told = describe(run_id)

    approve = HITLOperator(
        task_id="approve",
        subject="{{ ti.xcom_pull(task_ids='describe')['subject'] }}",
        body="{{ ti.xcom_pull(task_ids='describe')['body'] }}",
        options=[APPROVE, REFUSE],
        params={"remark": Param(None, type=["string", "null"], description="kept in the ledger with the decision")},
        response_timeout=timedelta(days=60),
        execution_timeout=None,
        retries=2,
        retry_delay=timedelta(seconds=2),
        doc_md="Waits for a person, 60 days at the most. **Returns** the answer, the remark and who gave them.",
    )

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def record_decision(run: int, answer: dict, told: dict) -> bool:
        """Records the answer with its giver. **Writes** `ledger.run_event`. A refusal ends here: nothing is published.

        **Fails** when the demonstration approver answered for the real profile, or when what was approved has changed since.
        """
        with step("record_decision", run):
            from olshem.cycle.approval import record

            user = answer["responded_by_user"] or {}
            return record(
                run,
                is_approved=answer["chosen_options"] == [APPROVE],
                approver=user.get("name") or "nobody",
                remark=answer["params_input"].get("remark") or "",
                told=told,
            )

    @task
    def publish(run: int) -> None:
        """Moves the publish pointer in one transaction. **Writes** `marts.published_run`, `ledger.publication`."""
        with step("publish", run):
            from olshem.cycle.publish import publish as move_pointer

            print("Published." if move_pointer(run) else "It is published already.")

    write_report(run_id) >> told >> approve
    approve >> record_decision(run_id, approve.output, told) >> publish(run_id)


conclude()
