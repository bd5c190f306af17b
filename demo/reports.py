"""What the evaluating bodies keep on the reports of all three blocks: when each came, and what the re-check found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from demo import goals_figures, territories_figures
from demo.clerk import Clerk
from demo.world import FLAWLESS, ON_THE_EDGES, SILENT, WORST, Body, World, Writer, write_csv

UNKNOWN_NAME = "Агентство Республики Казахстан по статистике"  # abolished in 2014

# What each kind of body owes to each block, and its last day in the year after. The schedule is not public: days assumed.
NOTE = "Пояснительная записка"
OWED: dict[tuple[str, str], tuple[tuple[str, int, int], ...]] = {
    ("1", "central"): (
        ("Отчёт о реализации стратегического плана", 2, 15),
        ("Форма 1: взаимосвязь целей и бюджетных программ", 2, 20),
        ("Отчёты о реализации бюджетных программ", 2, 20),
    ),
    ("1", "local"): (
        ("Отчёт о реализации программы развития территории", 2, 15),
        ("Форма 2: прямые результаты бюджетных программ", 2, 20),
        (NOTE, 2, 20),
    ),
    ("2", "central"): (("Сведения по государственным услугам", 2, 1), ("Сведения по открытости", 2, 15)),
    ("2", "local"): (("Сведения по государственным услугам", 2, 1), ("Сведения по открытости", 2, 15)),
    ("3", "central"): (
        ("Приложение 1: выходные интервью", 1, 25), ("Приложение 2: рабочее время", 1, 25),
        ("Приложение 3: наблюдатели", 1, 25), ("Приложение 4: карьерный рост", 1, 25), ("Приложение 5: должности", 1, 25),
        ("Приложение 6: стаж свыше трёх лет", 1, 25), ("Приложение 7: информационные системы", 2, 10), (NOTE, 2, 10),
    ),
}  # fmt: skip
OWED[("3", "local")] = tuple(one for one in OWED[("3", "central")] if "рабочее время" not in one[0])

# Days after the last one, by body and block: of its first report; of the worst region, of all.
DAYS_LATE = {
    (WORST, "1"): 4, (WORST, "3"): 9, ("KARAGANDA", "1"): 1, ("MFA", "1"): 2, ("MCS", "3"): 3, ("ZHAMBYL", "3"): 1,
}  # fmt: skip
NEVER_CAME = {(WORST, "1"): NOTE, (WORST, "3"): NOTE, ("EAST_KZ", "3"): NOTE}
MISSING_PARTS = {
    (WORST, "1"): ("приложение 2", "таблица 4", "сведения о трансфертах"), (WORST, "3"): ("таблица 2", "таблица 3"),
    ("ALMATY", "1"): ("раздел «Анализ»",), ("MICOM", "3"): ("протоколы конкурсов", "подписи"),
}  # fmt: skip
CAME_BUT_WHEN = ("NORTH_KZ", "3")  # its first report is said to be there, without a day
NO_SUCH_DAY = ("AKTOBE", "2")  # its first report came on 31 February


@dataclass(frozen=True)
class Found:
    """How many unreliable facts a re-check found: new ones, repeated ones, new ones of administrators of programmes."""

    new: int = 0
    repeated: int = 0
    of_administrators: int = 0


# By body, block and direction of block 2. Five points of block 2 are 25 facts, 6.5 points of block 1 are 20 and 5.
FOUND = {
    (WORST, "1", ""): Found(20, 6, 15),
    (WORST, "2", "услуги"): Found(30),
    (WORST, "2", "открытость"): Found(28, 2),
    (WORST, "2", "обращения"): Found(31),
    (WORST, "3", ""): Found(36, 4),
    (ON_THE_EDGES, "1", ""): Found(20, 5),
    (ON_THE_EDGES, "2", "услуги"): Found(25),
    (ON_THE_EDGES, "3", ""): Found(32),  # 6.4: one less than the cap
    ("MFA", "1", ""): Found(30, 4),  # 8 points, capped
    ("MOA", "1", ""): Found(3),
    ("KARAGANDA", "1", ""): Found(0, 0, 15),  # 3 points, of administrators at most 2
}
FACTS = {
    "1": ("Значение индикатора не подтверждено официальной статистикой", "Результат программы завышен против акта выполненных работ",
          "Показатель отнесён к другому периоду"),
    "2": ("Число оказанных услуг расходится с данными системы", "Указано исполнение мероприятия, которое не проводилось",
          "Сведения о размещении информации не соответствуют сайту"),
    "3": ("Численность расходится с данными «Е-қызмет»", "Система учтена дважды", "Дата приказа не подтверждена"),
}  # fmt: skip
UNRELIABLE, INCOMPLETE, LATE, ABSENT = "недостоверность", "неполнота", "несвоевременность", "отсутствие отчёта"
NO_METHOD, FAR_OVER_PLAN, FAR_OVER_RESULT = (
    "отсутствие методики",
    "перевыполнение индикатора",
    "перевыполнение результата",
)
NOTHING = "не выявлено"
UNKNOWN_KIND = ("MOA", "1")  # its first fact is of a kind that the form does not have
WITHOUT_DIRECTION = ("MOJ", "открытость")

PRESIDENT = "Администрация Президента Республики Казахстан"
CHANCELLERY = "Канцелярия Премьер-Министра Республики Казахстан"
ECONOMY = "Министерство национальной экономики Республики Казахстан"
FINANCE = "Министерство финансов Республики Казахстан"
CIVIL_SERVICE = "Агентство Республики Казахстан по делам государственной службы и противодействию коррупции"
INFORMATION = "Министерство информации и коммуникаций Республики Казахстан"
LEGAL_STATISTICS = "Комитет по правовой статистике и специальным учетам Генеральной прокуратуры Республики Казахстан"
# Who evaluates, by block and direction, and in whose place another one does: no one judges himself.
EVALUATORS = {
    ("1", ""): ECONOMY, ("2", "услуги"): CIVIL_SERVICE, ("2", "открытость"): INFORMATION, ("2", "обращения"): LEGAL_STATISTICS,
    ("3", ""): CIVIL_SERVICE,
}  # fmt: skip
OTHER_EVALUATORS = {
    ("1", "", "MNE"): CHANCELLERY, ("1", "", "MOF"): CHANCELLERY, ("1", "", "ACSAC"): PRESIDENT, ("1", "", "NBK"): PRESIDENT,
    ("2", "услуги", "ACSAC"): PRESIDENT, ("2", "услуги", "GPO"): PRESIDENT, ("2", "открытость", "GPO"): PRESIDENT,
    ("2", "обращения", "GPO"): PRESIDENT, ("2", "открытость", "MICOM"): CHANCELLERY, ("2", "открытость", "JDC"): PRESIDENT,
    ("3", "", "ACSAC"): PRESIDENT,
}  # fmt: skip

ARRIVAL_HEADER = (
    "Отчётный год", "Оцениваемый орган", "Блок", "Отчёт или форма", "Срок по графику", "Дата поступления", "Представлен",
    "Недостающих частей", "Перечень недостающего",
)  # fmt: skip
RECORD_HEADER = (
    "Отчётный год", "Номер акта", "Дата акта", "Уполномоченный орган", "Оцениваемый орган", "Блок", "Направление", "№ факта",
    "Вид факта", "Содержание факта", "По отчёту", "По сверке", "Повторно", "По администратору программ", "Документ",
)  # fmt: skip


@dataclass(frozen=True)
class Arrival:
    """A report that a body owes: its last day, and the day it came unless it never did."""

    body: Body
    block: str
    report: str
    due_on: date
    arrived_on: date | None
    missing_parts: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A fact of a re-check record, with the values before and after where it has them."""

    kind: str
    text: str = ""
    reported: str = ""
    rechecked: str = ""
    is_repeated: bool = False
    is_of_administrator: bool = False


def write_arrivals(world: World, folder: Path) -> Sequence[str]:
    """Every report that is owed, with the day it was due and the day it came."""
    file = folder / f"report_arrivals_{world.year}.csv"
    write_csv(file, ARRIVAL_HEADER, _arrival_rows(world))
    return [file.name]


def write_rechecks(world: World, folder: Path) -> Sequence[str]:
    """The facts of all re-check records; a record without one says so."""
    file = folder / f"recheck_records_{world.year}.csv"
    write_csv(file, RECORD_HEADER, _record_rows(world))
    return [file.name]


def arrivals(world: World) -> list[Arrival]:
    """The reports owed to the three blocks, in the order of blocks and bodies."""
    return [
        _arrival(world, body, block, place, owed)
        for block in ("1", "2", "3")
        for body in _bodies_of(world, block)
        for place, owed in enumerate(_owed(body, block))
    ]


def _bodies_of(world: World, block: str) -> tuple[Body, ...]:
    directions = {"1": ("B1.C", "B1.N", "B1.M"), "2": ("B2.C.S", "B2.M.S"), "3": ("B3.H",)}[block]
    return tuple(body for direction in directions for body in world.assessed(direction) if _is_of(body, direction))


def _is_of(body: Body, direction: str) -> bool:
    """Block 3 has one direction for all, the others one for each kind of body."""
    return direction == "B3.H" or (body.kind == "local") == (".M" in direction)


def _owed(body: Body, block: str) -> tuple[tuple[str, int, int], ...]:
    owed = OWED[block, body.kind]
    return owed[:1] if (body.code, block) == ("NBK", "1") else owed  # it is evaluated on its goals alone


def _arrival(world: World, body: Body, block: str, place: int, owed: tuple[str, int, int]) -> Arrival:
    report, month, day = owed
    due_on = world.day(month, day, next_year=True)
    if body.code == SILENT or NEVER_CAME.get((body.code, block)) == report:
        return Arrival(body, block, report, due_on, None, ())
    days = DAYS_LATE.get((body.code, block), 0) if place == 0 or body.code == WORST else 0
    if not days and body.code != ON_THE_EDGES:
        days = -int(world.chance("report_arrivals", body.code, block, report).random() * 7)
    parts = MISSING_PARTS.get((body.code, block), ()) if place == 0 else ()
    return Arrival(body, block, report, due_on, due_on + timedelta(days=days), parts)


def _arrival_rows(world: World) -> Iterator[list[str]]:
    clerks = {body.code: Clerk(world, "report_arrivals", body) for body in world.bodies}
    seen: set[tuple[str, str]] = set()
    told = arrivals(world)
    for one in told:
        place = (one.body.code, one.block)
        row = _arrival_row(world.year, one, clerks[one.body.code])
        if place not in seen and place == CAME_BUT_WHEN:
            row[5] = ""
        if place not in seen and place == NO_SUCH_DAY:
            row[5] = f"31.02.{world.year + 1}"
        seen.add(place)
        yield row
    stray = _arrival_row(world.year, told[0], clerks[told[0].body.code])
    yield [stray[0], UNKNOWN_NAME, *stray[2:]]


def _arrival_row(year: int, one: Arrival, clerk: Clerk) -> list[str]:
    is_present = one.arrived_on is not None
    return [
        str(year), clerk.name(), one.block, one.report, clerk.date(one.due_on),
        clerk.date(one.arrived_on) if one.arrived_on else "", clerk.yes_or_no(is_present),
        str(len(one.missing_parts)) if is_present else "", "; ".join(one.missing_parts),
    ]  # fmt: skip


def _record_rows(world: World) -> Iterator[list[str]]:
    number = 0
    for block, direction in EVALUATORS:
        for body in _bodies_of(world, block):
            for evaluator, facts in _records(world, body, block, direction):
                number += 1
                clerk = Clerk(world, f"recheck_records/{block}{direction}{evaluator}", body)
                code = f"{block}-{number:03d}/{world.year + 1}"
                recorded_on = world.day(3, 1, next_year=True) + timedelta(days=clerk.between(0, 29))
                for fact_number, fact in enumerate(facts or [Fact(NOTHING)], start=1):
                    kind = "иное" if (body.code, block) == UNKNOWN_KIND and fact_number == 1 else fact.kind
                    said = "" if (body.code, direction) == WITHOUT_DIRECTION and fact_number == 1 else direction
                    yield [
                        str(world.year), code, clerk.date(recorded_on), evaluator, clerk.name(), block, said,
                        str(fact_number), kind, fact.text, fact.reported, fact.rechecked,
                        clerk.yes_or_no(fact.is_repeated), clerk.yes_or_no(fact.is_of_administrator),
                        f"письмо № {clerk.between(2, 98)}-{clerk.between(100, 999)}" if fact.text else "",
                    ]  # fmt: skip
    yield [
        str(world.year), f"3-{number + 1:03d}/{world.year + 1}", f"15.03.{world.year + 1}", CIVIL_SERVICE, UNKNOWN_NAME, "3", "",
        "1", NOTHING, "", "", "", "нет", "нет", "",
    ]  # fmt: skip


def _records(world: World, body: Body, block: str, direction: str) -> list[tuple[str, list[Fact]]]:
    """The records on a body with their facts: of a region two in block 1, on its goals and on its budget programmes."""
    evaluator = OTHER_EVALUATORS.get((block, direction, body.code), EVALUATORS[block, direction])
    found = _found(world, body, block, direction)
    facts = _unreliable(world, body, block, direction, found)
    if block != "2":
        facts += _on_arrivals(world, body, block)
    if block != "1":
        return [(evaluator, facts)]
    facts += _on_plans(world).get(body.code, [])
    of_budgets = _on_results(world).get(body.code, [])
    if body.kind == "central":
        return [(evaluator, facts + of_budgets)]
    of_administrators = [
        _unreliable_fact(world, body, "бюджет", number, is_of_administrator=True)
        for number in range(found.of_administrators)
    ]
    return [(evaluator, facts), (FINANCE, of_administrators + of_budgets)]


def _found(world: World, body: Body, block: str, direction: str) -> Found:
    told = FOUND.get((body.code, block, direction))
    if told or body.code == FLAWLESS:
        return told or Found()
    chance = world.chance("recheck_records", body.code, block, direction)
    new = max(0, int(chance.random() * 6) - 2)
    repeated = int(chance.random() < 0.15)
    return Found(new, repeated, int(chance.random() * 3) if body.kind == "local" and block == "1" else 0)


def _unreliable(world: World, body: Body, block: str, direction: str, found: Found) -> list[Fact]:
    return [
        _unreliable_fact(world, body, block + direction, number, is_repeated=number >= found.new)
        for number in range(found.new + found.repeated)
    ]


def _unreliable_fact(
    world: World, body: Body, where: str, number: int, *, is_repeated: bool = False, is_of_administrator: bool = False
) -> Fact:
    chance = world.chance("recheck_records", body.code, where, str(number))
    texts = FACTS.get(where[0], FACTS["1"])
    true = 20 + int(chance.random() * 400)
    stated = true + 1 + int(chance.random() * 60)
    text = texts[int(chance.random() * len(texts))]
    return Fact(UNRELIABLE, f"{text}, строка {number + 1}", str(stated), str(true), is_repeated, is_of_administrator)


def _on_arrivals(world: World, body: Body, block: str) -> list[Fact]:
    """What the record says of late, absent and incomplete reports: the same as the register of arrivals."""
    facts = []
    for one in _cached_arrivals(world):
        if (one.body.code, one.block) != (body.code, block):
            continue
        if one.arrived_on is None:
            facts.append(Fact(ABSENT, one.report))
        elif one.arrived_on > one.due_on:
            facts.append(Fact(LATE, one.report, f"{one.due_on:%d.%m.%Y}", f"{one.arrived_on:%d.%m.%Y}"))
        facts += [Fact(INCOMPLETE, f"{one.report}: {part}") for part in one.missing_parts]
    return facts


@cache
def _cached_arrivals(world: World) -> tuple[Arrival, ...]:
    return tuple(arrivals(world))


@cache
def _on_plans(world: World) -> dict[str, list[Fact]]:
    """Indicators without a method of calculation, and regional ones that were overfulfilled by 25 percent, by body."""
    facts: dict[str, list[Fact]] = {}
    for plan in goals_figures.indicators(world):
        if not plan.has_method:
            facts.setdefault(plan.body_code, []).append(Fact(NO_METHOD, plan.name))
    for target in territories_figures.indicators(world):
        if target.is_overfulfilled:
            facts.setdefault(target.body_code, []).append(Fact(FAR_OVER_PLAN, target.name, target.plan, target.fact))
    return facts


@cache
def _on_results(world: World) -> dict[str, list[Fact]]:
    """Results of budget programmes that were overfulfilled by more than 5 percent, by body."""
    facts: dict[str, list[Fact]] = {}
    for result in goals_figures.results(world):
        if result.is_far_over and result.body_code != SILENT:
            over = Fact(FAR_OVER_RESULT, f"{result.programme}: {result.name}", result.plan, result.fact)
            facts.setdefault(result.body_code, []).append(over)
    for body_code, programme, name in territories_figures.far_over(world):
        facts.setdefault(body_code, []).append(Fact(FAR_OVER_RESULT, f"{programme}: {name}", is_of_administrator=True))
    return facts


WRITERS: dict[str, Writer] = {"recheck_records": write_rechecks, "report_arrivals": write_arrivals}
