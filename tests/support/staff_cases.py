"""A crafted year of personnel and information systems in which each body is a case; the tests say which and what it must give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from demo.staff import EXIT_NUMBERS
from tests.support.crafted import Delivery
from tests.support.golden import ASTANA, ENERGY, FINANCE, HEALTH, JUSTICE, LABOUR, Row
from tests.support.service_files import (
    AGRICULTURE,
    AKMOLA,
    AKTOBE,
    ECONOMY,
    FOREIGN,
    INFORMATION,
    INVESTMENT,
    KOSTANAY,
    PAVLODAR,
    REGISTERED,
    SCIENCE,
    delivered,
)
from tests.support.workbooks import workbook, zipped

YEAR = 2017
ALMATY = "Акимат города Алматы"
KARAGANDA = "Акимат Карагандинской области"
SOUTH = "Акимат Южно-Казахстанской области"
ZHAMBYL = "Акимат Жамбылской области"
YES, NO = "да", "нет"
NIL = {"is_nil_return": YES}
NEVER, MONTHLY, WEEKLY, DAILY = "никогда", "несколько раз в месяц", "несколько раз в неделю", "ежедневно и в выходные"
OWN, OTHER, NONE = "собственная", "другого органа", "нет"
INFORMATION_SYSTEM, DOCUMENT_FLOW = "информационная система", "система электронного документооборота"

Posts = tuple[str, str, str]  # head posts, other posts, all posts, as the form writes them


def golden_staff() -> list[Delivery]:
    """All sources of block 3."""
    return [
        delivered("staff_posts", posts()),
        delivered("staff_records", records()),
        delivered("long_serving_staff", lined(long_serving())),
        exit_interviews(),
        delivered("man_hours", hours()),
        delivered("competitions", lined(competitions())),
        delivered("promotions", lined(promotions())),
        delivered("servants_survey", lined(sheets(), "sheet_number")),
        delivered("services_register", registered()),
        delivered("information_systems", lined(automation())),
        delivered("system_registration", lined(registration())),
    ]


def lined(rows: Sequence[Row], key: str = "line_number") -> list[Row]:
    """The same rows, each with a number of its own."""
    return [{key: str(number)} | dict(row) for number, row in enumerate(rows, start=1)]


def quarters(body: str, *levels: Posts, unit: str = "орган", is_law_enforcement: str = NO) -> Iterator[Row]:
    """Posts of a body at the ends of the quarters, from the first on; one level stands for all four."""
    for quarter, (head, other, total) in enumerate(levels * 4 if len(levels) == 1 else levels, start=1):
        yield {"body_name": body, "data_year": str(YEAR), "unit": unit, "is_law_enforcement": is_law_enforcement, "quarter": str(quarter),
               "head_posts_count": head, "other_posts_count": other, "total_posts_count": total}  # fmt: skip


def posts() -> list[Row]:
    return [
        *quarters(FINANCE, ("50", "150", "200")),
        *quarters(JUSTICE, ("50", "100", "150")),
        *quarters(SCIENCE, ("50", "100", "150")),
        *quarters(INFORMATION, ("20", "80", "100"), ("20", "80", "100"), ("19", "77", "96"), ("21", "83", "104")),
        *quarters(HEALTH, ("", "", "100")),
        *quarters(ECONOMY, ("0", "100", "100")),
        *quarters(INVESTMENT, ("0", "100", "100")),
        *quarters(AGRICULTURE, ("50", "100", "150")),
        *quarters(AGRICULTURE, ("0", "100", "100"), unit="бюро", is_law_enforcement=YES),
        *quarters(ENERGY, *[("50", "100", "150")] * 3),
        *quarters(LABOUR, *[("50", "100", "150")] * 3, ("50", "нет данных", "")),
        *quarters(FOREIGN, ("50", "100", "150")),
        *quarters(KARAGANDA, ("0", "0", "0")),
        *quarters(ZHAMBYL, ("", "", "0")),
        *quarters(SOUTH, ("5", "15", "20"), is_law_enforcement=YES),
        *(row for body in (AKMOLA, AKTOBE, PAVLODAR, ASTANA) for row in quarters(body, ("5", "15", "20"))),
    ]  # fmt: skip


def record(
    body: str, heads: int, others: int, first_year: int = 0, appointed: int = 0, dismissed: int = 20, **differences: str
) -> Row:
    """What the agency counted of one body."""
    return {
        "body_name": body, "data_year": str(YEAR), "unit": "орган", "is_law_enforcement": NO, "head_leavers_count": str(heads),
        "other_leavers_count": str(others), "first_year_dismissed_count": str(first_year), "appointed_count": str(appointed),
        "dismissed_count": str(dismissed),
    } | differences  # fmt: skip


def records() -> list[Row]:
    return [
        record(FINANCE, 2, 12, appointed=80),
        record(JUSTICE, 1, 4),
        record(SCIENCE, 3, 12),
        record(INFORMATION, 1, 3, first_year=4, appointed=60, dismissed=50),
        record(HEALTH, 3, 3),
        record(ECONOMY, 0, 6),
        record(INVESTMENT, 1, 6),
        record(AGRICULTURE, 1, 4),
        record(AGRICULTURE, 0, 96, unit="бюро", is_law_enforcement=YES),
        record(ENERGY, 1, 4),
        record(LABOUR, 1, 4),
        record(KOSTANAY, 1, 4),
        record(KARAGANDA, 0, 0, dismissed=0),
        record(ZHAMBYL, 1, 0, first_year=1, dismissed=1),
        record(SOUTH, 0, 0, dismissed=0),
        record(AKMOLA, 0, 1, head_leavers_count="несколько"),
    ]


def servants(body: str, count: int, **differences: str) -> list[Row]:
    """So many servants of more than three years, by name."""
    row = {
        "body_name": body,
        "is_law_enforcement": NO,
        "is_nil_return": NO,
        "ordered_on": "01.02.2010",
        "service_years": "7",
    }
    return [row | {"servant_name_hmac": f"Служащий {n}", "order_number": f"{n}-лс"} | differences for n in range(count)]


def long_serving() -> list[Row]:
    return [
        *servants(INFORMATION, 72),
        *servants(AKMOLA, 10), *servants(AKMOLA, 1), *servants(AKMOLA, 1, order_number="а", service_years="2"),
        *servants(AKMOLA, 1, servant_name_hmac=""),
        *servants(AKTOBE, 30),
        *({"body_name": body, "is_law_enforcement": NO} | NIL for body in (PAVLODAR, KARAGANDA, SOUTH)),
        *servants(ZHAMBYL, 2),
        *servants(AGRICULTURE, 75), *servants(AGRICULTURE, 125, is_law_enforcement=YES, unit="бюро", service_years="9", order_number=""),
    ]  # fmt: skip


def exit_interviews() -> Delivery:
    """A form a body. Lines: unit, left, interviewed, reason, how many named it, the evaluator's mark."""
    total = "Всего"
    forms: Mapping[str, list[list[str | int]]] = {
        KARAGANDA: [[total, 10, 8, "Переработки", 4, YES], [total, "", "", "Руководство", 2, YES], [total, "", "", "Переезд", 2, NO]],
        JUSTICE: [[total, 8, 8, "Переработки", 4, YES]],
        FINANCE: [["Центральный аппарат", 6, 5, "Переезд", 5, NO], ["Комитеты", 4, 3, "Руководство", 3, YES], [total, 11, 8, "Переезд", 5, NO]],
        HEALTH: [[total, 10, 10, "Переработки", 3, YES], [total, "", "", "Руководство", "мало", YES]],
        SCIENCE: [[total, 20, 2, "Руководство", 11, YES]],
        AKMOLA: [[total, 0, 0]],
        ECONOMY: [["Центральный аппарат", 4, 4]],
    }  # fmt: skip
    files = {}
    for body, lines in forms.items():
        rows = [[unit, f"{number:02d}", *rest] for number, (unit, *rest) in enumerate(lines, start=1)]
        page = [["Приложение 1"], ["Информация"], [""], [""], list(EXIT_NUMBERS), *rows]
        files[f"{body}_{YEAR}.xlsx"] = workbook(page)
    return Delivery("exit_interviews", "", "exit_interviews.zip", zipped(files), str(YEAR))


def worked(body: str, each: str, day_off: str = "0", unit: str = "Всего", staff: int = 10) -> Row:
    """Hours of one servant of a body, of whom there are so many."""
    return {"body_name": body, "data_year": str(YEAR), "unit": unit, "working_day_hours": str(int(each) * staff),
            "day_off_hours": str(int(day_off) * staff), "mean_staff_count": str(staff)}  # fmt: skip


def hours() -> list[Row]:
    return [
        worked(HEALTH, "1980"), worked(FINANCE, "1700", unit="Департамент"), worked(FINANCE, "1700"), worked(JUSTICE, "1700", "185"), worked(INFORMATION, "1700", "184"),
        worked(SCIENCE, "1849"), worked(INVESTMENT, "1935", "40"),
        worked(ECONOMY, "1700", unit="Департамент"), worked(ECONOMY, "1720"), worked(ENERGY, "1700", unit="Департамент"),
    ]  # fmt: skip


def held(body: str, watched: int, unwatched: int, **differences: str) -> list[Row]:
    """Competitions with observers and without."""
    row = {
        "body_name": body,
        "is_nil_return": NO,
        "competition_group": "общий",
        "held_on": f"14.05.{YEAR}",
    } | differences
    marks = [YES] * watched + [NO] * unwatched
    return [{"protocol_number": f"{number}-К", "has_observer": mark} | row for number, mark in enumerate(marks)]


def competitions() -> list[Row]:
    return [
        *held(FINANCE, 9, 3),
        *held(HEALTH, 3, 1), *held(HEALTH, 0, 1, protocol_number="9-К", has_observer="не указано"), *held(HEALTH, 1, 0),
        *held(JUSTICE, 1, 1), *held(JUSTICE, 1, 0, protocol_number="1/2016", held_on="20.12.2016"),
        {"body_name": AKMOLA} | NIL,
        *held(ECONOMY, 1, 0, has_observer="не указано"),
    ]  # fmt: skip


def appointed(body: str, own: int, others: int, **differences: str) -> list[Row]:
    """Appointments of own servants and of others to posts that are not the lowest."""
    row = {
        "body_name": body,
        "is_nil_return": NO,
        "is_lowest_post": NO,
        "appointed_on": f"14.05.{YEAR}",
        "new_post": "директор",
    }
    marks = [YES] * own + [NO] * others
    return [
        row | {"servant_name_hmac": f"Служащий {n}", "order_number": f"{n}-лс", "is_own_servant": mark} | differences
        for n, mark in enumerate(marks)
    ]


def promotions() -> list[Row]:
    return [
        *appointed(FINANCE, 6, 2), *appointed(FINANCE, 0, 3, is_lowest_post=YES, new_post="эксперт"),
        *appointed(HEALTH, 0, 2, is_lowest_post=YES),
        *appointed(JUSTICE, 1, 2), *appointed(JUSTICE, 1, 0, order_number="9-лс", is_own_servant=""),
        {"body_name": AKMOLA} | NIL,
    ]  # fmt: skip


def sheet(
    body: str, *answers: int | str, rest: str = "5", plans: tuple[str, str] = (NO, NO), overtime: str = NEVER
) -> Row:
    """A sheet of the survey: answers to the first statements, one answer to all others, then to A and B, and to C."""
    given = [*map(str, answers), *[rest] * (25 - len(answers))]
    numbered = {f"answer_{number:02d}": answer for number, answer in enumerate(given, start=1)}
    return {"body_name": body, "plans_to_leave_service": plans[0], "would_move_to_another_body": plans[1], "overtime_frequency": overtime} | numbered  # fmt: skip


def sheets() -> list[Row]:
    """200 sheets of one body give worked examples 44 and 45; the others are cases of skipped and unreadable answers."""
    answers = zip((5,) * 40 + (4,) * 160, (3,) * 40 + (4,) * 160, (4,) * 200, (5,) * 200, strict=True)
    overtime = (DAILY,) * 20 + (WEEKLY,) * 40 + (MONTHLY,) * 60 + (NEVER,) * 80
    plans = [(YES, YES)] * 10 + [(NO, YES)] * 20 + [(NO, NO)] * 170
    known = [
        sheet(ALMATY, *given, plans=plan, overtime=frequency)
        for given, plan, frequency in zip(answers, plans, overtime, strict=True)
    ]
    merit = [*[5] * 10, 5, 3], [*[5] * 10, "", 5]
    return [
        *known,
        *(sheet(AKMOLA, *given) for given in merit),
        sheet(AKTOBE, rest="", plans=("", ""), overtime=""),
        sheet(PAVLODAR, 5, 5, 5, "", plans=(YES, ""), overtime=""), sheet(PAVLODAR, 5, 5, 5, "", plans=(NO, NO)),
        *[sheet(KOSTANAY)] * 3, sheet(KOSTANAY, 5, 5, 5, 5, 5, 5, 6),
        sheet(ZHAMBYL, 6),
        *[sheet(FINANCE, rest="1", plans=(YES, YES))] * 2,
    ]  # fmt: skip


SERVICE_COUNTS = {
    INFORMATION: 40, JUSTICE: 50, FINANCE: 10, HEALTH: 10, AGRICULTURE: 3, SCIENCE: 10, INVESTMENT: 10, ENERGY: 5, ASTANA: 5,
}  # fmt: skip


def registered() -> list[Row]:
    """Services that stand in the Register at the end of the year, and one that was excluded before."""
    standing = [
        REGISTERED | {"provider_name": body, "service_code": str(number)}
        for body, count in SERVICE_COUNTS.items()
        for number in range(count)
    ]
    return [*standing, REGISTERED | {"provider_name": ECONOMY, "service_code": "1", "excluded_on": "2017-06-30"}]


def objects(body: str, kind: str, first: int, count: int, *owners: str, **differences: str) -> list[Row]:
    """So many services or functions of a body, numbered from `first` on, each with a row for each owner of a system."""
    letter = "У" if kind == "услуга" else "Ф"
    rows: list[Row] = []
    for number in range(first, first + count):
        for owner in owners:
            system = {} if owner == NONE else {"system_name": f"ИС {owner}", "system_kind": INFORMATION_SYSTEM}
            rows.append({"body_name": body, "object_kind": kind, "object_code": f"{letter}-{number}", "object_name": f"Объект {number}",
                         "system_owner": owner, "is_left_out": NO} | system | differences)  # fmt: skip
    return rows


def automation() -> list[Row]:
    service, function = "услуга", "функция"
    left_out = {"is_left_out": YES, "left_out_reason": "не отмечена в плане оптимизации"}
    flow = {"system_kind": DOCUMENT_FLOW}
    return [
        *objects(INFORMATION, service, 1, 20, OWN), *objects(INFORMATION, service, 21, 10, OTHER), *objects(INFORMATION, service, 31, 10, NONE),
        *objects(INFORMATION, function, 1, 30, OWN), *objects(INFORMATION, function, 31, 20, OTHER), *objects(INFORMATION, function, 51, 50, NONE),
        *objects(JUSTICE, service, 1, 30, OWN), *objects(JUSTICE, service, 31, 6, OTHER), *objects(JUSTICE, service, 37, 4, NONE),
        *objects(JUSTICE, service, 41, 8, NONE, **left_out), *objects(JUSTICE, service, 49, 2, OWN, **left_out),
        *objects(FINANCE, service, 1, 4, OWN), *objects(FINANCE, service, 5, 2, OTHER), *objects(FINANCE, service, 7, 2, OWN, OTHER),
        *objects(FINANCE, service, 9, 2, NONE),
        *objects(FINANCE, function, 1, 1, OWN), *objects(FINANCE, function, 2, 1, OWN, is_interdepartmental=YES, **flow),
        *objects(FINANCE, function, 3, 1, OWN, is_interdepartmental=NO, **flow), *objects(FINANCE, function, 4, 1, NONE),
        *objects(HEALTH, service, 1, 10, OWN),
        *objects(HEALTH, function, 1, 2, OWN), *objects(HEALTH, function, 3, 1, NONE), *objects(HEALTH, function, 4, 1, "частная"),
        *objects(AGRICULTURE, service, 1, 3, NONE, **left_out), *objects(AGRICULTURE, function, 1, 1, OWN),
        *objects(SCIENCE, service, 1, 6, OWN), *objects(SCIENCE, service, 7, 2, NONE),
        *objects(INVESTMENT, service, 1, 10, OWN), *objects(INVESTMENT, service, 11, 2, NONE),
        *objects(ECONOMY, function, 1, 1, OWN),
        *objects(ENERGY, function, 1, 2, NONE, **left_out),
    ]  # fmt: skip


def system(body: str, *present: str) -> Row:
    """A system with its description, act of trial operation and technical documentation."""
    names = ("has_description", "has_trial_operation_act", "has_technical_documentation")
    return {"body_name": body, "is_nil_return": NO} | dict(zip(names, present, strict=True))


def registration() -> list[Row]:
    documents = [(YES, YES, YES)] * 4 + [(YES, YES, NO)] * 2 + [(NO, NO, YES)] * 2
    listed = [
        *(system(INFORMATION, *present) for present in documents),
        system(KOSTANAY, YES, YES, YES), system(KOSTANAY, YES, "на согласовании", YES),
        {"body_name": ECONOMY} | NIL,
    ]  # fmt: skip
    return [
        {"system_name": f"ИС {number}"} | row if row["is_nil_return"] == NO else row
        for number, row in enumerate(listed)
    ]
