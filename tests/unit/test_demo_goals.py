"""The invented goals, budgets, audits and reports: what is told of whom stands in the files, to the number."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from demo.world import PREDECESSOR_NAME, World
from tests.support.goal_files import SMALL, WRITERS, YEAR, Record, body_of, number, records, write_all

OF_BOTH_TIED = [
    "territory_programme_indicators",
    "local_budget_results",
    "programme_planning",
    "programme_execution",
    "audit_results",
]
Told = dict[str, list[Record]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("goals"))


@pytest.fixture(scope="module")
def told(files: dict[str, Path]) -> Told:
    return {source: records(source, file) for source, file in files.items()}


def of(told: Told, source: str, code: str, **wanted: str) -> list[Record]:
    """The records of a source on one body, with these cells."""
    return [
        record
        for record in told[source]
        if body_of(source, record) == code and all(record[name] == value for name, value in wanted.items())
    ]


@pytest.mark.parametrize("source", sorted(WRITERS))
def test_the_same_seed_gives_the_same_bytes(source: str, files: dict[str, Path], tmp_path: Path) -> None:
    (name,) = WRITERS[source](SMALL, tmp_path)
    assert (tmp_path / name).read_bytes() == files[source].read_bytes()


@pytest.mark.parametrize("source", sorted(WRITERS))
def test_another_seed_gives_others(source: str, files: dict[str, Path], tmp_path: Path) -> None:
    (name,) = WRITERS[source](World(year=YEAR, factor=0.05, seed=1), tmp_path)
    assert (tmp_path / name).read_bytes() != files[source].read_bytes()


def test_projects_grow_with_the_factor(told: Told, tmp_path: Path) -> None:
    (name,) = WRITERS["local_budget_results"](World(year=YEAR, factor=0.5), tmp_path)
    assert len(records("local_budget_results", tmp_path / name)) == 3 * len(told["local_budget_results"])


def test_the_silent_body_handed_in_no_form_and_is_known_by_others(told: Told) -> None:
    assert of(told, "budget_programmes", "MRACS") == []
    assert len(of(told, "strategic_plan_indicators", "MRACS")) == 4
    assert len(of(told, "programme_execution", "MRACS")) == 2
    arrivals = of(told, "report_arrivals", "MRACS")
    assert len(arrivals) == 3 + 2 + 8
    assert {(one["arrived_on"], one["is_present"].lower()) for one in arrivals} <= {("", "нет"), ("", "жоқ")}


def test_the_reorganised_body_reports_its_second_goal_under_its_former_name(told: Told) -> None:
    for source in ("strategic_plan_indicators", "budget_programmes"):
        former = [one for one in told[source] if one["body_name"] == PREDECESSOR_NAME]
        assert [one["goal_code"] for one in former] == ["1.2", "1.2"]
        assert {body_of(source, one) for one in former} == {"MLSPP"}
    assert [one["month"] for one in told["budget_execution"] if one["name"] == PREDECESSOR_NAME] == [f"01.{YEAR}"]


@pytest.mark.parametrize("source", OF_BOTH_TIED)
def test_the_tied_regions_differ_in_their_names_alone(source: str, told: Told) -> None:
    def without_names(code: str) -> list[dict[str, str]]:
        return [
            {name: value for name, value in record.items() if name not in ("region_name", "body_name")}
            for record in of(told, source, code)
        ]

    assert without_names("KOSTANAY") == without_names("PAVLODAR")
    assert without_names("KOSTANAY") != without_names("AKMOLA")


@pytest.mark.parametrize(
    ("code", "plan", "fact", "previous"),
    [("1.1.1", "40", "50", "45"), ("1.1.2", "40", "49.9", "45"), ("1.1.3", "10", "8", "9"), ("1.2.1", "100", "100", "100"),
     ("1.2.2", "80", "76", "76"), ("1.2.3", "0", "0", "0")],
)  # fmt: skip
def test_indicators_of_the_ministry_on_the_edges(code: str, plan: str, fact: str, previous: str, told: Told) -> None:
    (one,) = of(told, "strategic_plan_indicators", "MOEN", indicator_code=code)
    found = [number(one[name]) for name in ("plan_value", "fact_value", "previous_fact_value")]
    assert found == [Decimal(plan), Decimal(fact), Decimal(previous)]


def test_what_the_ministry_on_the_edges_spent(told: Told) -> None:
    shares = {
        one["programme_code"]: number(one["spent_thousand_kzt"]) / number(one["planned_thousand_kzt"])
        for one in of(told, "programme_execution", "MOEN")
    }
    assert shares == {"036": Decimal("0.9"), "041": Decimal("0.9"), "037": Decimal(1), "038": Decimal("0.63")}


def test_every_step_of_the_ladder_of_rankings_is_there(told: Told) -> None:
    places = {
        tuple(int(one[name]) for name in ("plan_value", "fact_value", "previous_fact_value"))
        for one in told["strategic_plan_indicators"]
        if one["direction"] == "рейтинг"
    }
    assert {(50, 49, 52), (50, 51, 52), (49, 50, 50), (50, 52, 51), (60, 58, 55)} <= places


def test_a_goal_without_a_counted_indicator_and_a_goal_without_a_programme(told: Told) -> None:
    uncounted = of(told, "strategic_plan_indicators", "MDAI", goal_code="1.2")
    assert [one["plan_value"] in ("", "нет данных", "-") or one["data_status"] == "нет" for one in uncounted] == [
        True
    ] * 2
    assert of(told, "strategic_plan_indicators", "MFA", goal_code="1.2") != []
    assert of(told, "budget_programmes", "MFA", goal_code="1.2") == []


def test_every_kind_of_programme_is_there(told: Told) -> None:
    kinds = {one["programme_kind"] for one in told["budget_programmes"]}
    assert kinds == {"обычная", "субвенция", "отправитель трансферта", "распределитель", "получатель"}


def test_law_enforcement_is_flagged_in_plans_and_programmes(told: Told) -> None:
    for source in ("strategic_plan_indicators", "budget_programmes"):
        flagged = {body_of(source, one) for one in told[source] if one["is_law_enforcement"].lower() in ("да", "иә")}
        assert flagged == {"MOF", "ACSAC"}


def test_the_budget_of_a_body_is_what_its_programmes_were_given_and_a_quarter_more(told: Told) -> None:
    (budget,) = (one for one in told["budget_execution"] if (one["code"], one["month"]) == ("241", f"12.{YEAR}"))
    given = sum(number(one["planned_thousand_kzt"]) for one in of(told, "programme_execution", "MOEN"))
    assert given == 7_500_000
    assert number(budget["plg"]) == 9_375_000


@pytest.mark.parametrize(
    ("code", "percents"),
    [
        ("AKMOLA", ["100", "99.95", "99.9", "99.3", "99.2", "98.6", "97.9", "97.2", "96.5", "95.8"]),
        ("ALMATY_REG", ["95.1", "94.4", "93.7", "93", "92.3", "91.6", "90.9", "90.2", "90.15", "90.1"]),
    ],
)
def test_direct_results_on_every_edge_of_the_bands(code: str, percents: list[str], told: Told) -> None:
    found = [
        100 * number(one["fact_value"]) / number(one["plan_value"]) for one in of(told, "local_budget_results", code)
    ]
    assert found == [Decimal(percent) for percent in percents]


@pytest.mark.parametrize(
    ("code", "percent"),
    [("AKMOLA", "5"), ("AKTOBE", "5.04"), ("ALMATY_REG", "5.06"), ("ZHAMBYL", "9.9"), ("EAST_KZ", "9.95"), ("NORTH_KZ", "10"),
     ("KYZYLORDA", "14.9"), ("WEST_KZ", "15"), ("KARAGANDA", "0.04"), ("ASTANA", "0"), ("ATYRAU", "38.4")],
)  # fmt: skip
def test_violations_on_every_edge_of_the_bands(code: str, percent: str, told: Told) -> None:
    rows = of(told, "audit_results", code)
    violations = sum(number(one["violations_thousand_kzt"]) for one in rows)
    audited = sum(number(one["audited_in_year_thousand_kzt"]) for one in rows)
    assert 100 * violations / audited == Decimal(percent)


def test_the_region_without_an_audit_says_so_in_a_row(told: Told) -> None:
    (one,) = of(told, "audit_results", "MANGYSTAU")
    assert (one["programme_name"], one["is_held"], one["audited_thousand_kzt"]) == ("аудит не проводился", "нет", "")


def test_the_flawless_region_reached_everything_and_no_more(told: Told) -> None:
    results = of(told, "local_budget_results", "ASTANA")
    assert all(number(one["fact_value"]) == number(one["plan_value"]) for one in results)
    spent = of(told, "programme_execution", "ASTANA")
    assert all(number(one["spent_thousand_kzt"]) == number(one["planned_thousand_kzt"]) for one in spent)
    assert {one["planning_defects"] for one in of(told, "programme_planning", "ASTANA")} == {""}
    assert {one["fact_kind"] for one in of(told, "recheck_records", "ASTANA")} == {"не выявлено"}


def test_the_worst_region_earns_every_deduction(told: Told) -> None:
    kinds = Counter(one["fact_kind"] for one in of(told, "recheck_records", "ATYRAU", block="1"))
    assert kinds == {
        "недостоверность": 20 + 6 + 15, "несвоевременность": 2, "отсутствие отчёта": 1, "неполнота": 3,
        "перевыполнение индикатора": 3, "перевыполнение результата": 1,
    }  # fmt: skip
    for direction in ("услуги", "открытость"):
        assert len(of(told, "recheck_records", "ATYRAU", block="2", direction=direction)) == 30
    assert all(len(one["planning_defects"].split("; ")) == 9 for one in of(told, "programme_planning", "ATYRAU"))


def test_every_kind_of_fact_is_found_somewhere(told: Told) -> None:
    kinds = {one["fact_kind"] for one in told["recheck_records"]} - {"иное"}
    assert kinds == {
        "недостоверность", "неполнота", "несвоевременность", "отсутствие отчёта", "отсутствие методики",
        "перевыполнение индикатора", "перевыполнение результата", "не выявлено",
    }  # fmt: skip


def test_the_facts_of_the_ministry_on_the_edges_cost_exactly_the_cap(told: Told) -> None:
    facts = of(told, "recheck_records", "MOEN", block="1", fact_kind="недостоверность")
    repeated = sum(one["is_repeated"].lower() in ("да", "иә") for one in facts)
    assert Decimal("0.2") * (len(facts) - repeated) + Decimal("0.5") * repeated == Decimal("6.5")


def test_no_evaluator_judges_itself(told: Told) -> None:
    codes = {
        "Министерство национальной экономики Республики Казахстан": "MNE",
        "Министерство финансов Республики Казахстан": "MOF",
        "Министерство информации и коммуникаций Республики Казахстан": "MICOM",
        "Агентство Республики Казахстан по делам государственной службы и противодействию коррупции": "ACSAC",
        "Комитет по правовой статистике и специальным учетам Генеральной прокуратуры Республики Казахстан": "GPO",
    }
    itself = [
        one for one in told["recheck_records"] if codes.get(one["evaluator_name"]) == body_of("recheck_records", one)
    ]
    assert itself == []


def test_every_record_of_the_re_check_is_there_even_without_a_fact(told: Told) -> None:
    # one on each of 16 bodies, two on each of 16 regions, three directions of 36 bodies, 31 of block 3, one of a stranger
    assert len({one["record_code"] for one in told["recheck_records"]}) == 16 + 2 * 16 + 3 * 36 + 31 + 1


def test_a_report_on_its_last_day_is_not_late(told: Told) -> None:
    arrivals = of(told, "report_arrivals", "MOEN", block="1")
    assert [
        one["arrived_on"][-5:] == one["due_on"][-5:] or one["arrived_on"][:5] == one["due_on"][:5] for one in arrivals
    ] == [True] * 3
