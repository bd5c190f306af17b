"""Timing in pairs: ours, the baseline, ours, the baseline …, so that a machine whose speed drifts drifts for both."""

from __future__ import annotations

import dataclasses
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line of the table: seconds are medians, the ratio is the median of the ratios pair by pair."""

    what: str
    ours_seconds: float
    baseline: str
    baseline_seconds: float
    ratio: float
    remark: str = ""

    def with_remark(self, remark: str) -> Figure:
        """The figure with what has to be known to read it."""
        return dataclasses.replace(self, remark=remark)


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call; a call that returns a float has measured itself."""
    began = time.perf_counter()
    measured = work()
    return measured if isinstance(measured, float) else time.perf_counter() - began


def peak_mib() -> float:
    """The highest memory of this process in MiB, as Linux tells it. `getrusage` would count in what the process had that started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    if found is None:
        raise RuntimeError("/proc/self/status has no VmHWM: memory is measured on Linux only")
    return int(found[1]) / 1024


def in_pairs(
    what: str,
    ours: Callable[[], object],
    baseline: str,
    other: Callable[[], object],
    pairs: int = 3,
    remark: str = "",
    warm_up: bool = True,
) -> Figure:
    """Time `ours` and `other` in turn, after one uncounted pair unless `warm_up` is false."""
    if warm_up:
        ours()
        other()
    measured = [(seconds(ours), seconds(other)) for _ in range(pairs)]
    return Figure(
        what,
        statistics.median(mine for mine, _ in measured),
        baseline,
        statistics.median(theirs for _, theirs in measured),
        statistics.median(mine / theirs for mine, theirs in measured),
        remark,
    )


def table(measured: list[Figure | str]) -> str:
    """The figures as a Markdown table, and below it what was counted rather than timed."""
    figures = [figure for figure in measured if isinstance(figure, Figure)]
    lines = [
        "| what | seconds | beside it, in the same run | seconds | ratio |",
        "| --- | ---: | --- | ---: | ---: |",
    ]
    lines += [
        f"| {figure.what} | {figure.ours_seconds:.2f} | {figure.baseline} | {figure.baseline_seconds:.2f} | {figure.ratio:.2f} × |"
        for figure in figures
    ]
    remarks = [f"{figure.what}: {figure.remark}" for figure in figures if figure.remark]
    counted = [sentence for sentence in measured if isinstance(sentence, str)]
    return "\n\n".join(["\n".join(lines)] * bool(figures) + remarks + counted)
