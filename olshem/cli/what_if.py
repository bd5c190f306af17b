"""The command `olshem what-if`: which scores, degrees and ranks would change under another reading of assumptions."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer
from rich.table import Table

from olshem import warehouse
from olshem.cli.terminal import app, console, explained, say
from olshem.cycle import what_if
from olshem.cycle.build import build
from olshem.cycle.what_if import Difference
from olshem.cycle.yearly import DEMONSTRATION_PROFILES, Partition, latest_assessed_run, usual_profile
from olshem.warehouse import Terminal

READINGS = ("alternative", "recorded")


@app.command(name="what-if")
@explained
def compare(
    year: Annotated[int, typer.Argument(help="the reporting year")],
    assume: Annotated[list[str], typer.Option(help="an assumption and its reading, A-10=alternative; may be repeated")],
    profile: Annotated[
        str | None, typer.Option(help="real, demo or rehearsal; if left out, as in `olshem run`")
    ] = None,
) -> None:
    """Say which scores, degrees and ranks would change if assumptions were read otherwise. Changes no result."""
    partition = Partition(profile or usual_profile(year), year)
    names = alternatives(assume)
    warehouse.ensure_running()
    run_id = latest_assessed_run(partition)
    chosen = what_if.assumption_set(what_if.edition_of(run_id), names)
    other_run_id = what_if.freeze(run_id, chosen)
    if not what_if.is_assessed(other_run_id):
        say(str(build([other_run_id], "marts", progress=say)))
    found = what_if.differences(run_id, other_run_id)
    say(f"\n{partition.key}, run {run_id}, as it would be with {chosen} in the alternative reading")
    if partition.profile in DEMONSTRATION_PROFILES:
        say("DEMONSTRATION DATA: it says nothing about any real body.")
    if len(what_if.code_versions(run_id, other_run_id)) > 1:
        say("The run was computed by another version of the code: part of the differences may come from that.")
    results = [one for one in found if not _is_criterion(one)]
    if results:
        _print_results(results)
    for line in tell(found):
        say(line)


def alternatives(assume: list[str]) -> list[str]:
    """The assumptions to take in their alternative. Raises `Terminal` for what is no choice."""
    chosen = []
    for text in assume:
        name, _, reading = text.partition("=")
        if reading not in READINGS:
            raise Terminal(f"`--assume {text}` is no choice. Expected `A-10=alternative` or `A-10=recorded`.")
        if reading == "alternative":
            chosen.append(name)
    return chosen


def tell(found: list[Difference]) -> list[str]:
    """What would change in a few lines, the table of results apart: criteria with how many bodies, and the overall results."""
    if not found:
        return ["Nothing would change."]
    criteria = Counter(one.code for one in found if _is_criterion(one))
    lines = [
        f"  {code}: the score of {count} {'body' if count == 1 else 'bodies'} would change"
        for code, count in sorted(criteria.items())
    ]
    overall = [one for one in found if one.code == "OVERALL"]
    if all(_is_criterion(one) for one in found):
        return [*lines, "No block result and no overall result would change."]
    scores = sum(one.score != one.other_score for one in overall)
    degrees = sum(one.degree != one.other_degree for one in overall)
    ranks = sum(one.peer_rank != one.other_peer_rank for one in overall)
    return [*lines, f"Overall results that would change: {scores} scores, {degrees} degrees, {ranks} ranks"]


def _print_results(found: list[Difference]) -> None:
    table = Table("body", "result", "score", "would be", "degree", "would be", "rank", "would be", box=None)
    for one in found:
        table.add_row(
            one.body_code, one.code, _cell(one.score, one.bounds), _cell(one.other_score, one.other_bounds),
            _cell(one.degree, one.degrees), _cell(one.other_degree, one.other_degrees),
            _cell(one.peer_rank), _cell(one.other_peer_rank),
        )  # fmt: skip
    console.print(table)


def _is_criterion(one: Difference) -> bool:
    return "." in one.code


def _cell(value: object, between: str | None = None) -> str:
    """What is known of a result: itself, or else what it lies between."""
    return "—" if value is None and between is None else str(between if value is None else value)
