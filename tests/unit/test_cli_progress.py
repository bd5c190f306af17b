"""What a person sees of a run, with a terminal and without."""

from __future__ import annotations

import io
from dataclasses import dataclass

from rich.console import Console

from olshem.cycle.progress import Display


@dataclass(frozen=True)
class Step:
    task_id: str
    state: str
    seconds: float | None = None
    dag_id: str = "assess"
    map_index: int = -1
    label: str = ""


def shown(looks: list[list[Step]], *, is_terminal: bool) -> str:
    output = io.StringIO()
    with Display(Console(file=output, force_terminal=is_terminal, width=80), "rehearsal/2024") as display:
        for steps in looks:
            display.show(steps)
    return output.getvalue()


def test_without_a_terminal_each_news_is_one_line() -> None:
    looks = [
        [Step("load", "running")],
        [Step("load", "success", 2.0)],
        [Step("load", "success", 2.0), Step("gate_shape", "failed")],
    ]
    assert shown(looks, is_terminal=False).splitlines() == [
        "assess · load · success · 2.0 s",
        "assess · gate_shape · failed",
    ]


def test_instances_of_a_mapped_task_are_told_apart() -> None:
    steps = [
        Step("collect_source", "success", 1.0, map_index=0, label="appeals_register"),
        Step("collect_source", "failed", map_index=1, label="budget_execution"),
    ]
    lines = shown([steps], is_terminal=False).splitlines()
    assert ["appeals_register" in lines[0], "budget_execution" in lines[1]] == [True, True]


def test_a_terminal_shows_a_table_with_every_step() -> None:
    text = shown([[Step("load", "running"), Step("approve", "awaiting_input")]], is_terminal=True)
    assert "rehearsal/2024" in text
    assert "load" in text
    assert "waits for a person" in text
