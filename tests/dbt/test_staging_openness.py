"""The staging models of openness: every loaded row is accepted or rejected, and the wrong cells say why."""

from __future__ import annotations

from typing import Any

import pytest

from olshem import warehouse
from tests.support.openness import FILES

MODELS = {
    "open_data": "open_data__parameters",
    "open_budgets": "open_budgets__parameters",
    "open_npa": "open_npa__parameters",
    "open_dialogue": "open_dialogue__parameters",
    "open_data_statistics": "open_data_statistics__bodies",
    "site_assessment": "site_assessment__parameters",
    "site_mobile_versions": "site_mobile_versions__sites",
    "form_1ol": "form_1ol__rows",
}
UNKNOWN = ("body_name", "Министерство нефти и газа Республики Казахстан", "names no body that the crosswalk knows")
REJECTED = {
    "open_data": {
        ("defect_count", "несколько", "is not a number"),
        ("is_present", "частично", "is neither yes nor no"),
        ("checked_on", "31.11.2017", "is not a date"),
        UNKNOWN,
    },
    "open_budgets": {
        ("defect_count", "-1", "is below zero"),
        ("is_present", "в работе", "is neither yes nor no"),
        ("mark", "см. письмо", "is not one of: не администратор бюджетных программ, публиковать нечего"),
        ("checked_on", "в декабре", "is not a date"),
        UNKNOWN,
    },
    "open_npa": {
        ("defect_count", "1,5", "is not a whole number"),
        ("is_present", None, "is empty though no mark explains it"),
        ("language_code", "каз", "is not one of: ru, kk"),
        UNKNOWN,
    },
    "open_dialogue": {
        ("answered_count", "999999", "is above the number of questions asked"),
        ("asked_count", "нет данных", "is empty though the questions of the blog are counted"),
        ("item_code", "4.9", "is not one of: 4.1, 4.2, 4.3"),
        UNKNOWN,
    },
    "open_data_statistics": set(),
    "site_assessment": {
        ("points", "10", "is above 1"),
        ("points", "нет данных", "is empty though availability is scored in points"),
        ("defect_count", "много", "is not a number"),
        ("is_present", "частично", "is neither yes nor no"),
        ("checked_on", "31.11.2017", "is not a date"),
        UNKNOWN,
    },
    "site_mobile_versions": {UNKNOWN},
    "form_1ol": {
        ("handled_count", "777", "is not the sum of its outcomes"),
        ("handled_late_count", "нет данных", "says that there are no data"),
    },
}
# Rows and not cells: a portal's record sent twice has a reason of its own, and is told by its name.
REPEATED = {"open_data", "open_budgets", "open_npa", "open_dialogue"}


def rows(statement: str) -> list[tuple[Any, ...]]:
    with warehouse.connect("builder") as connection:
        return connection.execute(statement.encode()).fetchall()


@pytest.mark.parametrize("source", FILES)
def test_every_loaded_row_is_accepted_or_rejected(staged: int, source: str) -> None:
    model = MODELS[source]
    ((loaded,),) = rows(f"select count(*) from staging.base_{model}")
    ((accepted,),) = rows(f"select count(*) from staging.stg_{model}")
    ((rejected,),) = rows(f"select count(distinct (load_id, row_number)) from staging.stg_{model}_rejected")
    assert loaded > 0
    assert accepted + rejected == loaded


@pytest.mark.parametrize("source", FILES)
def test_the_wrong_cells_are_rejected_with_their_reasons(staged: int, source: str) -> None:
    found = rows(f"select column_name, raw_value, reason from staging.stg_{MODELS[source]}_rejected")
    told = [cell for cell in found if cell[2] != "repeats the key of an earlier row"]
    assert len(found) - len(told) == (1 if source in REPEATED else 0)
    assert sorted(told, key=str) == sorted(REJECTED[source], key=str)


@pytest.mark.parametrize("source", FILES)
def test_only_bodies_of_the_year_are_named(staged: int, source: str) -> None:
    ((count,),) = rows(f"select count(distinct body_code) from staging.stg_{MODELS[source]}")
    assert count == (35 if source == "form_1ol" else 36)


def test_the_name_before_the_reform_leads_to_the_ministry_of_labour(staged: int) -> None:
    ((count,),) = rows(
        "select count(*) from staging.base_open_budgets__parameters "
        "where raw_body_name = 'Министерство здравоохранения и социального развития Республики Казахстан' "
        "and body_code = 'MLSPP' and is_accepted"
    )
    assert count == 1


def test_labels_that_stand_once_for_several_lines_reach_each_of_them(staged: int) -> None:
    labels = rows(
        "select row_code, group_label, kind_label, applicant_label from staging.stg_form_1ol__rows "
        "where body_code = 'MOEN' and row_code in ('1', '4', '5', '8') order by row_code"
    )
    assert labels == [
        ("1", "Всего обращений", None, None),
        ("4", "из них", "жалобы", "юридических лиц"),
        ("5", "из них", "заявления", "всего"),
        ("8", "из них", "предложения", None),
    ]


def test_a_comma_in_points_is_a_decimal_mark(staged: int) -> None:
    found = rows(
        "select distinct points from staging.stg_site_assessment__parameters "
        "where body_code = 'ASTANA' and indicator_code = 'O2.1' and item_code = '2.3'"
    )
    assert [f"{points:.2f}" for (points,) in found] == ["0.45"]
