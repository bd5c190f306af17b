"""What the functions of the schema `reference` do with any text at all: code pages, names, numbers and dates."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import psycopg
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.support.values import READERS, read

slow = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def letters_of_the_wrong_page() -> dict[str, str]:
    """Each letter that Windows-1251 reads where KZ-1048 has another one."""
    read_twice = [
        (bytes([byte]).decode("cp1251", "replace"), bytes([byte]).decode("kz1048", "replace"))
        for byte in range(0x80, 0x100)
    ]
    return {wrong: right for wrong, right in read_twice if wrong != right and "\ufffd" not in (wrong, right)}


def test_the_table_of_the_two_code_pages_is_exact_both_ways(connection: psycopg.Connection) -> None:
    table = letters_of_the_wrong_page()
    assert len(table) == 16
    for wrong, right in table.items():
        assert read(connection, "repair_kz1048", wrong) == right
        assert right.encode("kz1048").decode("cp1251") == wrong


def test_a_letter_that_both_pages_share_is_never_changed(connection: psycopg.Connection) -> None:
    table = letters_of_the_wrong_page()
    every = [bytes([byte]).decode("cp1251") for byte in range(1, 0x100) if byte != 0x98]
    for letter in every:
        if letter not in table:
            assert read(connection, "repair_kz1048", letter + "ќ") == letter + "қ"


def test_foreign_letters_beside_true_kazakh_ones_are_meant(connection: psycopg.Connection) -> None:
    assert read(connection, "repair_kz1048", "Қазақстан мен Ўзбекистон") == "Қазақстан мен Ўзбекистон"


kazakh = st.text("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяАӘБГҒҚҢӨҰҮҺІ .-", min_size=1, max_size=40)


@slow
@given(kazakh)
def test_every_kazakh_text_comes_back_from_the_wrong_code_page(connection: psycopg.Connection, text: str) -> None:
    assert read(connection, "repair_kz1048", text.encode("kz1048").decode("cp1251")) == text
    assert read(connection, "repair_kz1048", text) == text


any_text = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
name_like = st.text("ҚқaАеeІiIhHH5Ғђќўё-–« »\u00a0 \u200bPр.İ", max_size=20)


@slow
@given(st.one_of(any_text, name_like))
def test_a_normal_name_is_normal_already(connection: psycopg.Connection, name: str) -> None:
    normal = read(connection, "normalise_name", name)
    assert read(connection, "normalise_name", normal) == normal


@slow
@given(any_text)
def test_what_has_no_digit_is_neither_a_number_nor_a_time(connection: psycopg.Connection, text: str) -> None:
    assume(not re.search(r"\d", text))
    assert [read(connection, reader, text) for reader in READERS] == [None] * len(READERS)


NUMBER = re.compile(r"[ \u00a0]*[+-]?(\d+|\d{1,3}([ \u00a0]\d{3})+)([.,]\d+)?([Ee][+-]?\d+)?[ \u00a0]*", re.ASCII)


@slow
@given(st.text("0123456789.,-+Ee \u00a0мг/%", max_size=22))
def test_a_number_is_never_guessed(connection: psycopg.Connection, text: str) -> None:
    found = read(connection, "to_numeric", text)
    if found is None:
        return
    assert NUMBER.fullmatch(text)
    written = Decimal(re.sub(r"[\s\u00a0]", "", text).replace(",", "."))
    assert found == written or float(found) == float(written)


@slow
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
def test_a_number_comes_back_from_every_way_to_write_it(connection: psycopg.Connection, number: Decimal) -> None:
    plain = f"{number:f}"
    spaced = f"{number:,f}".replace(",", "\u00a0").replace(".", ",")
    dumped = f"{float(number):.17g}"
    assume("e" not in dumped)
    assert [read(connection, "to_numeric", text) for text in (plain, plain.replace(".", ","), spaced, dumped)] == [
        number
    ] * 4


@slow
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_comes_back_from_every_way_to_write_it(connection: psycopg.Connection, day: date) -> None:
    ways = (f"{day:%d.%m.%Y}", f"{day:%d.%m.%Y} г.", f"{day:%d.%m.%Y} жыл", f"{day:%Y-%m-%d}+06:00", f"{day:%d%m%Y}")
    assert {read(connection, "to_date", way) for way in ways} == {day}
