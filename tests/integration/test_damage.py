"""Whatever happens to the bytes of a delivery: it is refused in words, or each of its records is loaded or named.

Nothing here knows how the readers work. What a file holds is counted by other means: the `json` module, and the bare XML of a sheet.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.contracts import Contract, Format, load_contract
from ingest.inspect import Findings, inspect
from ingest.load import load_snapshot
from ingest.raw_tables import ensure_tables
from ingest.readers import open_delivery
from ingest.rows import Row
from olshem import warehouse
from olshem.settings import project_root
from tests.support.deliveries import FIXTURES, keep_snapshot
from tests.support.workbooks import SHEET_PART, Formula, Value, parts_of, with_part, workbook, zipped

LETTERS = load_contract(FIXTURES / "contracts/letters.yml")
ARRAY = dataclasses.replace(LETTERS, entity="array", format=Format(kind="json_array"))
SHEET = dataclasses.replace(
    LETTERS, entity="damaged_sheet", format=Format(kind="xlsx_table", sheet="Data", header_row=1)
)
few = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

Edit = tuple[int, int, bytes]
PIECES = [
    b'"',
    b"<",
    b">",
    b"&",
    b"\x00",
    b"\xff",
    b"9",
    b"-",
    b"{",
    b"]",
    b",",
    b"<c>",
    b"<v>1</v>",
    b'r="XFD1048576"',
    b"<!--",
]


def edits(content: bytes) -> st.SearchStrategy[list[Edit]]:
    """Where something is cut out, how much, and what is put in its place."""
    place = st.integers(0, len(content))
    return st.lists(st.tuples(place, st.integers(0, 4), st.sampled_from([b"", *PIECES])), min_size=1, max_size=3)


def edited(content: bytes, damages: list[Edit]) -> bytes:
    for place, cut, inserted in damages:
        content = content[:place] + inserted + content[place + cut :]
    return content


def account(folder: Path, content: bytes, contract: Contract) -> Findings:
    """Look a delivery through and load it when it is not refused: both must tell the same, and account for every record."""
    file = folder / "delivery.xlsx"
    file.write_bytes(content)
    findings = inspect(file, contract, 1999)
    assert all(defect.strip() for defect in findings.defects)
    if not findings.defects:
        summary = load_snapshot(keep_snapshot(contract, file), contract)
        assert (summary.total_row_count, summary.unreadable_row_count) == (
            findings.row_count,
            findings.unreadable_count,
        )
        with warehouse.connect("auditor") as connection:
            numbers = connection.execute(
                f"select _row_number from raw.{contract.table} where _load_id = %(load)s "
                "union all select row_number from ledger.unreadable_row where load_id = %(load)s order by 1".encode(),
                {"load": summary.load_id},
            ).fetchall()
        assert [number for (number,) in numbers] == list(range(1, summary.total_row_count + 1))
    return findings


@pytest.fixture(scope="module", autouse=True)
def tables(running_warehouse: None) -> None:
    ensure_tables([ARRAY, SHEET])


BEGINNINGS = [
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b\x08\x00",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{",
    b"[",
    b"<",
    b"\xef\xbb\xbf",
    b"number,name,note\n",
    b'{"status": "\\ud800"}',
]


@pytest.mark.parametrize("contract", [LETTERS, ARRAY, SHEET], ids=["csv", "json", "workbook"])
@few
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=60))
def test_bytes_of_any_kind_are_looked_through(
    tmp_path: Path, contract: Contract, beginning: bytes, rest: bytes
) -> None:
    file = tmp_path / "delivery"
    file.write_bytes(beginning + rest)
    for defect in inspect(file, contract, 1999).defects:
        assert defect.strip().encode()


RECORDS = json.dumps(
    [{"number": 1, "name": "Құжат", "note": None}, {"number": 2.50, "name": "", "note": '"a"'}, {"number": 3, "name": "x", "note": True}],
    ensure_ascii=False,
).encode()  # fmt: skip


@few
@given(edits(RECORDS))
def test_no_record_of_a_damaged_array_is_lost(tmp_path: Path, damages: list[Edit]) -> None:
    content = edited(RECORDS, damages)
    findings = account(tmp_path, content, ARRAY)
    if not findings.defects:
        assert findings.row_count == len(json.loads(content.decode("utf-8-sig")))


ROWS: list[list[Value]] = [
    ["number", "name", "note"],
    [1.5, "Құжат", True],
    [2, None, datetime.date(2018, 1, 5)],
    [],
    [3, "екі\nжол", Formula("=1/0", "#DIV/0!")],
    [4, "a", "b", "beside"],
]
BOOK = workbook(ROWS)
PARTS = sorted(parts_of(BOOK))


def count_in_xml(book: bytes) -> int:
    """Rows below the first that hold any text, by the XML of the sheet alone."""
    parts = parts_of(book)
    texts = ElementTree.fromstring(parts["xl/sharedStrings.xml"]).findall(".//{*}si")
    shared = ["".join(text.itertext()) for text in texts]
    filled, row_number = set(), 0
    for row in ElementTree.fromstring(parts[SHEET_PART]).findall(".//{*}row"):
        row_number = int(row.get("r", row_number + 1))
        for cell in row.findall("{*}c"):
            value = "".join("".join(part.itertext()) for part in cell if part.tag.rpartition("}")[2] != "f").strip()
            text = shared[int(value)] if value and cell.get("t") == "s" else value
            filled |= {row_number} if text.strip() else set()
    return len(filled - {1})


def test_the_good_workbook_is_accounted_for(tmp_path: Path) -> None:
    assert account(tmp_path, BOOK, SHEET) == Findings([], 4, 1)
    assert count_in_xml(BOOK) == 4


@few
@given(edits(BOOK))
def test_a_workbook_with_damaged_bytes_is_refused_or_read_whole(tmp_path: Path, damages: list[Edit]) -> None:
    findings = account(tmp_path, edited(BOOK, damages), SHEET)
    assert findings.defects or findings.row_count == 4


@few
@given(st.data())
def test_no_record_of_a_sheet_with_damaged_xml_is_lost(tmp_path: Path, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([SHEET_PART] * len(PARTS) + PARTS), label="part")
    damages = data.draw(edits(parts_of(BOOK)[part]), label="damages")
    content = with_part(BOOK, part, lambda inner: edited(inner, damages))
    findings = account(tmp_path, content, SHEET)
    if not findings.defects:
        assert findings.row_count == count_in_xml(content)


@few
@given(edits(zipped({"a.xlsx": BOOK, "b.xlsx": BOOK})))
def test_an_archive_with_damaged_bytes_is_refused_or_read_whole(tmp_path: Path, damages: list[Edit]) -> None:
    findings = account(tmp_path, edited(zipped({"a.xlsx": BOOK, "b.xlsx": BOOK}), damages), SHEET)
    assert findings.defects or findings.row_count == 8


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=8)
numbers = st.integers(-(10**14), 10**14) | st.integers(-(10**14), 10**14).map(lambda number: number / 1000)
moments = st.datetimes(datetime.datetime.fromisoformat("1950-01-01"), datetime.datetime.fromisoformat("2100-01-01"))
cells = (
    st.none()
    | texts
    | numbers
    | st.booleans()
    | moments.map(lambda moment: moment.replace(microsecond=0))
    | moments.map(lambda moment: moment.date())
)


def as_text(value: Any) -> str | None:
    """What must arrive of a cell, from the value that was put into it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return str(value.date())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@few
@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_cells_of_any_type_arrive_as_they_were_written(tmp_path: Path, rows: list[list[Any]]) -> None:
    file = tmp_path / "delivery.xlsx"
    file.write_bytes(workbook([["number", "name", "note"], *rows]))
    expected = [[as_text(value) for value in row] for row in rows]
    with open_delivery(file, SHEET) as delivered:
        found = [list(record.values[:3]) for record in delivered.records if isinstance(record, Row)]
    assert found == [row for row in expected if any(cell and not cell.isspace() for cell in row)]


# what would need more memory than there is


def with_row(row: bytes) -> Callable[[bytes], bytes]:
    """Adds a row to the good workbook."""
    return lambda book: with_part(book, SHEET_PART, lambda part: part.replace(b"</sheetData>", row + b"</sheetData>"))


def one_long_text_in_every_cell(part: bytes) -> bytes:
    rows = b"".join(b"<row>%s</row>" % (b'<c t="s"><v>0</v></c>' * 3) for _ in range(30_000))
    return part.replace(b"</sheetData>", rows + b"</sheetData>")


def entities(part: bytes) -> bytes:
    levels = b"".join(b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 20) for level in range(1, 9))
    declared = b'<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">%s]>' % levels
    return part.replace(b"?>", b"?>" + declared, 1).replace(b"<v>", b"<v>&e8;", 1)


def long_text(part: bytes) -> bytes:
    return part.replace("Құжат".encode(), b"x" * 30_000).replace(b"number", b"x" * 30_000)


def lying_directory(book: bytes) -> bytes:
    """A directory that states fewer bytes than a part unpacks to."""
    content = bytearray(with_part(book, SHEET_PART, lambda part: part + b" " * 50_000_000))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        stated = archive.getinfo(SHEET_PART).file_size.to_bytes(4, "little")
    return bytes(content.replace(stated, (1000).to_bytes(4, "little")))


BOMBS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "far_cell": (with_row(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "has a cell XFD1048576"),
    "farther_than_any_sheet": (with_row(b'<row r="4294967295"><c><v>1</v></c></row>'), "has a cell A4294967295"),
    "widest_row": (with_row(b'<row><c r="ZZZZZZ7"><v>1</v></c></row>'), "has a cell ZZZZZZ7"),
    "row_without_end": (with_row(b'<row r="99999999999999999999"><c><v>1</v></c></row>'), "says that it is row '9999"),
    "cell_of_another_row": (with_row(b'<row r="9"><c r="A1048576"><v>1</v></c></row>'), "a cell of row 9 says"),
    "one_long_text_in_every_cell": (
        lambda book: with_part(
            with_part(book, SHEET_PART, one_long_text_in_every_cell), "xl/sharedStrings.xml", long_text
        ),
        "repeats its texts so often",
    ),
    "entities": (lambda book: with_part(book, SHEET_PART, entities), "holds a document type"),
    "lying_directory": (lying_directory, "is damaged"),
}

UNDER_A_LIMIT = """
import resource, sys
from pathlib import Path
from ingest.inspect import inspect
from tests.integration.test_damage import SHEET

resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
for file in sys.argv[1:]:
    print(inspect(Path(file), SHEET, 1999).defects[0])
"""


def test_no_workbook_kills_the_process_by_its_memory(tmp_path: Path) -> None:
    files = []
    for name, (build, _) in BOMBS.items():
        files.append(tmp_path / f"{name}.xlsx")
        files[-1].write_bytes(build(BOOK))
    done = subprocess.run(
        [sys.executable, "-c", UNDER_A_LIMIT, *map(str, files)],
        cwd=project_root(), env=dict(os.environ), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    for (_, words), told in zip(BOMBS.values(), done.stdout.splitlines(), strict=True):
        assert words in told
