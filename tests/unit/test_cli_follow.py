"""Following a run: what is done when, played on a scheduler of cardboard."""

from __future__ import annotations

from typing import Any

import pytest

from olshem.airflow import follow as module
from olshem.airflow.follow import Journey, follow, set_aside_unfinished
from olshem.airflow.rest import TaskState
from olshem.warehouse import Terminal

KEY = "rehearsal/2024"


def task(dag_id: str, task_id: str, state: str) -> TaskState:
    return TaskState(dag_id, f"{dag_id}-1", task_id, -1, "", state, 1, None)


class Cardboard:
    """Answers as the looks say, one look after the other; the last one stays."""

    address = "http://127.0.0.1:1"

    def __init__(self, looks: list[dict[str, tuple[str, list[TaskState]]]]) -> None:
        self.looks = looks
        self.asked_at: list[int] = []
        self.number = 0
        self.answers: list[tuple[str, int]] = []
        self.aside: list[str] = []

    def now(self) -> dict[str, tuple[str, list[TaskState]]]:
        return self.looks[min(self.number, len(self.looks) - 1)]

    def state(self, dag_id: str, dag_run_id: str) -> str:
        return self.now()[dag_id][0]

    def tasks(self, dag_id: str, dag_run_id: str) -> list[TaskState]:
        return self.now()[dag_id][1]

    def followers(self, dag_id: str, partition_key: str, source_run_id: str) -> list[str]:
        assert partition_key == KEY
        return [f"{dag_id}-1"] if dag_id in self.now() else []

    def answer(self, task: TaskState, option: str, remark: str) -> bool:
        self.answers.append((option, self.number))
        return True

    def dag_runs(self, dag_id: str) -> list[dict[str, Any]]:
        state = self.now()[dag_id][0] if dag_id in self.now() else "success"
        return [{"dag_run_id": f"{dag_id}-1", "partition_key": KEY, "state": state}]

    def set_aside(self, dag_id: str, dag_run_id: str) -> None:
        self.aside.append(dag_run_id)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only sleeping moves."""
    time = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: time[0])
    monkeypatch.setattr(module.time, "sleep", lambda seconds: time.__setitem__(0, time[0] + seconds))
    return time


def travel(
    api: Cardboard, monkeypatch: pytest.MonkeyPatch, *, answer: str | None = "Approve", alive: bool = True
) -> Journey:
    monkeypatch.setattr(module, "Api", lambda address, user: api)

    def show(journey: Journey) -> None:
        api.number += 1

    return follow(api, "collect-1", KEY, show=show, is_alive=lambda: alive, answer=answer)  # type: ignore[arg-type]


DONE = ("success", [task("collect", "hand_over", "success")])
ASSESSED = ("success", [task("assess", "hand_over", "success")])
WAITING = {
    "collect": DONE,
    "assess": ASSESSED,
    "conclude": ("running", [task("conclude", "approve", "awaiting_input")]),
}
ENDED = {"collect": DONE, "assess": ASSESSED, "conclude": ("success", [task("conclude", "publish", "success")])}


def test_a_run_that_waits_behind_another_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Cardboard([{"collect": DONE}] * 5 + [ENDED])
    assert travel(api, monkeypatch).states["conclude"] == "success"


def test_the_approval_is_answered_only_after_the_scheduler_has_noted_that_it_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    api = Cardboard([WAITING] * 5 + [ENDED])
    travel(api, monkeypatch)
    assert api.answers == [("Approve", 4)]  # three seconds after the first look that saw it wait


def test_an_approval_that_is_asked_again_is_answered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    again = {**WAITING, "conclude": ("running", [task("conclude", "approve", "up_for_retry")])}
    api = Cardboard([WAITING] * 5 + [again] + [WAITING] * 5 + [ENDED])
    travel(api, monkeypatch)
    assert [option for option, _ in api.answers] == ["Approve", "Approve"]


def test_a_real_evaluation_is_left_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Cardboard([WAITING])
    journey = travel(api, monkeypatch, answer=None)
    assert journey.waiting is not None
    assert api.answers == []


def test_a_failure_ends_the_journey_at_its_dag(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Cardboard([{"collect": ("failed", [task("collect", "collect_source", "failed")])}])
    assert travel(api, monkeypatch).failed_dag == "collect"


def test_an_airflow_that_dies_ends_it_with_an_explanation(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Terminal, match="has ended in the middle"):
        travel(Cardboard([{"collect": ("running", [])}]), monkeypatch, alive=False)


def test_a_scheduler_that_stands_still_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Terminal, match="Nothing has changed"):
        travel(Cardboard([{"collect": ("running", [])}]), monkeypatch)


def test_what_a_killed_attempt_left_is_set_aside_but_a_waiting_approval_is_not() -> None:
    api = Cardboard(
        [{"collect": DONE, "assess": ("running", [task("assess", "load", "running")]), "conclude": WAITING["conclude"]}]
    )
    assert set_aside_unfinished(api, KEY) == ["assess assess-1"]  # type: ignore[arg-type]
    assert api.aside == ["assess-1"]


def test_runs_of_another_year_are_not_set_aside() -> None:
    api = Cardboard([{"collect": ("running", []), "assess": ASSESSED, "conclude": ENDED["conclude"]}])
    assert set_aside_unfinished(api, "rehearsal/2023") == []  # type: ignore[arg-type]
