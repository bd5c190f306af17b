"""The invented register: the same bytes for the same arguments, the edges of the formulas, every kind of damage."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from demo import appeals_register
from demo.appeals_clerk import Body
from demo.appeals_words import HEADER, UNKNOWN_NAMES
from demo.identifiers import control_digit
from demo.world import PREDECESSOR_NAME, REORGANISED, SILENT, TIED, World

ROW_COUNT = 40_000
REHEARSAL_BODIES = appeals_register._bodies("rehearsal", 2024)


@cache
def lines(year: int = 2024) -> tuple[str, ...]:
    return tuple(appeals_register.rows(year, ROW_COUNT))


@cache
def records(year: int = 2024) -> list[dict[str, str]]:
    """The readable records, by column."""
    split = csv.reader(line for line in lines(year) if 'дороги "Север"' not in line)
    return [dict(zip(HEADER, fields, strict=True)) for fields in split if len(fields) == len(HEADER)]


def test_it_has_as_many_records_as_asked() -> None:
    assert len(lines()) == ROW_COUNT


def test_the_same_arguments_give_the_same_bytes_and_others_do_not(tmp_path: Path) -> None:
    first = appeals_register.write(2024, tmp_path / "first", 20_000)
    second = appeals_register.write(2024, tmp_path / "second", 20_000)
    other = appeals_register.write(2023, tmp_path / "second", 20_000)
    assert first.read_bytes() == second.read_bytes()
    assert other.read_bytes() != first.read_bytes()


def test_the_archive_has_no_zip64_headers_which_versions_of_python_write_differently(tmp_path: Path) -> None:
    with zipfile.ZipFile(appeals_register.write(2024, tmp_path, 20_000)) as archive:
        (entry,) = archive.infolist()
    assert entry.extract_version == 20
    assert entry.extra == b""


def test_writing_again_leaves_the_file_alone_and_damage_is_made_good(tmp_path: Path) -> None:
    file = appeals_register.write(2024, tmp_path, 20_000)
    before, content = file.stat().st_mtime_ns, file.read_bytes()
    appeals_register.write(2024, tmp_path, 20_000)
    assert file.stat().st_mtime_ns == before
    file.write_bytes(content[:1000])
    appeals_register.write(2024, tmp_path, 20_000)
    assert file.read_bytes() == content


def test_the_manifest_tells_rows_hash_and_year(tmp_path: Path) -> None:
    file = appeals_register.write(2024, tmp_path, 20_000)
    manifest = json.loads((tmp_path / (file.name + ".manifest.json")).read_text())
    assert manifest["rows"] == 20_000
    assert manifest["period"] == "2024"
    assert manifest["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    with zipfile.ZipFile(file) as archive:
        text = io.TextIOWrapper(archive.open(archive.namelist()[0]), "utf-8")
        assert next(csv.reader(text)) == list(HEADER)


def test_nothing_is_left_of_a_register_that_could_not_be_finished(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too small"):
        appeals_register.write(2024, tmp_path, 100)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "body",
    [body for body in REHEARSAL_BODIES if body.exact_handled_count is not None],
    ids=lambda body: body.code,
)
def test_bodies_at_the_edges_have_exactly_their_number_of_handled_appeals(body: Body) -> None:
    # upper-case and look-alike spellings of the name are counted too
    def plain(name: str) -> str:
        return " ".join(name.translate(str.maketrans("aeopcxABEKMHOPCTX", "аеорсхАВЕКМНОРСТХ")).lower().split())

    names = {plain(name) for name in body.names}
    numbers = {
        record["Номер обращения"]
        for record in records()
        if plain(record["Государственный орган"]) in names
        and record["Состояние"] == "рассмотрено"
        and record["Дата ответа"].endswith(".2024")
        and record["Вид обращения"] in ("жалоба", "заявление")
    }
    assert len(numbers) == body.exact_handled_count


def test_the_edges_of_the_coefficient_are_all_there() -> None:
    fixed = {body.exact_handled_count for body in REHEARSAL_BODIES} - {None}
    assert {0, 7, 10, 999, 1000, 4999, 5000} <= fixed


def test_one_body_has_no_appeal_at_all() -> None:
    body = next(body for body in REHEARSAL_BODIES if body.code == "CEC")
    assert not any(record["Государственный орган"] in body.names for record in records())


def column(name: str) -> list[str]:
    return [record[name] for record in records()]


def test_every_kind_of_damage_is_there() -> None:
    days = column("Дата поступления")
    found = {
        "deadline missing": any(r["Состояние"] == "рассмотрено" and not r["Срок исполнения"] for r in records()),
        "year with a letter": any(day.endswith(" г") for day in days),
        "serial of a spreadsheet": any(day.isdigit() for day in days),
        "ISO": any(day[4:5] == "-" for day in days),
        "no date": any(day in ("нет данных", "31.02.2024") for day in days),
        "postal code as a float": any(code.endswith(".0") for code in column("Почтовый индекс")),
        "open": "в работе" in column("Состояние"),
        "joined": "присоединено" in column("Состояние"),
        "unknown name": bool(set(UNKNOWN_NAMES) & set(column("Государственный орган"))),
        "spaces at the end": any(name.endswith("  ") for name in column("Государственный орган")),
        "Latin letters": any(set(name) & set("aeopcxABEKMHOPCTX") for name in column("Государственный орган")),
        "Kazakh": any("қ" in name for name in column("Государственный орган")),
        "unknown kind": "благодарность" in column("Вид обращения"),
        "comma in a cell": any("," in topic for topic in column("Тематика")),
        "line break in a cell": any("\n" in topic for topic in column("Тематика")),
        "quotation mark in a cell": any('"' in topic for topic in column("Тематика")),
        "answered before received": any(
            (r["Дата поступления"], r["Дата ответа"]) == ("20.06.2024", "11.06.2024") for r in records()
        ),
        "exact duplicate": max(Counter(lines()).values()) > 1,
        "records that cannot be split": len(lines()) - len(records()) == appeals_register.BROKEN_ROW_COUNT,
    }
    assert [name for name, is_there in found.items() if not is_there] == []


def test_flags_contradict_dates_now_and_then() -> None:
    def day(text: str) -> tuple[int, ...]:
        return tuple(map(int, reversed(text.split("."))))

    wrong = 0
    for record in records():
        due = record["Продлено до"] or record["Срок исполнения"]
        if (
            all(len(text) == 10 and text[2] == "." for text in (due, record["Дата ответа"]))
            and record["Соблюдение срока"]
        ):
            is_late = day(record["Дата ответа"]) > day(due)
            wrong += is_late != (record["Соблюдение срока"] == "с нарушением срока")
    assert 0.005 < wrong / len(records()) < 0.03


def test_applicants_are_right_in_form_and_nobody() -> None:
    applicants = {record["ИИН или БИН заявителя"] for record in records()} - {""}
    assert len(applicants) > ROW_COUNT / 2
    assert all(len(number) == 12 and number.isdigit() for number in applicants)
    assert [number for number in applicants if control_digit(number[:11]) == int(number[11])] == []


def test_the_control_digit_is_that_of_the_rules() -> None:
    # by hand: 1x1 + 2x2 + 3x3 + 4x4 + 5x5 + 6x6 + 7x7 + 8x8 + 9x9 + 10x0 + 11x1 = 296 = 26 x 11 + 10, so the second weights:
    # 3x1 + 4x2 + 5x3 + 6x4 + 7x5 + 8x6 + 9x7 + 10x8 + 11x9 + 1x0 + 2x1 = 377 = 34 x 11 + 3
    assert control_digit("12345678901") == 3


def test_some_apply_again_and_some_give_no_name() -> None:
    counts = Counter(record["ИИН или БИН заявителя"] for record in records())
    assert counts.pop("") > 0
    assert max(counts.values()) > 1


@cache
def told_of_2017(factor: float = 1) -> list[dict[str, str]]:
    """The readable records of the demonstration, each number once."""
    row_count = round(appeals_register.DEMONSTRATION_ROW_COUNT * factor)
    world = World()
    told = appeals_register.rows(world.year, row_count, world.seed, profile="demo")
    split = csv.reader(line for line in told if 'дороги "Север"' not in line)
    found = (dict(zip(HEADER, fields, strict=True)) for fields in split if len(fields) == len(HEADER))
    return list({record["Номер обращения"]: record for record in found}.values())


def plainly(name: str) -> str:
    """A name without the damage of the clerk: capitals, spaces, look-alike letters."""
    return " ".join(name.translate(str.maketrans("aeopcxABEKMHOPCTX", "аеорсхАВЕКМНОРСТХ")).lower().split())


def of_body(code: str, told: list[dict[str, str]]) -> list[dict[str, str]]:
    body = next(body for body in appeals_register._bodies("demo", 2017) if body.code == code)
    names = {plainly(name) for name in (*body.names, body.former_name) if name}
    return [record for record in told if plainly(record["Государственный орган"]) in names]


def handled(code: str, told: list[dict[str, str]]) -> int:
    return sum(
        record["Состояние"] == "рассмотрено"
        and record["Дата ответа"].endswith(".2017")
        and record["Вид обращения"] in ("жалоба", "заявление")
        for record in of_body(code, told)
    )


def test_the_demonstration_tells_of_every_body_of_its_year_and_of_no_other() -> None:
    assert {body.code for body in appeals_register._bodies("demo", 2017)} == {body.code for body in World().bodies}
    assert [body.code for body in World().bodies if not of_body(body.code, told_of_2017())] == []


@pytest.mark.parametrize("factor", [1, 2])
@pytest.mark.parametrize(("code", "count"), [("JDC", 7), ("MOA", 999), ("MOEN", 1000), ("MIA", 4999), ("ALMATY", 5000)])
def test_the_edges_of_the_coefficient_stay_at_any_size_of_the_demonstration(
    code: str, count: int, factor: float
) -> None:
    assert handled(code, told_of_2017(factor)) == count


def test_the_register_knows_the_appeals_of_the_body_that_handed_in_nothing() -> None:
    assert handled(SILENT, told_of_2017()) >= 10


def test_two_bodies_that_are_tied_have_the_same_appeals() -> None:
    def told(code: str) -> list[list[str]]:
        left_out = ("Номер обращения", "Государственный орган", "ИИН или БИН заявителя")
        return [
            [value for name, value in record.items() if name not in left_out]
            for record in of_body(code, told_of_2017())
        ]

    first, second = map(told, TIED)
    assert first == second
    assert len(first) > 100


def test_until_the_day_of_its_reorganisation_a_body_stands_under_its_former_name() -> None:
    def days(is_former: bool) -> set[str]:
        """The plainly written days of receipt in the form of ISO, the few damaged ones left out."""
        found = (
            re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", record["Дата поступления"])
            for record in of_body(REORGANISED, told_of_2017())
            if (record["Государственный орган"] == PREDECESSOR_NAME) is is_former
        )
        written = {"-".join(reversed(day.groups())) for day in found if day}
        return written - {"2017-06-20", "2017-02-31", "2017-00-00"}

    assert max(days(True)) < "2017-01-25" <= min(days(False))


def test_the_writer_of_the_demonstration_names_its_file_and_brings_the_manifest(tmp_path: Path) -> None:
    names = appeals_register.WRITERS["appeals_register"](World(factor=0.5), tmp_path)
    assert names == ["appeals_register_2017.csv.zip"]
    assert sorted(file.name for file in tmp_path.iterdir()) == [*names, f"{names[0]}.manifest.json"]
