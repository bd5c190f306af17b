"""How far a delivery was looked through, as a person sees it on a bar: in bytes of the disk, and moving all the time."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from pathlib import Path

import pytest

from ingest.content import watched
from ingest.contracts import Contract, Format, load_contract
from ingest.inspect import inspect
from ingest.readers import PASSES
from tests.support.deliveries import FIXTURES
from tests.support.workbooks import workbook, zipped

LETTERS = load_contract(FIXTURES / "contracts/letters.yml")
ARRAY = dataclasses.replace(LETTERS, format=Format(kind="json_array"))
TABLE = dataclasses.replace(LETTERS, format=Format(kind="xlsx_table", sheet="Data", header_row=1))
ROWS = [(number, f"name {number * 7919 % 10_007}", "note") for number in range(20_000)]

CSV = "number,name,note\n" + "".join(f"{number},{name},{note}\n" for number, name, note in ROWS)
JSON = json.dumps([{"number": number, "name": name, "note": note} for number, name, note in ROWS])
BOOK = workbook([["number", "name", "note"], *map(list, ROWS)])


def steps(folder: Path, content: bytes, contract: Contract) -> list[int]:
    """The bytes that the watcher was told of, one number for each time."""
    file = folder / "delivery"
    file.write_bytes(content)
    told: list[int] = []
    with watched(told.append):
        findings = inspect(file, contract, 2024)
    assert (findings.defects, findings.row_count % len(ROWS)) == ([], 0)
    return [count for count in told if count]


@pytest.mark.parametrize(
    ("content", "contract"),
    [(CSV.encode(), LETTERS), (JSON.encode(), ARRAY), (BOOK, TABLE)],
    ids=["csv", "json", "workbook"],
)
def test_the_bar_ends_full_and_moves_at_every_pass(tmp_path: Path, content: bytes, contract: Contract) -> None:
    told = steps(tmp_path, content, contract)
    passes = PASSES[contract.format.kind]
    assert passes * len(content) <= sum(told) <= passes * len(content) + 2 * (1 << 18)  # the head is read twice
    assert len(told) >= passes


def test_a_workbook_moves_the_bar_while_it_is_looked_through_and_while_its_rows_are_read(tmp_path: Path) -> None:
    told = steps(tmp_path, BOOK, TABLE)
    assert sum(told) == 2 * len(BOOK)
    assert max(told) < len(BOOK) / 3
    assert len(told) > 20


def test_an_archive_of_workbooks_moves_it_by_the_packed_bytes_of_each(tmp_path: Path) -> None:
    archive = zipped({"a.xlsx": BOOK, "b.xlsx": BOOK})
    (tmp_path / "a.zip").write_bytes(archive)
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        packed = sum(entry.compress_size for entry in opened.infolist())
    assert sum(steps(tmp_path, archive, TABLE)) == 2 * packed
