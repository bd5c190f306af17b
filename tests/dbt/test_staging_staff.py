"""Personnel, survey and information systems in staging: nothing is lost, and what is wrong on purpose is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ingest.contracts import contract_of
from olshem import warehouse
from tests.support.staff_files import WRITERS

SOURCES = sorted(WRITERS)
UNKNOWN = ("body_name", "names no body that the crosswalk knows")
REPEATED = "repeats {} listed before"
REJECTED: dict[str, list[tuple[str, str]]] = {
    "staff_records": [UNKNOWN],
    "staff_posts": [("total_posts_count", "is empty though the posts are not split")],
    "long_serving_staff": [
        UNKNOWN,
        ("servant_name_hmac", "repeats a servant listed before"),
        ("service_years", "is not more than three years"),
    ],
    "exit_interviews": [UNKNOWN, ("left_count", "is not the sum of the units")],
    "man_hours": [UNKNOWN, ("working_day_hours", "is not the sum of the units")],
    "competitions": [
        ("protocol_number", "repeats a competition listed before"),
        ("has_observer", "is neither yes nor no"),
    ],
    "promotions": [
        ("servant_name_hmac", "repeats an appointment listed before"),
        ("is_own_servant", "is empty though an appointment is listed"),
    ],
    "servants_survey": [
        UNKNOWN,
        ("body_name", "repeats the key of an earlier row"),
        ("answer_07", "is above 5"),
        (
            "overtime_frequency",
            "is not one of: никогда, несколько раз в месяц, несколько раз в неделю, ежедневно и в выходные",
        ),
    ],
    "information_systems": [
        UNKNOWN,
        ("system_owner", "is not one of: собственная, другого органа, нет"),
        ("left_out_reason", "is empty though the object is left out"),
    ],
    "system_registration": [UNKNOWN, ("has_trial_operation_act", "is neither yes nor no")],
}
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def ask(staged: int) -> Ask:
    def answer(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with warehouse.connect("builder") as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    return answer


def model(source: str) -> str:
    return f"staging.stg_{contract_of(source).table}"


@pytest.mark.parametrize("source", SOURCES)
def test_accepted_and_rejected_records_are_all_that_were_loaded(source: str, ask: Ask, staged: int) -> None:
    (counts,) = ask(
        f"select (select count(*) from {model(source)}), "
        f"(select count(distinct row_number) from {model(source)}_rejected), "
        "(select loaded_row_count from ledger.run_load where run_id = %s and source = %s)",
        staged,
        source,
    )
    accepted, rejected, loaded = counts
    assert accepted + rejected == loaded
    assert accepted > 0


@pytest.mark.parametrize("source", SOURCES)
def test_the_cells_that_are_wrong_on_purpose_are_rejected_and_no_others(source: str, ask: Ask) -> None:
    found = ask(f"select column_name, reason from {model(source)}_rejected")
    assert Counter(found) == Counter(REJECTED[source])


@pytest.mark.parametrize("source", SOURCES)
def test_fewer_than_three_records_in_a_hundred_are_wrong(source: str, ask: Ask) -> None:
    (counts,) = ask(
        f"select (select count(distinct row_number) from {model(source)}_rejected), (select count(*) from {model(source)})"
    )
    assert Decimal(100) * counts[0] / (counts[0] + counts[1]) < 3


def test_what_the_predecessor_did_stands_under_its_successor(ask: Ask) -> None:
    rows = ask(f"select dismissed_count from {model('staff_records')} where body_code = 'MLSPP' order by row_number")
    assert len(rows) == 2
    assert rows[1] == (1,)


def test_the_label_of_a_unit_stands_on_each_of_its_reasons(ask: Ask) -> None:
    (found,) = ask(
        f"select sum(reason_count) from {model('exit_interviews')} "
        "where body_code = 'KARAGANDA' and is_total and is_negative"
    )
    assert found == (6,)


def test_hours_with_spaces_and_decimal_commas_are_numbers(ask: Ask) -> None:
    found = ask(
        f"select working_day_hours, day_off_hours, mean_staff_count from {model('man_hours')} "
        "where body_code = 'MOEN' and is_total"
    )
    assert found == [(258000, 27600, 150)]


def test_posts_that_are_not_split_have_their_total(ask: Ask) -> None:
    found = ask(
        f"select count(*), count(head_posts_count), count(total_posts_count) from {model('staff_posts')} "
        "where body_code = 'AKMOLA'"
    )
    assert found == [(4, 0, 4)]


def test_a_nil_return_is_a_record_of_its_own(ask: Ask) -> None:
    found = ask(f"select is_nil_return, protocol_number from {model('competitions')} where body_code = 'KYZYLORDA'")
    assert found == [(True, None)]


def test_skipped_statements_stay_empty(ask: Ask) -> None:
    (found,) = ask(
        f"select count(*) filter (where answer_01 is null), min(answer_01), max(answer_01) from {model('servants_survey')}"
    )
    assert found[0] > 0
    assert found[1:] == (1, 5)


@pytest.mark.parametrize("source", ["long_serving_staff", "promotions"])
def test_no_name_of_a_servant_reaches_the_database(source: str, ask: Ask) -> None:
    found = ask(
        "select count(*) filter (where servant_name_hmac ~ '^[0-9a-f]{64}$') > 0, "
        f"count(*) filter (where servant_name_hmac !~ '^[0-9a-f]{{64}}$') from raw.{contract_of(source).table}"
    )
    assert found == [(True, 0)]
