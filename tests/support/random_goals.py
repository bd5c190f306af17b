"""Random inputs of block 1 and of the deductions: ratios of exactly 1.25, 1.05 and 0.90, percents beside the edges of Annex 5,
zeros and negative values, empty cells, reports late and missing at once, facts enough for every cap."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.support.random_rows import (
    BANK,
    BODIES,
    CENTRAL,
    LOCAL,
    SELDOM,
    YES_OR_NO,
    Row,
    Rows,
    grid,
    numbered,
    of_most_bodies,
    records,
)

MORE, LESS, RANKING = "больше - лучше", "меньше - лучше", "рейтинг"
STATUSES = ["официальная статистика"] * 5 + ["не менее 9 месяцев"] * 2 + ["нет"]
PLANS = ["40"] * 6 + ["100"] * 5 + ["3", "3", "0", ""]
FACTS = ["50", "49.9", "50.1", "40", "40", "36", "100", "125", "32", "80", "75", "3", "2", "0", "-1"] * 2 + [""]
PERCENTS = ["100", "99.95", "99.94", "98.55", "97.85", "95.04", "93.65", "92.25", "91.55", "90.85", "90.15", "90.14", "90.1", "90",
            "105", "105.1", "120", "0"]  # fmt: skip
LAST_YEAR = ["40", "50", "36", "36", "100", "125", "3", "0"] * 2 + [""]
SPENT = ["100", "100", "95", "90", "90.1", "84.5", "63", "96", "101", "0"]
VIOLATIONS = ["0", "0", "0.01", "5", "5.04", "5.05", "9.94", "9.95", "14.94", "14.95", "15", "80"]
KINDS = ["обычная", "обычная", "обычная", "субвенция", "отправитель трансферта", "распределитель", "получатель"]
REPORTS = [{"block": block, "report_name": name} for block in "13" for name in ("Отчёт", "Форма")]
GOAL_OF = {"П1": "Ц1", "П2": "Ц1", "П3": "Ц2", "П4": "Ц3"}  # no indicator names the third goal
INDICATORS = [{"goal_code": f"Ц{goal}", "indicator_code": f"Ц{goal}.{number}"} for goal in "12" for number in "12"]
ADMINISTRATED = [{"administrator_code": of, "programme_code": code} for of in ("А1", "А2") for code in ("П1", "П2")]


def _ranked(row: Row) -> Row:
    """Only rankings may be left out, and their places are places."""
    if row["direction"] != RANKING:
        return row | {"is_left_out_ranking": "нет"}
    places = {name: row[name].replace("-1", "1") for name in ("plan_value", "fact_value", "previous_fact_value")}
    return row | {name: "7" if place == "0" else place for name, place in places.items()}


_INDICATOR = records(
    goal_name=["Цель"], indicator_name=["Индикатор"], direction=[MORE, MORE, LESS, RANKING], plan_value=PLANS, fact_value=FACTS,
    previous_fact_value=LAST_YEAR, is_plan_lowered=SELDOM, is_excused=SELDOM, excuse_document=["№ 1", ""], data_status=STATUSES,
    is_left_out_ranking=SELDOM, has_calculation_method=["да", "да", "нет"], is_law_enforcement=SELDOM,
)  # fmt: skip
_RESULT = records(
    result_name=["Результат"], direction=[MORE, MORE, MORE, LESS], plan_value=["100"] * 8 + ["40", "3"] * 3 + ["0"],
    fact_value=["100", "100", "90", "84.5", "75", "63", "105", "105.1", "120", "42", "3", "0"] * 2 + [""],
)  # fmt: skip


def _programme(draw: st.DrawFn, body: str) -> list[Row]:
    rows = []
    for programme, goal in GOAL_OF.items():
        shared = draw(records(programme_kind=KINDS, is_law_enforcement=SELDOM)) | {
            "goal_code": goal, "goal_name": "Цель", "programme_code": programme, "programme_name": "Программа",
        }  # fmt: skip
        for kind, name in (("прямой", "Р1"), ("прямой", "Р2"), ("конечный", "Р3")):
            if draw(st.integers(1, 4)) < 4:
                rows.append(shared | {"result_kind": kind, "result_code": name} | draw(_RESULT))
    return rows


def _spending(draw: st.DrawFn, body: str) -> list[Row]:
    items = (
        ADMINISTRATED if body in LOCAL else [{"administrator_code": "А0", "programme_code": code} for code in GOAL_OF]
    )
    level = "местный" if body in LOCAL else "республиканский"
    money = records(planned_thousand_kzt=["100"] * 9 + ["0"], spent_thousand_kzt=SPENT)
    return [
        item
        | {"budget_level": level, "administrator_name": "Администратор", "programme_name": "Программа"}
        | draw(money)
        for item in items
        if draw(st.integers(1, 20)) < 20
    ]


def _direct_results(draw: st.DrawFn, body: str) -> list[Row]:
    rows = []
    for programme in ADMINISTRATED:
        for project, name in (("Проект 1", "Р1"), ("Проект 1", "Р2"), ("Проект 2", "Р1"), ("Проект 2", "Р3")):
            if draw(st.integers(1, 3)) < 3:
                row = draw(records(fact_value=PERCENTS * 3 + [""], is_measurable=["да"] * 8 + ["нет"]))
                is_number = row["is_measurable"] == "да"
                rows.append(programme | row | {
                    "administrator_name": "Управление", "programme_name": "Программа", "programme_description": "Цель",
                    "project_name": project, "project_kind": "по проектам", "indicator_name": name,
                    "plan_value": "100" if is_number else "", "fact_value": row["fact_value"] if is_number else "",
                })  # fmt: skip
    return rows


def _audits(draw: st.DrawFn, body: str) -> list[Row]:
    is_held = draw(st.integers(1, 5)) < 5
    if not is_held:
        return [{"line_code": "1", "administrator_name": "Управление", "is_held": "нет"}]
    sums = records(audited_in_year_thousand_kzt=["100"] * 9 + ["0"], violations_thousand_kzt=VIOLATIONS)
    return [
        {"line_code": f"{line}", "administrator_name": f"Управление {line}", "audited_thousand_kzt": "1000", "is_held": "да"} | draw(sums)
        for line in range(1, draw(st.integers(1, 2)) + 1)
    ]  # fmt: skip


def _planned(row: Row) -> Row:
    return row | {"planning_defects": "" if row["has_no_planning_defect"] == "да" else "нет конечного результата"}


def _arrived(row: Row) -> Row:
    if row["is_present"] == "нет":
        return row | {"arrived_on": "", "missing_parts_count": ""}
    return row | {"missing_parts": "раздел" if row["missing_parts_count"] != "0" else ""}


def _of_block(row: Row) -> Row:
    return row if row["block"] == "2" else row | {"direction": ""}


INPUTS: dict[str, Rows] = {
    "strategic_plan_indicators": grid(INDICATORS, _INDICATOR, 6, (*CENTRAL, BANK), 2).map(lambda rows: [_ranked(row) for row in rows]),
    "budget_programmes": of_most_bodies(CENTRAL, _programme),
    "programme_execution": of_most_bodies((*CENTRAL, *LOCAL), _spending),
    "territory_programme_indicators": grid(INDICATORS, records(
        goal_name=["Цель"], indicator_name=["Индикатор"], direction=[MORE, LESS], plan_value=PLANS, fact_value=FACTS, data_status=STATUSES,
        is_base_exempt=SELDOM,
    ), 6, LOCAL, 1),
    "audit_results": of_most_bodies(LOCAL, _audits),
    "local_budget_results": of_most_bodies(LOCAL, _direct_results),
    "programme_planning": grid(ADMINISTRATED, records(
        administrator_name=["Управление"], programme_name=["Программа"], has_no_planning_defect=YES_OR_NO), 6, LOCAL, 1,
    ).map(lambda rows: [_planned(row) for row in rows]),
    "report_arrivals": grid(REPORTS, records(
        due_on=["20.02.2018"], arrived_on=["19.02.2018", "20.02.2018", "20.02.2018", "21.02.2018"], is_present=["да", "да", "да", "да", "нет"],
        missing_parts_count=["0", "0", "0", "2"],
    ), 8).map(lambda rows: [_arrived(row) for row in rows]),
    "recheck_records": numbered("fact_code", st.lists(records(
        body_name=BODIES, report_year=["2017"], record_code=["А-1"], recorded_on=["01.03.2018"], evaluator_name=["АДГСПК"],
        block=["1", "2", "2", "3"], direction=["услуги", "открытость", "обращения"],
        fact_kind=["недостоверность", "недостоверность", "недостоверность", "не выявлено", "неполнота", "отсутствие методики",
                   "перевыполнение индикатора", "перевыполнение результата", "несвоевременность"],
        fact_text=["Расхождение"], is_repeated=SELDOM, is_of_administrator=YES_OR_NO,
    ), min_size=20, max_size=250).map(lambda rows: [_of_block(row) for row in rows])),
}  # fmt: skip
