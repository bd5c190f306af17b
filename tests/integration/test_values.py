"""What sources send as text, and what the functions of the schema `reference` read in it.

Evidence is a file of the saved answers of data.egov.kz (below `kz_open_data/api_v4`, cut short to its first words), another
file of the real data, or, where nothing could be kept, what was seen in answers of that portal.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal

import psycopg
import pytest

from olshem.settings import project_root
from tests.support.values import READERS, ask, read

SEEN = "seen in answers of data.egov.kz, not kept"
Case = tuple[str, object, str]


NUMBERS: list[Case] = [
    ("164,8", Decimal("164.8"), "mio__iri_kara_mal: a comma is the decimal mark"),
    ("110 369", Decimal(110369), "mio__iri_kara_mal: spaces part thousands"),
    ("32 685 318", Decimal(32685318), "mio__atauly_aleumettik: twice"),
    ("332\u00a0720", Decimal(332720), "employment_authorities_raw.xlsx: the space does not break"),
    ("20449.599999999999", Decimal("20449.6"), "a double as a spreadsheet writes it out; " + SEEN),
    ("0.54100000000000004", Decimal("0.541"), "quasi__zher_usti_suy"),
    ("2.0999999999999999E-3", Decimal("0.0021"), "quasi__zher_usti_suy: a small double"),
    ("5e-05", Decimal("0.00005"), "how JSON is written by Python and JavaScript"),
    ("1.5e+3", Decimal(1500), "the same of a large one"),
    ("9.4010126007335562E-2", Decimal("0.094010126007335562"), "cgo__payment_balance: computed, no shorter number is it"),
    ("-6.477857877422653", Decimal("-6.477857877422653"), "cgo__payment_balance: computed, stays"),
    ("2132942.6920000315", Decimal("2132942.6920000315"), "kz_budget: obzsumrg of 213 in 01.2023, another double than .692"),
    ("0.333333333333333333", Decimal("0.333333333333333333"), "no number of 15 digits is this double"),
    ("9007199254740993", Decimal(9007199254740993), "a whole number is exact, though no double holds it"),
    ("100000000000.000001", Decimal("100000000000.000001"), "18 digits: no spreadsheet writes so many"),
    ("3\u00a0", Decimal(3), "a space that does not break, behind the number"),
    ("3\u2003", None, "a space that no source was seen to use"),
    ("", None, "cgo__ekologiyalyk: an empty cell"),
    ("нет данных", None, "mio__halykty_zhumyspen"),
    ("-", None, "mio__poleznieiskopaemye: nothing was mined"),
    ("2 чел", None, "quasi__tao_rmk: a number with a unit is read by to_quantity"),
    ("1-8 дней", None, "cgo__poshta_bolimshelerindegi: a span"),
    ("12 34", None, "a space that parts no thousands"),
    ("1.234,5", None, "two marks: one of them is a guess"),
    ("1e400", None, "no number of a source"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "evidence"), NUMBERS, ids=[case[0] for case in NUMBERS])
def test_numbers(connection: psycopg.Connection, text: str, expected: object, evidence: str) -> None:
    assert read(connection, "to_numeric", text) == expected, evidence


QUANTITIES: list[Case] = [
    ("29,9 тыс.м3", (Decimal("29.9"), "тыс м3"), "mio__poleznieiskopaemye"),
    ("4,7 тыс м3", (Decimal("4.7"), "тыс м3"), "mio__poleznieiskopaemye: the same unit without its dot"),
    ("1344,7 мың текше метр", (Decimal("1344.7"), "мың текше метр"), "mio__zhalpy_taralgan"),
    ("27,9  тыс. Тонн", (Decimal("27.9"), "тыс тонн"), "cgo__azamattyk_aviaciya"),
    (" 2 чел", (Decimal(2), "чел"), "quasi__tao_rmk"),
    ("1 класс", (Decimal(1), "класс"), "quasi__zher_usti_suy"),
    ("65.4%", (Decimal("65.4"), "%"), "goals_canada: 13% beside 65.4"),
    ("164,8", None, "mio__iri_kara_mal: no unit"),
    ("2024 год", None, "mio__svobodnyeuchastki: a year"),
    ("1-8 күн", None, "cgo__poshta_bolimshelerindegi: a span"),
    ("2024 ж. қаңтар-мамыр", None, "mio__zhalpy_taralgan: months"),
    ("4-квартал 2024 год", None, "cgo__songy_5_zhyl: a quarter"),
    ("2024 ж, 4 тоқсан", None, "cgo__songy_5_zhyl: a quarter"),
    ("1 жылда 12 рет", None, "quasi__kazakstan_respublikasy_ishki: two numbers"),
]


@pytest.mark.parametrize(("text", "expected", "evidence"), QUANTITIES, ids=[case[0] for case in QUANTITIES])
def test_numbers_with_a_unit(connection: psycopg.Connection, text: str, expected: object, evidence: str) -> None:
    query = "select number, unit from reference.to_quantity(%s)"
    found = connection.execute(query, [text]).fetchone()
    assert found == (expected or (None, None)), evidence


DEFECTS: list[tuple[str, list[str] | None, str | None]] = [
    ("29,9", None, None),
    ("29,9", ["тыс м3"], None),
    ("29,9 тыс.м3", ["тыс м3"], None),
    ("29,9 тыс.м3", None, 'is in "тыс м3"; a bare number is expected'),
    ("29,9 тонн", ["тыс м3", "м3"], 'is in "тонн", not in one of: тыс м3, м3'),
    ("1-8 дней", ["дней"], "is not a number"),
    ("-1 тыс м3", ["тыс м3"], "is below 0"),
    ("нет данных", ["тыс м3"], "says that there are no data"),
    ("1" + "0" * 30, None, "has too many digits"),
]


@pytest.mark.parametrize(("text", "units", "expected"), DEFECTS)
def test_a_cell_with_a_unit_is_a_number_only_where_its_contract_accepts_the_unit(
    connection: psycopg.Connection, text: str, units: list[str] | None, expected: str | None
) -> None:
    call = "reference.number_defect(%s, true, false, 0, null, %s::text[])"
    assert ask(connection, call, text, units) == expected


def test_an_accepted_unit_multiplies_nothing(connection: psycopg.Connection) -> None:
    assert ask(connection, "reference.to_measure('29,9 тыс.м3', array['тыс м3'])") == Decimal("29.9")


def test_a_number_that_staging_has_no_room_for_is_null_and_has_a_reason(connection: psycopg.Connection) -> None:
    absurd = "9" * 19
    assert ask(connection, "reference.to_count(%s)", absurd) is None
    assert ask(connection, "reference.number_defect(%s, true, true, null, null)", absurd) == "has too many digits"


DATES: list[Case] = [
    ("01.03.2025", date(2025, 3, 1), "appeals_register: the usual form"),
    ("01.03.2025 г", date(2025, 3, 1), SEEN),
    ("01.01.2024 год", date(2024, 1, 1), "mio__poleznieiskopaemye: period_rus"),
    ("01.01.2024 жыл", date(2024, 1, 1), "mio__poleznieiskopaemye: period_kaz"),
    ("01032025", date(2025, 3, 1), "cgo__statistikalyk_biznes"),
    ("44231", date(2021, 2, 4), "a spreadsheet's serial number; " + SEEN),
    ("2016-03-29+06:00", date(2016, 3, 29), "a date with a zone; " + SEEN),
    ("2022-07-01T10:15:00Z", date(2022, 7, 1), "open311_samples"),
    ("31.02.2024", None, "no such day"),
    ("01.13.2024", None, "no month 13: day and month are never swapped"),
    ("№25 от 26.10.2004г.", None, "mio__poleznieiskopaemye: number and date of a licence"),
    ("17.04.20 г.", None, "mio__poleznieiskopaemye: a year of two digits"),
    ("2024 год", None, "mio__svobodnyeuchastki: a year"),
]


@pytest.mark.parametrize(("text", "expected", "evidence"), DATES, ids=[case[0] for case in DATES])
def test_dates(connection: psycopg.Connection, text: str, expected: object, evidence: str) -> None:
    assert read(connection, "to_date", text) == expected, evidence


MONTHS: list[Case] = [
    ("12.2024", date(2024, 12, 1), "kz_budget: the usual form"),
    ("2025-03", date(2025, 3, 1), "profiles"),
    ("апрель 2023 год - 2023 ж. Сәуір", date(2023, 4, 1), "cgo__kolichestvo_vydannyh"),
    ("сентябрь 2024 год-2024ж. Қыркүйек", date(2024, 9, 1), "cgo__kolichestvo_vydannyh"),
    ("за февраль 2025 года", date(2025, 2, 1), "mio__nur-sultan: periodrus"),
    ("2025 жылғы ақпан айына", date(2025, 2, 1), "mio__nur-sultan: periodkaz"),
    ("апрель 2023 год - 2023 ж. Мамыр", None, "two languages, two months"),
    ("2025 жылдың 2 айы", None, "mio__iri_kara_mal: February, or January and February"),
    ("2024 ж. қаңтар-мамыр", None, "mio__zhalpy_taralgan: a span"),
    ("январь-февраль 2025 года", None, "cgo__songy_5_zhylda: a span"),
    ("13.2024", None, "no month 13"),
    ("2024 год", None, "mio__svobodnyeuchastki: a year"),
]


@pytest.mark.parametrize(("text", "expected", "evidence"), MONTHS, ids=[case[0] for case in MONTHS])
def test_months(connection: psycopg.Connection, text: str, expected: object, evidence: str) -> None:
    assert read(connection, "to_month", text) == expected, evidence


MONTH_NAMES = {
    1: "январь января қаңтар қаңтардың", 2: "февраль февраля ақпан ақпанның", 3: "март марта наурыз наурыздың",
    4: "апрель апреля сәуір сәуірдің", 5: "май мая мамыр мамырдың", 6: "июнь июня маусым маусымның",
    7: "июль июля шілде шілденің", 8: "август августа тамыз тамыздың", 9: "сентябрь сентября қыркүйек қыркүйектің",
    10: "октябрь октября қазан қазанның", 11: "ноябрь ноября қараша қарашаның", 12: "декабрь декабря желтоқсан желтоқсанның",
}  # fmt: skip


@pytest.mark.parametrize(("number", "names"), MONTH_NAMES.items())
def test_a_month_is_known_in_both_languages_and_two_cases(
    connection: psycopg.Connection, number: int, names: str
) -> None:
    found = {read(connection, "month_number", name) for name in (*names.split(), *names.upper().split())}
    assert found == {number}


YEARS: list[Case] = [
    ("за 2025", 2025, "mio__halykty_zhumyspen"),
    ("2024 год", 2024, "cgo__azamattyk_aviaciya"),
    ("2024 жыл", 2024, "mio__svobodnyeuchastki"),
    ("2021 ж ", 2021, "cgo__songy_5_zhyl"),
    ("2024", 2024, "quasi__kazakstan_respublikasyndagy"),
    ("2024 ж, 4 тоқсан", None, "cgo__songy_5_zhyl: a quarter"),
    ("Авиатранзит 2024 -414 млн см/км", None, "cgo__azamattyk_aviaciya: a year within a sentence"),
    ("1679", None, "cgo__ekologiyalyk: a number of violations"),
]


@pytest.mark.parametrize(("text", "expected", "evidence"), YEARS, ids=[case[0] for case in YEARS])
def test_years(connection: psycopg.Connection, text: str, expected: object, evidence: str) -> None:
    assert read(connection, "to_year", text) == expected, evidence


ABSENCES = ["", "  ", "нет данных", "Нет данных", "-", "будет известен во втором квартале 2025 года", "мәлімет жоқ"]


@pytest.mark.parametrize("text", ABSENCES)
def test_what_says_that_there_is_no_value_is_no_value(connection: psycopg.Connection, text: str) -> None:
    assert read(connection, "is_absence", text) is True


@pytest.mark.parametrize("text", ["0", "нет", "нет решения", "0 тыс м3"])
def test_zero_and_no_are_values(connection: psycopg.Connection, text: str) -> None:
    assert read(connection, "is_absence", text) is False


NAMES: list[Case] = [
    ("ҚР CӘ", "қр сә", "getstatisticsbycgogovagencies.json: a Latin C"),
    ("КӨШЕCI", "көшесі", "data.egov.kz: a Latin C and I; " + SEEN),
    ("Шаhар", "шаһар", "a Latin h for the Kazakh letter"),
    ("ҚОЖАЛЫ5Ы", "қожалығы", "Ғ and 5 are one key; " + SEEN),
    ("Қордай 5 ауылы", "қордай 5 ауылы", "a number that stands alone stays"),
    ("МТСЗН РК ", "мтсзн рк", "getstatisticsbycgogovagencies.json: a space at the end"),
    ("Республики  Казахстан", "республики казахстан", "kz_budget: two spaces from 07.2024"),
    ("Западно – Казахстанская", "западно-казахстанская", "one hyphen of seven, no space around it"),
    ('ТОО "НерудИндустрис"', "тоо нерудиндустрис", "mio__poleznieiskopaemye"),
    ("Орёл", "орел", "ё and е are used alike"),
    ("Ќазаќстан Республикасы Білім жјне єылым", "қазақстан республикасы білім және ғылым", "netref.ru, a copy of a state standard"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "evidence"), NAMES, ids=[case[0] for case in NAMES])
def test_names(connection: psycopg.Connection, text: str, expected: object, evidence: str) -> None:
    assert read(connection, "normalise_name", text) == expected, evidence


def test_the_crosswalk_never_merges_two_bodies(connection: psycopg.Connection) -> None:
    with (project_root() / "dbt_project/seeds/decree/body_names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    normal = {row["source_name"]: read(connection, "normalise_name", row["source_name"]) for row in rows}

    def overlap(one: dict[str, str], other: dict[str, str]) -> bool:
        same_source = "any" in (one["source"], other["source"]) or one["source"] == other["source"]
        return same_source and (
            one["valid_from"] <= (other["valid_to"] or "9999") and other["valid_from"] <= (one["valid_to"] or "9999")
        )

    merged = [
        (one["source_name"], other["source_name"])
        for one in rows
        for other in rows
        if one["body_code"] != other["body_code"]
        and normal[one["source_name"]] == normal[other["source_name"]]
        and overlap(one, other)
    ]
    assert merged == []


def page_examples() -> list[tuple[str, str, str]]:
    """Function, example and result of each row of the page for engineers."""
    text = (project_root() / "docs/reference/values.md").read_text("utf-8")
    return re.findall(r"^\| `(\w+)` \| `(.*?)` \| (`.*?`|null|true) \|", text, re.MULTILINE)


@pytest.mark.parametrize(("function", "example", "result"), page_examples())
def test_the_page_of_values_says_what_the_functions_do(
    connection: psycopg.Connection, function: str, example: str, result: str
) -> None:
    found = ask(connection, f"reference.{function}(%s)::text", example)
    assert (found or "null") == result.strip("`")


def test_the_page_of_values_has_an_example_of_every_function() -> None:
    assert {function for function, _, _ in page_examples()} >= {
        *READERS,
        "is_absence",
        "normalise_name",
        "repair_kz1048",
    }
