"""The saved answers of data.egov.kz, cell by cell: what is read in them is what a person counted."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from tests.support.values import read


@pytest.fixture(scope="module")
def answers(real_data_folder: Path) -> dict[str, list[dict[str, str]]]:
    """The saved answers of the API, by file."""
    folder = real_data_folder / "kz_open_data/api_v4"
    return {file.name: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))}


HAND_CHECKED: list[tuple[str, str, str, int]] = [
    ("mio__poleznieiskopaemyesko__v16.json", "v_ob", "to_quantity", 8),  # the other two of its ten rows say "-"
    ("mio__poleznieiskopaemyesko__v16.json", "v_ob", "to_numeric", 0),
    ("mio__poleznieiskopaemyesko__v16.json", "period_kaz", "to_date", 10),
    ("mio__poleznieiskopaemyesko__v16.json", "nomer", "to_date", 0),
    ("mio__atauly_aleumettik_komek_alushy3__v32.json", "the_designated_amount", "to_numeric", 10),
    ("mio__iri_kara_mal_basy2__v15.json", "name1", "to_month", 0),
    ("cgo__kolichestvo_vydannyh_svidetel__v15.json", "date", "to_month", 5),
    ("mio__halykty_zhumyspen_kamtu_ortaly3__v99.json", "period", "to_year", 10),
    ("mio__halykty_zhumyspen_kamtu_ortaly3__v99.json", "number_of_disabled_people_employed", "to_numeric", 0),
    ("cgo__statistikalyk_biznes-tirkelimn19__v44.json", "mesyac", "to_date", 10),
    ("quasi__tao_rmk-nyn_uiymdyk_kurylymy3__v11.json", "quantity", "to_quantity", 10),
    ("quasi__zher_usti_suy_sapasynyn_monito3__v46.json", "concentration", "to_numeric", 10),
    ("cgo__songy_5_zhyl_ishinde_geografiy__v11.json", "data_ru", "to_year", 3),  # the other four are quarters
]


@pytest.mark.real_data
@pytest.mark.parametrize(("file", "column", "function", "count"), HAND_CHECKED)
def test_the_cells_of_a_saved_answer_are_read(
    connection: psycopg.Connection,
    answers: dict[str, list[dict[str, str]]],
    file: str,
    column: str,
    function: str,
    count: int,
) -> None:
    found = [read(connection, function, record[column]) for record in answers[file]]
    assert len([value for value in found if value is not None]) == count


@pytest.mark.real_data
def test_of_all_saved_answers_exactly_what_a_person_counted_is_read(
    connection: psycopg.Connection, answers: dict[str, list[dict[str, str]]]
) -> None:
    # Counted by the shapes of the 1,225 cells: 412 whole numbers, 245 with a point, 2 with a comma, 12 with spaces, 4 with
    # an exponent; 42 with a unit; dates 01.01.2024 with год or жыл; 7 months in words; 37 years with a word, of which none is a number.
    cells = [value for records in answers.values() for record in records for value in record.values()]
    assert len(cells) == 1225
    words = [cell for cell in cells if read(connection, "to_numeric", cell) is None]
    read_as = {
        name: len([cell for cell in words if read(connection, name, cell) is not None])
        for name in ("to_quantity", "to_date", "to_month", "to_year")
    }
    assert len(cells) - len(words) == 412 + 245 + 2 + 12 + 4
    assert read_as == {"to_quantity": 42, "to_date": 20, "to_month": 7, "to_year": 37}
    assert len([cell for cell in cells if read(connection, "is_absence", cell)]) == 16


@pytest.mark.real_data
def test_no_cell_of_the_saved_answers_has_two_readings(
    connection: psycopg.Connection, answers: dict[str, list[dict[str, str]]]
) -> None:
    cells = {value for records in answers.values() for record in records for value in record.values()}
    words = [cell for cell in cells if read(connection, "to_numeric", cell) is None]
    twice = [
        cell
        for cell in words
        if sum(read(connection, name, cell) is not None for name in ("to_quantity", "to_date", "to_month", "to_year"))
        > 1
    ]
    assert twice == []
