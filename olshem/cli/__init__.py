"""The command `olshem`, one module for each group of commands."""

from __future__ import annotations

import os
import sys

from olshem.cli import edition, evaluation, sources, what_if  # registers the commands
from olshem.cli.terminal import app

__all__ = ["app", "edition", "evaluation", "main", "sources", "what_if"]


def main() -> None:
    """The entry point. A reader that closes the pipe early, such as `head`, ends the command without a stack trace."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
