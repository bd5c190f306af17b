"""The words of the report: the same strings in both languages, and nothing left in the other one."""

from __future__ import annotations

import csv
import re
import string
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from olshem.settings import project_root
from olshem.warehouse.errors import Terminal
from report import languages, legal, numbers

KAZAKH_LETTERS = re.compile("[әғқңөұүһі]", re.IGNORECASE)
RUSSIAN_WORDS = {
    "и",
    "в",
    "не",
    "на",
    "по",
    "для",
    "из",
    "от",
    "что",
    "это",
    "или",
    "как",
    "без",
    "до",
    "если",
    "нет",
    "их",
}
SAME_IN_BOTH = {
    "value.absent",
    "value.range",
    "sheet.criterion",
    "criteria.table",
    "sources.licence",
    "glance.degree_count",
    "criteria_index.block",
}


@pytest.mark.parametrize("code", languages.CODES)
def test_no_string_is_empty(code: languages.Code) -> None:
    assert [key for key, text in languages.load(code).strings.items() if not text.strip()] == []


def test_both_languages_have_the_same_keys() -> None:
    assert set(languages.load("ru").strings) == set(languages.load("kk").strings)


def test_both_languages_have_the_same_placeholders() -> None:
    ru, kk = languages.load("ru").strings, languages.load("kk").strings
    assert {key: _placeholders(text) for key, text in ru.items()} == {
        key: _placeholders(text) for key, text in kk.items()
    }


def test_the_russian_strings_hold_no_kazakh() -> None:
    strings = languages.load("ru").strings
    assert {key: text for key, text in strings.items() if KAZAKH_LETTERS.search(text)} == {}


def test_the_kazakh_strings_hold_no_russian_words() -> None:
    strings = languages.load("kk").strings
    assert {key: text for key, text in strings.items() if RUSSIAN_WORDS & set(re.findall(r"\w+", text.lower()))} == {}


def test_no_kazakh_string_is_the_russian_one() -> None:
    ru, kk = languages.load("ru").strings, languages.load("kk").strings
    assert {key for key in ru if ru[key] == kk[key]} <= SAME_IN_BOTH


def test_an_unknown_string_is_refused_with_the_file_to_mend() -> None:
    with pytest.raises(Terminal, match=r"report/languages/kk\.yml has no string `results\.colour`"):
        languages.load("kk")("results.colour")


def test_the_banner_speaks_both_languages_and_the_reader_s_first() -> None:
    assert languages.banner(languages.load("kk")) == "КӨРСЕТІЛІМ ДЕРЕКТЕРІ / ДЕМОНСТРАЦИОННЫЕ ДАННЫЕ"


def test_every_reason_against_a_cell_has_words_in_the_report() -> None:
    functions = sorted((project_root() / "olshem/warehouse/migrations").glob("*.sql"))
    macro = (project_root() / "dbt_project/macros/typed_rows.sql").read_text("utf-8")
    by_type = {
        text
        for file in functions
        for text in re.findall(r"(?:then|return|format\()\s*'((?:is|has|says) [^']*)'", file.read_text("utf-8"))
    }
    by_name = {text.strip() for text in re.findall(r"then '((?:names|repeats) [^'{]*)", macro)}
    by_name = {
        name
        for text in by_name
        for name in (
            (f"{text} in the reporting year", f"{text} on the day of the record") if "valid" in text else (text,)
        )
    }
    contracts = [yaml.safe_load(file.read_text("utf-8")) for file in (project_root() / "ingest/sources").glob("*.yml")]
    by_rule = {rule["reason"] for contract in contracts for rule in contract.get("rules", [])}
    assert {"is not a number", "is below ", "is not one of: ", 'is in "%s"; a bare number is expected'} <= by_type, (
        "the pattern finds no reason any more"
    )
    assert "repeats the key of an earlier row" in by_name
    given = {text.replace("%s", "тыс") + ("1" if text.endswith(" ") else "") for text in by_type | by_name | by_rule}
    for code in languages.CODES:
        assert {reason for reason in given if languages.load(code).rejection(reason) == reason} == set()


def test_a_unit_stays_in_the_reason() -> None:
    rejection = languages.load("ru").rejection
    assert rejection('is in "тыс"; a bare number is expected') == "указана единица «тыс», ожидается число без единицы"
    assert rejection('is in "кг", not in one of: м3, шт') == "единица «кг» не из допустимых (м3, шт)"


def test_every_criterion_that_is_a_ratio_says_what_is_counted_and_against_what() -> None:
    without = {"B2.S1.P2", "B2.S4.U1", "B2.S4.U2", "B2.S5", "B2.S6"}
    with (project_root() / "dbt_project/seeds/editions/criteria.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["criterion_code"] for row in csv.DictReader(lines) if row["is_leaf"] == "true"}
    shared = {re.sub(r"^(B[12])\.[CM]\.", r"\1.", code) for code in codes} - without
    named = {code: f"measure.{code.split('.', 1)[1].replace('.', '_')}" for code in shared}
    for code in languages.CODES:
        strings = languages.load(code).strings
        assert {one for one, key in named.items() if f"{key}.denominator" not in strings} == set()


def test_every_licence_of_the_contracts_has_words_in_the_report() -> None:
    contracts = (project_root() / "ingest" / "sources").glob("*.yml")
    licences = {yaml.safe_load(file.read_text(encoding="utf-8"))["licence"] for file in contracts}
    assert {text for text in licences if f"licence.{text}" not in languages.load("ru").strings} == set()


def test_every_deduction_of_the_editions_has_words_in_the_report() -> None:
    codes = _column(project_root() / "dbt_project/seeds/editions/penalties.csv", "penalty_code")
    assert {code for code in codes if f"penalty.{code}" not in languages.load("ru").strings} == set()


def test_everyone_who_decided_on_a_correction_has_a_name_in_the_report() -> None:
    files = (project_root() / "ingest" / "corrections").glob("*.yml")
    contents = [yaml.safe_load(file.read_text("utf-8")) for file in files]
    roles = {one["decided"]["by"] for content in contents for one in content["corrections"] if one["decided"]}
    assert roles != set()
    assert {role for role in roles if f"role.{role}" not in languages.load("ru").strings} == set()


def test_an_unlisted_reason_is_printed_as_it_stands() -> None:
    assert languages.load("ru").rejection("has a tail") == "has a tail"


def test_the_bound_stays_in_the_reason() -> None:
    assert languages.load("ru").rejection("is below 0") == "меньше 0"
    assert languages.load("kk").rejection("is above 100.5") == "100.5 мәнінен үлкен"
    assert languages.load("ru").rejection("is below zero") == "меньше нуля"


def test_accepted_values_stay_in_the_reason() -> None:
    assert (
        languages.load("ru").rejection("is not one of: жалоба, запрос") == "не из допустимых значений (жалоба, запрос)"
    )


@pytest.mark.parametrize(
    ("reference", "ru", "kk"),
    [
        (
            "order 29/45/4 ed. 229/414/93 of Nov 2017 (V1700014795) paras 33-40 and Annex 2",
            "приказ № 29/45/4, ред. № 229/414/93 (V1700014795), пп. 33–40 и прил. 2",
            "№ 29/45/4 бұйрық, № 229/414/93 ред. (V1700014795), 33–40-тармақтар және 2-қосымша",
        ),
        ("B2 para 110", "блок 2 п. 110", "2-блок 110-тармақ"),
        ("B2 paras 79-81, Annex 12", "блок 2 пп. 79–81, прил. 12", "2-блок 79–81-тармақтар, 12-қосымша"),
        ("order 379/232 ed. 110/87 of Mar 2018 (V1700016133) para 42 (Annex 10 prints 10)",
         "приказ № 379/232, ред. № 110/87 (V1700016133), п. 42 (в прил. 10 напечатано 10)",
         "№ 379/232 бұйрық, № 110/87 ред. (V1700016133), 42-тармақ (10-қосымшада 10 деп басылған)"),
        ("Decree 954, annex as amended by Decree 602 of 12.12.2017",
         "Указ № 954, приложение в редакции Указа № 602 от 12.12.2017",
         "№ 954 Жарлық, 12.12.2017 № 602 Жарлық редакциясындағы қосымша"),
        ("Decree 954, annex", "Указ № 954, приложение", "№ 954 Жарлық, қосымша"),
        ("B2 para 79; data.egov.kz", "блок 2 п. 79; data.egov.kz", "2-блок 79-тармақ; data.egov.kz"),
    ],
)  # fmt: skip
def test_references_are_read_in_the_language_of_the_report(reference: str, ru: str, kk: str) -> None:
    found = (legal.localised(reference, languages.load("ru")), legal.localised(reference, languages.load("kk")))
    assert found == (ru, kk)


def test_no_reference_of_the_edition_keeps_an_english_word() -> None:
    seeds = project_root() / "dbt_project" / "seeds"
    references = {reference for file, column in _REFERENCES for reference in _column(seeds / file, column)}
    english = {one: legal.localised(one, languages.load("ru")) for one in references}
    assert {
        one for one, text in english.items() if re.search(r"\b[a-z]{3,}\b", text.replace("data.egov.kz", ""))
    } == set()


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (numbers.decimal(Decimal("1234567.005")), "1\u00a0234\u00a0567,01"),
        (numbers.decimal(Decimal("-0.125")), "\u22120,13"),
        (numbers.quantity(Decimal("1200.000000")), "1\u00a0200"),
        (numbers.quantity(Decimal("11.20000")), "11,2"),
        (numbers.quantity(Decimal("0.012345")), "0,0123"),
        (numbers.quantity(Decimal("0.000149875")), "0,00014988"),
        (numbers.quantity(Decimal("0.000000000000")), "0"),
        (", ".join(sorted(["A-109", "A-42", "A-07"], key=numbers.natural)), "A-07, A-42, A-109"),
        (numbers.count(2488), "2\u00a0488"),
    ],
)
def test_numbers_have_a_decimal_comma_and_a_space_that_never_breaks(printed: str, expected: str) -> None:
    assert printed == expected


_REFERENCES = (
    ("editions/criteria.csv", "legal_ref"),
    ("editions/assumptions.csv", "place"),
    ("decree/scope.csv", "legal_ref"),
)


def _column(file: Path, column: str) -> set[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {row[column] for row in csv.DictReader(lines)}


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
