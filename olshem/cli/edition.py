"""Commands for the methodologist: read an edition, check it, close it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from olshem.cli.terminal import app, explained, say
from olshem.edition import close, copy, defects, known_editions, read_edition, refuse_invalid
from olshem.edition.closed import guard_of
from olshem.edition.show import criterion_text, tree_text

edition_app = typer.Typer(help="The rules of a year: show, check and close an edition.", no_args_is_help=True)
app.add_typer(edition_app, name="edition")

Name = Annotated[str, typer.Argument(help="edition, such as 2017")]


@edition_app.command()
@explained
def check(
    edition: Annotated[str | None, typer.Argument(help="edition; all of them if left out")] = None,
) -> None:
    """Say in one sentence each what is wrong with an edition; leave with code 1 if anything is."""
    found_any = False
    for name in [edition] if edition else known_editions():
        rules = read_edition(name)
        found = defects(rules, guard_of(name))
        found_any = found_any or bool(found)
        for sentence in found:
            say(sentence)
        count = sum(len(rows) for rows in rules.tables.values())
        say(f"Edition {name}: {len(found)} defect(s) in {len(rules.codes)} criteria and {count} rows.")
    if found_any:
        raise typer.Exit(1)


@edition_app.command()
@explained
def show(edition: Name, code: Annotated[str | None, typer.Argument(help="criterion, such as B2.C.S2")] = None) -> None:
    """Print the tree of criteria, or all that is laid down about one of them."""
    rules = read_edition(edition)
    say(criterion_text(rules, code) if code else tree_text(rules))


@edition_app.command(name="copy")
@explained
def copy_edition(edition: Name, new: Annotated[str, typer.Argument(help="name of the new edition")]) -> None:
    """Begin a new edition with all rows of an old one."""
    count = copy(edition, new)
    say(f"Edition {new} begins with the {count} rows of {edition}. Change them, then `olshem edition check {new}`.")


@edition_app.command(name="close")
@explained
def close_edition(
    edition: Name,
    reason: Annotated[str, typer.Option(help="what it served, such as the publication of the results of 2017")],
) -> None:
    """Close a sound edition: from then on the check refuses any change of its rows."""
    refuse_invalid(edition)
    sha256 = close(read_edition(edition), reason, datetime.now(UTC).date())
    say(f"Edition {edition} is closed: {sha256}. Commit dbt_project/seeds/editions/closed.csv.")
