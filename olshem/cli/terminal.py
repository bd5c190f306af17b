"""What all commands share: where they are registered, how they print, and how an explained error ends them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from olshem.warehouse import OlshemError

Arguments = ParamSpec("Arguments")

app = typer.Typer(
    help="The command `olshem`: run an evaluation from sources to report, look at its sources, log in, back up.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(soft_wrap=True)


def say(text: str = "") -> None:
    """A plain line: paths and messages may hold brackets."""
    console.print(text, markup=False, highlight=False)


def explained(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Print an explained error as its message and leave with code 1; a defect of the program keeps its stack."""

    @wraps(command)
    def wrapped(*arguments: Arguments.args, **named: Arguments.kwargs) -> None:
        try:
            command(*arguments, **named)
        except OlshemError as error:
            say(f"\nError: {error}")
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            say("\nStopped. Nothing half-done is visible; start again when you like.")
            raise typer.Exit(130) from None

    return wrapped


@contextmanager
def progress_of_bytes(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar that grows by the bytes it is told of. Nothing is drawn where the output is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        yield lambda count: bar.advance(task, count)


@contextmanager
def progress_of_rows(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar that stands at the number of rows it is told of. Nothing is drawn where the output is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        yield lambda count: bar.update(task, completed=count)
