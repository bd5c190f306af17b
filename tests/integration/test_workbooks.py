"""Workbooks: what stands in the sheets arrives as it stands, from one file or from many; real forms and crafted ones."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from ingest.contracts import Contract, Format, load_contract
from ingest.inspect import Findings, inspect
from ingest.load import load_snapshot
from ingest.loading import LoadSummary
from ingest.raw_tables import ensure_tables
from ingest.readers import open_delivery
from ingest.rows import Row
from olshem import warehouse
from tests.support.deliveries import FIXTURES, keep_snapshot
from tests.support.workbooks import SHEET_PART, Formula, Value, parts_of, with_part, workbook, zipped

LETTERS = load_contract(FIXTURES / "contracts/letters.yml")
FORM_1M = load_contract(FIXTURES / "contracts/form_1m.yml")
DECENT_WORK = load_contract(FIXTURES / "contracts/decent_work.yml")

TABLE = dataclasses.replace(LETTERS, entity="sheet", format=Format(kind="xlsx_table", sheet="Data", header_row=2))


def renamed(contract: Contract, format: Format, **source_names: str) -> Contract:
    """The contract with another format, and other names for some columns in the source."""
    columns = tuple(
        dataclasses.replace(column, source_name=source_names.get(column.name, column.source_name))
        for column in contract.columns
    )
    return dataclasses.replace(contract, format=format, columns=columns)


FORM = renamed(
    dataclasses.replace(LETTERS, entity="form"),
    Format(kind="xlsx_form", number_row=2, filled_down=("name", "note")),
    name="А", note="А/2", number="1", extra="Б",
)  # fmt: skip
NAMED = renamed(TABLE, dataclasses.replace(TABLE.format, file_name=r"(?P<extra>.+)\.xlsx"), extra="file:extra")
HEAD: list[list[Value]] = [["A title"], ["number", "name", "note"]]


def deliver(folder: Path, content: bytes, name: str = "delivery.xlsx") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def look(folder: Path, content: bytes, contract: Contract = TABLE, name: str = "delivery.xlsx") -> Findings:
    return inspect(deliver(folder, content, name), contract, 2024)


def read(folder: Path, content: bytes, contract: Contract) -> list[list[str | None]]:
    with open_delivery(deliver(folder, content), contract) as delivered:
        return [list(record.values) for record in delivered.records if isinstance(record, Row)]


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
    cells: list[list[Value]] = [
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


def test_no_number_is_written_with_an_exponent(tmp_path: Path) -> None:
    book = workbook([*HEAD, [0.00005, 1.5e17, -2.0999999999999999e-7]])
    assert read(tmp_path, book, TABLE) == [["0.00005", "150000000000000000", "-0.00000021", None]]


def test_an_error_value_is_no_empty_cell(tmp_path: Path) -> None:
    book = with_part(
        workbook([*HEAD, [1, Formula("=1/0", "#DIV/0!"), Formula('=""', "")]]),
        SHEET_PART,
        lambda part: part.replace(b'<c r="C3"', b'<c r="C3" t="str"'),  # as spreadsheet programs mark an empty text
    )
    assert read(tmp_path, book, TABLE) == [["1", "#DIV/0!", None, None]]


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


def test_a_formula_that_was_never_calculated_is_no_empty_cell(tmp_path: Path) -> None:
    book = with_part(
        workbook([*HEAD, [1, "a", Formula("=A3", "1")]]),
        SHEET_PART,
        lambda part: part.replace(b"</f><v>1</v>", b"</f>"),
    )
    assert look(tmp_path, book).defects == [
        "`delivery.xlsx` holds formulas whose results were not saved (cells C3). Open it in a spreadsheet program, let it "
        "calculate all formulas, save it, and deliver it again"
    ]


def test_formulas_that_openpyxl_or_xlsxwriter_wrote_are_not_taken_for_empty_cells_or_0(tmp_path: Path) -> None:
    by_openpyxl, by_xlsxwriter = openpyxl.Workbook(), xlsxwriter.Workbook(tmp_path / "b.xlsx")
    by_openpyxl.active.title = "Data"
    page = by_xlsxwriter.add_worksheet("Data")
    for row_index, row in enumerate([*HEAD, [5, "a", "=A3*5"]]):
        by_openpyxl.active.append(row)
        page.write_row(row_index, 0, row)
    by_openpyxl.save(tmp_path / "a.xlsx")
    by_xlsxwriter.close()
    for file in (tmp_path / "a.xlsx", tmp_path / "b.xlsx"):
        (defect,) = inspect(file, TABLE, 2024).defects
        assert f"`{file.name}` holds formulas whose results were not saved (cells C3)" in defect


def test_a_workbook_without_formulas_may_ask_to_be_calculated(tmp_path: Path) -> None:
    book = with_part(
        workbook([*HEAD, [1, "a", "b"]]),
        "xl/workbook.xml",
        lambda part: part.replace(b"<calcPr", b'<calcPr fullCalcOnLoad="1"'),
    )
    assert look(tmp_path, book) == Findings([], 1, 0)


def test_a_cell_that_stands_twice_is_not_lost_in_silence(tmp_path: Path) -> None:
    book = with_part(workbook([*HEAD, [1, 2, 3]]), SHEET_PART, lambda part: part.replace(b'r="C3"', b'r="B3"'))
    assert "`delivery.xlsx` is damaged" in look(tmp_path, book).defects[0]


def test_names_of_other_letters_and_spaces_are_the_same_columns(tmp_path: Path) -> None:
    book = workbook([["A title"], [" number", "na\nme", "note "], [1, "a", "b"]])
    spaced = renamed(TABLE, TABLE.format, name="na me")
    assert look(tmp_path, book, spaced) == Findings([], 1, 0)


def test_parts_that_are_spelled_otherwise_are_found(tmp_path: Path) -> None:
    parts = parts_of(workbook([*HEAD, [1, "a", "b"]]))
    parts["xl/SharedStrings.xml"] = parts.pop("xl/sharedStrings.xml")
    assert look(tmp_path, zipped(parts)) == Findings([], 1, 0)


def test_names_in_an_archive_that_windows_made_are_read(tmp_path: Path) -> None:
    book = workbook([*HEAD, [1, "a", "b"]])
    content = zipped({"AAAAA.xlsx": book}).replace(b"AAAAA.xlsx", "отчёт.xlsx".encode("cp866"))
    with open_delivery(deliver(tmp_path, content, "all.zip"), NAMED) as delivered:
        assert [record.values for record in delivered.records if isinstance(record, Row)] == [["1", "a", "b", "отчёт"]]


def test_a_delivery_that_lies_under_another_name_is_read_by_the_name_it_came_with(tmp_path: Path) -> None:
    file = deliver(tmp_path, workbook([*HEAD, [1, "a", "b"]]), "incoming")
    assert inspect(file, NAMED, 2024, "Астана.XLSX") == Findings([], 1, 0)
    assert "the name of `incoming` is not of the form" in inspect(file, NAMED, 2024).defects[0]


def test_a_label_that_stands_once_holds_until_one_of_its_level_or_an_outer_one_stands(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["Форма"],
        ["А", None, "Б", 1],
        ["всего", None, "01", 60],
        ["из них", "жалобы", "02", 10],
        [None, None, "03", 20],
        [None, "запросы", "04", 30],
        [],
        ["другие", None, "05", 0],
    ]
    assert read(tmp_path, workbook(rows), FORM) == [
        ["60", "всего", None, "01"],
        ["10", "из них", "жалобы", "02"],
        ["20", "из них", "жалобы", "03"],
        ["30", "из них", "запросы", "04"],
        ["0", "другие", None, "05"],
    ]


def test_the_numbers_of_a_form_may_be_text_and_its_letters_latin(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Form"], [None, " A ", None, "1 "], [None, "всего", "a", 7]]
    assert read(tmp_path, workbook(rows), FORM) == [["7", "всего", "a", None]]


class PanicException(BaseException):
    """What a panic of calamine looks like: no `Exception`, and of a class that cannot be imported."""


class Panicking:
    @staticmethod
    def from_filelike(_: object) -> None:
        raise PanicException("index out of bounds")


def test_a_panic_of_the_reader_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("python_calamine.CalamineWorkbook", Panicking)
    assert look(tmp_path, workbook([*HEAD, [1, "a", "b"]])).defects == [
        "`delivery.xlsx` is damaged (index out of bounds). Deliver it again"
    ]


def test_a_table_without_records_is_allowed_beside_others_and_an_empty_delivery_is_not(tmp_path: Path) -> None:
    full, empty = workbook([*HEAD, [1, "a", "b"]]), workbook(HEAD)
    assert look(tmp_path, zipped({"a.xlsx": full, "b.xlsx": empty}), name="all.zip") == Findings([], 1, 0)
    assert look(tmp_path, empty).defects == ["`delivery.xlsx` has a header and no records"]


def test_rows_under_the_same_headings_on_a_further_sheet_do_not_vanish(tmp_path: Path) -> None:
    others = {
        "Rest": [["number", "name", "note"], [2, "a", "b"]],
        "Calculation": [["total", "of"], [1, 2]],
        "Last": [*HEAD, [], [3, "a", "b"]],
    }
    assert look(tmp_path, workbook([*HEAD, [1, "a", "b"]], others=others)).defects == [
        "`delivery.xlsx`: only the sheet `Data` is read, but rows stand under the same headings on `Rest`, `Last` too. Bring all "
        "rows together on `Data`, or delete what does not belong to the delivery, and deliver it again"
    ]


def test_further_sheets_may_be_empty_or_hold_something_else(tmp_path: Path) -> None:
    others: dict[str, list[list[Value]]] = {
        "Empty": [],
        "Form": [*HEAD, [" "]],
        "Notes": [["number", "name"], [1, Formula("=A2", "")]],
    }
    assert look(tmp_path, workbook([*HEAD, [1, "a", "b"]], others=others)) == Findings([], 1, 0)


def test_another_section_of_a_form_is_told_from_more_rows_of_the_same_one_by_its_title(tmp_path: Path) -> None:
    def section(title: str, code: str) -> list[list[Value]]:
        return [[title], ["А", None, "Б", 1], ["всего", None, code, 60]]

    one, two = section("Раздел 1", "01"), section("Раздел 1", "02")
    assert look(tmp_path, workbook(one, others={"2": section("Раздел 2", "01")}), FORM) == Findings([], 1, 0)
    (defect,) = look(tmp_path, workbook(one, others={"2": two}), FORM).defects
    assert "rows stand under the same headings on `2` too" in defect


def test_further_sheets_that_would_together_grow_beyond_the_caps_are_refused(tmp_path: Path) -> None:
    others = {"Near": [["a", "b", "c"]] * 4, "Far": [["a", "b", "c"]] * 4}
    (defect,) = look(tmp_path, workbook([*HEAD, [1]], others=others), dataclasses.replace(TABLE, max_cells=20)).defects
    assert defect.startswith("`delivery.xlsx` has a cell A3, which makes the sheet 3 rows high")
    assert defect.endswith("(sheet `Far`, counted with those before it)")


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
