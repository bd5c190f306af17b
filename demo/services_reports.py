"""Invented reports on services: what bodies say of their own control, and what inspections found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from demo.services_catalogue import (
    ONLY_ONE_DAY,
    UNKNOWN_NAMES,
    between,
    one_of,
    rendered_services,
    spelled,
    written,
)  # fmt: skip
from demo.services_records import Requests, requests_of
from demo.world import (
    FLAWLESS,
    OF_FEW_CASES,
    ON_THE_EDGES,
    PREDECESSOR_NAME,
    REORGANISED,
    SILENT,
    WITHOUT_AUDIT,
    WORST,
    Body,
    World,
    write_csv,
)  # fmt: skip

CONTROL_HEADER = (
    "Государственный орган", "Приняты меры по административным барьерам", "Документ о принятых мерах",
    "Наличие ответственного подразделения", "План контроля утвержден", "План контроля утвержден своевременно",
    "Исполнение плана контроля, %", "Дано рекомендаций Агентства", "Исполнение рекомендаций Агентства, %",
    "Нарушений сроков выявлено плановым контролем", "Нарушений сроков всего", "Нарушений сроков за прошлый год",
    "Оказано услуг, не подключенных к системе", "из них с нарушением срока",
    "Оказано неподключенных услуг со сроком один рабочий день", "из них в срок более одного рабочего дня",
    "Необоснованные отказы", "Проверено услуг на необоснованные отказы",
    "Оказано при неполном пакете документов", "Проверено услуг на полноту пакета",
    "Истребованы лишние документы", "Проверено услуг на истребование документов",
    "Нарушения бизнес-процессов", "Проверено услуг на соблюдение регламента",
    "Обоснованные жалобы в государственном органе", "Обоснованные жалобы в Государственной корпорации",
    "Обоснованные жалобы на портале электронного правительства", "Обоснованные жалобы в АИС ЕУО",
    "Обслужено физических и юридических лиц",
)  # fmt: skip
INSPECTION_HEADER = (
    "Номер акта проверки", "Дата акта", "Проверенный орган", "Код услуги", "Наименование услуги",
    "Проверено оказанных услуг", "С нарушением срока",
    "Необоснованные отказы", "Проверено на необоснованные отказы",
    "Оказано при неполном пакете документов", "Проверено на полноту пакета",
    "Истребованы лишние документы", "Проверено на истребование документов",
    "Нарушения бизнес-процессов", "Проверено на соблюдение регламента",
)  # fmt: skip


@dataclass(frozen=True)
class Control:
    """What a body reports of its control: percents as it writes them; found breaches as a share of all, in percent.

    `least_breaches` tops up all breaches of terms by unconnected services of one working day, so that a share comes out.
    """

    has_measures: bool = True
    has_unit: bool = True
    has_plan: bool = True
    is_plan_on_time: bool = True
    plan_pct: str = "100"
    recommendations: int = 5
    recommendations_pct: str = "100"
    found_pct: int = 60
    least_breaches: int = 0
    last_year: int | None = None
    cases: tuple[int, int, int, int] = (0, 0, 0, 0)  # refusals, incomplete packages, extra documents, process
    complaints: tuple[int, int, int, int] = (0, 0, 0, 0)  # body, State Corporation, portal, appeals register
    unconnected: tuple[int, int, int, int] = (0, 0, 0, 0)  # rendered, late, and the same of one working day
    served: int | None = None


# What is told of whom. Everyone else reports numbers of chance.
CONTROLS = {
    FLAWLESS: Control(last_year=3),
    WORST: Control(
        has_measures=False, has_unit=False, has_plan=False, is_plan_on_time=False, plan_pct="", recommendations=12,
        recommendations_pct="41,5", found_pct=0, last_year=52, cases=(9, 14, 22, 31), complaints=(60, 25, 31, 44),
        unconnected=(300, 21, 80, 4),
    ),
    # half of the breaches found: 1 of 2; a cut from 5 to 2 is exactly 60 percent
    ON_THE_EDGES: Control(plan_pct="90", recommendations=10, recommendations_pct="80", found_pct=50, last_year=5),
    OF_FEW_CASES: Control(plan_pct="75", recommendations=1, recommendations_pct="100", found_pct=100, last_year=1, served=17),
    # 89.995 rounds to 90.00; the share found is 6 of 20, 4 of 20 and, between two printed bands, 5 of 20
    "AKTOBE": Control(plan_pct="89,995", recommendations_pct="69,99", found_pct=30, least_breaches=20, last_year=4),
    "KARAGANDA": Control(plan_pct="74,994", recommendations_pct="70", found_pct=20, least_breaches=20, last_year=8),
    "ZHAMBYL": Control(plan_pct="60", recommendations_pct="89,995", found_pct=25, least_breaches=20, last_year=9),
    ONLY_ONE_DAY: Control(last_year=0, unconnected=(0, 0, 60, 1)),  # outside Monitoring, too, nothing has a longer term
    "MFA": Control(recommendations=0, recommendations_pct="", last_year=0),  # nothing was recommended
    "MCS": Control(is_plan_on_time=False, plan_pct="59,99", has_measures=False, found_pct=19, least_breaches=100),
    "MOD": Control(has_plan=False, is_plan_on_time=False, plan_pct="нет данных", found_pct=40),
}  # fmt: skip
NO_RECIPIENTS_COUNTED = "EAST_KZ"  # "нет данных": justified complaints without anything to divide them by
LAST_YEAR_RATIOS = (0.6, 1.0, 1.1, 1.3, 1.8, 2.6, 6.0)

NEVER_INSPECTED = (ON_THE_EDGES, OF_FEW_CASES, WITHOUT_AUDIT, "GPO", "MFA")
SHARE_INSPECTED = 0.55
MORE_BREACHES_THAN_SERVICES = (4, 6)  # the last act of the worst body: services looked at, breaches of the term
HIGHEST_CASE_RATES = (4, 6, 8, 9)  # of 10,000 services inspected, the four kinds in their order


def write_internal_control(world: World, folder: Path) -> Sequence[str]:
    """One wide row a body; the body that is silent and the one without services have none."""
    rows = []
    for code, requests in requests_of(world).items():
        body = next(body for body in world.bodies if body.code == code)
        if code != SILENT:
            rows.append(_report(world, body, requests))
    rows.append([UNKNOWN_NAMES[0], *rows[0][1:-1], "двести тысяч"])
    file = folder / f"services_internal_control_{world.year}.csv"
    write_csv(file, CONTROL_HEADER, rows, delimiter=";")
    return [file.name]


def write_inspections(world: World, folder: Path) -> Sequence[str]:
    """Some services of about half of the bodies; a body that was not inspected has no row."""
    rows: list[list[object]] = []
    for code in requests_of(world):
        body = next(body for body in world.bodies if body.code == code)
        if _is_inspected(world, body):
            rows += _findings(world, body)
    rows[1][6] = "не проверялось"
    rows.append([*rows[0][:2], UNKNOWN_NAMES[1], *rows[0][3:]])
    file = folder / f"services_inspections_{world.year}.csv"
    write_csv(file, INSPECTION_HEADER, rows)
    return [file.name]


def last_year_breaches(world: World, body: Body) -> int:
    """The breaches of terms in the last evaluation of a body that no story tells of."""
    requests = requests_of(world)[body.code]
    chance = world.chance("services_internal_control", "last year", body.code)
    return round(requests.breaches * one_of(LAST_YEAR_RATIOS, chance)) + between(0, 2, chance)


def _report(world: World, body: Body, requests: Requests) -> list[object]:
    chance = world.chance("services_internal_control", body.code)
    told = CONTROLS.get(body.code) or _ordinary(world, body)
    unconnected, unconnected_late, one_day, one_day_late = told.unconnected
    breaches = requests.breaches + requests.one_day_late + unconnected_late + one_day_late
    if breaches < told.least_breaches:
        one_day_late += told.least_breaches - breaches
        one_day, breaches = one_day + 20 * one_day_late, told.least_breaches
    counted = between(
        9_000, 60_000, chance
    )  # bodies count all they serve; the records are a part, of the factor's size
    served = told.served or counted
    name = PREDECESSOR_NAME if body.code == REORGANISED else spelled(body, chance)
    recipients = served - between(0, served // 4, chance)
    return [
        name, _yes(told.has_measures), f"Протокол № {between(1, 30, chance)} от 12.10.{world.year} г." if told.has_measures else "",
        _yes(told.has_unit), _yes(told.has_plan), _yes(told.is_plan_on_time), told.plan_pct, told.recommendations,
        told.recommendations_pct, breaches * told.found_pct // 100, breaches,
        last_year_breaches(world, body) if told.last_year is None else told.last_year,
        _grouped(unconnected), unconnected_late, one_day, one_day_late,
        *(value for cases in told.cases for value in (cases, _grouped(served))),
        *told.complaints,
        "нет данных" if body.code == NO_RECIPIENTS_COUNTED else _grouped(recipients),
    ]  # fmt: skip


def _ordinary(world: World, body: Body) -> Control:
    chance = world.chance("services_internal_control", "ordinary", body.code)
    issued = between(1, 14, chance)
    executed = issued - between(0, issued // 3, chance)
    return Control(
        has_measures=chance.random() < 0.8,
        plan_pct=f"{70 + 30 * chance.random():.2f}".replace(".", ","),
        recommendations=issued,
        recommendations_pct=f"{100 * executed / issued:.4g}".replace(".", ","),
        found_pct=between(5, 80, chance),
        cases=(between(0, 1, chance), between(0, 2, chance), between(0, 2, chance), between(0, 3, chance)),
        complaints=(between(0, 3, chance), between(0, 2, chance), between(0, 2, chance), between(0, 4, chance)),
        unconnected=(between(40, 400, chance), int(chance.random() ** 3 * 3), between(0, 90, chance), 0),
    )


def _is_inspected(world: World, body: Body) -> bool:
    if body.code in (FLAWLESS, WORST, SILENT, REORGANISED):
        return True
    is_due = world.chance("services_inspections", "choice", body.code).random() < SHARE_INSPECTED
    return is_due and body.code not in NEVER_INSPECTED


def _findings(world: World, body: Body) -> list[list[object]]:
    chance = world.chance("services_inspections", body.code)
    services = rendered_services(world, body)
    inspected = sorted({int(chance.random() * len(services)) for _ in range(8 if body.code == WORST else 5)})
    month = 1 if body.code == REORGANISED else between(2, 12, chance)
    rows: list[list[object]] = []
    for place in inspected:
        looked_at = between(1_200, 9_000, chance)
        breaches, cases = _found(body, looked_at, chance.random(), [chance.random() for _ in range(4)])
        if body.code == WORST and place == inspected[-1]:
            looked_at, breaches = MORE_BREACHES_THAN_SERVICES
        rows.append([
            f"ПР-{month:02d}/{between(1, 9, chance)}",
            written(world.day(month, between(3, 20, chance))) + (" г" if chance.random() < 0.1 else ""),
            PREDECESSOR_NAME if body.code == REORGANISED else spelled(body, chance),
            services[place].code, services[place].name_ru, looked_at, breaches,
            *(value for case in cases for value in (case, looked_at)),
        ])  # fmt: skip
    return rows


def _found(body: Body, looked_at: int, way: float, ways: Sequence[float]) -> tuple[int, list[int]]:
    """Breaches of the term and the cases of the four kinds among the services looked at."""
    if body.code == FLAWLESS:
        return 0, [0, 0, 0, 0]
    if body.code == WORST:
        return looked_at // 8, [looked_at // 40 + kind for kind in range(4)]
    rates = zip(ways, HIGHEST_CASE_RATES, strict=True)
    return int(way**4 * 3), [int(share * highest * looked_at / 10_000 + 0.4) for share, highest in rates]


def _yes(answer: bool) -> str:
    return "да" if answer else "нет"


def _grouped(number: int) -> str:
    """A number as people write it: thousands parted by spaces."""
    return f"{number:,}".replace(",", " ")
