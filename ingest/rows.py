"""What a reader makes of a delivery, whatever its format: its records, one by one, and what is wrong with it as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.records import Unreadable


class Row(NamedTuple):
    """A readable record: its number from 1, and its values in the order of the columns. What is not there is None.

    `place` says where it stands for people, where the number alone does not lead there.
    """

    row_number: int
    values: Sequence[str | None]
    place: str = ""


@dataclass
class Delivered:
    """The records of a delivery, to be read once. `defects` is complete when the last record was read.

    `skipped_count` counts the records that were not looked at, because a defect spoils all of them alike. `columns` are our names
    of the columns that are there, in the order of the values of a `Row`.
    """

    columns: Sequence[str] = ()
    records: Iterable[Row | Unreadable] = ()
    defects: list[str] = field(default_factory=list)
    skipped_count: int = 0
