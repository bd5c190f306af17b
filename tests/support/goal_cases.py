"""A crafted year of goals and budget programmes: each goal is a case, and what a body delivered beside it another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.support.crafted import Delivery
from tests.support.golden import ENERGY, FINANCE, HEALTH, JUSTICE, LABOUR, Row
from tests.support.service_files import delivered
from tests.support.workbooks import workbook, zipped

YEAR = 2017
NATIONAL_BANK = "Национальный Банк Республики Казахстан"
FOREIGN_AFFAIRS = "Министерство иностранных дел Республики Казахстан"
ECONOMY = "Министерство национальной экономики Республики Казахстан"
AGRICULTURE = "Министерство сельского хозяйства Республики Казахстан"
CULTURE_AND_SPORT = "Министерство культуры и спорта Республики Казахстан"

LESS = {"direction": "меньше - лучше"}
PLACE = {"direction": "рейтинг"}
LOWERED = {"is_plan_lowered": "да"}
EXCUSED = {"is_excused": "да", "excuse_document": "письмо № 1"}
EXCUSED_IN_WORDS = {"is_excused": "да"}
OF_LAW_ENFORCEMENT = {"is_law_enforcement": "да"}
FINAL = {"result_kind": "конечный"}

# goal: (plan, fact, last year's fact, what else differs) of each indicator
Indicators = dict[str, list[tuple[str, str, str, dict[str, str]]]]
EXAMPLES: Indicators = {
    "example 1": [("80", "76", "75", {})],
    "example 3": [("40", "49,9", "45", {})],
    "example 4": [("10", "12,5", "14", LESS)],
    "example 5": [("100", "90", "95", {})],
    "example 7": [("50", "49", "52", PLACE), ("50", "51", "52", PLACE), ("49", "50", "50", PLACE), ("50", "52", "51", PLACE)],
    "example 8": [("100", "100", "90", {}), ("100", "90", "80", {}), ("100", "80", "70", {}), ("", "5", "4", {})],
    "overfulfilled": [("40", "50", "45", {})],
    "overfulfilled downwards": [("10", "8", "9", LESS)],
    "equal": [("100", "95", "95", {})],
    "equal place": [("50", "50", "50", PLACE)],
    "excused": [("100", "90", "95", EXCUSED)],
    "excused in words": [("100", "90", "95", EXCUSED_IN_WORDS)],
    "excused overfulfilment": [("40", "50", "45", EXCUSED)],
    "lowered": [("100", "100", "90", LOWERED)],
    "worse place reached": [("50", "49", "48", PLACE)],
    "two causes": [("40", "50", "45", LOWERED)],
    "three causes": [("40", "50", "55", LOWERED)],
    "overfulfilled place": [("50", "10", "12", PLACE)],
    "nothing of what should be little": [("10", "0", "2", LESS)],
    "nothing planned or happened": [("0", "0", "2", LESS), ("0", "5", "4", {})],
    "nothing happened": [("10", "0", "0", {})],
    "below nothing": [("10", "-1", "-2", {})],
    "left out": [
        ("100", "100", "90", {}),
        ("50", "90", "40", PLACE | {"is_left_out_ranking": "да"}),
        ("100", "10", "90", {"data_status": "нет"}),
        ("100", "10", "90", OF_LAW_ENFORCEMENT),
    ],
    "nine months": [("100", "80", "70", {"data_status": "не менее 9 месяцев"})],
    "example 12": [("100", "85", "80", {})],
    "example 13": [("100", "80", "70", {})],
}  # fmt: skip

# goal: programmes with planned, spent and results (plan, fact, what else differs)
Programmes = dict[str, list[tuple[str, str, list[tuple[str, str, dict[str, str]]]]]]
EXECUTED: Programmes = {
    "example 9": [("100", "63", [("100", "75", {}), ("100", "75", FINAL)])],
    "example 11": [("100", "100", [("100", "120", {}), ("100", "80", FINAL)])],
    "example 12": [("100", "100", [("100", "95", {})])],
    "example 13": [("100", "100", [("100", "100", {})])],
    "absorbed 90": [("100", "90", [("100", "100", {})])],
    "absorbed as attained": [("100", "90", [("100", "90", {})])],
    "absorbed above 90": [("100", "91", [("100", "100", {})])],
    "results below low absorption": [("100", "80", [("100", "40", {})])],
    "nothing absorbed": [("100", "0", [("100", "100", {})]), ("100", "100", [("100", "70", {})])],
    "subvention": [
        ("100", "100", [("100", "10", {"programme_kind": "субвенция"})]),
        ("100", "100", [("100", "60", {})]),
    ],
    "sender": [("100", "100", [("100", "50", {}), ("100", "80", FINAL)])],
    "distributor": [("100", "100", [("100", "50", {}), ("100", "80", FINAL)])],
    "receiver": [("100", "100", [("100", "50", {}), ("100", "80", FINAL)])],
    "less is better": [("100", "100", [("10", "12,5", LESS), ("10", "0", LESS)])],
    "law enforcement": [("100", "100", [("100", "10", OF_LAW_ENFORCEMENT)]), ("100", "100", [("100", "80", {})])],
}  # fmt: skip
KINDS = {"sender": "отправитель трансферта", "distributor": "распределитель", "receiver": "получатель"}


def goals_of_the_year() -> list[Delivery]:
    """Strategic plans, budget programmes and their execution."""
    return [strategic_plans(), budget_programmes(), execution()]


def strategic_plans() -> Delivery:
    """Target indicators: the ministry of health has the examples, each other body one question."""
    attained = [("100", "100", "90", {})]
    plans: dict[str, Indicators] = {
        HEALTH: EXAMPLES | {goal: [("100", "100", "90", {})] for goal in EXECUTED.keys() - EXAMPLES.keys()},
        FINANCE: {
            "1": [("100", "80", "70", {})], "2": [("100", "100", "90", {})],
            "3": [("100", "40", "30", OF_LAW_ENFORCEMENT)],
        },
        ENERGY: {"1": [("100", "100", "90", {}), ("сто", "100", "90", {})]},
        JUSTICE: {"1": [("100", "100", "90", {}), ("-5", "-10", "-20", {})]},
        LABOUR: {"1": [("100", "90", "", {})]},
        FOREIGN_AFFAIRS: {"1": [("100", "90", "80", {})]},
        ECONOMY: {"1": list(attained), "": list(attained)},
        CULTURE_AND_SPORT: {"1": [("", "5", "4", {})]},
        NATIONAL_BANK: {"1": [("100", "100", "90", {}), ("100", "80", "70", {})], "2": [("100", "50", "40", {})]},
    }  # fmt: skip
    rows = [
        _indicator(body, goal, number, plan, fact, previous, differences)
        for body, goals in plans.items()
        for goal, indicators in goals.items()
        for number, (plan, fact, previous, differences) in enumerate(indicators, start=1)
    ]
    return delivered("strategic_plan_indicators", rows, YEAR)


def _indicator(
    body: str, goal: str, number: int, plan: str, fact: str, previous: str, differences: dict[str, str]
) -> Row:
    return {
        "plan_year": str(YEAR), "body_name": body, "goal_code": goal, "goal_name": f"Цель {goal}",
        "indicator_code": str(number), "indicator_name": "Показатель", "measurement_unit": "единица",
        "direction": "больше - лучше", "plan_value": plan, "fact_value": fact, "previous_fact_value": previous,
        "is_plan_lowered": "нет", "is_excused": "нет", "data_status": "официальная статистика",
        "is_left_out_ranking": "нет", "has_calculation_method": "да", "is_law_enforcement": "нет",
    } | differences  # fmt: skip


def _programmes() -> Iterator[tuple[str, str, str, str, str, list[tuple[str, str, dict[str, str]]]]]:
    """Body, goal, code of the programme, planned, spent, results."""
    whole = [("100", "100", {})]
    code = 0
    for goal, programmes in EXECUTED.items():
        for planned, spent, results in programmes:
            code += 1
            kind = {"programme_kind": KINDS[goal]} if goal in KINDS else {}
            yield (
                HEALTH,
                goal,
                f"{code:03d}",
                planned,
                spent,
                [(plan, fact, kind | rest) for plan, fact, rest in results],
            )
    for body in (FINANCE, ENERGY, LABOUR, ECONOMY, CULTURE_AND_SPORT):
        yield body, "1", "001", "100", "100", list(whole)
    yield FOREIGN_AFFAIRS, "1", "001", "", "", list(whole)  # executed by nobody's account
    yield FOREIGN_AFFAIRS, "2", "002", "100", "100", list(whole)  # no indicator: the goal leaves the mean


def budget_programmes() -> Delivery:
    """Form B1-1 of each body that has programmes; the ministry of justice handed in none."""
    header = [
        "Код цели", "Цель", "Код программы", "Бюджетная программа", "Вид программы", "№ результата", "Вид результата",
        "Результат", "Единица измерения", "Направленность", "План", "Факт", "Процент (план/факт)",
        "Правоохранительная деятельность", "Примечание",
    ]  # fmt: skip
    sheets: dict[str, list[Sequence[str]]] = {}
    for body, goal, code, _, _, results in _programmes():
        for number, (plan, fact, rest) in enumerate(results, start=1):
            sheets.setdefault(body, []).append([
                goal, f"Цель {goal}", code, "Программа", rest.get("programme_kind", "обычная"), str(number),
                rest.get("result_kind", "прямой"), "Результат", "единица", rest.get("direction", "больше - лучше"),
                plan, fact, "", rest.get("is_law_enforcement", "нет"), "",
            ])  # fmt: skip
    books = {
        f"Форма 1 - {body} - {YEAR}.xlsx": workbook([["Форма 1"], [body], header, *rows], "Форма 1")
        for body, rows in sheets.items()
    }
    return Delivery("budget_programmes", "", "forms.zip", zipped(books), str(YEAR))


def execution() -> Delivery:
    """What the programmes absorbed."""
    rows = [
        {
            "budget_year": str(YEAR), "budget_level": "республиканский", "body_name": body, "administrator_code": "226",
            "administrator_name": body, "programme_code": code, "programme_name": "Программа",
            "planned_thousand_kzt": planned, "spent_thousand_kzt": spent,
        }
        for body, _, code, planned, spent, _ in _programmes()
        if planned
    ]  # fmt: skip
    return delivered("programme_execution", rows, YEAR)
