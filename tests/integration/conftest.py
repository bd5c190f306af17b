"""A connection for the tests that only ask."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from olshem import warehouse


@pytest.fixture(scope="module")
def connection(running_warehouse: None) -> Iterator[psycopg.Connection]:
    """One connection of the auditor for a whole module, each question on its own."""
    with warehouse.connect("auditor", autocommit=True) as opened:
        yield opened
