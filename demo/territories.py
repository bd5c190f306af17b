"""The files on the regions: programmes of territories, direct results and planning of local budgets, audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from demo.clerk import Clerk
from demo.goals_figures import rounded, table
from demo.territories_figures import (
    Audited,
    Indicator,
    Project,
    audited_programmes,
    indicators,
    planning_defects,
    projects,
)  # fmt: skip
from demo.world import World, Writer, workbook, write_archive, write_csv

UNKNOWN_NAME = "Акимат Тургайской области"  # abolished in 1997

# Cells that cannot be read or contradict their row, by region and number of the indicator or programme.
WRONG_DIRECTIONS = {("KARAGANDA", "1.1.3"): "чем больше тем лучше"}
WRONG_FACTS = {("ZHAMBYL", "1.4.2"): "1 250 тыс.", ("EAST_KZ", "1.3.2"): "в обработке"}
WRONG_FACTS_OF_PROJECTS = {("WEST_KZ", "012"): "завершено"}  # its first project
WRONG_ANSWERS_ON_PLANNING = {("KYZYLORDA", "014"): ("частично", "")}
DEFECTS_WITHOUT_A_LIST = {("ZHAMBYL", "067"): ("нет", "")}
WRITTEN_TWICE = ("NORTH_KZ", "003")  # a finding on planning that stands there again
VIOLATIONS_THAT_DO_NOT_ADD_UP = "SOUTH_KZ"  # in the first row of its form

INDICATOR_HEADER = (
    "Отчётный год", "Местный исполнительный орган", "Код цели", "Цель", "Код индикатора", "Целевой индикатор",
    "Единица измерения", "Направленность", "План", "Факт", "Статус данных", "Исключение базового перечня",
)  # fmt: skip
PLANNING_HEADER = (
    "Год", "Местный исполнительный орган", "Код администратора", "Администратор", "Код программы", "Бюджетная программа",
    "Замечаний к планированию нет", "Замечания",
)  # fmt: skip
FORM_2 = (
    "Код администратора", "Администратор бюджетных программ", "Код программы", "Бюджетная программа", "Описание программы",
    "Проект или мероприятие", "Вид", "Показатель прямого результата", "Единица измерения", "План", "Факт", "Отклонение",
    "Процент исполнения", "Причины неисполнения, подтверждение (номер, дата, документ)", "Измеримость показателя",
)  # fmt: skip
FORM_2_NUMBERS = ("А", "Б", "В", "Г", "Д", "Е", "Ж", "1", "2", "3", "4", "5", "6", "7", "8")
FORM_3 = (
    "№", "Администратор бюджетных программ", "Бюджетная программа", "Период", "Охвачено аудитом", "из них за отчётный год",
    "Выявлено нарушений, всего", "финансовые", "процедурные", "учёта и отчётности", "государственных закупок", "Возмещено",
    "Восстановлено", "Аудит проведён",
)  # fmt: skip
FORM_3_NUMBERS = tuple(str(number) for number in range(1, 15))
NO_AUDIT = "аудит не проводился"
LABEL_COUNT = 7  # columns of form 2 whose cell stands once for several rows
HEAD_ROW, NUMBER_ROW = 3, 4  # from 0


def write_territory_programmes(world: World, folder: Path) -> Sequence[str]:
    """Target indicators of the programmes of all regions, as the Ministry of National Economy compiled them."""
    file = folder / f"territory_programme_indicators_{world.year}.csv"
    write_csv(file, INDICATOR_HEADER, _indicator_rows(world))
    return [file.name]


def write_local_results(world: World, folder: Path) -> Sequence[str]:
    """Form B1-2: a workbook of each region."""
    file = folder / f"local_budget_results_{world.year}.zip"
    books = {}
    for body in world.assessed("B1.M"):
        clerk = Clerk(world, "local_budget_results", body)
        name = clerk.name().strip()
        books[f"Форма 2 - {name} - {world.year}.xlsx"] = _form_2(
            name, [one for one in projects(world) if one.body_code == body.code], clerk
        )
    write_archive(file, books)
    return [file.name]


def write_planning(world: World, folder: Path) -> Sequence[str]:
    """What the Ministry of Finance found in the plans of the local programmes."""
    file = folder / f"programme_planning_{world.year}.csv"
    write_csv(file, PLANNING_HEADER, _planning_rows(world))
    return [file.name]


def write_audit(world: World, folder: Path) -> Sequence[str]:
    """Form B1-3: a workbook of each region, of the one without an audit too."""
    file = folder / f"audit_results_{world.year}.zip"
    books = {}
    for body in world.assessed("B1.M"):
        clerk = Clerk(world, "audit_results", body)
        name = clerk.name().strip()
        books[f"Форма 3 - {name} - {world.year}.xlsx"] = _form_3(name, audited_programmes(world, body), clerk)
    write_archive(file, books)
    return [file.name]


def _indicator_rows(world: World) -> Iterator[list[str]]:
    clerks = {body.code: Clerk(world, "territory_programme_indicators", body) for body in world.local}
    for one in indicators(world):
        clerk = clerks[one.body_code]
        yield _indicator_row(world.year, one, clerk.name(), clerk)
    first = indicators(world)[0]
    yield _indicator_row(world.year, first, UNKNOWN_NAME, clerks[first.body_code])


def _indicator_row(year: int, one: Indicator, name: str, clerk: Clerk) -> list[str]:
    place = (one.body_code, one.code)
    plan, fact = (clerk.number(Decimal(value)) if value else "нет данных" for value in (one.plan, one.fact))
    return [
        str(year), name, one.goal_code, one.goal, one.code, one.name, one.unit,
        WRONG_DIRECTIONS.get(place, one.direction), plan, WRONG_FACTS.get(place, fact), one.status,
        clerk.yes_or_no(one.is_base_exempt),
    ]  # fmt: skip


def _planning_rows(world: World) -> Iterator[list[str]]:
    for body in world.assessed("B1.M"):
        clerk = Clerk(world, "programme_planning", body)
        for row in table("territories_programmes.csv"):
            place = (body.code, row["programme_code"])
            defects = planning_defects(world, body, row["programme_code"])
            answer = clerk.yes_or_no(not defects)
            answer, defects = (WRONG_ANSWERS_ON_PLANNING | DEFECTS_WITHOUT_A_LIST).get(place, (answer, defects))
            finding = [
                str(world.year), clerk.name(), row["administrator_code"], row["administrator"], row["programme_code"],
                row["programme"], answer, defects,
            ]  # fmt: skip
            yield from [finding] * (2 if place == WRITTEN_TWICE else 1)


def _form_2(name: str, told: Sequence[Project], clerk: Clerk) -> bytes:
    """The form of one region: labels at the left merged over their rows, from the outermost to the innermost."""
    rows = [_form_2_row(one, clerk) for one in told]

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = _sheet(
            book, "Форма 2", "Достижение прямых результатов бюджетных программ", name, FORM_2, FORM_2_NUMBERS
        )
        for place, row in enumerate(rows, start=NUMBER_ROW + 1):
            for column, cell in enumerate(row[LABEL_COUNT:], start=LABEL_COUNT):
                _write(sheet, place, column, cell)
        for column in range(LABEL_COUNT):
            _write_labels(sheet, column, [tuple(row[: column + 1]) for row in rows])

    return workbook(fill)


def _form_2_row(one: Project, clerk: Clerk) -> list[Any]:
    is_measurable = bool(one.plan)
    labels = [
        one.administrator_code, one.administrator, one.programme_code, one.programme, one.description, one.name, one.kind,
    ]  # fmt: skip
    if not is_measurable:
        return [*labels, one.indicator, "", "", "", "", "", "мероприятие проведено", clerk.yes_or_no(False)]
    plan, fact = Decimal(one.plan), Decimal(one.fact)
    percent = rounded(100 * fact / plan, "0.1")
    reason = (
        ""
        if fact >= plan
        else clerk.one_of(("нарушение срока подрядчиком", "экономия по закупкам", "паводок, акт от 14.05.2017"))
    )
    wrong = WRONG_FACTS_OF_PROJECTS.get((one.body_code, one.programme_code)) if one.name.endswith("№ 1") else None
    return [
        *labels, one.indicator, one.unit, _cell(plan, clerk), wrong or _cell(fact, clerk), f"{fact - plan:f}", f"{percent} %",
        reason, clerk.yes_or_no(True),
    ]  # fmt: skip


def _form_3(name: str, told: Sequence[Audited], clerk: Clerk) -> bytes:
    rows = [_form_3_row(number, one, clerk) for number, one in enumerate(told, start=1)]
    rows = rows or [["1", "", NO_AUDIT, *[""] * 10, "нет"]]

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = _sheet(book, "Форма 3", "Результаты государственного аудита, тыс. тенге", name, FORM_3, FORM_3_NUMBERS)
        for place, row in enumerate(rows, start=NUMBER_ROW + 1):
            for column, cell in enumerate(row):
                if column != 1:
                    _write(sheet, place, column, cell)
        _write_labels(sheet, 1, [(row[1],) for row in rows])

    return workbook(fill)


def _form_3_row(number: int, one: Audited, clerk: Clerk) -> list[Any]:
    total = sum(one.violations, Decimal(0))
    if clerk.body.code == VIOLATIONS_THAT_DO_NOT_ADD_UP and number == 1:
        total += 1500
    sums = (one.audited, one.audited_in_year, total, *one.violations, one.reimbursed, one.restored)
    return [str(number), one.administrator, one.programme, one.period, *(_cell(value, clerk) for value in sums), "да"]


def _cell(value: Decimal, clerk: Clerk) -> Any:
    """A number of a workbook: mostly a number, at times text as it was typed."""
    return float(value) if clerk.chance() < 0.85 else clerk.number(value)


def _sheet(
    book: xlsxwriter.Workbook, sheet_name: str, title: str, body: str, head: Sequence[str], numbers: Sequence[str]
) -> Any:
    """A sheet with a title, the body, a head and the row that numbers its columns."""
    sheet = book.add_worksheet(sheet_name)
    sheet.merge_range(0, 0, 0, len(head) - 1, title)
    sheet.write_string(1, 0, body)
    sheet.write_row(HEAD_ROW, 0, head)
    for column, number in enumerate(numbers):
        sheet.write_string(NUMBER_ROW, column, number)
    return sheet


def _write_labels(sheet: Any, column: int, labels: Sequence[tuple[Any, ...]]) -> None:
    """Write each label once, merged over the rows that share it and all labels to its left."""
    place = NUMBER_ROW + 1
    for label, group in groupby(labels):
        last = place + len(list(group)) - 1
        if label[-1] != "":
            if last > place:
                sheet.merge_range(place, column, last, column, label[-1])
            else:
                sheet.write_string(place, column, label[-1])
        place = last + 1


def _write(sheet: Any, place: int, column: int, cell: Any) -> None:
    if isinstance(cell, str):
        if cell:
            sheet.write_string(place, column, cell)
    else:
        sheet.write_number(place, column, cell)


WRITERS: dict[str, Writer] = {
    "territory_programme_indicators": write_territory_programmes,
    "local_budget_results": write_local_results,
    "programme_planning": write_planning,
    "audit_results": write_audit,
}
