"""What each source delivers: the real files pass unchanged; each defect is refused in words that name it and its place."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from demo import appeals_register
from ingest.contracts import contract_of
from ingest.inspect import inspect

FIXTURES = Path(__file__).parent.parent / "fixtures"
BAD = FIXTURES / "bad"

# the file, and what its refusal must say; every word of it was written before the check was run
REFUSED = {
    "budget_execution/another_delimiter.csv": ["has no delimiter ';'; it seems to be delimited by ','"],
    "budget_execution/another_year.csv": ["of another year than 2024: of 46 records 0 have a `month` of 2024"],
    "budget_execution/cut_off_after_a_record.csv": ["12.2024, row 1: `plg` is 27566611374.0, the others add up to"],
    "budget_execution/cut_off_in_a_record.csv": ["the file is cut off: its last record, row 41,"],
    "budget_execution/cut_off_without_line_end.csv": ["row 41, is not ended by a line end"],
    "budget_execution/empty.csv": ["the file is empty"],
    "budget_execution/error_message.csv": [
        "an error message of the portal was saved in place of the data (status '500'"
    ],
    "budget_execution/extra_column.csv": ["there is a column `comment` that the contract does not know"],
    "budget_execution/header_without_records.csv": ["a header and no records"],
    "budget_execution/kazakh_garbled.csv": ["41 of 41 records hold letters such as ќ"],
    "budget_execution/key_twice.csv": ["row 42 repeats row 6 (month '12.2024', code '201')"],
    "budget_execution/kz_1048.csv": ["byte 0x8D at byte 113, row 1", "KZ-1048", "Қазақстан Республикасының"],
    "budget_execution/missing_column.csv": ["the column `sumrg` is missing"],
    "budget_execution/renamed_column.csv": ["the column `sumrg` is missing; `sum_rg` looks like it"],
    "budget_execution/several_defects.csv": [
        "`sum_rg` looks like it",
        "the file is cut off",
        "of another year than 2024",
        "row 2 repeats row 1",
    ],
    "budget_execution/text_in_place_of_a_number.csv": ["row 4, `plg`: 'н/д'"],
    "budget_execution/total_row_does_not_add_up.csv": ["`sumrg` is 1.0, the others add up to 27035641895.529"],
    "budget_execution/total_row_missing.csv": ["the total row (`code` = '0') of 12.2024 is missing"],
    "budget_execution/total_row_twice.csv": ["of 12.2024 stands 2 times (row 1, row 2); expected once"],
    "budget_execution/web_page.csv": ["a web page was saved in place of the data"],
    "budget_execution/windows_1251.csv": ["byte 0xC8 at byte 113, row 1", "It reads as Windows-1251: “1;0;Итого"],
    "open_data_statistics/column_missing_in_one_record.json": ["row 2: it lacks `nameRu`"],
    "open_data_statistics/cut_off.json": ["the JSON ends or breaks at line 1, column 569"],
    "open_data_statistics/empty.json": ["the file is empty"],
    "open_data_statistics/empty_array.json": ["the array is empty"],
    "open_data_statistics/envelope.json": ["found an object (with `meta`, `data`)"],
    "open_data_statistics/error_code.json": ["(code '500', message 'PSQLException"],
    "open_data_statistics/error_message.json": ["(status '500', error 'Internal Server Error'"],
    "open_data_statistics/key_twice.json": ["row 4 repeats row 1"],
    "open_data_statistics/nested.json": ["`nameRu` holds a nested value"],
    "open_data_statistics/renamed_column.json": [
        "`placedDatasetsCount` is missing; `placedDatasetCount` looks like it"
    ],
    "open_data_statistics/web_page.json": ["a web page was saved in place of the data"],
    "open_data_statistics/windows_1251.json": ["byte 0xC0 at byte 13, row 0", "Windows-1251"],
}


@pytest.mark.parametrize(
    ("source", "name", "row_count"),
    [
        ("open_data_statistics", "getstatisticsbycgogovagencies.json", 32),
        ("open_data_statistics", "getstatisticsbymiogovagencies.json", 20),
        ("budget_execution", "republic_by_administrator_2023-2025.csv", 1119),
    ],
)
@pytest.mark.parametrize("year", [2023, 2024])
def test_a_real_file_passes_unchanged(source: str, name: str, row_count: int, year: int) -> None:
    findings = inspect(FIXTURES / "rehearsal" / name, contract_of(source), year)
    assert (findings.defects, findings.row_count, findings.unreadable_count) == ([], row_count, 0)


def test_the_real_budget_is_refused_for_a_year_it_does_not_hold_whole() -> None:
    file = FIXTURES / "rehearsal" / "republic_by_administrator_2023-2025.csv"
    assert "of another year than 2025" in inspect(file, contract_of("budget_execution"), 2025).defects[0]


def test_every_bad_file_is_expected_to_say_something() -> None:
    files = {str(file.relative_to(BAD)) for file in BAD.glob("*/*") if file.stem != "good"}
    assert files == set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_a_defect_is_refused_in_words_that_name_it(name: str) -> None:
    defects = inspect(BAD / name, contract_of(name.split("/")[0]), 2024).defects
    for expected in REFUSED[name]:
        assert any(expected in defect for defect in defects), f"{expected!r} in {defects}"


@pytest.mark.parametrize("name", ["budget_execution/good.csv", "open_data_statistics/good.json"])
def test_the_same_file_without_a_defect_passes(name: str) -> None:
    assert inspect(BAD / name, contract_of(name.split("/")[0]), 2024).defects == []


def test_a_gzipped_file_passes_like_the_plain_one(tmp_path: Path) -> None:
    file = tmp_path / "good.csv.gz"
    file.write_bytes(gzip.compress((BAD / "budget_execution/good.csv").read_bytes()))
    assert inspect(file, contract_of("budget_execution"), 2024).defects == []


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    file = tmp_path / "good.csv"
    file.write_bytes(b"\xef\xbb\xbf" + (BAD / "budget_execution/good.csv").read_bytes())
    assert inspect(file, contract_of("budget_execution"), 2024).defects == []


@pytest.mark.parametrize("name", ["budget_execution/good.csv", "open_data_statistics/good.json"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_and_nothing_is_made_of_its_bytes(tmp_path: Path, name: str, encoding: str) -> None:
    file = tmp_path / "delivery"
    file.write_bytes((BAD / name).read_text("utf-8").encode(encoding))
    assert inspect(file, contract_of(name.split("/")[0]), 2024).defects == [
        "the text is UTF-16, not UTF-8. Ask for the file in UTF-8"
    ]


def test_line_ends_of_carriage_returns_alone_are_told_and_no_column_is_missed(tmp_path: Path) -> None:
    file = tmp_path / "delivery.csv"
    file.write_bytes((BAD / "budget_execution/good.csv").read_bytes().replace(b"\n", b"\r"))
    assert inspect(file, contract_of("budget_execution"), 2024).defects == [
        "the first line holds a carriage return: the line ends of the file are CR alone, as old programs write them. Save it "
        "with LF or CRLF as line ends"
    ]


def test_the_generated_register_passes_with_its_few_broken_records(tmp_path: Path) -> None:
    file = appeals_register.write(2024, tmp_path, 20_000)
    findings = inspect(file, contract_of("appeals_register"), 2024)
    assert (findings.defects, findings.row_count, findings.unreadable_count) == ([], 20_000, 6)


def test_the_register_of_another_year_is_refused(tmp_path: Path) -> None:
    file = appeals_register.write(2023, tmp_path, 20_000)
    defects = inspect(file, contract_of("appeals_register"), 2024).defects
    assert len(defects) == 1
    assert "of another year than 2024" in defects[0]


def test_a_flood_of_broken_records_is_refused(tmp_path: Path) -> None:
    lines = list(appeals_register.rows(2024, 20_000))
    file = tmp_path / "register.csv"
    header = ",".join(column.source_name for column in contract_of("appeals_register").columns)
    file.write_text(
        "\n".join([header, *(line.strip() + ",x" for line in lines[:300]), *map(str.strip, lines[300:5000])]) + "\n"
    )
    assert any(
        "more than the 1 % that the contract allows" in d
        for d in inspect(file, contract_of("appeals_register"), 2024).defects
    )


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    file = appeals_register.write(2024, tmp_path, 20_000)
    shutil.copy(file, tmp_path / "cut.zip")
    with (tmp_path / "cut.zip").open("r+b") as stream:
        stream.truncate(100_000)
    assert "is damaged" in inspect(tmp_path / "cut.zip", contract_of("appeals_register"), 2024).defects[0]
