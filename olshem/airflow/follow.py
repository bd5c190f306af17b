"""Follow one evaluation through the three DAGs: from the start of `collect` to the end of `conclude`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from olshem.airflow.environment import DEMONSTRATION_APPROVER
from olshem.airflow.rest import DONE, Api, TaskState
from olshem.warehouse import Terminal

DAGS = ("collect", "assess", "conclude")
APPROVAL = "approve"
WAITS_FOR_A_PERSON = "awaiting_input"
LOOK_EVERY_SECONDS = 1.0
PATIENCE_SECONDS = 3 * 3600  # longer than the longest task may take: only a scheduler that stands still gets here
# A scheduler that has not yet noted that the task went to sleep takes a faster answer for a crash of the task.
CONSIDERATION_SECONDS = 3.0
REMARK = "Answered by `olshem run`: a demonstration approval, given without reading."


@dataclass
class Journey:
    """Where an evaluation has got to: its DAG runs and their tasks."""

    partition_key: str
    run_ids: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    tasks: list[TaskState] = field(default_factory=list)

    @property
    def failed_dag(self) -> str | None:
        """The DAG whose run failed, if one did."""
        return next((dag_id for dag_id, state in self.states.items() if state == "failed"), None)

    @property
    def waiting(self) -> TaskState | None:
        """The approval that waits for a person, if it does."""
        return next(
            (task for task in self.tasks if task.task_id == APPROVAL and task.state == WAITS_FOR_A_PERSON), None
        )

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.failed_dag is not None or self.states.get(DAGS[-1]) in DONE


def set_aside_unfinished(api: Api, partition_key: str) -> list[str]:
    """Fail the runs of a partition that a killed attempt left in the middle. Approvals that wait are left alone.

    For a moment when nobody else can be at work, such as right after Airflow was started. Returns the ids set aside.
    """
    found = []
    for dag_id in DAGS:
        for run in api.dag_runs(dag_id):
            is_unfinished = run["partition_key"] == partition_key and run["state"] not in DONE
            if not is_unfinished:
                continue
            tasks = api.tasks(dag_id, run["dag_run_id"])
            if any(task.state == WAITS_FOR_A_PERSON for task in tasks):
                continue
            api.set_aside(dag_id, run["dag_run_id"])
            found.append(f"{dag_id} {run['dag_run_id']}")
    return found


def follow(
    api: Api,
    collect_run_id: str,
    partition_key: str,
    *,
    show: Callable[[Journey], None],
    is_alive: Callable[[], bool],
    answer: str | None,
) -> Journey:
    """Watch until nothing more happens by itself, showing every look.

    `answer` is given to the approval as the labelled demonstration approver; without one, the journey ends where it
    waits for a person. Raises `Terminal` when Airflow dies or stands still.
    """
    journey = Journey(partition_key, run_ids={DAGS[0]: collect_run_id})
    approver = Api(api.address, user=DEMONSTRATION_APPROVER)
    waiting_since: float | None = None
    changed, seen = time.monotonic(), ""
    while True:
        _look(api, journey)
        show(journey)
        if journey.is_over:
            return journey
        now = time.monotonic()
        if journey.waiting is None:
            waiting_since = None
        elif answer is None:
            return journey
        elif waiting_since is None:
            waiting_since = now
        elif now - waiting_since >= CONSIDERATION_SECONDS:
            approver.answer(journey.waiting, answer, REMARK)
            waiting_since = None
        if repr(journey.tasks) != seen:
            changed, seen = now, repr(journey.tasks)
        _require_life(is_alive, now - changed)
        time.sleep(LOOK_EVERY_SECONDS)


def _require_life(is_alive: Callable[[], bool], quiet_seconds: float) -> None:
    if not is_alive():
        raise Terminal(
            "A service of Airflow has ended in the middle of the run. Its log lies in `logs/airflow`; start again."
        )
    if quiet_seconds > PATIENCE_SECONDS:
        raise Terminal(f"Nothing has changed for {quiet_seconds / 3600:.0f} hours. `olshem status` says what runs.")


def _look(api: Api, journey: Journey) -> None:
    """Bring the journey up to date; a DAG that has ended is not asked again."""
    for number, dag_id in enumerate(DAGS):
        if dag_id not in journey.run_ids:
            followers = api.followers(dag_id, journey.partition_key, journey.run_ids[DAGS[number - 1]])
            if not followers:
                return
            journey.run_ids[dag_id] = followers[0]
        if journey.states.get(dag_id) in DONE:
            continue
        state = api.state(dag_id, journey.run_ids[dag_id])  # before the tasks: a run that is done has no news after
        tasks = api.tasks(dag_id, journey.run_ids[dag_id])
        journey.tasks = [task for task in journey.tasks if task.dag_id != dag_id] + tasks
        journey.states[dag_id] = state
        if state != "success":
            return
