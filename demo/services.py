"""The invented sources on public services: who writes which, and those that list services one by one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from demo import services_records, services_reports
from demo.services_catalogue import (
    NEW_SERVICES,
    UNKNOWN_NAMES,
    Service,
    between,
    local_standards,
    names_of,
    one_of,
    rendered_services,
    services_of,
    spelled,
    written,
)  # fmt: skip
from demo.world import (
    FLAWLESS,
    NATIONAL_BANK,
    ON_THE_EDGES,
    WORST,
    Body,
    World,
    Writer,
    workbook,
    write_csv,
    write_json,
)  # fmt: skip

# The survey: averages of the last digits on the edges of Annex 6; 4.795, 4.595 and 4.895 reach an edge by rounding.
EDGE_SCORES = {
    ON_THE_EDGES: ("4,8", "4,795", "4,79", "4,6", "4,595", "4,4", "4,2", "4", "3,99"),
    "AKTOBE": ("4,9", "4,895", "4,89", "4,75", "4,6", "4,45", "4,3", "4,15", "4", "3,99"),  # the bands of local bodies
}
NOT_SURVEYED = (NATIONAL_BANK, "WEST_KZ")  # they get the mean of the bodies of their kind
SPOILED_SCORES = {"MOA": "5,2", "AKMOLA": "нет данных"}  # of the first service of the body

# The Register: what is wrong in the first record of the body.
SPOILED_RECORDS = {"MIA": {"includedOn": "2014-02-30"}, "AKTOBE": {"isOneWorkingDay": "по стандарту"}}

# Conclusions that a body has nothing to add to the Register, with the paper; without one it is worth nothing.
CONCLUSIONS = {"MFA": "№ 12-3/845 от 25.12.{year}", "MCS": "№ 12-3/911 от 28.12.{year}", "MOA": ""}
HIDDEN_AND_LEFT_OUT = {
    "MOD": "Выдача справки о прохождении службы",
    "MICOM": "Выдача выписки из реестра спутниковых приемников",
}
FUNCTIONS_EXAMINED = (
    "Утверждение методики",
    "Ведение ведомственного учета",
    "Разработка форм отчетности",
    "Надзор в отрасли",
)

NEW_COMPOSITES = {"MOJ": 2, "MLSPP": 1, "MIA": 1, "MOF": 1, "MOES": 1, ON_THE_EDGES: 1}  # entered the list in the year
OLDER_COMPOSITES = (1, 2, 1, 2)  # years back, for every second body

WAYS = (
    "Портал и (или) Государственная корпорация", "Только портал", "Портал и на бумаге в государственном органе",
    "На бумаге только через Государственную корпорацию", "На бумаге в государственном органе и через Государственную корпорацию",
    "На бумаге только в государственном органе",
)  # fmt: skip
# The plan of the body on the edges: way, documents received, receivable, how many years ago the commission decided (None:
# it did not), whether the standard is approved. Each way; nothing to receive; more received than receivable; each case of a decision.
EDGE_PLAN = (
    (0, 4, 4, None, True), (1, 0, 0, None, True), (2, 1, 4, None, True), (3, 5, 4, None, True),
    (4, 2, 4, None, True), (5, 3, 3, None, True), (1, 2, 2, 1, True), (2, 2, 4, 0, True),
    (5, 0, 0, 0, True), (0, 1, 2, 1, True), (1, 3, 3, 2, True), (0, 2, 2, None, False),
)  # fmt: skip
NOTHING_TO_OPTIMISE = "MFA"
MORE_CHANGED_THAN_PLANNED = "MCS"
MOST_AUTOMATED, LEAST_AUTOMATED = "MOF", "MOD"


def write_register(world: World, folder: Path) -> Sequence[str]:
    """The Register as an export of the portal: every value a string."""
    records = [
        {
            "serviceCode": service.code,
            "nameRu": service.name_ru,
            "nameKk": service.name_kk,
            "providerName": names_of(body)[0],
            "isOneWorkingDay": str(service.is_one_working_day).lower(),
            "isConnectedToMonitoring": str(service.is_connected).lower(),
            "includedOn": service.included_on.isoformat(),
            "excludedOn": service.excluded_on.isoformat() if service.excluded_on else "",
        }
        for body in world.bodies
        for service in services_of(world, body)
    ]
    for body in world.bodies:
        if body.code in SPOILED_RECORDS:
            first = next(record for record in records if record["providerName"] == names_of(body)[0])
            first |= SPOILED_RECORDS[body.code]
    records += [records[0] | {"providerName": name} for name in UNKNOWN_NAMES]
    file = folder / f"services_register_{world.year}.json"
    write_json(file, records)
    return [file.name]


def write_hidden(world: World, folder: Path) -> Sequence[str]:
    """The functions of central bodies that were examined, and the conclusions that there is nothing to add."""
    rows: list[list[str]] = []
    for body in world.central:
        name = spelled(body, world.chance("hidden_services", body.code))
        rows += [[name, function, "нет", "нет", "", "", ""] for function in FUNCTIONS_EXAMINED]
        rows += [
            [name, service.name_ru, "да", "да", written(service.included_on), "", ""]
            for service in _new_services(world, body)
        ]
        if body.code in HIDDEN_AND_LEFT_OUT:
            rows.append([name, HIDDEN_AND_LEFT_OUT[body.code], "да", "нет", "", "", ""])
        if body.code in CONCLUSIONS:
            paper = CONCLUSIONS[body.code].format(year=world.year)
            rows.append([name, "все функции", "нет", "нет", "", "Нет услуг для включения", paper])
    rows.append([UNKNOWN_NAMES[0], FUNCTIONS_EXAMINED[0], "нет", "нет", "", "", ""])
    header = (
        "Государственный орган", "Функция", "Является государственной услугой", "Включена в Реестр", "Дата включения в Реестр",
        "Заключение уполномоченного органа", "Документ",
    )  # fmt: skip
    return _write_table(
        folder,
        f"hidden_services_{world.year}.xlsx",
        "Перечень функций, являющихся государственными услугами",
        header,
        rows,
    )


def write_composite(world: World, folder: Path) -> Sequence[str]:
    """The list of order 296 with the entries of three years."""
    rows: list[list[str]] = []
    for place, body in enumerate(world.central):
        services = rendered_services(world, body)
        if len(services) < 10:
            continue
        chance = world.chance("composite_services", body.code)
        days = [world.day(between(2, 12, chance), 5) for _ in range(NEW_COMPOSITES.get(body.code, 0))]
        years_back = OLDER_COMPOSITES if place % 2 == 0 else ()
        days += [world.day(between(1, 12, chance), 20).replace(year=world.year - back) for back in years_back]
        for number, day in enumerate(days):
            joined = services[2 * number : 2 * number + 2]
            rows.append([
                f"К-{place:02d}{number + 1:02d}", " и ".join(service.name_ru for service in joined),
                "; ".join(service.code for service in joined), spelled(body, chance), written(day),
            ])  # fmt: skip
    rows.append(["К-9901", *rows[0][1:3], UNKNOWN_NAMES[0], rows[0][4]])
    header = (
        "Код композитной услуги", "Наименование композитной услуги", "Коды объединенных услуг", "Государственный орган",
        "Дата включения в перечень",
    )  # fmt: skip
    file = folder / f"composite_services_{world.year}.csv"
    write_csv(file, header, rows)
    return [file.name]


def write_survey(world: World, folder: Path) -> Sequence[str]:
    """Averages of the services that the contractor surveyed."""
    rows: list[list[Any]] = []
    for body in world.bodies:
        chance = world.chance("satisfaction_survey", body.code)
        services = rendered_services(world, body)
        count = len(EDGE_SCORES.get(body.code, ())) or between(5, 11, chance)
        for place, service in enumerate(services[:count] if body.code not in NOT_SURVEYED else ()):
            rows.append([
                service.code, service.name_ru, spelled(body, chance), between(25, 400, chance), _score(body, place, chance),
            ])  # fmt: skip
    rows.append([*rows[0][:2], UNKNOWN_NAMES[2], *rows[0][3:]])
    header = ("Код услуги", "Наименование услуги", "Услугодатель", "Число опрошенных", "Средняя оценка")
    return _write_table(
        folder,
        f"satisfaction_survey_{world.year}.xlsx",
        "Общественный мониторинг качества государственных услуг",
        header,
        rows,
    )


def write_optimisation(world: World, folder: Path) -> Sequence[str]:
    """The services of central bodies, and those of local bodies by their standards."""
    rows: list[list[Any]] = []
    for body in world.central:
        chance = world.chance("optimisation_plan", body.code)
        for place, service in enumerate(rendered_services(world, body)):
            rows.append(
                [*_planned(world, body, service, place, "Нет", chance), *_way_of(world, body, service, place, chance)]
            )
        for place, service in enumerate(s for s in local_standards() if s.standard_by == body.code):
            rows.append([*_planned(world, body, service, place, "Да", chance), "", "", "", "", "", "Да", "Нет"])
    last = next(row for row in reversed(rows) if row[3] == "Нет")
    last[6] = "По почте"
    next(row for row in rows if row[8])[8] = "все"
    rows.append([*rows[0][:2], UNKNOWN_NAMES[0], *rows[0][3:]])
    header = (
        "Код услуги", "Наименование услуги", "Государственный орган", "Оказывается местными исполнительными органами",
        "Подлежит оптимизации по плану", "Дата изменения стандарта", "Способ оказания", "Получено документов из информационных систем",
        "Документы, которые могут быть получены из информационных систем", "Решение Межведомственной комиссии",
        "Дата решения комиссии", "Стандарт утвержден", "Включена в Реестр в конце периода",
    )  # fmt: skip
    return _write_table(
        folder, f"optimisation_plan_{world.year}.xlsx", "План оптимизации государственных услуг", header, rows
    )


WRITERS: dict[str, Writer] = {
    "services_monitoring": services_records.write,
    "services_register": write_register,
    "hidden_services": write_hidden,
    "composite_services": write_composite,
    "satisfaction_survey": write_survey,
    "optimisation_plan": write_optimisation,
    "services_internal_control": services_reports.write_internal_control,
    "services_inspections": services_reports.write_inspections,
}


def _new_services(world: World, body: Body) -> list[Service]:
    return list(services_of(world, body))[-NEW_SERVICES[body.code] :] if body.code in NEW_SERVICES else []


def _score(body: Body, place: int, chance: random.Random) -> str:
    """The average of a service, with a decimal comma and two or three digits."""
    if place == 0 and body.code in SPOILED_SCORES:
        return SPOILED_SCORES[body.code]
    if body.code in EDGE_SCORES:
        return EDGE_SCORES[body.code][place]
    least, most = {FLAWLESS: (4.91, 5.0), WORST: (3.1, 3.98)}.get(body.code, (4.05, 4.95))
    digits = 3 if chance.random() < 0.3 else 2
    return f"{least + (most - least) * chance.random():.{digits}f}".replace(".", ",")


def _planned(world: World, body: Body, service: Service, place: int, is_local: str, chance: random.Random) -> list[str]:
    """Code, names, whether local bodies render it, whether it is to be optimised, and when its standard was changed."""
    is_planned = body.code != NOTHING_TO_OPTIMISE and place % 3 == 0
    is_changed = is_planned and (body.code == MOST_AUTOMATED or chance.random() < 0.7)
    if body.code == MORE_CHANGED_THAN_PLANNED:
        is_changed = place % 3 != 2
    if body.code == ON_THE_EDGES:
        is_changed = is_planned and place % 2 == 0
    changed_on = written(world.day(between(1, 12, chance), between(1, 28, chance))) if is_changed else ""
    return [
        service.code, service.name_ru, spelled(body, chance), is_local, "Да" if is_planned else "Нет", changed_on,
    ]  # fmt: skip


def _way_of(world: World, body: Body, service: Service, place: int, chance: random.Random) -> list[Any]:
    """Way of rendering, documents received and receivable, the commission's decision, and the two marks of the end."""
    years_back, is_approved = None, chance.random() < 0.97
    way, receivable = one_of((0, 0, 1, 1, 1, 2, 2, 3, 4, 5), chance), between(0, 6, chance)
    received = between(0, receivable, chance)
    if body.code == MOST_AUTOMATED:
        way, received, is_approved = 0, receivable, True
    elif body.code == LEAST_AUTOMATED:
        way, received = 5, 0
    elif body.code == ON_THE_EDGES and place < len(EDGE_PLAN):
        way, received, receivable, years_back, is_approved = EDGE_PLAN[place]
    elif chance.random() < 0.04:
        years_back = between(0, 2, chance)
    is_at_the_end = service.included_on >= world.day(10, 1)
    return [
        WAYS[way], received, receivable, "" if years_back is None else f"№ {between(1, 9, chance)}",
        "" if years_back is None else f"2{between(0, 8, chance)}.06.{world.year - years_back}", "Да" if is_approved else "Нет",
        "Да" if is_at_the_end else "Нет",
    ]  # fmt: skip


def _write_table(
    folder: Path, name: str, title: str, header: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Sequence[str]:
    """A workbook with a title in its first row and the header in its third."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Лист1")
        sheet.write(0, 0, title)
        for number, row in enumerate((header, *rows), start=2):
            sheet.write_row(number, 0, row)

    (folder / name).write_bytes(workbook(fill))
    return [name]
