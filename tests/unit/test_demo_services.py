"""The invented year of public services: the same bytes for the same arguments, and every story that is told of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from demo.identifiers import LENGTH, control_digit
from demo.services import CONCLUSIONS, WAYS, WRITERS
from demo.services_catalogue import NEW_SERVICES, UNKNOWN_NAMES, names_of
from demo.services_records import requests_of
from demo.world import PREDECESSOR_NAME, Body, World
from tests.support.tables import Record, records_in

SMALL = World(factor=0.05)
NAMES_NOBODY_KNOWS = set(UNKNOWN_NAMES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files of the small year."""
    place = tmp_path_factory.mktemp("services")
    for write in WRITERS.values():
        write(SMALL, place)
    return place


def records(folder: Path, source: str) -> list[Record]:
    (file,) = (file for file in folder.glob(f"{source}_2017.*") if not file.name.endswith(".manifest.json"))
    return records_in(file, delimiter=";" if source == "services_internal_control" else ",")


def body(code: str) -> Body:
    return next(body for body in SMALL.bodies if body.code == code)


def of(code: str, rows: Sequence[Record], column: str) -> list[Record]:
    """The rows of a body, under whichever of its names."""
    names = {name.lower() for name in names_of(body(code))}
    return [row for row in rows if " ".join(row[column].lower().split()) in names]


def requests(folder: Path, code: str) -> list[Record]:
    return of(code, records(folder, "services_monitoring"), "Услугодатель")


def day(text: str) -> date:
    """A date as the file writes it: 01.03.2017, the same with г, 2017-03-01, or the serial of a spreadsheet."""
    text = text.removesuffix(" г")
    if text.isdigit():
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(text))
    return date.fromisoformat(text) if "-" in text else date(*map(int, reversed(text.split("."))))


def is_late(request: Record) -> bool:
    return day(request["Дата выдачи результата"]) > day(request["Срок оказания"])


def judged(folder: Path, code: str) -> list[Record]:
    """Requests that were rendered, for services whose standard gives them more than one working day."""
    one_day = {row["serviceCode"] for row in records(folder, "services_register") if row["isOneWorkingDay"] == "true"}
    return [
        row
        for row in requests(folder, code)
        if row["Результат"] in ("оказана", "отказано")
        and row["Дата выдачи результата"]
        and row["Код услуги"] not in one_day
    ]


@pytest.mark.parametrize("source", WRITERS)
def test_the_same_seed_gives_the_same_bytes_and_another_does_not(source: str, folder: Path, tmp_path: Path) -> None:
    (name,) = WRITERS[source](World(factor=0.05), tmp_path)
    assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
    WRITERS[source](World(factor=0.05, seed=1), tmp_path)
    assert (tmp_path / name).read_bytes() != (folder / name).read_bytes()


def test_the_records_grow_with_the_factor() -> None:
    assert [sum(sum(r.by_kind) for r in requests_of(World(factor=f)).values()) + 6 for f in (0.05, 0.1, 1)] == [
        7_500,
        15_000,
        150_000,
    ]


def test_the_manifest_tells_the_rows_and_the_year(folder: Path) -> None:
    manifest = json.loads((folder / "services_monitoring_2017.zip.manifest.json").read_text("utf-8"))
    assert (manifest["rows"], manifest["period"]) == (7_500, "2017")


@pytest.mark.parametrize(
    ("source", "name", "own"),
    [
        ("services_monitoring", "Услугодатель", "Номер заявки"),
        ("services_register", "providerName", "providerName"),
        ("satisfaction_survey", "Услугодатель", "Услугодатель"),
        ("services_internal_control", "Государственный орган", "Государственный орган"),
        ("services_inspections", "Проверенный орган", "Проверенный орган"),
    ],
)
def test_everything_about_the_two_tied_bodies_is_equal_but_the_name(
    source: str, name: str, own: str, folder: Path
) -> None:
    rows = records(folder, source)
    first, second = (
        [{column: value for column, value in row.items() if column not in (name, own)} for row in of(code, rows, name)]
        for code in ("KOSTANAY", "PAVLODAR")
    )
    assert first == second


def test_the_worst_body_loses_every_point_of_timeliness_and_reaches_the_cap_of_late_entries(folder: Path) -> None:
    rows = [row for row in judged(folder, "ATYRAU") if row["Документ о техническом сбое"] == ""]
    assert sum(map(is_late, rows)) * 10_000 / len(rows) > 23 + 10
    entries = [row for row in requests(folder, "ATYRAU") if row["Внесено с опозданием"] == "да"]
    proven = [row for row in entries if row["Опоздание внесения из-за технического сбоя"] == "да"]
    assert len(entries) - len(proven) >= 250  # 0.02 each: the cap of 5
    assert len(proven) == 5


def test_the_worst_body_claims_failures_that_no_paper_proves(folder: Path) -> None:
    claims = [row for row in requests(folder, "ATYRAU") if row["Нарушение срока из-за технического сбоя"] == "да"]
    assert Counter(bool(row["Документ о техническом сбое"]) for row in claims) == {True: 4, False: 6}


def test_the_flawless_body_is_never_late(folder: Path) -> None:
    assert not any(map(is_late, judged(folder, "ASTANA")))
    assert {row["Внесено с опозданием"] for row in requests(folder, "ASTANA")} == {"нет"}


def test_the_body_on_the_edges_has_two_breaches_in_two_thousand(folder: Path) -> None:
    rows = [row for row in judged(folder, "MOEN") if row["Нарушение срока из-за технического сбоя"] == ""]
    assert (len(rows), sum(map(is_late, rows))) == (2_000, 2)


def test_the_body_on_the_edges_cut_its_breaches_by_sixty_percent_and_found_half_of_them(folder: Path) -> None:
    (report,) = of("MOEN", records(folder, "services_internal_control"), "Государственный орган")
    assert report["Нарушений сроков за прошлый год"] == "5"
    assert (report["Нарушений сроков всего"], report["Нарушений сроков выявлено плановым контролем"]) == ("2", "1")
    assert (report["Исполнение плана контроля, %"], report["Исполнение рекомендаций Агентства, %"]) == ("90", "80")


@pytest.mark.parametrize(("code", "found", "all_breaches"), [("AKTOBE", "6", "20"), ("KARAGANDA", "4", "20"), ("ZHAMBYL", "5", "20"), ("MCS", "19", "100")])  # fmt: skip
def test_shares_found_by_own_control_stand_on_the_edges_of_the_bands(
    code: str, found: str, all_breaches: str, folder: Path
) -> None:
    (report,) = of(code, records(folder, "services_internal_control"), "Государственный орган")
    assert (report["Нарушений сроков выявлено плановым контролем"], report["Нарушений сроков всего"]) == (
        found,
        all_breaches,
    )


def test_the_body_of_few_cases_has_one_breach_in_twelve(folder: Path) -> None:
    rows = judged(folder, "JDC")
    assert (len(rows), sum(map(is_late, rows))) == (12, 1)


def test_one_body_has_services_of_one_working_day_alone(folder: Path) -> None:
    services = of("GPO", records(folder, "services_register"), "providerName")
    assert {service["isOneWorkingDay"] for service in services} == {"true"}


def test_the_body_without_services_stands_in_no_list_of_services(folder: Path) -> None:
    for source, column in (
        ("services_monitoring", "Услугодатель"), ("services_register", "providerName"),
        ("satisfaction_survey", "Услугодатель"), ("optimisation_plan", "Государственный орган"),
        ("services_internal_control", "Государственный орган"), ("services_inspections", "Проверенный орган"),
    ):  # fmt: skip
        assert of("MDAI", records(folder, source), column) == [], source


def test_the_silent_body_reports_nothing_and_is_known_from_others(folder: Path) -> None:
    assert of("MRACS", records(folder, "services_internal_control"), "Государственный орган") == []
    assert requests(folder, "MRACS") != []
    assert of("MRACS", records(folder, "services_inspections"), "Проверенный орган") != []


def test_the_body_without_audit_was_not_inspected(folder: Path) -> None:
    assert of("MANGYSTAU", records(folder, "services_inspections"), "Проверенный орган") == []


def test_requests_of_the_first_weeks_stand_under_the_former_name(folder: Path) -> None:
    received = [
        day(row["Дата приема"])
        for row in records(folder, "services_monitoring")
        if row["Услугодатель"] == PREDECESSOR_NAME and row["Результат"] != "см. приложение"
    ]
    assert received
    assert max(received) < date(2017, 1, 25)


@pytest.mark.parametrize(
    ("source", "column"),
    [("services_internal_control", "Государственный орган"), ("services_inspections", "Проверенный орган")],
)
def test_reports_stand_under_the_former_name_too(source: str, column: str, folder: Path) -> None:
    assert PREDECESSOR_NAME in {row[column] for row in records(folder, source)}


@pytest.mark.parametrize(
    ("code", "edges"),
    [
        ("MOEN", {"4,8", "4,79", "4,6", "4,4", "4,2", "4", "3,99"}),
        ("AKTOBE", {"4,9", "4,89", "4,75", "4,6", "4,45", "4,3", "4,15", "4", "3,99"}),
    ],
)
def test_survey_averages_stand_on_every_edge_of_the_bands(code: str, edges: set[str], folder: Path) -> None:
    rows = of(code, records(folder, "satisfaction_survey"), "Услугодатель")
    assert edges <= {row["Средняя оценка"] for row in rows}


def test_the_flawless_body_is_in_the_highest_band_of_the_survey_and_the_worst_in_the_lowest(folder: Path) -> None:
    def scores(code: str) -> list[float]:
        rows = of(code, records(folder, "satisfaction_survey"), "Услугодатель")
        return [float(row["Средняя оценка"].replace(",", ".")) for row in rows]

    assert min(scores("ASTANA")) >= 4.9
    assert max(scores("ATYRAU")) < 4


def test_two_bodies_with_services_were_not_surveyed(folder: Path) -> None:
    rows = records(folder, "satisfaction_survey")
    assert of("NBK", rows, "Услугодатель") == of("WEST_KZ", rows, "Услугодатель") == []


def test_the_plan_knows_every_way_of_rendering_and_every_case_of_a_decision(folder: Path) -> None:
    rows = [
        row
        for row in of("MOEN", records(folder, "optimisation_plan"), "Государственный орган")
        if row["Оказывается местными исполнительными органами"] == "Нет"
    ]
    assert {row["Способ оказания"] for row in rows} == set(WAYS)
    assert {row["Дата решения комиссии"][-4:] for row in rows} >= {"", "2015", "2016", "2017"}
    documents = [
        (int(row["Получено документов из информационных систем"]),
         int(row["Документы, которые могут быть получены из информационных систем"]))
        for row in rows
    ]  # fmt: skip
    assert (0, 0) in documents
    assert any(received > receivable for received, receivable in documents)
    assert "Нет" in {row["Стандарт утвержден"] for row in rows}


def test_one_body_has_nothing_to_optimise_and_one_changed_more_than_was_planned(folder: Path) -> None:
    rows = records(folder, "optimisation_plan")
    planned = {
        code: sum(row["Подлежит оптимизации по плану"] == "Да" for row in of(code, rows, "Государственный орган"))
        for code in ("MFA", "MCS")
    }
    changed = sum(row["Дата изменения стандарта"] != "" for row in of("MCS", rows, "Государственный орган"))
    assert planned["MFA"] == 0
    assert changed > planned["MCS"] > 0


def test_services_entered_at_the_end_of_the_period_are_marked(folder: Path) -> None:
    marked = {
        row["Код услуги"]
        for row in records(folder, "optimisation_plan")
        if row["Включена в Реестр в конце периода"] == "Да"
    }
    included = {row["serviceCode"]: row["includedOn"] for row in records(folder, "services_register")}
    assert marked
    assert {included[code] for code in marked} == {"2017-11-21"}


def test_the_register_grew_where_the_story_says_so(folder: Path) -> None:
    rows = [row for row in records(folder, "services_register") if row["providerName"] not in NAMES_NOBODY_KNOWS]
    new = Counter(row["providerName"] for row in rows if row["includedOn"].startswith("2017"))
    assert new == {body(code).name_ru: count for code, count in NEW_SERVICES.items()}


def test_conclusions_that_nothing_is_to_be_added_have_a_paper_but_one(folder: Path) -> None:
    concluded = [row for row in records(folder, "hidden_services") if row["Заключение уполномоченного органа"] != ""]
    assert [bool(row["Документ"]) for row in concluded].count(False) == 1
    assert len(concluded) == len(CONCLUSIONS) == 3


def test_new_composites_of_the_year_belong_to_the_bodies_of_the_story(folder: Path) -> None:
    rows = [row for row in records(folder, "composite_services") if row["Дата включения в перечень"].endswith("2017")]
    counts = {code: len(of(code, rows, "Государственный орган")) for code in ("MOJ", "MLSPP", "MOEN", "MFA")}
    assert counts == {"MOJ": 2, "MLSPP": 1, "MOEN": 1, "MFA": 0}


def test_one_act_of_the_worst_body_finds_more_breaches_than_services(folder: Path) -> None:
    acts = of("ATYRAU", records(folder, "services_inspections"), "Проверенный орган")
    assert ("4", "6") in {(row["Проверено оказанных услуг"], row["С нарушением срока"]) for row in acts}


def test_no_identifier_can_be_that_of_a_person_or_entity(folder: Path) -> None:
    identifiers = {row["ИИН или БИН получателя"] for row in records(folder, "services_monitoring")}
    assert {len(identifier) for identifier in identifiers} == {LENGTH}
    assert not any(control_digit(identifier[:-1]) == int(identifier[-1]) for identifier in identifiers)


def test_law_enforcement_is_marked_for_the_two_bodies_evaluated_without_it(folder: Path) -> None:
    marked = [row for row in records(folder, "services_monitoring") if row["Правоохранительная функция"] == "да"]
    own = [*of("ACSAC", marked, "Услугодатель"), *of("MOF", marked, "Услугодатель")]
    assert marked
    assert all(row["Услугодатель"] in NAMES_NOBODY_KNOWS for row in marked if row not in own)


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("services_monitoring", "Услугодатель"), ("services_register", "providerName"),
        ("hidden_services", "Государственный орган"), ("satisfaction_survey", "Услугодатель"),
        ("optimisation_plan", "Государственный орган"), ("services_internal_control", "Государственный орган"),
        ("services_inspections", "Проверенный орган"), ("composite_services", "Государственный орган"),
    ],
)  # fmt: skip
def test_names_that_no_crosswalk_knows_are_there_and_rare(source: str, column: str, folder: Path) -> None:
    rows = records(folder, source)
    unknown = sum(row[column] in NAMES_NOBODY_KNOWS for row in rows)
    assert 0 < unknown <= 0.03 * len(rows)
