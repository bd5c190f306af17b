"""### Collect the sources of a year

Start it by hand with a profile and a reporting year; the real profile is also started by `yearly`. Every source of the
profile is fetched and checked by its contract, each in a task of its own: one bad delivery does not keep the others
from being tested. Only when all are good does the next DAG, `assess`, follow, for the same `<profile>/<year>`.

A failed source leaves nothing behind but its list of defects. Have it delivered again and clear its task.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Param, PartitionedAssetTimetable, dag, get_current_context, task

from olshem.airflow.assets import COLLECTED, YEAR_DUE
from olshem.airflow.steps import step
from olshem.cycle.notices import report_failure
from olshem.cycle.yearly import INVENTED_YEAR, PROFILES, Partition, partition_of_a_start, usual_profile


@dag(
    schedule=PartitionedAssetTimetable(assets=YEAR_DUE),
    params={
        "profile": Param(
            usual_profile(INVENTED_YEAR),
            enum=list(PROFILES),
            description="where the sources are found, and which gaps are declared",
        ),
        "year": Param(INVENTED_YEAR, type="integer", minimum=2010, maximum=2100, description="the reporting year"),
    },
    default_args={
        "on_failure_callback": report_failure,
        "retries": 3,
        "retry_delay": timedelta(seconds=20),
        "retry_exponential_backoff": True,
        "execution_timeout": timedelta(hours=2),
    },
    doc_md=__doc__,
    tags=["olshem"],
)
def collect() -> None:
    @task
    def choose(dag_run, params) -> str:
        """Reads which evaluation this is, from the partition key or from the profile and year that were typed.

        **Returns** the key, `<profile>/<year>`. **Fails** when key and typed values contradict each other.
        """
        with step("choose"):
            return partition_of_a_start(dag_run.partition_key, dag_run.conf or {}, params).key

    @task
    def prepare(key: str) -> None:
        """Writes the deliveries that the profile declares as invented. **Writes** them into the working folder; what is
        there already by the same recipe is left as it is. Other profiles have nothing to prepare.
        """
        with step("prepare"):
            from demo.world import World
            from demo.year import write
            from ingest.profiles import load_profile
            from olshem.settings import home

            partition = Partition.parse(key)
            invented = load_profile(partition.profile).invented(partition.reporting_year)
            for folder, sources in invented.items():
                write(World(partition.reporting_year), home() / folder, sources)
            if not invented:
                print("Nothing is invented in this profile.")

    @task
    def list_sources(key: str) -> list[str]:
        """Reads the profile. **Returns** the sources that it has for the year; its gaps are not collected."""
        with step("list_sources"):
            from ingest.profiles import load_profile

            partition = Partition.parse(key)
            return list(load_profile(partition.profile).inputs(partition.reporting_year))

    @task(
        map_index_template="{{ source }}",
        pool="systems",
        doc_md="Fetches one source and checks it by its contract. **Writes** snapshots and `ledger.snapshot`, or "
        "`ledger.collection_failure` with every defect. Tried again when the source did not answer; not when it "
        "answered with something wrong.",
    )
    def collect_source(source: str, key: str) -> None:
        with step("collect_source"):
            from ingest.collect import collect_source as collect_and_check
            from ingest.profiles import load_profile
            from olshem.airflow.credentials import provide_keys

            get_current_context()["source"] = source
            partition = Partition.parse(key)
            provide_keys(load_profile(partition.profile).systems())
            print(collect_and_check(partition.profile, partition.reporting_year, source))

    @task(outlets=[COLLECTED])
    def hand_over(key: str, outlet_events) -> None:
        """Announces the asset `sources_collected` for the key, when every source is there. `assess` follows."""
        outlet_events[COLLECTED].add_partitions(key)

    key = choose()
    sources = list_sources(key)
    prepare(key) >> sources
    collect_source.partial(key=key).expand(source=sources) >> hand_over(key)


collect()
