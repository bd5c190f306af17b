"""What automates the services and functions of the invented bodies, and which documents of their systems are in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from demo.clerk import UNKNOWN_NAME, Clerk, write_table
from demo.services_catalogue import rendered_services
from demo.world import (
    FLAWLESS,
    ON_THE_EDGES,
    SILENT,
    WITHOUT_SERVICES,
    WORST,
    Body,
    World,
    Writer,
    write_csv,
)  # fmt: skip

SERVICE, FUNCTION = "услуга", "функция"
OWN, OTHER, NONE = "собственная", "другого органа", "нет"
BRANCH_SYSTEM, DOCUMENT_FLOW, INTRANET = (
    "информационная система",
    "система электронного документооборота",
    "интранет-портал",
)
YES, NO = "да", "нет"
# The bodies whose clerks slip, one row each.
LEFT_OUT_WITHOUT_REASON, OWNER_UNKNOWN, DOCUMENT_UNKNOWN = "EAST_KZ", "AKTOBE", "EAST_KZ"

AUTOMATION_HEADER = (
    "№ п/п", "Государственный орган", "Объект автоматизации", "Код", "Наименование", "Межведомственная",
    "Информационная система", "Вид системы", "Владелец системы", "Исключено из расчёта", "Основание исключения",
    "Срок автоматизации", "Технический документ",
)  # fmt: skip
REGISTRATION_HEADER = (
    "№ п/п", "Государственный орган", "Нулевой отчёт", "Информационная система", "Описание",
    "Акт ввода в опытную эксплуатацию", "Техническая документация",
)  # fmt: skip

SERVICES = (
    "Выдача разрешения на вид деятельности",
    "Выдача справки",
    "Постановка на учёт",
    "Выдача лицензии",
    "Регистрация объекта",
)
FUNCTIONS = (
    "Ведение учёта",
    "Контроль в отрасли",
    "Планирование расходов",
    "Подготовка отчётности",
    "Рассмотрение материалов",
)
OTHER_SYSTEMS = ("Государственная база данных «Образец»", "Портал «Пример»", "ИС «Макет реестра»")
REASONS = {
    SERVICE: "не отмечена в плане оптимизации как подлежащая автоматизации",
    FUNCTION: "нецелесообразность автоматизации подтверждена органом",
}

Row = Sequence[object]


@dataclass(frozen=True)
class Objects:
    """Services or functions of a body: automated by its own systems, by those of others, by both, by none; left out."""

    own: int
    other: int
    both: int = 0
    none: int = 0
    left_out: int = 0


@dataclass(frozen=True)
class Automation:
    """What is told of one body: its services, its functions, and how many of three documents each of its systems has.

    Of services the proportions are told: there are as many as the Register names.
    """

    services: Objects
    functions: Objects
    documents: Sequence[int]


TOLD: Mapping[str, Automation] = {
    FLAWLESS: Automation(Objects(30, 0), Objects(60, 0), (3, 3, 3, 3)),
    WORST: Automation(Objects(0, 0, none=25), Objects(0, 0, none=50), (0, 0, 0)),
    ON_THE_EDGES: Automation(Objects(10, 10), Objects(20, 20), (3, 0)),
    # three of four services and 50 of 100 functions, 18 of 24 documents; by the text of October half of the points of both
    "MICOM": Automation(Objects(20, 10, none=10), Objects(30, 20, none=50), (3, 3, 3, 3, 2, 2, 1, 1)),
    # a fifth of the services is left out, nine of ten others are automated
    "MOJ": Automation(Objects(30, 6, none=4, left_out=10), Objects(25, 10, none=15), (3, 3, 3, 2)),
    # some services and 4 functions are automated both ways and count once
    "ACSAC": Automation(Objects(8, 4, both=5, none=3), Objects(20, 6, both=4, none=10), (3, 2, 3)),
    # every service is left out, so there is nothing to automate
    "SOUTH_KZ": Automation(Objects(0, 0, left_out=12), Objects(14, 9, none=17, left_out=2), (2, 1)),
    # no service in the register, and no system
    WITHOUT_SERVICES: Automation(Objects(0, 0), Objects(0, 12, none=20), ()),
}  # fmt: skip


def automation(world: World, body: Body) -> Automation:
    """The counts of a body: what is told of it, or what chance says. Services are those that stand in the Register."""
    services = len(rendered_services(world, body))
    if body.code in TOLD:
        told = TOLD[body.code]
        return replace(told, services=_in_proportion(told.services, services))
    clerk = Clerk(world, "automation", body)
    systems = clerk.between(1, 8)
    return Automation(
        _by_chance(clerk, services),
        _by_chance(clerk, world.sized(clerk.between(20, 110))),
        tuple(3 if clerk.chance() < 0.6 else clerk.between(0, 2) for _ in range(systems)),
    )


def write_automation(world: World, folder: Path) -> Sequence[str]:
    """Form 7, table 1: every service and function of the bodies that handed it in."""
    rows: list[Row] = []
    for body in world.assessed("B3.I"):
        if body.code != SILENT:
            rows += _objects(world, body)
    rows.append((1, UNKNOWN_NAME, SERVICE, "У-001", SERVICES[0], "", "", "", NONE, NO, "", "", ""))
    return [write_table(folder / f"information_systems_{world.year}.xlsx", AUTOMATION_HEADER, rows)]


def write_registration(world: World, folder: Path) -> Sequence[str]:
    """Form 7, table 2, as the architecture portal shows it: the silent body's systems are in it too."""
    rows: list[Row] = []
    for body in world.assessed("B3.I"):
        rows += _documents(world, body)
    rows.append((1, UNKNOWN_NAME, NO, "ИС «Пример»", NO, NO, NO))
    file = folder / f"system_registration_{world.year}.csv"
    write_csv(file, REGISTRATION_HEADER, rows, delimiter=";")
    return [file.name]


def _by_chance(clerk: Clerk, count: int) -> Objects:
    own = round(count * (0.2 + 0.4 * clerk.chance()))
    other = round((count - own) * 0.6 * clerk.chance())
    both = min(own, round(count * 0.06 * clerk.chance()))
    left_out = round((count - own - other) * 0.4 * clerk.chance())
    return Objects(own - both, other, both, count - own - other - left_out, left_out)


def _in_proportion(told: Objects, count: int) -> Objects:
    """So many objects in the proportions told; what does not divide evenly goes to those not automated, if any are told."""
    total = told.own + told.other + told.both + told.none + told.left_out
    if not total or not count:
        return Objects(0, 0)
    kinds = {name: number * count // total for name, number in asdict(told).items()}
    rest = "none" if told.none else "other" if told.other else "own"
    kinds[rest] += count - sum(kinds.values())
    return Objects(**kinds)


def _objects(world: World, body: Body) -> Iterator[Row]:
    """The rows of one body, numbered: an object that is automated both ways has two."""
    clerk, told = Clerk(world, "information_systems", body), automation(world, body)
    name, number = clerk.name(), 0
    for kind, objects in ((SERVICE, told.services), (FUNCTION, told.functions)):
        for code, title, owner, is_left_out in _kinds(clerk, kind, objects):
            number += 1
            written = "частная" if number == 1 and body.code == OWNER_UNKNOWN else owner
            is_planned = owner == NONE and not is_left_out
            document = "" if owner == NONE else clerk.one_of(("Техническое задание", "Техническая спецификация"))
            yield (number, name, kind, code, title, *_system(world, clerk, kind, written),
                   YES if is_left_out else NO, REASONS[kind] if is_left_out else "",
                   f"{world.year + 1} год" if is_planned else "", document)  # fmt: skip
    if body.code == LEFT_OUT_WITHOUT_REASON:
        yield number + 1, name, FUNCTION, "Ф-999", FUNCTIONS[0], NO, "", "", NONE, YES, "", "", ""


def _kinds(clerk: Clerk, kind: str, objects: Objects) -> Iterator[tuple[str, str, str, bool]]:
    """Code, title, owner and whether it is left out, of every row of one kind."""
    counts = (((OWN,), objects.own, False), ((OTHER,), objects.other, False), ((OWN, OTHER), objects.both, False),
              ((NONE,), objects.none, False), ((NONE,), objects.left_out, True))  # fmt: skip
    letter, titles, number = ("У", SERVICES, 0) if kind == SERVICE else ("Ф", FUNCTIONS, 0)
    for owners, count, is_left_out in counts:
        for _ in range(count):
            number += 1
            title = f"{clerk.one_of(titles)} № {number}"
            for owner in owners:
                yield f"{letter}-{number:03d}", title, owner, is_left_out


def _system(world: World, clerk: Clerk, kind: str, owner: str) -> tuple[str, str, str, str]:
    """Whether the function is interdepartmental, the system, its kind and its owner.

    Of the bodies of which nothing is told, some functions have only the document flow, which counts for
    interdepartmental ones alone.
    """
    is_function = kind == FUNCTION
    is_shared = is_function and clerk.chance() < 0.2
    interdepartmental = (YES if is_shared else NO) if is_function else ""
    if owner == NONE:
        return interdepartmental, "", "", owner
    if is_function and clerk.body.code not in TOLD and clerk.chance() < 0.12:
        system_kind = DOCUMENT_FLOW if clerk.chance() < 0.7 else INTRANET
        return (
            interdepartmental,
            "СЭД «Образец»" if system_kind == DOCUMENT_FLOW else "Интранет «Образец»",
            system_kind,
            owner,
        )
    if owner == OTHER:
        return interdepartmental, clerk.one_of(OTHER_SYSTEMS), BRANCH_SYSTEM, owner
    count = max(1, len(automation(world, clerk.body).documents))
    return interdepartmental, f"ИС «Пример-{clerk.between(1, count)}»", BRANCH_SYSTEM, owner


def _documents(world: World, body: Body) -> Iterator[Row]:
    clerk = Clerk(world, "system_registration", body)
    name, documents = clerk.name(), automation(world, body).documents
    if not documents:
        yield 1, name, YES, "", "", "", ""
    for number, count in enumerate(documents, start=1):
        present = [clerk.yes_or_no(place < count) for place in range(3)]
        yield number, name, NO, f"ИС «Пример-{number}»", *present
    if body.code == DOCUMENT_UNKNOWN:
        yield len(documents) + 1, name, NO, "ИС «Черновик»", YES, "на согласовании", NO


WRITERS: dict[str, Writer] = {"information_systems": write_automation, "system_registration": write_registration}
