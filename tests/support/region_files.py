"""A crafted year of the regions in which each body is a case: its deliveries, written from the columns of the contracts."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.contracts import contract_of
from tests.support.crafted import Delivery
from tests.support.golden import ASTANA, Row
from tests.support.service_files import AKMOLA, AKTOBE, KOSTANAY, PAVLODAR, delivered
from tests.support.workbooks import workbook, zipped

ALMATY_REGION = "Акимат Алматинской области"
ATYRAU = "Акимат Атырауской области"
EAST = "Акимат Восточно-Казахстанской области"
ZHAMBYL = "Акимат Жамбылской области"
WEST = "Акимат Западно-Казахстанской области"
KARAGANDA = "Акимат Карагандинской области"
KYZYLORDA = "Акимат Кызылординской области"
MANGYSTAU = "Акимат Мангистауской области"
NORTH = "Акимат Северо-Казахстанской области"
ALMATY = "Акимат города Алматы"
SOUTH = "Акимат Южно-Казахстанской области"

YEAR = "2017"
LESS_IS_BETTER = {"direction": "меньше - лучше"}
NO_DATA = {"data_status": "нет", "fact_value": ""}
EVENT = {"plan_value": "", "fact_value": "", "is_measurable": "нет"}
UNREADABLE = "завершено"
FORCE_MAJEURE = {"reason": "паводок, акт от 14.05.2017"}

INDICATOR = {
    "plan_year": YEAR, "goal_code": "1.1", "goal_name": "Цель", "indicator_name": "Целевой индикатор", "measurement_unit": "%",
    "direction": "больше - лучше", "data_status": "официальная статистика", "is_base_exempt": "нет",
}  # fmt: skip
AUDIT = {"form_year": YEAR, "administrator_name": "Управление строительства", "programme_name": "Строительство школ", "audited_period": YEAR, "is_held": "да"}  # fmt: skip
RESULT = {
    "form_year": YEAR, "administrator_code": "271", "administrator_name": "Управление", "programme_code": "001",
    "programme_name": "Программа", "programme_description": "Описание", "project_name": "Школа № 1", "project_kind": "по проектам",
    "indicator_name": "Мощность", "measurement_unit": "мест", "is_measurable": "да",
}  # fmt: skip
FINDING = {"budget_year": YEAR, "administrator_name": "Управление", "programme_name": "Программа", "administrator_code": "271", "has_no_planning_defect": "да"}  # fmt: skip
EXECUTION = {
    "budget_year": YEAR, "budget_level": "местный", "administrator_code": "271", "administrator_name": "Управление",
    "programme_code": "001", "programme_name": "Программа", "planned_thousand_kzt": "100",
}  # fmt: skip


def golden_regions() -> list[Delivery]:
    """Each body is one case of each criterion; the tests say which and what it must give."""
    return [
        delivered("territory_programme_indicators", indicators()),
        forms("audit_results", audits()),
        forms("local_budget_results", results()),
        delivered("programme_planning", findings()),
        delivered("programme_execution", executions()),
    ]


def indicators() -> list[Row]:
    """Target indicators: plan, fact and what differs from an indicator of which more is better. The west has none."""
    told = {
        AKMOLA: [("80", "76", {}), ("10", "12,5", LESS_IS_BETTER), ("40", "49,9", {"goal_code": "1.2"})],
        AKTOBE: [("10", "10", {}), ("10", "9", {}), ("10", "8", {}), ("", "7", {}), ("10", "", NO_DATA)],
        ALMATY_REGION: [("0", "5", {}), ("5", "0", LESS_IS_BETTER), ("10", "-5", {}), ("0", "3", LESS_IS_BETTER)],
        ATYRAU: [("-20", "-10", {}), ("10", "10", {})],
        EAST: [("10", "5", {}), ("10", UNREADABLE, {"goal_code": "1.2"})],
        ZHAMBYL: [("10", UNREADABLE, {})],
        KARAGANDA: [("", "5", {}), ("10", "", NO_DATA), ("0", "5", {})],
        KOSTANAY: [("10", "10", {}), ("10", "", {})],
        KYZYLORDA: [("10", "10", {}), ("", UNREADABLE, {})],
    }
    return [
        INDICATOR
        | {"region_name": body, "indicator_code": f"{number}", "plan_value": plan, "fact_value": fact}
        | differences
        for body, rows in told.items()
        for number, (plan, fact, differences) in enumerate(rows, start=1)
    ]


def audits() -> list[Row]:
    """Audited sum of the year and violations. Mangystau has no form, and Kyzylorda no audit."""
    told = {
        AKMOLA: [("100", "0", {})],
        AKTOBE: [("100", "5", {})],
        ALMATY_REGION: [("100", "5,04", {})],
        ATYRAU: [("100", "5,06", {})],
        EAST: [("100", "9,95", {})],
        ZHAMBYL: [("100", "15", {})],
        WEST: [("100", "14,95", {})],
        KARAGANDA: [("100", "14,94", {})],
        KOSTANAY: [("100", "0,04", {})],
        PAVLODAR: [("100", "10", {}), ("900", "0", {"administrator_name": "Управление здравоохранения"})],
        NORTH: [("100", "0", {}), ("100", "5", {"financial_thousand_kzt": "90"})],
        ALMATY: [("100", "5", {"financial_thousand_kzt": "90"})],
        ASTANA: [("0", "0", {})],
        SOUTH: [("100", "5", {}), ("100", UNREADABLE, {})],
    }
    held = [
        AUDIT
        | {"region_name": body, "line_code": f"{number}", "audited_thousand_kzt": audited, "audited_in_year_thousand_kzt": audited}
        | {"violations_thousand_kzt": violations, "financial_thousand_kzt": violations, "procedural_thousand_kzt": "0"}
        | {"accounting_thousand_kzt": "0", "procurement_thousand_kzt": "0"}
        | differences
        for body, rows in told.items()
        for number, (audited, violations, differences) in enumerate(rows, start=1)
    ]  # fmt: skip
    not_held = {
        "region_name": KYZYLORDA,
        "form_year": YEAR,
        "line_code": "1",
        "programme_name": "аудит не проводился",
        "is_held": "нет",
    }
    return [*held, not_held]


def results() -> list[Row]:
    """Direct results, of a plan of 100 where nothing else is said. Mangystau has no form."""
    told: dict[str, list[Row]] = {
        AKMOLA: [
            reached("100"), reached("98", project_name="Школа № 2"), reached("95,04", programme_code="002"),
            reached("90,1", administrator_code="272"),
        ],
        AKTOBE: [reached("90")],
        ALMATY_REGION: [reached("98"), reached("97", programme_code="002")],
        ATYRAU: [reached("99,95")],
        EAST: [reached("90,14")],
        ZHAMBYL: [reached("90,15")],
        WEST: [reached("90,1")],
        KARAGANDA: [reached("90,05")],
        KOSTANAY: [
            reached("", **EVENT), reached("120", programme_code="002"),
            reached("98", programme_code="002", indicator_name="Площадь", **FORCE_MAJEURE),
        ],
        KYZYLORDA: [reached("0"), reached("100", programme_code="002")],
        PAVLODAR: [reached("100"), reached("90", indicator_name="Площадь"), reached("100", project_name="Школа № 2")],
        NORTH: [reached(UNREADABLE), reached("100", indicator_name="Площадь")],
        ALMATY: [reached(UNREADABLE)],
        ASTANA: [reached("100"), reached("100", programme_code="002"), reached("98", administrator_code="272")],
        SOUTH: [reached("5", plan_value="0"), reached("100", project_name="Школа № 2"), reached("", project_name="Школа № 3")],
    }  # fmt: skip
    return [RESULT | {"region_name": body} | row for body, rows in told.items() for row in rows]


def reached(fact: str, **differences: str) -> Row:
    """A direct result."""
    return {"plan_value": "100", "fact_value": fact} | differences


def findings() -> list[Row]:
    """What the evaluator says of the planning of each programme: free of defects, not free, or something else."""
    told = {
        AKMOLA: ["да", "да"],
        AKTOBE: ["да", "нет"],
        ALMATY_REGION: ["нет"],
        ATYRAU: ["да", "частично"],
        EAST: ["частично"],
        WEST: ["да", "да", "нет"],
    }
    return [
        FINDING
        | {"region_name": body, "programme_code": f"00{number}", "has_no_planning_defect": answer}
        | ({"planning_defects": "дублирование показателей"} if answer == "нет" else {})
        | ({"administrator_code": "272"} if number > 2 else {})
        for body, answers in told.items()
        for number, answer in enumerate(answers, start=1)
    ]  # fmt: skip


def executions() -> list[Row]:
    """What was spent of 100. Pavlodar is missing, and so is the second programme of Astana."""
    told = {
        AKMOLA: [spent("100"), spent("100", programme_code="002"), spent("100", administrator_code="272")],
        AKTOBE: [spent("80")],
        ALMATY_REGION: [spent("100"), spent("96", programme_code="002")],
        **{body: [spent("100")] for body in (ATYRAU, EAST, ZHAMBYL, MANGYSTAU, NORTH, ALMATY)},
        WEST: [spent("90")],
        KARAGANDA: [spent("90,05")],
        KOSTANAY: [spent("100"), spent("100", programme_code="002")],
        KYZYLORDA: [spent("0"), spent("100", programme_code="002")],
        ASTANA: [spent("100"), spent("100", administrator_code="272")],
        SOUTH: [spent("0")],
    }
    return [EXECUTION | {"body_name": body} | row for body, rows in told.items() for row in rows]


def spent(amount: str, **differences: str) -> Row:
    """The execution of a programme."""
    return {"spent_thousand_kzt": amount} | differences


def forms(source: str, rows: Sequence[Row]) -> Delivery:
    """A delivery of official forms, a workbook of each region; columns that a row does not name are empty."""
    contract = contract_of(source)
    columns = [column for column in contract.columns if not column.source_name.startswith("file:")]
    above = [[contract.source], *[[""]] * (contract.format.first_record_row - 3)]
    numbers = [column.source_name for column in columns]
    sheet = str(contract.format.sheet)
    books = {}
    for region in dict.fromkeys(row["region_name"] for row in rows):
        cells = [[row.get(column.name, "") for column in columns] for row in rows if row["region_name"] == region]
        books[f"{sheet} - {region} - {YEAR}.xlsx"] = workbook([*above, numbers, *cells], sheet)
    return Delivery(source, "", f"{source}.zip", zipped(books), YEAR)
