"""A question to the database whose answer is one whole number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg

from olshem.warehouse.errors import Terminal


def one_number(connection: psycopg.Connection, query: LiteralString, parameters: Sequence[Any] = ()) -> int:
    """The first value of the first row, such as the id that an insert returned."""
    row = connection.execute(query, parameters).fetchone()
    if row is None:
        raise Terminal(f"The database answered without a row to: {query}")
    return int(row[0])
