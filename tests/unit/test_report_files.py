"""The files of the report, made from fixed rows: complete, exact, in one language, the same every time."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from olshem.warehouse.errors import Terminal
from report import languages, pdf, write
from report.document import compose
from report.languages import Code
from tests.support.report_rows import small_report, without_demonstration

KAZAKH_LETTERS = re.compile("[әғқңөұүһі]", re.IGNORECASE)
STEM = "rehearsal/2024/c4d5e6f7a8b9/olshem-rehearsal-2024"
each_language = pytest.mark.parametrize("code", languages.CODES)


@cache
def files(*, demonstration: bool = True) -> dict[str, bytes]:
    report = small_report() if demonstration else without_demonstration(small_report())
    return dict(write.render(report))


@cache
def pages(code: Code, *, demonstration: bool = True) -> list[str]:
    reader = PdfReader(io.BytesIO(files(demonstration=demonstration)[f"{STEM}-{code}.pdf"]))
    return [_one_line(page.extract_text()) for page in reader.pages]


def text(code: Code) -> str:
    return " ".join(pages(code))


@cache
def workbook(code: Code, *, demonstration: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(files(demonstration=demonstration)[f"{STEM}-{code}.xlsx"]))


def cells(code: Code) -> list[object]:
    return [cell.value for sheet in workbook(code) for row in sheet for cell in row if cell.value is not None]


def test_a_report_is_four_files_named_by_what_the_run_found() -> None:
    assert sorted(files()) == [f"{STEM}-{code}.{kind}" for code in ("kk", "ru") for kind in ("pdf", "xlsx")]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert dict(write.render(small_report())) == files()


@each_language
def test_the_pdf_names_every_body_in_its_language(code: Code) -> None:
    names = [languages.load(code).choose(row.name_ru, row.name_kk) for row in small_report().results]
    printed = _letters(text(code))
    assert [name for name in names if _letters(name) not in printed] == []


@each_language
def test_the_workbook_names_every_body_in_its_language(code: Code) -> None:
    names = {languages.load(code).choose(row.name_ru, row.name_kk) for row in small_report().results}
    assert names <= set(cells(code))


def test_the_russian_report_holds_no_kazakh_beside_the_banner() -> None:
    words = text("ru").replace(languages.banner(languages.load("ru")), "")
    assert [word for word in words.split() if KAZAKH_LETTERS.search(word)] == []


def test_the_kazakh_report_holds_no_russian_of_the_rows() -> None:
    words = text("kk").replace(languages.banner(languages.load("kk")), "")
    russian = [row.name_ru for row in small_report().results] + [row.reason_ru for row in small_report().not_scored]
    russian += [row.decision_ru for row in small_report().assumptions] + [
        row.title_ru for row in small_report().sources
    ]
    assert [one for one in russian if one in words] == []


@each_language
def test_an_undetermined_score_is_said_in_words_and_never_0(code: Code) -> None:
    language = languages.load(code)
    sheet = workbook(code)[language("sheet.results_local")]
    body, score = _column(sheet, language("results.body")), _column(sheet, language("overall.score"))
    assert dict(zip(body, score, strict=True)) == {
        language.choose("Акимат области Улытау (Uly-Tau e-Gov)", "Ұлытау облысының әкімдігі (Uly-Tau e-Gov)"): language(
            "value.no_score"
        )
    }
    assert language("value.no_score") in text(code)


def test_a_known_degree_is_shown_though_the_score_is_not() -> None:
    language = languages.load("ru")
    sheet = workbook("ru")[language("sheet.results_central")]
    assert _column(sheet, language("results.degree")) == ["средняя", "неэффективная – высокая", "высокая"]


def test_a_body_outside_a_block_is_not_assessed_in_it() -> None:
    language = languages.load("ru")
    sheet = workbook("ru")[language("sheet.block", number="3")]
    scores = dict(zip(_column(sheet, language("results.body")), _column(sheet, language("results.score")), strict=True))
    assert scores["=СУММ(A1:A9) агентство"] == "не оценивается"


@each_language
def test_numbers_are_numbers_in_the_workbook(code: Code) -> None:
    language = languages.load(code)
    sheet = workbook(code)[language("sheet.results_central")]
    assert _column(sheet, language("results.lowest")) == [87.46, 3.1, 91]
    assert _column(sheet, language("results.coverage")) == [100, 21.4, 88.05]
    absorbed = workbook(code)[language("sheet.absorption")]
    assert _column(absorbed, language("absorption.plan")) == [11114651454.8, 0]


def test_numbers_have_a_decimal_comma_in_the_pdf() -> None:
    assert "87,46" in text("kk")
    assert "11 114 651 454,8" in text("ru").replace("\u00a0", " ")
    assert "87.46" not in text("ru")


@each_language
def test_text_that_looks_like_a_formula_stays_text(code: Code) -> None:
    formulas = [cell.coordinate for sheet in workbook(code) for row in sheet for cell in row if cell.data_type == "f"]
    links = [cell.coordinate for sheet in workbook(code) for row in sheet for cell in row if cell.hyperlink]
    assert (formulas, links) == ([], [])
    assert '=HYPERLINK("http://example.org")' in cells(code)


@each_language
def test_every_page_is_marked_when_the_run_holds_demonstration_data(code: Code) -> None:
    banner = languages.banner(languages.load(code))
    assert [number for number, page in enumerate(pages(code), start=1) if banner not in page] == []
    assert languages.load(code)("demonstration.explanation") in pages(code)[0]


def test_every_table_with_a_demonstration_row_is_marked_and_explains_its_mark() -> None:
    language = languages.load("ru")
    for table in compose(small_report(), language).tables:
        if table.is_demonstration:
            sheet = workbook("ru")[table.sheet]
            values = [cell.value for row in sheet for cell in row]
            assert sheet["A2"].value == languages.banner(language), table.sheet
            assert any("† — " in str(value) for value in values), table.sheet


def test_rows_of_demonstration_data_carry_the_mark_and_others_do_not() -> None:
    language = languages.load("ru")
    sheet = workbook("ru")[language("sheet.results_central")]
    assert _column(sheet, language("mark.column")) == [None, "†", "† ‡"]


@each_language
def test_nothing_is_marked_when_the_run_holds_no_demonstration_data(code: Code) -> None:
    words = " ".join(pages(code, demonstration=False))
    values = [str(cell.value) for sheet in workbook(code, demonstration=False) for row in sheet for cell in row]
    banner = languages.load(code)("demonstration.banner")
    assert banner not in words
    assert [value for value in values if banner in value] == []
    assert "†" not in words


def test_the_account_of_rows_is_printed_for_each_delivered_source() -> None:
    language = languages.load("ru")
    sheet = workbook("ru")[language("sheet.accounting")]
    columns = [_column(sheet, language(f"accounting.{key}")) for key in ("total", "accepted", "rejected", "unreadable")]
    assert list(zip(*columns, strict=True)) == [(1003, 997, 4, 2), (3, 3, 0, 0)]


def test_hashes_and_digests_stand_in_the_pdf_in_full() -> None:
    printed = text("kk").replace(" ", "")
    report = small_report()
    hashes = [source.sha256 for source in report.sources if source.sha256] + [
        report.run.input_digest,
        report.run.result_digest,
    ]
    assert [one for one in hashes if one not in printed] == []
    assert report.run.result_digest in pages("kk")[-1].replace(" ", "")


def test_a_name_given_in_russian_only_is_marked_in_the_kazakh_table() -> None:
    language = languages.load("kk")
    sheet = workbook("kk")[language("sheet.absorption")]
    assert _column(sheet, language("mark.column")) == [None, "*"]


def test_neither_format_tells_when_it_was_made() -> None:
    reader = PdfReader(io.BytesIO(files()[f"{STEM}-ru.pdf"]))
    assert reader.metadata is not None
    assert (reader.metadata.creation_date, reader.metadata.modification_date) == (None, None)
    assert workbook("ru").properties.created.year == 2018


def test_a_report_of_several_pages_numbers_them() -> None:
    count = len(pages("ru"))
    assert [page for number, page in enumerate(pages("ru"), start=1) if f"стр. {number} из {count}" not in page] == []


def test_a_run_without_any_rows_still_makes_a_whole_report() -> None:
    report = small_report()
    empty = replace(
        report, results=[], blocks=[], criteria=[], not_scored=[], sources=[], assumptions=[], absorption=[],
        rejected_cells=[], unknown_names=[], answers=[], methodology=[], penalties=[], degrees=[], changes=[], what_ifs=[],
        corrections=[],
    )  # fmt: skip
    assert len(write.render(empty)) == 4


def test_a_degree_without_words_is_refused_with_the_file_to_mend() -> None:
    report = small_report()
    odd = replace(report, results=[replace(report.results[0], degree="splendid")])
    with pytest.raises(Terminal, match=r"ru\.yml has no string `degree\.splendid`"):
        compose(odd, languages.load("ru"))


def test_a_template_that_does_not_compile_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.typ").write_text("#nothing-of-the-kind", encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    with pytest.raises(Terminal, match="The PDF in `ru` could not be made"):
        pdf.render(compose(small_report(), languages.load("ru")))


def _column(sheet: Worksheet, title: str) -> list[object]:
    heading = {cell.value: cell.column for cell in sheet[4]}
    last = int(
        sheet.auto_filter.ref.rpartition("$")[2]
        if "$" in sheet.auto_filter.ref
        else re.findall(r"\d+", sheet.auto_filter.ref)[-1]
    )
    values = [sheet.cell(row, heading[title]).value for row in range(5, last + 1)]
    return [value or None if isinstance(value, str) else value for value in values]


def _one_line(words: str) -> str:
    return re.sub(r"[ \n]+", " ", words)


def _letters(words: str) -> str:
    return re.sub(r"\s+", "", words)
