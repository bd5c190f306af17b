"""Small random years of all that is evaluated, drawn by Hypothesis and looking for edges: zero bases, printed band edges and
what lies just beside them, exact ties, bodies that are missing, cells that are empty.

A delivery is drawn for each source on its own, and a run takes one of each, or none: few loads make many years.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import chain, groupby

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ingest.contracts import Contract, contract_of
from olshem.edition import read_edition
from tests.support import random_goals, random_organisation
from tests.support.crafted import Delivery
from tests.support.random_rows import (
    BODIES,
    MAYBE,
    YEAR,
    YES_OR_NO,
    Row,
    Rows,
    grid,
    numbered,
    of_some_bodies,
    records,
    without,
)
from tests.support.specimens import Record, Specimen, file_name
from tests.support.workbooks import zipped

SERVICES = ("001", "002", "003")
ABSENT_ONE_TIME_IN = 12  # how often a source does not come at all
YEAR_COLUMNS = ("budget_year", "data_year", "form_year", "plan_year", "report_year")

PERCENTS = ["0", "19.994", "19.995", "20", "29.995", "30", "49.994", "49.995", "59.994", "59.995", "69.994", "69.995", "74.994",
            "74.995", "79.994", "79.995", "89.994", "89.995", "90", "100", "120", ""]  # fmt: skip
GRADES = [
    "5",
    "4.895",
    "4.894",
    "4.9",
    "4.795",
    "4.794999",
    "4.745",
    "4.595",
    "4.594",
    "4.395",
    "4.195",
    "4.145",
    "4",
    "3.995",
    "3.994",
    "1",
]
COUNTS = ["0", "1", "2", "3", "7", "20", "100", "30000", "99999", ""]
SERVED = ["0", "1", "3", "7", "999", "1000", "50000", "100000", "333333", ""]
DEFECTS = ["0", "1", "3", "5", "7", "8", "10", "13", "15", "20", "21"]
DAYS = ["31.12.2016", "01.01.2017", "15.06.2017", "31.12.2017", "01.01.2018"]
VERSIONS = ("ru", "kk")


def _parameters(items: Sequence[str], **cells: Sequence[str]) -> Rows:
    items_of_versions = [{"item_code": item, "language_code": version} for item in items for version in VERSIONS]
    return grid(items_of_versions, records(checked_on=["15.11.2017"], **cells))


APPEALS = numbered("appeal_id", st.lists(records(
    body_name=BODIES, kind=["жалоба", "заявление", "запрос"], channel=["СЭД", ""], received_on=["01.02.2017"],
    due_on=["16.02.2017", "16.02.2017", ""], extended_to=["", "", "01.03.2017"],
    answered_on=["16.02.2017", "17.02.2017", "02.03.2017", "02.01.2018", ""], status=["рассмотрено", "рассмотрено", "в работе"],
    outcome=["удовлетворено", "частично удовлетворено", "разъяснено", "отказано"], upheld_by=["", "", "суд", "вышестоящий орган"],
    upheld_on=["01.04.2017", "31.12.2017", "01.01.2018"],
), min_size=12, max_size=60))  # fmt: skip
REQUESTS = numbered("request_number", st.lists(records(
    body_name=BODIES, service_code=SERVICES, channel=["портал", "на бумаге"], received_on=["01.02.2017", "20.12.2016"],
    due_on=["10.02.2017"], rendered_on=["10.02.2017", "11.02.2017", "09.01.2018", "03.01.2017"],
    result=["оказана", "оказана", "отказано", "в работе"], is_late_by_failure=MAYBE, is_entry_late=["нет", "да"],
    is_entry_late_by_failure=MAYBE, failure_document=["", "№ 7"], is_law_enforcement=["нет", "нет", "нет", "да"],
), min_size=12, max_size=40))  # fmt: skip
CONTROL = of_some_bodies(records(
    has_barrier_measures=MAYBE, barrier_measures_document=["№ 1", ""], has_responsible_unit=MAYBE, has_approved_plan=MAYBE,
    has_plan_approved_on_time=MAYBE, plan_executed_pct=PERCENTS, recommendations_issued_count=["0", "5", ""],
    recommendations_executed_pct=PERCENTS, term_breaches_found_count=COUNTS, term_breaches_count=COUNTS,
    last_year_breaches_count=["0", "1", "3", "5", "10", "100", "30001", ""], unconnected_services_count=SERVED,
    unconnected_breaches_count=["0", "0", "1", "3", "7", ""], unconnected_one_day_services_count=SERVED,
    unconnected_one_day_breaches_count=["0", "1", "7", ""], unjustified_refusals_count=COUNTS, refusals_base_count=SERVED,
    incomplete_packages_count=COUNTS, incomplete_packages_base_count=SERVED, extra_documents_count=COUNTS,
    extra_documents_base_count=SERVED, process_breaches_count=COUNTS, process_breaches_base_count=SERVED,
    body_complaints_count=["0", "1", "7"], state_corporation_complaints_count=["0", "3", ""], portal_complaints_count=["0", "1"],
    appeals_register_complaints_count=["0", "2"], recipients_count=SERVED,
))  # fmt: skip
INSPECTIONS = numbered("act_number", st.lists(records(
    body_name=BODIES, service_code=SERVICES, service_name=["Услуга"], inspected_on=["15.06.2017"],
    services_inspected_count=["10", "30000"], term_breaches_count=["0", "1", "7"], unjustified_refusals_count=COUNTS,
    refusals_base_count=SERVED, incomplete_packages_count=COUNTS, incomplete_packages_base_count=SERVED,
    extra_documents_count=COUNTS, extra_documents_base_count=SERVED, process_breaches_count=COUNTS, process_breaches_base_count=SERVED,
), min_size=1, max_size=4))  # fmt: skip
OWN = [{"service_code": code} for code in SERVICES]
PORTAL = {"is_present": ["да", "да", "нет"], "defect_count": DEFECTS}
SITE_ITEMS = [
    {"site": f"{name}.gov.kz", "site_kind": kind, "indicator": indicator, "item_code": item, "language_code": version, "quarter": quarter}
    for name, kind in (("main", "основной"), ("committee", "комитета"))
    for indicator, items in (("доступность", ("1.1", "2.4")), ("полнота", ("1.1", "1.6", "1.8")), ("мобильная версия", ("1.1", "1.2")))
    for item in items
    for version in (("обе",) if indicator == "доступность" else VERSIONS)
    for quarter in ("2", "4")
]  # fmt: skip
INPUTS: dict[str, Rows] = {
    "appeals_register": APPEALS,
    "services_monitoring": REQUESTS,
    "services_internal_control": CONTROL,
    "services_inspections": INSPECTIONS,
    "satisfaction_survey": grid(OWN, records(service_name=["Услуга"], respondents_count=["30"], average_score=GRADES), 3),
    "services_register": grid(OWN, records(
        name_ru=["Услуга"], name_kk=["Қызмет"], is_one_working_day=["false", "false", "true"], is_connected_to_monitoring=["true", "false"],
        included_on=["2014-01-01", "2017-01-01", "2017-12-31", "2018-01-01"], excluded_on=["", "", "2017-12-31", "2018-01-01"],
    ), 5),
    "hidden_services": of_some_bodies(records(
        function_name=["все функции"], is_service=MAYBE, is_included_in_register=["нет"],
        conclusion=["", "нет услуг для включения"], conclusion_document=["№ 3"],
    )),
    "composite_services": numbered("composite_code", of_some_bodies(
        records(composite_name=["Рождение"], joined_service_codes=["001;002"], included_on=DAYS))),
    "optimisation_plan": grid(OWN, records(
        service_name=["Услуга"], is_rendered_by_local_bodies=["нет", "нет", "да"], is_to_be_optimised=YES_OR_NO,
        standard_changed_on=[*DAYS, "", ""],
        rendering_way=["портал и (или) государственная корпорация", "только портал", "портал и на бумаге в государственном органе",
                       "на бумаге только через государственную корпорацию", "на бумаге только в государственном органе"],
        documents_received_count=["0", "1", "3", "7"], documents_receivable_count=["0", "3", "7"], commission_decision=["", "", "№ 9"],
        commission_decided_on=["31.12.2015", "01.01.2016", "31.12.2017"], is_standard_approved=["да", "да", "нет"],
        is_entered_at_period_end=["нет", "нет", "да"],
    ), 5).map(
        # of the last service, the day of a decision may stand without its number
        lambda rows: [
            row if row["commission_decision"] or row["service_code"] == SERVICES[-1] else without(row, "commission_decided_on")
            for row in rows
        ]
    ),
    "open_data": _parameters(("1.1", "1.2", "1.3", "1.4"), **PORTAL),
    "open_budgets": _parameters([f"2.{item}" for item in range(1, 12)], mark=["", "", "", "публиковать нечего"], **PORTAL),
    "open_npa": _parameters([f"3.{item}" for item in range(1, 6)], mark=["", "", "замечаний не поступало"], **PORTAL),
    "open_dialogue": _parameters(
        ("4.1", "4.2", "4.3"), is_present=YES_OR_NO, asked_count=["0", "7", "10"], answered_count=["0", "7"]
    ),
    "site_assessment": grid(SITE_ITEMS, records(
        points=["0", "0.25", "0.3", "0.45", "1"], is_present=["да", "да", "нет"], defect_count=DEFECTS,
        has_message=["", "", "да"], checked_on=["15.11.2017"],
    ), 40),
    "site_mobile_versions": of_some_bodies(records(
        site=["main.gov.kz"], loading=["сама", "по ссылке", "нет"], has_link_back=YES_OR_NO, checked_on=["15.11.2017"])),
    **random_goals.INPUTS,
    **random_organisation.INPUTS,
}  # fmt: skip


def _own_code(row: Row) -> Row:
    """Codes of services that no two bodies share: whose a moved service is, the cases of the criteria test."""
    return {"service_code": f"{BODIES.index(row['body_name'])}{row['service_code']}"} if "service_code" in row else {}


def delivery(source: str, rows: Sequence[Row], year: int = YEAR) -> Delivery:
    """Rows by our names of the columns, in the format of the source; where each body fills in a workbook, a zip of them."""
    contract = contract_of(source)
    body = next(column.name for column in contract.columns if column.type == "body")
    years = dict.fromkeys(YEAR_COLUMNS, str(year))
    whole = [years | row | {body: row["body_name"]} | _own_code(row) for row in rows]
    delivered: list[Record] = [{column.name: row.get(column.name, "") for column in contract.columns} for row in whole]
    if contract.format.file_name:
        books: dict[str, bytes] = {}
        for _, of_body in groupby(delivered, key=lambda record: record[body]):
            own = list(of_body)
            books |= _specimen(contract, year, own, file_name(contract, own[0])).workbooks()
        return Delivery(source, "", f"{source}.zip", zipped(books), str(year))
    kind = {"json_array": "json", "csv": "csv"}.get(contract.format.kind, "xlsx")
    name, content = _specimen(contract, year, delivered, f"{source}.{kind}").packed()
    return Delivery(source, "", name, content, str(year))


def _specimen(contract: Contract, year: int, delivered: Sequence[Record], name: str) -> Specimen:
    headings = tuple((column.name, column.source_name) for column in contract.columns_in_records)
    return Specimen(contract, year, tuple(delivered), headings, (name,))


def pools(size: int) -> dict[str, list[Delivery]]:
    """So many random deliveries of each source, those first that tell most of most bodies; the same ones at every call."""
    return {
        source: [delivery(source, rows) for rows in sorted(_drawn(rows_of, size), key=_silence)]
        for source, rows_of in INPUTS.items()
    }


def _silence(rows: Sequence[Row]) -> tuple[int, int]:
    return -len({row["body_name"] for row in rows}), sum(text == "" for row in rows for text in row.values())


def _drawn(strategy: Rows, size: int) -> list[list[Row]]:
    drawn: list[list[Row]] = []

    @seed(2017)
    @settings(
        max_examples=size,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(rows: list[Row]) -> None:
        drawn.append(rows)

    collect()
    return drawn


def combinations(pool: dict[str, list[Delivery]], year_count: int) -> list[list[Delivery]]:
    """Years: of each source one of its deliveries. Every other year is more whole, so that blocks and the whole are scored:
    all sources come, and tell most of most bodies."""
    chance = random.Random(YEAR)
    return [
        [chance.choice(drawn[: len(drawn) // 3]) for drawn in pool.values()]
        if number % 2
        else [chance.choice(drawn) for drawn in pool.values() if chance.randrange(ABSENT_ONE_TIME_IN)]
        for number in range(year_count)
    ]  # fmt: skip


def readings(year_count: int) -> list[list[str]]:
    """Assumptions that each year reads in their alternative: none in two of three, else some of what reports compare."""
    chance = random.Random(YEAR)
    sets = [row["assumption_ids"].split() for row in read_edition(str(YEAR)).tables["what_ifs"]]
    return [
        sorted(chain.from_iterable(chance.sample(sets, 3))) if number % 3 == 2 else []
        for number in range(year_count)
    ]  # fmt: skip
