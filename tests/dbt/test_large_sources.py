"""The sources with millions of records: typed in parts that fit together, and tested in readings that can fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from olshem import warehouse
from olshem.cycle.build import build
from tests.support import crafted
from tests.support.dbt import Dbt
from tests.support.golden import FINANCE

APPEALS, REMARKED = "staging.base_appeals_register__appeals", "staging.base_appeals_register__remarked"
WRITTEN = {
    "01.02.2024": date(2024, 2, 1),
    "01.02.2024 г": date(2024, 2, 1),
    "01.02.2024 г.": date(2024, 2, 1),
    "2024-02-01": date(2024, 2, 1),
    "45323": date(2024, 2, 1),  # days since 30.12.1899
    " 01.02.2024": date(2024, 2, 1),
    "1/2/2024": date(2024, 2, 1),
    "2024-02-01T10:00:00+06:00": date(2024, 2, 1),
    "31.12.2021": date(2021, 12, 31),  # the day before those that are looked up for 2024
    "01.01.2022": date(2022, 1, 1),
    "31.12.2009": date(2009, 12, 31),  # the day before the table of days begins
    "29.02.2024": None,  # after the answer: rejected, but read
    "30.02.2024": None,
    "нет данных": None,
    "": None,
}
HASHES = "staging.base_appeals_register__repeated_hashes"
COPIED = "2024-0000099"


@pytest.fixture(scope="module")
def register(running_warehouse: None) -> int:
    """A register whose days of receipt are written in every way, and a number that stands in three records."""
    rows = [{"body_name": FINANCE, "received_on": text} for text in WRITTEN]
    rows += [{"body_name": FINANCE, "appeal_id": COPIED, "topic": f"О субсидии {turn}"} for turn in range(3)]
    run_id = crafted.loaded_run([crafted.appeals(rows)])
    build([run_id], "criteria")
    return run_id


@pytest.fixture
def undone(register: int) -> Iterator[None]:
    """The typed records again as they were, whatever a test did to them."""
    tables = (APPEALS, REMARKED, HASHES)
    for table in tables:
        _change(f"create table {table}_kept as select * from {table}")
    yield
    for table in tables:
        _change(f"truncate {table}; insert into {table} select * from {table}_kept; drop table {table}_kept")


def test_a_day_is_read_the_same_whether_it_is_looked_up_or_not(register: int) -> None:
    accepted = _ask(
        "select cells.received_on, appeals.received_on from staging.stg_appeals_register__appeals as appeals "
        "inner join raw.appeals_register__appeals as cells on load_id = _load_id and row_number = _row_number "
        f"where appeals.appeal_id <> '{COPIED}' order by row_number"
    )
    assert accepted == [(text, day) for text, day in WRITTEN.items() if day]


def test_the_days_that_are_looked_up_are_those_that_the_function_reads(running_warehouse: None) -> None:
    assert _ask("select count(*) from reference.written_day where reference.to_date(written) is distinct from day") == [
        (0,)
    ]


def test_every_record_is_accepted_as_it_is_or_told_whole(register: int) -> None:
    assert _ask(
        f"select count(*) from {APPEALS} as typed full join {REMARKED} as remarked using (load_id, row_number) "
        "where (typed.raw_cells is null) is distinct from (remarked.row_number is null)"
    ) == [(0,)]
    assert _ask(
        "select raw_value, reason from staging.stg_appeals_register__appeals_rejected "
        "where column_name = 'received_on' order by row_number"
    ) == [("30.02.2024", "is not a date"), ("нет данных", "says that there are no data"), (None, "is empty")]


def test_of_records_with_one_number_the_first_counts_and_the_copies_keep_their_words(register: int) -> None:
    assert _ask(f"select raw_topic from {REMARKED} where is_copy order by row_number") == [
        ("О субсидии 1",),
        ("О субсидии 2",),
    ]
    assert _ask(f"select count(*) from staging.stg_appeals_register__appeals where appeal_id = '{COPIED}'") == [(1,)]


def test_the_words_of_an_appeal_stay_in_raw(register: int) -> None:
    columns = "select column_name from information_schema.columns where table_name = 'base_appeals_register__appeals'"
    assert not {"topic", "region", "applicant_hmac"} & {name for (name,) in _ask(columns)}


@pytest.mark.usefixtures("undone")
def test_two_numbers_with_the_same_hash_are_not_copies_of_each_other(dbt: Dbt) -> None:
    """The models below the hashes are made again with one hash more, which none of its records shares with another."""
    first = "select appeal_id, load_id from staging.stg_appeals_register__appeals order by row_number limit 1"
    ((appeal_id, load_id),) = _ask(first)
    accepted = _ask("select count(*) from staging.stg_appeals_register__appeals")
    _change(f"insert into {HASHES} values (hashtextextended('{appeal_id}', {load_id}), 2)")
    below = ("--select", "path:models/staging/appeals_register", "--exclude", HASHES.partition(".")[2])
    assert dbt("run", *below).returncode == 0
    told = f"select is_accepted, is_copy from {REMARKED} where appeal_id = '{appeal_id}'"
    assert _ask(told) == [(True, False)]
    assert _ask("select count(*) from staging.stg_appeals_register__appeals") == accepted


@pytest.mark.usefixtures("undone")
def test_values_that_staging_should_not_let_through_are_found_out(dbt: Dbt) -> None:
    """Each of the three asks something else: a list, another model, that it is there."""
    for row_number, spoilt in enumerate(("kind = 'жалобы'", "body_code = 'NOBODY'", "received_on = null"), start=1):
        _change(f"update {APPEALS} set {spoilt} where row_number = {row_number}")
    assert "FAIL 3 known_values" in dbt("test", "--select", "stg_appeals_register__appeals").stdout


@pytest.mark.usefixtures("undone")
def test_a_copy_that_nobody_tells_of_is_found_out(dbt: Dbt) -> None:
    _change(f"delete from {REMARKED} where is_copy and raw_topic = 'О субсидии 2'")
    assert "FAIL 1 copies_are_told" in dbt("test", "--select", "base_appeals_register__repeated_hashes").stdout


def _ask(query: str) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(query.encode()).fetchall()


def _change(statement: str) -> None:
    with warehouse.connect("builder") as connection:
        connection.execute(statement.encode())
