"""The two kinds of failure that every room of the project distinguishes."""

from __future__ import annotations


class OlshemError(Exception):
    """A failure that is explained to a person: what happened, where, and what to do next."""


class Transient(OlshemError):
    """May go away by itself: the scheduler tries again."""


class Terminal(OlshemError):
    """Will not go away by itself: a person has to act, so nothing is retried."""
