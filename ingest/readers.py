"""A reader for each format of a contract: all of them make the same of a delivery, records and defects."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from ingest.contracts import Contract
from ingest.csv_file import open_csv
from ingest.json_rows import open_json
from ingest.rows import Delivered
from ingest.workbooks import open_workbooks

Reader = Callable[[Path, Contract, str], AbstractContextManager[Delivered]]

READERS: dict[str, Reader] = {
    "csv": open_csv,
    "json_array": open_json,
    "xlsx_table": open_workbooks,
    "xlsx_form": open_workbooks,
}


# How often the bytes of a file pass while it is looked through: each reader says in its own words what for.
PASSES = {"csv": 2, "json_array": 3, "xlsx_table": 2, "xlsx_form": 2}


def open_delivery(file: Path, contract: Contract, file_name: str = "") -> AbstractContextManager[Delivered]:
    """The records of a file. `file_name` is the name under which it was delivered, where it lies under another one.

    Raises `PackingRefused` for an archive that cannot be unpacked under the caps, also while the records are read.
    """
    return READERS[contract.format.kind](file, contract, file_name or file.name)
