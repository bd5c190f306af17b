"""A crafted year of public services in which each body is a case: its deliveries, written from the columns of the contracts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from ingest.contracts import contract_of
from tests.support.crafted import Delivery
from tests.support.golden import ASTANA, DEFENCE, ENERGY, FINANCE, HEALTH, JUSTICE, LABOUR, Row
from tests.support.workbooks import workbook

AGRICULTURE = "Министерство сельского хозяйства Республики Казахстан"
INTERIOR = "Министерство внутренних дел Республики Казахстан"
FOREIGN = "Министерство иностранных дел Республики Казахстан"
INVESTMENT = "Министерство по инвестициям и развитию Республики Казахстан"
CULTURE = "Министерство культуры и спорта Республики Казахстан"
RELIGIONS = "Министерство по делам религий и гражданского общества Республики Казахстан"
SCIENCE = "Министерство образования и науки Республики Казахстан"
INFORMATION = "Министерство информации и коммуникаций Республики Казахстан"
ECONOMY = "Министерство национальной экономики Республики Казахстан"
KOSTANAY = "Акимат Костанайской области"
PAVLODAR = "Акимат Павлодарской области"
AKMOLA = "Акимат Акмолинской области"
AKTOBE = "Акимат Актюбинской области"
ATYRAU = "Акимат Атырауской области"
ZHAMBYL = "Акимат Жамбылской области"

# Breaches of this year and of the last one, of a thousand million services: cuts on both sides of the edges of Annex 7.
CUTS = {SCIENCE: (80_006, 100_000), INFORMATION: (80_005, 100_000), ECONOMY: (20_005, 100_000)}

BODIES = (
    FINANCE, HEALTH, JUSTICE, ENERGY, FOREIGN, INVESTMENT, CULTURE, LABOUR, RELIGIONS, DEFENCE, AGRICULTURE, INTERIOR,
    *CUTS, KOSTANAY, ASTANA, PAVLODAR, AKMOLA, AKTOBE, ATYRAU, ZHAMBYL,
)  # fmt: skip
SERVICE, ONE_DAY_SERVICE = "101", "102"
PAPER = {"failure_document": "АКТ-7"}

REGISTERED = {"name_ru": "Услуга", "name_kk": "Қызмет", "is_one_working_day": "false", "is_connected_to_monitoring": "true", "included_on": "2014-01-06"}  # fmt: skip
REQUESTED = {
    "service_code": SERVICE, "channel": "портал", "applicant_hmac": "900101300017", "received_on": "01.02.2017",
    "due_on": "15.02.2017", "rendered_on": "10.02.2017", "result": "оказана", "is_entry_late": "нет", "is_law_enforcement": "нет",
}  # fmt: skip
LATE = {"rendered_on": "20.02.2017"}
REPORTED = {
    "has_barrier_measures": "да", "barrier_measures_document": "Протокол № 3", "has_responsible_unit": "да",
    "has_approved_plan": "да", "has_plan_approved_on_time": "да", "plan_executed_pct": "100", "recommendations_issued_count": "5",
    "recommendations_executed_pct": "100", "term_breaches_found_count": "0", "last_year_breaches_count": "0",
    "unconnected_services_count": "0", "unconnected_breaches_count": "0", "unconnected_one_day_services_count": "0",
    "unconnected_one_day_breaches_count": "0", "unjustified_refusals_count": "0", "incomplete_packages_count": "0",
    "extra_documents_count": "0", "process_breaches_count": "0", "body_complaints_count": "0",
    "state_corporation_complaints_count": "0", "portal_complaints_count": "0", "appeals_register_complaints_count": "0",
    "recipients_count": "100",
}  # fmt: skip
INSPECTED = {"act_number": "ПР-1", "inspected_on": "05.03.2017", "service_code": SERVICE, "services_inspected_count": "100", "term_breaches_count": "0"}  # fmt: skip
PLANNED = {
    "is_rendered_by_local_bodies": "Нет", "is_to_be_optimised": "Нет", "rendering_way": "Только портал", "documents_received_count": "0",
    "documents_receivable_count": "0", "is_standard_approved": "Да", "is_entered_at_period_end": "Нет",
}  # fmt: skip


def golden_services() -> list[Delivery]:
    """Each body is one case or a few that do not touch; the tests say which and what it must give."""
    return [
        delivered("services_register", registered()),
        delivered("services_monitoring", numbered(requested())),
        delivered("services_internal_control", reported()),
        delivered("services_inspections", inspected()),
        delivered("satisfaction_survey", surveyed()),
        delivered("hidden_services", examined()),
        delivered("composite_services", composite()),
        delivered("optimisation_plan", planned()),
    ]


def registered() -> list[Row]:
    """Two services a body, one of them of one working day; a service that moved; one whose term cannot be read."""
    return [
        *(REGISTERED | {"provider_name": body, "service_code": SERVICE} for body in BODIES),
        *(REGISTERED | {"provider_name": body, "service_code": ONE_DAY_SERVICE, "is_one_working_day": "true",
                        "is_connected_to_monitoring": "false" if body == JUSTICE else "true"} for body in BODIES),
        REGISTERED | {"provider_name": FINANCE, "service_code": "201", "included_on": "2017-06-06"},
        *(REGISTERED | {"provider_name": FINANCE, "service_code": code} for code in ("202", "203", "204", "205", "206")),
        REGISTERED | {"provider_name": INVESTMENT, "service_code": "301", "excluded_on": "2017-06-30"},
        REGISTERED | {"provider_name": CULTURE, "service_code": "301", "included_on": "2017-07-01"},
        REGISTERED | {"provider_name": RELIGIONS, "service_code": "302", "is_one_working_day": "по стандарту"},
        *(REGISTERED | {"provider_name": CULTURE, "service_code": code, "included_on": day}
          for code, day in (("303", "2017-10-01"), ("304", "2017-09-30"), ("305", "2017-12-01"))),
    ]  # fmt: skip


def requested() -> list[Row]:
    """Requests in Monitoring; bodies without a row in it render outside it only."""
    return [
        *of(JUSTICE, 8), *of(JUSTICE, 1, **LATE), *of(JUSTICE, 1, **LATE, is_late_by_failure="да"),
        *of(JUSTICE, 1, **LATE, is_late_by_failure="да", **PAPER),
        *of(JUSTICE, 2, **LATE, service_code=ONE_DAY_SERVICE), *of(JUSTICE, 1, **LATE, is_law_enforcement="да"),
        *of(JUSTICE, 1, result="в работе", rendered_on=""), *of(JUSTICE, 1, result="отозвана заявителем", rendered_on=""),
        *of(JUSTICE, 1, received_on="20.12.2017", due_on="30.12.2017", rendered_on="09.01.2018"),
        *of(ENERGY, 7), *of(ENERGY, 3, is_entry_late="да"), *of(ENERGY, 1, is_entry_late="да", is_entry_late_by_failure="да", **PAPER),
        *of(FOREIGN, 251, is_entry_late="да"),
        *of(INVESTMENT, 4, service_code="301"),
        *of(CULTURE, 1, service_code="301", **LATE), *of(CULTURE, 995),
        *of(LABOUR, 9_997), *of(LABOUR, 3, **LATE),
        *of(RELIGIONS, 998), *of(RELIGIONS, 1, service_code="302"), *of(RELIGIONS, 1, service_code="302", **LATE),
        *of(DEFENCE, 3, service_code=ONE_DAY_SERVICE),
        *of(PAVLODAR, 2, received_on="нет данных"),
        *of(AKMOLA, 10),
    ]  # fmt: skip


def reported() -> list[Row]:
    """Reports of internal control; one body is silent, and one writes a percent that cannot be read."""
    told = {
        # worked examples 23, 24, 28 and 29: 50,000 services with a term and as many of one day, 20 and 80 breaches
        FINANCE: {
            "unconnected_services_count": "50 000", "unconnected_breaches_count": "20", "last_year_breaches_count": "40",
            "unconnected_one_day_services_count": "50 000", "unconnected_one_day_breaches_count": "80",
            "plan_executed_pct": "89,99", "recommendations_executed_pct": "70", "term_breaches_found_count": "25",
            "unjustified_refusals_count": "12", "incomplete_packages_count": "5", "extra_documents_count": "40",
            "body_complaints_count": "50", "state_corporation_complaints_count": "30", "portal_complaints_count": "25",
            "appeals_register_complaints_count": "15", "recipients_count": "80 000",
        },
        KOSTANAY: term(20_000, 100, 110),  # worked example 25
        HEALTH: term(100_000, 30, 25),  # worked example 27
        AGRICULTURE: term(10_000, 17, 100),  # 15 - 17 + 5: the bound works on the whole
        INTERIOR: term(100_000, 5, 5),
        FOREIGN: {"has_approved_plan": "нет", "has_plan_approved_on_time": "нет", "plan_executed_pct": "", "has_barrier_measures": "нет"},
        JUSTICE: {"recommendations_issued_count": "0", "recommendations_executed_pct": "", "term_breaches_found_count": "9",
                  "barrier_measures_document": "", "unjustified_refusals_count": "7"},
        ENERGY: {"plan_executed_pct": "89,995", "recommendations_executed_pct": "79,99", "recipients_count": "0"},
        LABOUR: {"unjustified_refusals_count": "1", "last_year_breaches_count": "", "term_breaches_found_count": "1", "recommendations_executed_pct": "69,994"},
        INVESTMENT: {"unconnected_services_count": "10 000", "unconnected_breaches_count": "2", "unjustified_refusals_count": "2",
                    "last_year_breaches_count": "2", "recipients_count": "", "body_complaints_count": "3"},
        ASTANA: {"has_responsible_unit": "нет", "plan_executed_pct": "59,99"},
        PAVLODAR: {"term_breaches_found_count": ""},
        AKTOBE: {"plan_executed_pct": "почти весь"},
        ATYRAU: {"unconnected_services_count": "", "unconnected_breaches_count": "4", "term_breaches_found_count": "1"},
        ZHAMBYL: {"unconnected_one_day_services_count": "", "unconnected_one_day_breaches_count": "4", "term_breaches_found_count": "1"},
        **{body: term(1_000_000_000, this_year, last_year) for body, (this_year, last_year) in CUTS.items()},
    }  # fmt: skip
    return [REPORTED | {"body_name": body} | told.get(body, {}) for body in BODIES if body != AKMOLA]


def inspected() -> list[Row]:
    """Acts: of a service in Monitoring, with fewer breaches and with more than there are services, and of one outside it."""
    return [
        INSPECTED | {"body_name": LABOUR, "term_breaches_count": "1", "unjustified_refusals_count": "2", "refusals_base_count": "100"},
        INSPECTED | {"body_name": LABOUR, "act_number": "ПР-2", "term_breaches_count": "1"},
        INSPECTED | {"body_name": AKMOLA, "term_breaches_count": "30", "extra_documents_count": "30"},
        INSPECTED | {"body_name": INVESTMENT, "term_breaches_count": "4"},
    ]  # fmt: skip


def surveyed() -> list[Row]:
    """Averages: worked example 23, every edge of the central bands, an edge of the local ones, and one beyond the scale."""
    averages = {
        FINANCE: ("4,87", "4,595", "3,99"),
        ENERGY: ("4,8", "4,795", "4,79", "4,6", "4,595", "4,4", "4,2", "4", "3,99"),
        ASTANA: ("4,895", "4,75", "4,74", "4,6", "4,45", "4,3", "4,15", "4,14", "3,999", "3,994"),
        FOREIGN: ("5,2",),
    }  # fmt: skip
    return [
        {"service_code": str(number), "body_name": body, "respondents_count": "30", "average_score": average}
        for body, scores in averages.items()
        for number, average in enumerate(scores)
    ]


def examined() -> list[Row]:
    """Functions that were examined, and conclusions with a paper and without."""
    nothing = {
        "function_name": "все функции",
        "is_service": "нет",
        "is_included_in_register": "нет",
        "conclusion": "Нет услуг для включения",
    }
    return [
        {"body_name": ENERGY, "function_name": "Надзор", "is_service": "нет", "is_included_in_register": "нет"},
        nothing | {"body_name": HEALTH, "conclusion_document": "№ 7 от 20.12.2017"},
        nothing | {"body_name": JUSTICE},
    ]  # fmt: skip


def composite() -> list[Row]:
    """One entry of the year and one of an earlier year."""
    entry = {"composite_name": "Рождение ребенка", "joined_service_codes": "101; 102"}
    return [
        entry | {"composite_code": "К-1", "body_name": FINANCE, "included_on": "14.05.2017"},
        entry | {"composite_code": "К-2", "body_name": HEALTH, "included_on": "14.05.2015"},
    ]


def planned() -> list[Row]:
    """Ways of rendering, decisions of the commission, and standards of services that local bodies render."""
    no_documents = {"documents_received_count": "1", "documents_receivable_count": "4"}
    due, changed = {"is_to_be_optimised": "Да"}, {"is_to_be_optimised": "Да", "standard_changed_on": "03.04.2017"}
    decided = {"commission_decision": "№ 2", "commission_decided_on": "21.06.2016"}
    finance = [
        {"service_code": SERVICE, "rendering_way": "Портал и (или) Государственная корпорация",
         "documents_received_count": "2", "documents_receivable_count": "4"} | changed,
        {"service_code": ONE_DAY_SERVICE} | changed,
        {"service_code": "201", "is_entered_at_period_end": "Да"} | no_documents,
        {"service_code": "202"} | decided | due,
        {"service_code": "203", "rendering_way": "На бумаге только в государственном органе"} | decided | {"commission_decided_on": "21.06.2015"},
        {"service_code": "204", "is_standard_approved": "Нет"},
        {"service_code": "205", "rendering_way": "На бумаге в государственном органе и через Государственную корпорацию"} | decided,
        {"service_code": "999", "is_rendered_by_local_bodies": "Да"} | changed,
    ]  # fmt: skip
    health = [
        {"service_code": SERVICE, "rendering_way": "На бумаге только в государственном органе", "documents_received_count": "3",
         "documents_receivable_count": "2", "standard_changed_on": "03.04.2017"} | decided | {"commission_decided_on": "21.06.2017"},
        {"service_code": ONE_DAY_SERVICE, "rendering_way": "На бумаге только через Государственную корпорацию"} | changed,
    ]  # fmt: skip
    energy = [{"service_code": SERVICE, "documents_received_count": "0", "documents_receivable_count": "3"}]
    agriculture = [
        {"service_code": SERVICE} | changed,
        {"service_code": ONE_DAY_SERVICE, "commission_decided_on": "21.06.2017"} | due,
    ]
    culture = [
        *({"service_code": code} for code in (SERVICE, ONE_DAY_SERVICE)),
        {"service_code": "301", "rendering_way": "На бумаге только через Государственную корпорацию"},
        *({"service_code": code, "is_entered_at_period_end": ""} for code in ("303", "304")),
    ]
    rows = ((CULTURE, culture), (FINANCE, finance), (HEALTH, health), (ENERGY, energy), (AGRICULTURE, agriculture))
    return [PLANNED | {"body_name": body} | row for body, services in rows for row in services]


def of(body: str, count: int, **differences: str) -> list[Row]:
    """So many requests of a body, alike."""
    return [REQUESTED | {"body_name": body} | differences] * count


def term(services: int, breaches: int, last_year: int) -> Row:
    """What a body reports of terms outside Monitoring."""
    return {
        "unconnected_services_count": str(services),
        "unconnected_breaches_count": str(breaches),
        "last_year_breaches_count": str(last_year),
    }


def numbered(rows: Sequence[Row]) -> list[Row]:
    """The same requests, each with a number of its own."""
    return [{"request_number": f"{number:06d}"} | dict(row) for number, row in enumerate(rows)]


def delivered(source: str, rows: Sequence[Row], year: int = 2017) -> Delivery:
    """A delivery in the format of the source's contract; columns that a row does not name are empty."""
    contract = contract_of(source)
    cells = [[row.get(column.name, "") for column in contract.columns] for row in rows]
    header = [column.source_name for column in contract.columns]
    if contract.format.kind == "json_array":
        records = [dict(zip(header, row, strict=True)) for row in cells]
        return Delivery(source, "", f"{source}.json", json.dumps(records, ensure_ascii=False).encode(), str(year))
    if contract.format.is_workbook:
        above: list[list[str]] = [[contract.source], [""]][: contract.format.header_row - 1]
        return Delivery(source, "", f"{source}.xlsx", workbook([*above, header, *cells]), str(year))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=contract.format.delimiter, lineterminator="\n").writerows([header, *cells])
    return Delivery(source, "", f"{source}.csv", text.getvalue().encode(), str(year))
