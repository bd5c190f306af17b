"""Workbooks: what stands in the sheets arrives as it stands, from one file or from many; real forms and crafted ones."""

from __future__ import annotations

import dataclasses
import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ingest.contracts import Contract, Format, load_contract
from ingest.inspect import Findings, inspect
from ingest.load import LoadSummary, load_snapshot
from ingest.raw_tables import ensure_tables
from ingest.readers import open_delivery
from olshem import warehouse
from tests.support.deliveries import FIXTURES, keep_snapshot

LETTERS = load_contract(FIXTURES / "contracts/letters.yml")
FORM_1M = load_contract(FIXTURES / "contracts/form_1m.yml")
DECENT_WORK = load_contract(FIXTURES / "contracts/decent_work.yml")

TABLE = dataclasses.replace(LETTERS, entity="sheet", format=Format(kind="xlsx_table", sheet="Data", header_row=2))
HEAD: list[list[Any]] = [["A title"], ["number", "name", "note"]]


def workbook(rows: list[list[Any]], sheet: str = "Data") -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    page = book.add_worksheet(sheet)
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    for row_index, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                page.write_datetime(row_index, column, value, moment if isinstance(value, datetime.datetime) else day)
            elif value is not None:
                page.write(row_index, column, value)
    book.close()
    return memory.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return memory.getvalue()


def deliver(folder: Path, content: bytes, name: str = "delivery.xlsx") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def look(folder: Path, content: bytes, contract: Contract = TABLE, name: str = "delivery.xlsx") -> Findings:
    return inspect(deliver(folder, content, name), contract, 2024)


def load(file: Path, contract: Contract) -> LoadSummary:
    ensure_tables([contract])
    return load_snapshot(keep_snapshot(contract, file), contract)


def ask(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(query.encode(), parameters).fetchall()


def rows_of(summary: LoadSummary, contract: Contract, columns: str) -> list[tuple[Any, ...]]:
    return ask(f"select {columns} from raw.{contract.table} where _load_id = %s order by _row_number", summary.load_id)


@pytest.mark.usefixtures("running_warehouse")
def test_cells_arrive_as_they_stand(tmp_path: Path) -> None:
    cells: list[list[Any]] = [
        [12.0, " two spaces ", True],
        [20449.599999999999, datetime.date(2024, 1, 5), datetime.datetime.fromisoformat("2024-01-05 07:30")],
        [0.1, None, False],
        ["007", "сөйлем\nекі жол", '"quoted", text'],
    ]
    summary = load(deliver(tmp_path, workbook([*HEAD, *cells])), TABLE)
    assert rows_of(summary, TABLE, "number, name, note") == [
        ("12", " two spaces ", "true"),
        ("20449.6", "2024-01-05", "2024-01-05 07:30:00"),
        ("0.1", None, "false"),
        ("007", "сөйлем\nекі жол", '"quoted", text'),
    ]


def test_an_error_value_is_no_empty_cell(tmp_path: Path) -> None:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    page = book.add_worksheet("Data")
    page.write_row("A2", ["number", "name", "note"])
    page.write("A3", 1)
    page.write_formula("B3", "=1/0", None, "#DIV/0!")
    book.close()
    file = deliver(tmp_path, memory.getvalue())
    with open_delivery(file, TABLE) as delivered:
        assert [record.values for record in delivered.records] == [["1", "#DIV/0!", None, None]]  # type: ignore[union-attr]


@pytest.mark.usefixtures("running_warehouse")
def test_a_row_with_text_beyond_the_columns_is_named_and_the_others_arrive(tmp_path: Path) -> None:
    rows = [[1, "a", "b"], [2, "a", "b", None, "see note"], [], [3, "a", "b"]]
    summary = load(deliver(tmp_path, workbook([*HEAD, *rows])), TABLE)
    assert (summary.total_row_count, summary.loaded_row_count, summary.unreadable_row_count) == (3, 2, 1)
    assert rows_of(summary, TABLE, "_row_number, number") == [(1, "1"), (3, "3")]
    assert ask("select row_number, reason from ledger.unreadable_row where load_id = %s", summary.load_id) == [
        (2, "`delivery.xlsx`, row 4 of the sheet: 'see note' stands in column E, which no column of the contract is")
    ]


@pytest.mark.usefixtures("running_warehouse")
def test_the_files_of_an_archive_are_one_delivery_in_order_of_their_names(tmp_path: Path) -> None:
    second, first = workbook([*HEAD, [3, "c", "d"]]), workbook([*HEAD, [1, "a", "b"], [2, "b", "c"]])
    file = deliver(tmp_path, zipped({"б.XLSX": second, "folder/": b"", "а.xlsx": first}), "all.zip")
    assert inspect(file, TABLE, 2024) == Findings([], 3, 0)
    assert rows_of(load(file, TABLE), TABLE, "_row_number, number") == [(1, "1"), (2, "2"), (3, "3")]


# how many records a sheet has and what stands in these cells was read by eye and with openpyxl, not with the loader


@pytest.mark.real_data
@pytest.mark.usefixtures("running_warehouse")
def test_a_real_form_is_read_with_its_merged_labels(real_data_folder: Path) -> None:
    file = real_data_folder / "kz_forms" / "qamqor_form_1M_Astana.xlsx"
    assert inspect(file, FORM_1M, 2016) == Findings([], 422, 0)
    summary = load(file, FORM_1M)
    rows = rows_of(summary, FORM_1M, "city, section, subgroup, offence, line_code, graph_1_count, graph_6_count")
    assert len(rows) == 422
    assert rows[0] == ("Astana", "Всего правонарушений", None, None, "1", "20313", "7028")
    assert rows[1] == ("Astana", "из них", "проступки", None, "2", "3572", "1224")
    assert rows[6] == ("Astana", "из них", "из них", "особо тяжкие ", "7", "259", "120")
    assert rows[7] == ("Astana", "из них", "по делам УДР", None, "8", "419", "419")
    assert rows[13] == ("Astana", "из них", "из них", "Убийство (ст.99) ", "14", "29", "20")
    assert rows[421][2].startswith("из них")
    assert rows[421][3].startswith("Вождение машин, кораблевождение")
    assert rows[421][4] == "422"


@pytest.mark.real_data
@pytest.mark.usefixtures("running_warehouse")
def test_a_real_table_is_read_with_the_digits_of_its_numbers(real_data_folder: Path) -> None:
    file = real_data_folder / "kz_forms" / "stat_gov_kz_decent_work_2001_2020.xlsx"
    assert inspect(file, DECENT_WORK, 2020) == Findings([], 88, 0)
    rows = rows_of(load(file, DECENT_WORK), DECENT_WORK, "indicator, year_2001, year_2011, year_2018")
    assert rows[0] == (" \nВозможность найти работу", None, None, None)
    assert rows[2] == ("Всего ", "72.3", "77", "78,8*")
    assert rows[10] == ("Всего  ", "18.6024601687657", "7.80016166217506", "7.9")
