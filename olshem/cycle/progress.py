"""What a person sees while a run goes on: a table that fills itself, or plain lines where there is no terminal."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.table import Table

MARKS = {
    "success": "[green]✓[/]",
    "failed": "[red]✗[/]",
    "upstream_failed": "[red]·[/]",
    "skipped": "[dim]–[/]",
    "running": "[cyan]▸[/]",
    "up_for_retry": "[yellow]↻[/]",
    "awaiting_input": "[yellow]?[/]",
}
WORDS = {
    "awaiting_input": "waits for a person",
    "up_for_retry": "will be tried again",
    "upstream_failed": "not reached",
}
TOLD_IN_PLAIN = frozenset({"success", "failed", "skipped", "up_for_retry", "awaiting_input"})


class Step(Protocol):
    """What the display knows of a task."""

    @property
    def dag_id(self) -> str:
        """The DAG it belongs to."""

    @property
    def task_id(self) -> str:
        """Its name."""

    @property
    def map_index(self) -> int:
        """Its number among the instances of a mapped task; -1 when there is one only."""

    @property
    def label(self) -> str:
        """What tells it from the other instances."""

    @property
    def state(self) -> str:
        """Its state, in Airflow's words."""

    @property
    def seconds(self) -> float | None:
        """How long it took, or has taken so far."""


class Display:
    """A context in which `show` may be called again and again with the steps as they are now."""

    def __init__(self, console: Console, title: str) -> None:
        self.console = console
        self.title = title
        self._began = time.monotonic()
        self._told: set[tuple[str, str, int, str]] = set()
        self._live = Live(console=console, auto_refresh=False, transient=False) if console.is_terminal else None

    def __enter__(self) -> Display:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def show(self, steps: Sequence[Step]) -> None:
        """Draw the steps, or print a line for each that has reached a new state."""
        if self._live:
            self._live.update(self._table(steps), refresh=True)
            return
        for step in steps:
            key = (step.dag_id, step.task_id, step.map_index, step.state)
            if step.state in TOLD_IN_PLAIN and key not in self._told:
                self._told.add(key)
                self.console.print(_line(step), highlight=False, markup=False, soft_wrap=True)

    def _table(self, steps: Sequence[Step]) -> Table:
        table = Table(title=f"{self.title} · {time.monotonic() - self._began:.0f} s", box=None, title_justify="left")
        for column in ("", "DAG", "step", "", "seconds"):
            table.add_column(column, justify="right" if column == "seconds" else "left")
        for step in steps:
            mark = MARKS.get(step.state, "[dim]·[/]")
            word = (
                "" if step.state in ("success", "waiting", "scheduled", "queued") else WORDS.get(step.state, step.state)
            )
            table.add_row(mark, step.dag_id, _name(step), word, _seconds(step))
        return table


def _name(step: Step) -> str:
    return f"{step.task_id} {step.label}".rstrip()


def _seconds(step: Step) -> str:
    return f"{step.seconds:.1f}" if step.seconds is not None else ""


def _line(step: Step) -> str:
    seconds = f" · {_seconds(step)} s" if step.seconds is not None and step.state == "success" else ""
    return f"{step.dag_id} · {_name(step)} · {WORDS.get(step.state, step.state)}{seconds}"
