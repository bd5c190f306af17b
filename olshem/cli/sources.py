"""The sources of an evaluation: what came and when, collect one again, check a file, see what was rejected."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from demo.portal import lent
from demo.world import World
from demo.year import write
from ingest.collect import collect_source
from ingest.connectors.folder import locate
from ingest.content import watched
from ingest.contracts import FOLDER, contract_of
from ingest.profiles import FolderPlace, load_profile
from ingest.readers import PASSES
from olshem import warehouse
from olshem.cli.arrivals import Arrival, arrivals
from olshem.cli.check import SHOWN, Verdict
from olshem.cli.check import check as check_file
from olshem.cli.rejects import EXAMPLES, Group, grouped, records, told
from olshem.cli.terminal import app, console, explained, progress_of_bytes, progress_of_rows, say
from olshem.cycle.yearly import INVENTED_YEAR, Partition, usual_profile
from olshem.settings import home

REFUSED, TAKEN_IN_PART = 1, 3  # 2 is what a mistyped command ends with

YearOption = Annotated[int, typer.Option(help="the reporting year")]
ProfileOption = Annotated[
    str | None, typer.Option(help="real, demo or rehearsal (default: as `olshem run`, by the year)")
]
SourceOption = Annotated[str, typer.Option(help="only this source")]


@app.command()
@explained
def sources(profile: ProfileOption = None, year: YearOption = INVENTED_YEAR) -> None:
    """Say of every source who hands it in to whom and by when, whether it came, and what went wrong last."""
    partition = Partition(profile or usual_profile(year), year)
    warehouse.ensure_running()
    found = arrivals(partition.profile, partition.reporting_year)
    if console.is_terminal:
        console.print(_table(partition, found))
    else:
        for arrival in found:
            say(" · ".join(text or "–" for text in arrival.cells))


@app.command()
@explained
def collect(
    source: Annotated[str, typer.Argument(help="the code of the source")],
    profile: ProfileOption = None,
    year: YearOption = INVENTED_YEAR,
) -> None:
    """Fetch one source again and check it by its contract; a good delivery is what the next run takes."""
    partition = Partition(profile or usual_profile(year), year)
    warehouse.ensure_running()
    declared = load_profile(partition.profile)
    for folder, invented in declared.invented(partition.reporting_year).items():
        if source in invented:
            write(World(partition.reporting_year), home() / folder, [source], say)
    with ExitStack() as stack:
        stack.enter_context(lent())
        if source in declared.inputs(partition.reporting_year):
            parts = declared.inputs(partition.reporting_year)[source].parts
            places = [part.place for part in parts if isinstance(part.place, FolderPlace)]
            files = [file for place in places if (file := locate(place.root, place.file_name)).is_file()]
            total = PASSES[contract_of(source).format.kind] * sum(file.stat().st_size for file in files)
            stack.enter_context(watched(stack.enter_context(progress_of_bytes(f"collect {source}", total))))
        summary = collect_source(partition.profile, partition.reporting_year, source)
    say(str(summary))


@app.command()
@explained
def check(
    file: Annotated[Path, typer.Argument(help="the delivery, as it was handed in")],
    source: Annotated[str, typer.Option(help="the code of the source whose contract it must fulfil")],
    year: YearOption = INVENTED_YEAR,
    shown: Annotated[int, typer.Option(help="how many rejected cells and unreadable records to list")] = SHOWN,
) -> None:
    """Say what a run would accept, reject and not be able to read of a file. Nothing is kept.

    Ends with 0 when every record would be accepted, with 1 when the file would be refused, and with 3 when it would be
    taken without some of its records.
    """
    warehouse.ensure_running()
    verdict = check_file(
        file,
        FOLDER / f"{source}.yml",
        year,
        of_bytes=lambda title, total: progress_of_bytes(title, total or 0),
        of_rows=progress_of_rows,
        shown=shown,
    )
    _print_verdict(file, source, year, verdict, shown)
    if verdict.defects:
        raise typer.Exit(REFUSED)
    if verdict.accepted_row_count < verdict.row_count:
        raise typer.Exit(TAKEN_IN_PART)


@app.command()
@explained
def rejects(
    run: Annotated[int, typer.Option(help="the number of the run, as `olshem status` shows it")],
    source: SourceOption = "",
    csv_file: Annotated[
        Path | None, typer.Option("--csv", help="write every rejected cell and record into this file")
    ] = None,
) -> None:
    """Show what a run left out: rejected cells and unreadable records, by source, column and reason."""
    warehouse.ensure_running()
    groups = grouped(run, source)
    for group in groups:
        _print_group(group)
    if not groups:
        say(f"Run {run} left nothing out" + (f" of `{source}`." if source else "."))
    if csv_file is not None:
        with csv_file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["source", "part", "row_number", "column", "value", "reason"])
            count = sum(writer.writerow(record) > 0 for record in records(run, source))
        say(f"{count:,} rows written to {csv_file}")


def _table(partition: Partition, found: list[Arrival]) -> Table:
    table = Table(title=f"Sources of {partition.key}", box=None, title_justify="left")
    for column in ("source", "from → to", "due", "came", "last good delivery", "last failure"):
        table.add_column(column, overflow="fold")
    for arrival in found:
        table.add_row(*arrival.cells)
    return table


def _print_verdict(file: Path, source: str, year: int, verdict: Verdict, shown: int) -> None:
    if verdict.defects:
        say(f"{file.name} would be refused as `{source}` of {year}, with {len(verdict.defects)} defect(s):")
        for number, defect in enumerate(verdict.defects, start=1):
            say(f"  {number}. {defect.rstrip('.')}.")
        return
    say(
        f"{file.name} as `{source}` of {year}: {verdict.row_count:,} records, {verdict.accepted_row_count:,} accepted, "
        f"{verdict.rejected_row_count:,} rejected, {len(verdict.unreadable):,} unreadable"
    )
    if verdict.cell_counts:
        say("\nRejected cells")
        for (column, reason), count in verdict.cell_counts.items():
            say(f"  {count:>8,}  {column}: {reason}")
        say(f"\nThe first {len(verdict.cells)} of {sum(verdict.cell_counts.values()):,}")
        for cell in verdict.cells:
            say(f"  row {cell.row_number}, {cell.source_name}: {told(cell.value)} {cell.reason}")
    if verdict.unreadable:
        say(f"\nUnreadable records, the first {min(shown, len(verdict.unreadable))} of {len(verdict.unreadable):,}")
        for row_number, reason, raw in verdict.unreadable[:shown]:
            say(f"  row {row_number}: {reason}" + (f": {raw[:120]!r}" if raw else ""))


def _print_group(group: Group) -> None:
    place = f"{group.source}{f' ({group.part})' if group.part else ''}"
    say(f"{place} · {group.column or 'unreadable'} · {group.reason}: {group.count:,}")
    for row_number, value in group.examples[:EXAMPLES]:
        say(f"    row {row_number}: {told(value)}")
