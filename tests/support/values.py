"""Asking the functions of the schema `reference` what they read in a text."""

from __future__ import annotations

from typing import Any

import psycopg

READERS = ("to_numeric", "to_quantity", "to_date", "to_month", "to_year")


def ask(connection: psycopg.Connection, call: str, *arguments: object) -> Any:
    """The one value that a call of a function gives."""
    row = connection.execute(f"select {call}".encode(), arguments).fetchone()
    assert row is not None
    return row[0]


def read(connection: psycopg.Connection, function: str, text: str) -> Any:
    """What a function of one text gives."""
    return ask(connection, f"reference.{function}(%s)", text)
