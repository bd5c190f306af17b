"""A crafted year of reports, records, plans and facts in which each body is a case of deductions from blocks 1 and 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from demo.goals import RESULT_HEADER
from demo.territories import FORM_2, FORM_2_NUMBERS
from tests.support.crafted import Delivery
from tests.support.golden import ASTANA, DEFENCE, ENERGY, FINANCE, HEALTH, Row
from tests.support.service_files import AKMOLA, PAVLODAR, delivered
from tests.support.workbooks import workbook, zipped

YEAR = 2017
NATIONAL_BANK = "Национальный Банк Республики Казахстан"
MORE, LESS = "больше - лучше", "меньше - лучше"

ARRIVED = {
    "report_year": str(YEAR), "due_on": "15.02.2018", "arrived_on": "15.02.2018", "is_present": "да", "missing_parts_count": "0",
}  # fmt: skip
LATE = {"arrived_on": "16.02.2018"}
NEVER_CAME = {"arrived_on": "", "is_present": "нет", "missing_parts_count": ""}
INCOMPLETE = {"missing_parts_count": "2", "missing_parts": "приложение 1; таблица 3"}
FOUND = {
    "report_year": str(YEAR), "recorded_on": "20.03.2018", "evaluator_name": "Комитет", "fact_kind": "недостоверность",
    "fact_text": "строка отчёта", "is_repeated": "нет", "is_of_administrator": "нет",
}  # fmt: skip
NOTHING_FOUND = {"fact_kind": "не выявлено", "fact_text": ""}
REPEATED, OF_ADMINISTRATOR = {"is_repeated": "да"}, {"is_of_administrator": "да"}
PLANNED = {
    "plan_year": str(YEAR), "goal_code": "1", "goal_name": "Цель", "indicator_name": "Индикатор", "measurement_unit": "единиц",
    "direction": MORE, "plan_value": "100", "fact_value": "100", "data_status": "официальная статистика",
}  # fmt: skip
OF_REGION = PLANNED | {"is_base_exempt": "нет"}
OF_MINISTRY = PLANNED | {
    "is_plan_lowered": "нет", "is_excused": "нет", "is_left_out_ranking": "нет", "has_calculation_method": "да",
    "is_law_enforcement": "нет",
}  # fmt: skip
NO_METHOD = {"has_calculation_method": "нет"}


def golden_deductions() -> list[Delivery]:
    """The six sources that deductions from blocks are counted in; the tests say what each body must give."""
    return [
        delivered("report_arrivals", arrivals()),
        delivered("recheck_records", records()),
        delivered("strategic_plan_indicators", ministries()),
        delivered("territory_programme_indicators", regions()),
        form_1({FINANCE: [result("1")], HEALTH: HEALTH_RESULTS, ENERGY: [result("1"), result("2", fact="около 120")]}),
        form_2(
            {AKMOLA: [project("1")], ASTANA: ASTANA_PROJECTS, PAVLODAR: [project("1"), project("2", fact="завершено")]}
        ),
    ]


def arrivals() -> list[Row]:
    """Reports in time on the last day, late, missing, incomplete; one whose day cannot be read, one without its block."""
    return [
        *reports(FINANCE, "1", {}), *reports(FINANCE, "3", LATE, {}),
        *reports(HEALTH, "1", LATE, LATE, NEVER_CAME, INCOMPLETE, INCOMPLETE), *reports(HEALTH, "3", LATE, NEVER_CAME),
        *reports(ENERGY, "1", {}, {"arrived_on": "31.02.2018"}), *reports(ENERGY, "3", {}),
        *reports(NATIONAL_BANK, "1", {}), *reports(DEFENCE, "1", LATE),
        *reports(AKMOLA, "1", LATE), *reports(AKMOLA, "3", {}), *reports(ASTANA, "1", {}),
        *reports(PAVLODAR, "1", {}, {"is_present": "неизвестно"}),
    ]  # fmt: skip


def reports(body: str, block: str, *differences: Mapping[str, str]) -> list[Row]:
    """Reports of a body to a block, each with what differs from one that came whole on its last day."""
    return [
        ARRIVED | {"body_name": body, "block": block, "report_name": f"отчёт {number}"} | dict(one)
        for number, one in enumerate(differences, start=1)
    ]


def records() -> list[Row]:
    """Records with facts, with none, with facts that are counted elsewhere, and with kinds that cannot be read."""
    return [
        *facts(FINANCE, "1", (30, {}), (4, REPEATED)), *facts(FINANCE, "3", (40, {})),
        *facts(HEALTH, "1", (1, NOTHING_FOUND)), *facts(HEALTH, "3", (1, {"fact_kind": "несвоевременность"})),
        *facts(ENERGY, "1", (3, {}), (1, {"fact_kind": "иное"})), *facts(ENERGY, "3", (32, REPEATED), (1, {"fact_kind": "иное"})),
        *facts(NATIONAL_BANK, "1", (1, NOTHING_FOUND)),
        *facts(AKMOLA, "1", (15, OF_ADMINISTRATOR)), *facts(AKMOLA, "3", (1, NOTHING_FOUND)),
        *facts(ASTANA, "1", (5, OF_ADMINISTRATOR), (4, OF_ADMINISTRATOR | REPEATED), (1, {}),
               (2, {"fact_kind": "отсутствие методики"}), (7, {"fact_kind": "перевыполнение результата"})),
        *facts(PAVLODAR, "1", (1, {"is_repeated": "возможно"}), (1, NOTHING_FOUND)),
    ]  # fmt: skip


def facts(body: str, block: str, *counted: tuple[int, Mapping[str, str]]) -> list[Row]:
    """Facts of one record: so many, with what differs from a first unreliable fact of the body itself."""
    kinds = [kind for count, kind in counted for _ in range(count)]
    return [
        FOUND
        | {"body_name": body, "block": block, "record_code": f"{block} {body}", "fact_code": str(number)}
        | dict(kind)
        for number, kind in enumerate(kinds, start=1)
    ]


def ministries() -> list[Row]:
    """Indicators of strategic plans with a method and without, of law enforcement, and with an answer that is none."""
    return [
        *indicators(OF_MINISTRY, "body_name", FINANCE, {}),
        *indicators(
            OF_MINISTRY, "body_name", HEALTH, {}, NO_METHOD, NO_METHOD, NO_METHOD | {"is_law_enforcement": "да"}
        ),
        *indicators(OF_MINISTRY, "body_name", ENERGY, {}, NO_METHOD, {"has_calculation_method": "в работе"}),
        *indicators(OF_MINISTRY, "body_name", NATIONAL_BANK, {}, NO_METHOD),
    ]


def regions() -> list[Row]:
    """Three indicators overfulfilled by 25 percent and more among others that are not, or that cost nothing."""
    return [
        *indicators(
            OF_REGION, "region_name", AKMOLA,
            {"fact_value": "125"}, {"direction": LESS, "plan_value": "10", "fact_value": "8"}, {"fact_value": "130"},
            {"fact_value": "124,9"}, {"fact_value": "300", "is_base_exempt": "да"}, {"plan_value": ""}, {"plan_value": "0"},
            {"fact_value": "300", "data_status": "нет"}, {"direction": LESS, "fact_value": "0"}, {"direction": LESS, "fact_value": "125"},
        ),
        *indicators(OF_REGION, "region_name", ASTANA, {}),
        *indicators(
            OF_REGION, "region_name", PAVLODAR, {}, {"fact_value": "много"}, {"fact_value": ""},
            {"fact_value": "много", "is_base_exempt": "да"}, {"goal_name": "", "fact_value": "124"},
        ),
    ]  # fmt: skip


def indicators(like: Row, body_column: str, body: str, *differences: Mapping[str, str]) -> list[Row]:
    """Indicators of a body, each with what differs from one that was reached exactly."""
    return [
        dict(like) | {body_column: body, "indicator_code": f"1.{number}"} | dict(one)
        for number, one in enumerate(differences, start=1)
    ]


def result(code: str, plan: str = "100", fact: str = "100", goal: str = "1", direction: str = MORE, flag: str = "нет") -> list[str]:  # fmt: skip
    """A line of form B1-1."""
    return [
        goal,
        "Цель",
        "001",
        "Программа",
        "обычная",
        code,
        "прямой",
        "Результат",
        "единиц",
        direction,
        plan,
        fact,
        "",
        flag,
        "",
    ]


HEALTH_RESULTS = [
    result("1", fact="105"), result("2", fact="105,1"), result("3", direction=LESS, fact="50"), result("2", fact="105,1", goal="2"),
    result("4", fact="200", flag="да"), result("5", plan="0", fact="5"),
]  # fmt: skip


def project(
    name: str, indicator: str = "1", plan: str = "100", fact: str = "100", is_measurable: str = "да"
) -> list[str]:
    """A line of form B1-2."""
    labels = ["251", "Управление", "012", "Программа", "Описание", f"Проект {name}", "по проектам"]
    return [*labels, f"Результат {indicator}", "единиц", plan, fact, "", "", "", is_measurable]


ASTANA_PROJECTS = [
    project("1", "1", fact="106"), project("1", "2", fact="110"), project("1", "3"), project("2", fact="200"),
    project("3", fact="105"), project("4", plan="", fact="", is_measurable="нет"),
    project("1", "4", fact="120"), project("2", "4", fact="80"),
]  # fmt: skip


def form_1(lines: Mapping[str, Sequence[Sequence[str]]]) -> Delivery:
    """Form B1-1, a workbook for each body."""
    files = {
        f"Форма 1 - {body} - {YEAR}.xlsx": workbook([["Форма 1"], [body], [*RESULT_HEADER], *told], "Форма 1")
        for body, told in lines.items()
    }
    return Delivery("budget_programmes", "", "form_1.zip", zipped(files), str(YEAR))


def form_2(lines: Mapping[str, Sequence[Sequence[str]]]) -> Delivery:
    """Form B1-2, a workbook for each region."""
    head: list[list[str]] = [["Форма 2"], ["регион"], [], [*FORM_2], [*FORM_2_NUMBERS]]
    files = {f"Форма 2 - {region} - {YEAR}.xlsx": workbook([*head, *told], "Форма 2") for region, told in lines.items()}
    return Delivery("local_budget_results", "", "form_2.zip", zipped(files), str(YEAR))
