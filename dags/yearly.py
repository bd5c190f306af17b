"""### The real evaluation becomes due

Once a year, on the day after the last reports of the state bodies are in (20 February), this DAG says that the
evaluation of the year before is due. `collect` follows for the real profile.
"""

from __future__ import annotations

from airflow.sdk import CronPartitionTimetable, dag, task

from olshem.airflow.assets import YEAR_DUE
from olshem.cycle.notices import report_failure
from olshem.cycle.yearly import DUE, TIMEZONE


@dag(
    # one step back from the day of the run lies the reporting year: on 21.02.2027 the key is real/2026
    schedule=CronPartitionTimetable(DUE, timezone=TIMEZONE, run_offset=-1, key_format="real/%Y"),
    catchup=False,
    max_active_runs=1,
    default_args={"on_failure_callback": report_failure},
    doc_md=__doc__,
    tags=["olshem"],
)
def yearly() -> None:
    @task(outlets=[YEAR_DUE])
    def announce(dag_run) -> None:
        """Announces the asset `year_due` under the run's own key, `real/<year>`. Reads nothing, writes nothing."""
        print(f"Due: {dag_run.partition_key}")

    announce()


yearly()
