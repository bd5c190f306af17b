"""The files on the goals of central bodies: strategic plans, budget programmes that serve them, execution of budgets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from demo.clerk import Clerk
from demo.goals_figures import (
    Indicator,
    Result,
    Spending,
    administrator_codes,
    between,
    indicators,
    results,
    rounded,
    spending,
)  # fmt: skip
from demo.territories_figures import local_spending
from demo.world import (
    PREDECESSOR_NAME,
    REORGANISED,
    SILENT,
    Body,
    World,
    Writer,
    workbook,
    write_archive,
    write_csv,
)  # fmt: skip

UNKNOWN_NAME = "Министерство нефти и газа Республики Казахстан"  # abolished in 2014
GOAL_OF_THE_PREDECESSOR = "1.2"  # what the reorganised body still reports under its former name

# Cells that cannot be read, by body and number of the indicator, of programme and result, or of the programme.
WRONG_FACTS = {("MCS", "1.1.2"): "в работе"}
WRONG_FACTS_OF_RESULTS = {("MICOM", "003", "1"): "около 1200"}
WRONG_PLANNED = {("MOH", "063"): "н/д", ("KARAGANDA", "046"): "-540000"}

INDICATOR_HEADER = (
    "Отчётный год", "Государственный орган", "Код цели", "Цель", "Код индикатора", "Целевой индикатор", "Единица измерения",
    "Направленность", "План", "Факт", "Факт прошлого года", "Прежнее значение плана", "План снижен", "Независящие факторы",
    "Подтверждающий документ", "Статус данных", "Исключаемый показатель ВЭФ", "Методика расчёта имеется",
    "Правоохранительная деятельность",
)  # fmt: skip
RESULT_HEADER = (
    "Код цели", "Цель", "Код программы", "Бюджетная программа", "Вид программы", "№ результата", "Вид результата", "Результат",
    "Единица измерения", "Направленность", "План", "Факт", "Процент (план/факт)", "Правоохранительная деятельность", "Примечание",
)  # fmt: skip
EXECUTION_HEADER = (
    "Год", "Уровень бюджета", "Государственный орган", "Код администратора", "Администратор", "Код программы",
    "Наименование программы", "План на год, тыс. тенге", "Исполнено, тыс. тенге",
)  # fmt: skip
BUDGET_HEADER = (
    "id", "code", "name", "utv", "utch", "plg", "plgp", "plgo", "sumrg", "obz", "obzsumrg", "plgpsumrg", "plgsumrg", "level",
    "isLeaf", "loaded", "expanded", "month",
)  # fmt: skip
# Administrators that the evaluation does not know: code, name, budget in million tenge.
OTHER_ADMINISTRATORS = (
    ("101", "Администрация Президента Республики Казахстан", 9850),
    ("104", "Канцелярия Премьер-Министра Республики Казахстан", 2930),
    ("106", "Национальный центр по правам человека", 118),
    ("107", "Аппарат Высшего Судебного Совета Республики Казахстан      ", 290),
    ("410", "Комитет национальной безопасности Республики Казахстан", 212400),
    ("501", "Верховный Суд Республики Казахстан", 41700),
    ("681", "Служба государственной охраны Республики Казахстан", 28600),
    ("694", "Управление Делами Президента Республики Казахстан", 63300),
)
# Budgets of bodies without goals, in million tenge.
BUDGETS = {"MIA": 401200, "MOD": 398600, "GPO": 29700}
SHARE_OF_GOALS = Decimal("0.8")  # of a body's budget; the rest keeps the body itself


def write_strategic_plans(world: World, folder: Path) -> Sequence[str]:
    """Target indicators of all bodies with a strategic plan, as the Ministry of National Economy compiled them."""
    file = folder / f"strategic_plan_indicators_{world.year}.csv"
    write_csv(file, INDICATOR_HEADER, _indicator_rows(world))
    return [file.name]


def write_budget_programmes(world: World, folder: Path) -> Sequence[str]:
    """Form B1-1: a workbook of each body with goals that handed it in, and one under a name that no list knows."""
    goals = {(one.body_code, one.goal_code): one.goal for one in indicators(world)}
    told: dict[str, list[list[Any]]] = {}
    for body in world.assessed("B1.C"):
        if body.code == SILENT:
            continue
        clerk = Clerk(world, "budget_programmes", body)
        name = clerk.name().strip()
        for result in results(world):
            if result.body_code == body.code:
                own = PREDECESSOR_NAME if _is_of_predecessor(body.code, result.goal_code) else name
                told.setdefault(own, []).append(_result_row(result, goals[body.code, result.goal_code], clerk))
    told[UNKNOWN_NAME] = [[*told[next(iter(told))][0][:-1], "передано в Министерство энергетики"]]
    file = folder / f"budget_programmes_{world.year}.zip"
    write_archive(file, {f"Форма 1 - {name} - {world.year}.xlsx": _form_1(name, rows) for name, rows in told.items()})
    return [file.name]


def write_programme_execution(world: World, folder: Path) -> Sequence[str]:
    """Plan and spending of the programmes of central and local bodies, as the Ministry of Finance keeps them."""
    file = folder / f"programme_execution_{world.year}.csv"
    write_csv(file, EXECUTION_HEADER, _execution_rows(world), delimiter=";")
    return [file.name]


def write_budget_execution(world: World, folder: Path) -> Sequence[str]:
    """The republican budget by administrator and month in the format of the budget portal, with the total of each month."""
    file = folder / f"budget_execution_{world.year}.csv"
    write_csv(file, BUDGET_HEADER, _budget_rows(world), delimiter=";")
    return [file.name]


def _indicator_rows(world: World) -> Iterator[list[str]]:
    bodies = {body.code: body for body in world.bodies}
    clerks = {body.code: Clerk(world, "strategic_plan_indicators", body) for body in world.bodies}
    for one in indicators(world):
        clerk = clerks[one.body_code]
        name = PREDECESSOR_NAME if _is_of_predecessor(one.body_code, one.goal_code) else clerk.name()
        yield _indicator_row(world.year, one, name, clerk)
    stray = next(one for one in indicators(world) if one.body_code == "MOEN")
    yield _indicator_row(world.year, stray, UNKNOWN_NAME, Clerk(world, "strategic_plan_indicators", bodies["MOEN"]))


def _indicator_row(year: int, one: Indicator, name: str, clerk: Clerk) -> list[str]:
    plan, fact, previous, earlier = (_number(value, clerk) for value in (one.plan, one.fact, one.previous, one.earlier))
    fact = WRONG_FACTS.get((clerk.body.code, one.code), fact)
    return [
        str(year), name, one.goal_code, one.goal, one.code, one.name, one.unit, one.direction, plan, fact, previous, earlier,
        clerk.yes_or_no(one.is_lowered), clerk.yes_or_no(one.is_excused), one.document, one.status,
        clerk.yes_or_no(one.is_left_out), clerk.yes_or_no(one.has_method), clerk.yes_or_no(one.is_law_enforcement),
    ]  # fmt: skip


def _number(value: str, clerk: Clerk) -> str:
    """A number in the clerk's hand; where there is none, an empty cell or words that say so."""
    if value:
        return clerk.number(Decimal(value))
    return clerk.one_of(("", "нет данных", "-"))


def _result_row(result: Result, goal: str, clerk: Clerk) -> list[Any]:
    """A row of form B1-1. Its percent divides plan by fact, as the heading of the form asks."""
    stated = rounded(100 * Decimal(result.plan) / Decimal(result.fact), "0.1")
    fact = WRONG_FACTS_OF_RESULTS.get((result.body_code, result.programme_code, result.code)) or _cell(
        result.fact, clerk
    )
    is_missed = Decimal(result.fact) < Decimal(result.plan)
    return [
        result.goal_code, goal, result.programme_code, result.programme, result.programme_kind, result.code, result.kind,
        result.name, result.unit, result.direction, _cell(result.plan, clerk), fact, f"{stated}%",
        clerk.yes_or_no(result.is_law_enforcement), clerk.one_of(("", "экономия по торгам")) if is_missed else "",
    ]  # fmt: skip


def _cell(value: str, clerk: Clerk) -> Any:
    """A number of a workbook: mostly a number, at times text as it was typed."""
    return float(value) if clerk.chance() < 0.8 else clerk.number(Decimal(value))


def _form_1(name: str, rows: Sequence[Sequence[Any]]) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Форма 1")
        sheet.write_string(0, 0, "Взаимосвязь целей, целевых индикаторов и показателей бюджетных программ")
        sheet.write_string(1, 0, name)
        sheet.write_row(2, 0, RESULT_HEADER)
        for place, row in enumerate(rows, start=3):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(place, column, cell)

    return workbook(fill)


def _execution_rows(world: World) -> Iterator[list[str]]:
    bodies = {body.code: body for body in world.bodies}
    for level, programmes in (("республиканский", spending(world)), ("местный", local_spending(world))):
        for one in programmes:
            yield _execution_row(world.year, level, one, bodies[one.body_code])
    first = spending(world)[0]
    stray = Body("", "central", UNKNOWN_NAME, UNKNOWN_NAME, "")
    yield _execution_row(world.year, "республиканский", first, stray)


def _execution_row(year: int, level: str, one: Spending, body: Body) -> list[str]:
    planned = WRONG_PLANNED.get((body.code, one.programme_code), f"{one.planned:f}")
    return [
        str(year), level, body.name_ru, one.administrator_code, one.administrator, one.programme_code, one.programme,
        planned, f"{one.spent:f}",
    ]  # fmt: skip


def _budget_rows(world: World) -> Iterator[list[str]]:
    administrators = _administrators(world)
    for month in range(1, 13):
        sums = [
            _to_the_month(approved, paid_share, month, world.chance("budget_execution", code, str(month)))
            for code, _, approved, paid_share in administrators
        ]
        total = tuple(sum(column, Decimal(0)) for column in zip(*sums, strict=True))
        labels = [("0", "Итого"), *((code, _name_in(month, code, name, world)) for code, name, _, _ in administrators)]
        for number, (label, amounts) in enumerate(zip(labels, [total, *sums], strict=True), start=1):
            yield _budget_row(number, label, amounts, f"{month:02d}.{world.year}")


def _administrators(world: World) -> list[tuple[str, str, Decimal, Decimal]]:
    """Code, name, approved budget in thousand tenge and the share that is paid by the end of the year."""
    names = {body.code: body.name_ru for body in world.bodies}
    found = [
        (code, name, Decimal(million) * 1000, between(world.chance("budget_execution", code), "0.97", "1"))
        for code, name, million in OTHER_ADMINISTRATORS
    ]
    for body_code, code in administrator_codes(world).items():
        own = [one for one in spending(world) if one.body_code == body_code]
        chance = world.chance("budget_execution", body_code)
        if own:
            approved = rounded(sum(one.planned for one in own) / SHARE_OF_GOALS, "1")
            paid = sum((one.spent for one in own), (1 - SHARE_OF_GOALS) * approved * between(chance, "0.97", "1"))
            found.append((code, names[body_code], approved, paid / approved))
        else:
            found.append((code, names[body_code], Decimal(BUDGETS[body_code]) * 1000, between(chance, "0.96", "1")))
    return sorted(found)


def _name_in(month: int, code: str, name: str, world: World) -> str:
    """The name in a month's file: in January the reorganised body still had its former one."""
    is_former = month == 1 and code == administrator_codes(world).get(REORGANISED)
    return PREDECESSOR_NAME if is_former else name


def _to_the_month(approved: Decimal, paid_share: Decimal, month: int, chance: random.Random) -> tuple[Decimal, ...]:
    """Approved, clarified and adjusted plan, plan of payments, paid and taken on since January, in thousand tenge."""
    adjusted = approved if month == 12 else rounded(approved * between(chance, "0.98", "1.02"), "0.1")
    planned = adjusted if month == 12 else rounded(adjusted * month / 12, "0.1")
    paid = rounded(planned * (paid_share if month == 12 else between(chance, "0.88", "0.99")), "0.001")
    taken = rounded(paid + (planned - paid) * between(chance, "0", "0.5"), "0.001")
    return approved, adjusted, adjusted, planned, paid, taken


def _budget_row(number: int, label: tuple[str, str], amounts: tuple[Decimal, ...], month: str) -> list[str]:
    approved, clarified, adjusted, planned, paid, taken = amounts
    return [
        str(number), *label,
        *(_decimal(value) for value in (approved, clarified, adjusted, planned, adjusted, paid, taken, taken - paid)),
        _decimal(rounded(100 * paid / planned, "0.0000000000001")), _decimal(rounded(100 * paid / adjusted, "0.0000000000001")),
        "0", "True", "True", "False", month,
    ]  # fmt: skip


def _decimal(value: Decimal) -> str:
    """A number as the portal writes it: always with a decimal point, without zeros at the end."""
    text = f"{value:f}"
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"


def _is_of_predecessor(body_code: str, goal_code: str) -> bool:
    return body_code == REORGANISED and goal_code == GOAL_OF_THE_PREDECESSOR


WRITERS: dict[str, Writer] = {
    "strategic_plan_indicators": write_strategic_plans,
    "budget_programmes": write_budget_programmes,
    "programme_execution": write_programme_execution,
    "budget_execution": write_budget_execution,
}
