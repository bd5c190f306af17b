"""The chapters beside the results: places, last year, deductions, other readings, and where each criterion leads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from report import languages, pdf
from report.document import compose
from report.records import Result, RunReport
from report.sections.common import ROOT
from report.tables import Document, Link, Section, Table, Value, note_words
from tests.support.report_rows import small_report

RU = languages.load("ru")
ALPHA = "Министерство первого примера"
each_language = pytest.mark.parametrize("code", languages.CODES)


@pytest.fixture(scope="module")
def document() -> Document:
    return compose(small_report(), RU)


@pytest.fixture(scope="module")
def printed(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render(document)))


def test_a_body_that_shares_its_place_is_named_beside_the_other() -> None:
    report = small_report()
    first, second, *others = report.results
    tied = [
        replace(first, is_tied=True),
        replace(second, status="scored", score=Decimal("87.46"), degree="medium", peer_rank=1, is_tied=True),
    ]
    table = _table(_with_results(report, [*tied, *others]), "places_central")
    assert [(row.cells[0], row.cells[1], row.cells[4]) for row in table.rows] == [
        (1, ALPHA, "=СУММ(A1:A9) агентство"),
        (1, "=СУММ(A1:A9) агентство", ALPHA),
    ]
    assert all("tied" in row.marks for row in table.rows)


def test_bodies_without_a_score_have_no_place_and_are_counted(document: Document) -> None:
    table = _table(document, "places_central")
    assert [row.cells[:3] for row in table.rows] == [(1, ALPHA, Decimal("87.46"))]
    assert RU("places.without", count=2) in table.notes


def test_a_table_without_rows_keeps_its_heading_in_the_pdf(printed: PdfReader) -> None:
    title = RU("places.table", kind="местные исполнительные органы")
    assert f"{title} {RU('places.none')}" in " ".join(_text(printed).split())


def test_the_three_blocks_and_the_result_of_a_body_stand_in_one_row(document: Document) -> None:
    rows = {str(row.cells[0]): row.cells[1:] for row in _table(document, "side_central").rows}
    assert rows["=СУММ(A1:A9) агентство"][0] == "1,25 – 97,50"
    assert rows["=СУММ(A1:A9) агентство"][4:6] == ("не оценивается", None)
    assert rows[ALPHA][:2] == (Decimal("87.46"), "средняя")
    assert rows[ALPHA][6:] == (Decimal("87.46"), "средняя")


@each_language
def test_no_overall_score_stands_without_the_word_that_its_weights_are_assumed(code: languages.Code) -> None:
    language = languages.load(code)
    assumed = {"ru": "веса приняты", "kk": "салмақтар қабылданған"}[code]
    assert all(assumed in language(f"overall.{key}") for key in ("name", "score", "degree"))
    titled = compose(small_report(), language)
    for sheet in ("results_central", "results_local", "side_central", "side_local", "places_central", "places_local"):
        table = next(one for one in titled.tables if one.sheet == language(f"sheet.{sheet}"))
        assert any(assumed in column.title for column in table.columns), sheet
    picture = next(section for section in titled.sections if section.figures)
    assert assumed in picture.title
    assert assumed in language("glance.determined")
    assert assumed in language("what_if.intro")


def test_a_change_under_the_same_rules_has_a_difference(document: Document) -> None:
    table = _table(document, "change")
    assert table.rows[0].group[0] == "Блок 1"
    assert table.rows[0].cells[:4] == (ALPHA, Decimal("81.06"), Decimal("87.46"), Decimal("6.40"))
    assert table.rows[1].cells[1:4] == (Decimal("77.00"), "не определена", None)


def test_a_change_of_rules_is_shown_apart_and_never_subtracted(document: Document) -> None:
    table = _table(document, "change_apart")
    assert [column.kind for column in table.columns].count("change") == 0
    assert [(row.group[0], row.cells) for row in table.rows] == [
        (RU("overall.name"), (ALPHA, Decimal("90.11"), Decimal("87.46"), "высокая", "средняя"))
    ]
    assert "по редакции 2016 года" in table.notes[0]


def test_without_last_year_the_report_says_so() -> None:
    chapter = _chapter(compose(replace(small_report(), changes=[]), RU), "change.title")
    assert chapter.paragraphs == (RU("change.no_last_year", year=2023),)
    assert chapter.tables == ()


def test_a_growth_carries_its_sign(printed: PdfReader) -> None:
    assert "+6,40" in _text(printed)


def test_an_unknown_deduction_is_said_in_words_with_its_bounds(document: Document) -> None:
    rows = [row.cells for row in _table(document, "deductions").rows]
    assert [cells[2:8] for cells in rows] == [
        (3, Decimal("0.200"), Decimal("5.00"), Decimal("0.600"), Decimal("0.600"), Decimal("0.600")),
        ("неизвестно", Decimal("0.200"), Decimal("5.00"), "неизвестно", Decimal("0.000"), Decimal("5.000")),
        (0, Decimal("0.200"), Decimal("5.00"), Decimal("0.000"), Decimal("0.000"), Decimal("0.200")),
        ("неизвестно", Decimal("0.500"), "не ограничено", "неизвестно", Decimal("0.000"), "не ограничено"),
        (None, None, None, "неизвестно", Decimal(0), "не ограничено"),
    ]
    assert rows[0][8] == "блок 2 п. 15"


def test_a_deduction_that_a_rejected_row_may_raise_is_marked(document: Document) -> None:
    doubtful = [("doubtful" in row.marks) for row in _table(document, "deductions").rows]
    assert doubtful == [False, False, True, False, False]


def test_deductions_under_one_cap_are_summed_up_to_it_in_the_total_of_the_block() -> None:
    report = small_report()
    some = next(one for one in report.penalties if one.body_code == "ALPHA")
    shared = replace(some, target_code="B1", is_cap_shared=True, cap_points=Decimal("6.50"))
    first = replace(shared, penalty_code="W1.UNRELIABLE", points=Decimal("6.5"), highest_points=Decimal("6.5"))
    repeated = replace(shared, penalty_code="W1.REPEAT", points=Decimal("5.0"), highest_points=Decimal("5.0"))
    blocks = [
        replace(one, deduction_points=Decimal("6.5"), highest_deduction_points=Decimal("6.5")) for one in report.blocks
    ]
    rows = _table(compose(replace(report, penalties=[first, repeated], blocks=blocks), RU), "deductions").rows
    assert [(row.cells[4], row.cells[5]) for row in rows] == [
        ("6,5 (общий)", Decimal("6.5")), ("6,5 (общий)", Decimal("5.0")), (None, Decimal("6.5")),
    ]  # fmt: skip
    assert rows[-1].cells[0] == "Всего из блока 1, с учётом общих пределов"
    assert {row.group for row in rows} == {(ALPHA,)}


def test_deductions_are_counted_by_kind(document: Document) -> None:
    counted = {_words(row.cells[1])[:6]: row.cells[4:7] for row in _table(document, "deduction_kinds").rows}
    assert counted == {"B1": (0, 0, 1), "B2.C.A": (1, 1, 1)}


def test_each_other_reading_has_one_line_with_what_it_would_change(document: Document) -> None:
    rows = [row.cells for row in _table(document, "what_if").rows]
    assert [_words(cells[0]) for cells in rows] == ["A-48", "A-109"]
    assert [cells[2:] for cells in rows] == [(1, 1, 0, Decimal("2.56"), ALPHA), (0, 0, 0, Decimal("0.00"), None)]
    alternative = next(one for one in small_report().assumptions if one.assumption_id == "A-48").alternative_ru
    assert rows[0][1] == alternative


def test_changed_degrees_are_listed_and_others_are_not(document: Document) -> None:
    assert [row.cells[:3] for row in _table(document, "what_if_degrees").rows] == [
        ((Link("A-48", "#assumption-A-48"),), ALPHA, (Link(RU("overall.name")),)),
        ((Link("A-48", "#assumption-A-48"),), ALPHA, (Link("Блок 1"),)),
    ]


def test_a_degree_that_stays_open_under_a_reading_is_shown_by_its_bounds() -> None:
    report = small_report()
    opened = next(one for one in report.what_ifs if (one.body_code, one.result_code) == ("ALPHA", "B1"))
    opened = replace(
        opened, other_score=None, other_degree=None, other_lowest_score=Decimal("64.20"),
        other_highest_score=Decimal("93.10"), other_lowest_degree="low", other_highest_degree="high",
    )  # fmt: skip
    (row,) = _table(compose(replace(report, what_ifs=[opened]), RU), "what_if_degrees").rows
    assert row.cells[3:] == (Decimal("87.46"), "64,20 – 93,10", "средняя", "низкая – высокая")


def test_a_run_without_other_readings_says_so() -> None:
    chapter = _chapter(compose(replace(small_report(), what_ifs=[]), RU), "assumptions.title")
    assert RU("what_if.none") in chapter.paragraphs


def test_a_criterion_leads_in_one_step_to_its_page_its_model_its_paragraph_and_its_assumptions(
    document: Document,
) -> None:
    row = next(row for row in _table(document, "criteria_index").rows if _words(row.cells[0]) == "B2.C.A1")
    model = "dbt_project/models/intermediate/interaction/int_interaction__a1_timeliness.sql"
    page = "docs/methodology/2017/B2.C.A1.md"
    assert row.cells[0] == (Link("B2.C.A1", ROOT + page),)
    assert row.cells[3] == (
        Link("приказ № 29/45/4, ред. № 229/414/93 (V1700014795), п. 108", "https://adilet.zan.kz/rus/docs/V1700014795"),
    )
    assert row.cells[5:7] == ((Link(page, ROOT + page),), (Link(model, ROOT + model),))
    assert row.cells[7] == (
        Link("A-48", "#assumption-A-48"),
        Link("A-109", f"{ROOT}docs/assumptions.md#a-109"),
    )


def test_the_links_of_the_index_are_links_of_the_pdf(printed: PdfReader) -> None:
    addresses = set(_addresses(printed))
    assert ROOT + "docs/methodology/2017/B2.C.A1.md" in addresses
    assert "https://adilet.zan.kz/rus/docs/V1600016133" not in addresses
    assert "https://adilet.zan.kz/rus/docs/V1700016133" in addresses


def test_paths_from_the_report_lead_to_the_root_of_the_project() -> None:
    report = "/checkout/.olshem/reports/demo/2017/c4d5e6f7a8b9/olshem-demo-2017-ru.pdf"
    assert report.rsplit("/", 1)[0].count("/") - ROOT.count("../") == "/checkout".count("/")


def test_every_answer_of_every_body_stands_in_the_annex_with_its_status_or_points(document: Document) -> None:
    rows = [row for kind in ("central", "local") for row in _table(document, f"every_criterion_{kind}").rows]
    assert [(row.group[0][:10], _words(row.cells[0]), row.cells[4]) for row in rows] == [
        ("Министерст", "B2.C.A1", Decimal("38.5000")),
        ("Министерст", "B2.C.A2", Decimal("40.0000")),
        ("=СУММ(A1:A", "B2.C.A1", Decimal("12.2500")),
        ("=СУММ(A1:A", "B2.C.A2", "в источнике нет органа: орган не отчитался о внутреннем контроле"),
        ("=СУММ(A1:A", "B3.I.A", "не применяется"),
        ("Министерст", "B2.C.A1", "источник не получен"),
        ("Акимат обл", "B2.M.A1", "требуется решение оценивающего органа"),
    ]


def test_the_annex_names_the_act_once_and_prints_paragraphs_alone(document: Document) -> None:
    table = _table(document, "every_criterion_central")
    act = "https://adilet.zan.kz/rus/docs/V1700014795"
    assert [row.cells[7] for row in table.rows][:2] == [(Link("п. 108", act),), (Link("п. 110", act),)]
    chapter = _chapter(document, "annex.every_criterion")
    assert [words for words in chapter.paragraphs if "V1700014795" in words] == [
        "Пункты и приложения блока 2: приказ № 29/45/4, ред. № 229/414/93 (V1700014795)."
    ]


def test_an_answer_without_points_says_why_and_shows_no_value(document: Document) -> None:
    points = {
        (row.group[0], _words(row.cells[0])): row.cells[3:5] for row in _table(document, "every_criterion_central").rows
    }
    formula = next(one.name_ru for one in small_report().answers if one.body_code == "FORMULA")
    assert points[formula, "B2.C.A2"] == (None, "в источнике нет органа: орган не отчитался о внутреннем контроле")
    (local,) = (row.cells[3:5] for row in _table(document, "every_criterion_local").rows)
    assert local == (None, "требуется решение оценивающего органа")


def test_a_criterion_of_both_kinds_is_headed_by_both_codes_and_leads_to_them() -> None:
    report = small_report()
    central = next(one for one in report.criteria if one.criterion_code == "B2.C.A1")
    local = replace(central, body_kind="local", criterion_code="B2.M.A1", max_points=Decimal(33))
    document = compose(replace(report, criteria=[central, local]), RU)
    (table,) = _chapter(document, "criteria.title").tables
    assert table.title.startswith("B2.C.A1, B2.M.A1. ")
    assert table.sheet == "B2.C.A1, B2.M.A1"
    (note,) = table.notes
    assert Link("B2.C.A1", "#criterion-B2.C.A1") in note
    assert "Наибольший балл: 40 (центральные органы); 33 (местные органы)" in note_words(note)


def test_what_has_no_points_is_counted_apart_from_what_waits_for_a_decision(document: Document) -> None:
    facts = {fact.title: fact.detail for fact in _chapter(document, "glance.title").facts}
    assert facts["Показателей по всем органам"].endswith("без оценки 182 (нет данных 2, требуется решение 1)")


def test_what_does_not_apply_stands_apart_from_what_has_no_score(document: Document) -> None:
    codes = {
        name: {_words(row.cells[0]) for row in _table(document, name).rows} for name in ("not_scored", "not_applicable")
    }
    assert codes == {"not_scored": {"B2.C.S2", "B2.M.S2", "B2.C.S4.U1"}, "not_applicable": {"B1.C.B"}}


def test_a_block_without_a_score_shows_the_degrees_of_its_bounds(document: Document) -> None:
    blocks = {(block.body_code, block.block_code): block for block in small_report().blocks}
    assert blocks["LONG", "B3"].degree is None
    degrees = {row.cells[0]: row.cells[4] for row in _table(document, "block", number=3).rows}
    assert degrees[blocks["LONG", "B3"].name_ru] == "неэффективная – высокая"


def test_budgets_of_an_invented_file_are_marked() -> None:
    report = small_report()
    invented = replace(report.sources[0], source="budget_execution", is_demonstration=True)
    table = _table(compose(replace(report, sources=[*report.sources, invented]), RU), "absorption")
    assert all("demonstration" in row.marks for row in table.rows)


def test_a_corrected_cell_is_shown_as_it_came_and_as_it_is_read(document: Document) -> None:
    rows = [row.cells[3:] for row in _table(document, "corrections").rows]
    assert rows == [
        ("31.11.2024", "30.11.2024", "инженер данных", "15.01.2025"),
        ("=1+1", "изъято", "инженер данных", "15.01.2025"),
    ]


def test_the_quality_of_the_data_is_summed_up_before_it_is_told(document: Document) -> None:
    facts = {fact.title: fact.value for fact in _chapter(document, "accounting.title").facts}
    assert facts == {
        "Строк получено": "1\u00a0006", "Строк принято": "1\u00a0000", "Строк отклонено": "4", "Исправлений источников": "2",
    }  # fmt: skip


def test_the_reason_of_the_model_stands_behind_the_general_one(document: Document) -> None:
    reasons = {_words(row.cells[0]): row.group[2] for row in _table(document, "not_scored").rows}
    assert reasons["B2.C.S4.U1"] == (
        "Источник поступил, но данных об этом органе в нём нет: орган не отчитался о внутреннем контроле"
    )
    assert reasons["B2.C.S2"] == "Открытого источника нет"


def test_numbers_inside_a_reason_stay_the_numbers_of_the_run() -> None:
    language = languages.Language("ru", {"reason.# of # services have no term": "у # из # услуг нет срока"})
    assert language.reason("3 of 12 services have no term") == "у 3 из 12 услуг нет срока"


def _with_results(report: RunReport, results: list[Result]) -> Document:
    return compose(replace(report, results=results), RU)


def _table(document: Document, sheet: str, **values: object) -> Table:
    return next(table for table in document.tables if table.sheet == RU(f"sheet.{sheet}", **values))


def _chapter(document: Document, title: str) -> Section:
    return next(section for section in document.sections if section.title == RU(title))


def _words(value: Value) -> str:
    assert isinstance(value, tuple)
    return ", ".join(link.words for link in value)


def _text(reader: PdfReader) -> str:
    return " ".join(page.extract_text() for page in reader.pages)


def _addresses(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get_object().get("/A")
            if action is not None:
                yield str(action["/URI"])
