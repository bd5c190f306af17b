"""The invented register: the same bytes for the same arguments, the edges of the formulas, every kind of damage."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from demo import appeals_register
from demo.appeals_clerk import Body
from demo.appeals_words import HEADER, UNKNOWN_NAMES

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
