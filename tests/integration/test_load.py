"""Loading: every record arrives or is named, numbers stay true to the file, a load is visible whole or not at all."""

from __future__ import annotations

import csv
import dataclasses
import hmac
import io
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo import appeals_register
from ingest import load as loading
from ingest import snapshots
from ingest.contracts import Contract, contract_of, load_contract
from ingest.errors import DeliveryRefused, LoadMismatch, SnapshotDamaged
from ingest.inspect import inspect
from ingest.load import load_run, load_snapshot
from ingest.loading import LoadProgress
from ingest.raw_tables import ensure_tables
from olshem import warehouse
from olshem.cycle import what_if
from olshem.settings import project_root
from olshem.warehouse.errors import Terminal
from tests.support.deliveries import FIXTURES, keep_snapshot
from tests.support.fabricate import frozen_run

pytestmark = pytest.mark.usefixtures("running_warehouse")
LETTERS = load_contract(FIXTURES / "contracts/letters.yml")
PARTITIONED = dataclasses.replace(LETTERS, entity="partitioned", is_partitioned_by_load=True)
LETTERS_OTHERWISE = dataclasses.replace(
    LETTERS, columns=tuple(dataclasses.replace(column, is_required=False) for column in LETTERS.columns)
)
HEAD = b"number,name,note\n"


@pytest.fixture(scope="module", autouse=True)
def tables(running_warehouse: None) -> None:
    ensure_tables()
    ensure_tables([LETTERS, PARTITIONED])


def ask(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(query.encode(), parameters).fetchall()


def deliver(folder: Path, content: bytes, contract: Contract = LETTERS, declared: int | None = None) -> int:
    file = folder / "letters.csv"
    file.write_bytes(content)
    return keep_snapshot(contract, file, declared=declared)


def rows_of(load_id: int, contract: Contract = LETTERS) -> list[tuple[Any, ...]]:
    return ask(
        f"select _row_number, number, name, note, extra from raw.{contract.table} where _load_id = %s order by _row_number",
        load_id,
    )


@pytest.fixture(params=[LETTERS, PARTITIONED], ids=["small", "partitioned"])
def contract(request: pytest.FixtureRequest) -> Contract:
    found: Contract = request.param
    return found


def test_rows_arrive_with_the_number_they_have_in_the_file(tmp_path: Path, contract: Contract) -> None:
    content = HEAD + b'1,a,"x, y"\n2,cut\n3,b,"two\nlines"\n4,a,b,c\n5,\xd2\x9b,z\n'
    summary = load_snapshot(deliver(tmp_path, content, contract), contract)
    assert (summary.total_row_count, summary.loaded_row_count, summary.unreadable_row_count) == (5, 3, 2)
    assert rows_of(summary.load_id, contract) == [
        (1, "1", "a", "x, y", None),
        (3, "3", "b", "two\nlines", None),
        (5, "5", "қ", "z", None),
    ]
    assert ask(
        "select row_number, reason, raw_text from ledger.unreadable_row where load_id = %s order by 1", summary.load_id
    ) == [
        (2, "it has 2 columns instead of 3", "2,cut"),
        (4, "it has 4 columns instead of 3", "4,a,b,c"),
    ]


def test_the_ledger_accounts_for_every_record(tmp_path: Path, contract: Contract) -> None:
    summary = load_snapshot(deliver(tmp_path, HEAD + b"1,a,b\n2\n", contract, declared=2), contract)
    query = (
        "select total_row_count, loaded_row_count, unreadable_row_count, declared_row_count, raw_table, contract_sha256 "
        "from ledger.load where load_id = %s"
    )
    assert ask(query, summary.load_id) == [(2, 1, 1, 2, f"raw.{contract.table}", contract.sha256)]


def test_an_empty_field_is_null_and_an_empty_quoted_one_is_empty_text(tmp_path: Path) -> None:
    summary = load_snapshot(deliver(tmp_path, HEAD + b'1,,""\n'), LETTERS)
    assert rows_of(summary.load_id) == [(1, "1", None, "", None)]


def test_columns_are_taken_by_name_in_any_order_and_an_optional_one_may_come(tmp_path: Path) -> None:
    summary = load_snapshot(deliver(tmp_path, b"note,extra,number,name\nn,e,1,a\n"), LETTERS)
    assert rows_of(summary.load_id) == [(1, "1", "a", "n", "e")]


def test_windows_line_ends_and_a_mark_of_encoding_are_no_part_of_the_values(tmp_path: Path) -> None:
    summary = load_snapshot(deliver(tmp_path, b"\xef\xbb\xbfnumber,name,note\r\n1,a,b\r\n2,c,d\r\n"), LETTERS)
    assert rows_of(summary.load_id) == [(1, "1", "a", "b", None), (2, "2", "c", "d", None)]


def test_a_zero_byte_costs_its_record_and_can_be_read_in_the_ledger(tmp_path: Path) -> None:
    summary = load_snapshot(deliver(tmp_path, HEAD + b"1,a\x00,b\n2,c,d\n"), LETTERS)
    assert [row[0] for row in rows_of(summary.load_id)] == [2]
    assert ask("select raw_text from ledger.unreadable_row where load_id = %s", summary.load_id) == [("1,a␀,b",)]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_carriage_return_within_a_line_costs_its_record_and_can_be_read_in_the_ledger(
    tmp_path: Path, delimiter: str
) -> None:
    contract = dataclasses.replace(LETTERS, format=dataclasses.replace(LETTERS.format, delimiter=delimiter))
    content = b"number,name,note\n1,a\rb,c\n2,d,e\n".replace(b",", delimiter.encode())
    summary = load_snapshot(deliver(tmp_path, content, contract), contract)
    assert (summary.total_row_count, summary.loaded_row_count, summary.unreadable_row_count) == (2, 1, 1)
    assert [row[0] for row in rows_of(summary.load_id)] == [2]
    raw_text = f"1{delimiter}a\rb{delimiter}c"
    assert ask("select raw_text from ledger.unreadable_row where load_id = %s", summary.load_id) == [(raw_text,)]


def test_a_line_of_backslash_and_dot_does_not_end_the_file(tmp_path: Path) -> None:
    summary = load_snapshot(deliver(tmp_path, HEAD + b'1,a,b\n\\.\n2,"c\n\\.\n",d\n3,e,f\n'), LETTERS)
    assert (summary.loaded_row_count, summary.unreadable_row_count) == (3, 1)
    assert [row[0] for row in rows_of(summary.load_id)] == [1, 3, 4]


def test_json_keeps_digits_null_and_empty_text_apart(tmp_path: Path) -> None:
    source = dataclasses.replace(LETTERS, format=dataclasses.replace(LETTERS.format, kind="json_array"))
    text = (
        '[{"number": 1.10, "name": null, "note": ""}, {"number": 1e400, "name": "a \\"b\\"\\nc", "note": true},'
        ' {"number": 3}, 7, {"number": 12345678901234567890, "name": "қ", "note": "\\u0000"}, {"number": 6, "name": "f", "note": "g"}]'
    )
    summary = load_snapshot(deliver(tmp_path, text.encode(), source), source)
    assert rows_of(summary.load_id) == [
        (1, "1.10", None, "", None),
        (2, "1e400", 'a "b"\nc', "true", None),
        (6, "6", "f", "g", None),
    ]
    assert [
        row[0]
        for row in ask("select row_number from ledger.unreadable_row where load_id = %s order by 1", summary.load_id)
    ] == [3, 4, 5]


def test_loading_again_changes_nothing(tmp_path: Path, contract: Contract) -> None:
    snapshot_id = deliver(tmp_path, HEAD + b"1,a,b\n", contract)
    first, second = load_snapshot(snapshot_id, contract), load_snapshot(snapshot_id, contract)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.load_id == second.load_id
    assert len(rows_of(first.load_id, contract)) == 1


def test_a_contract_that_reads_otherwise_loads_the_snapshot_anew(tmp_path: Path) -> None:
    snapshot_id = deliver(tmp_path, HEAD + b"1,a,b\n")
    assert load_snapshot(snapshot_id, LETTERS).load_id != load_snapshot(snapshot_id, LETTERS_OTHERWISE).load_id


def test_a_total_that_differs_from_the_declared_one_leaves_nothing(tmp_path: Path, contract: Contract) -> None:
    snapshot_id = deliver(tmp_path, HEAD + b"1,a,b\n", contract, declared=2)
    before = ask(f"select count(*) from raw.{contract.table}")
    with pytest.raises(LoadMismatch, match="declared 2 records, the file holds 1"):
        load_snapshot(snapshot_id, contract)
    assert ask(f"select count(*) from raw.{contract.table}") == before
    assert ask("select count(*) from ledger.load where snapshot_id = %s", snapshot_id) == [(0,)]


def test_bytes_that_were_changed_after_collection_leave_nothing(tmp_path: Path, contract: Contract) -> None:
    snapshot_id = deliver(tmp_path, HEAD + b"1,a,changed" + str(contract.entity).encode() + b"\n", contract)
    sha256 = ask("select sha256 from ledger.snapshot where snapshot_id = %s", snapshot_id)[0][0]
    file = snapshots.path_of(sha256)
    file.chmod(0o600)
    file.write_bytes(HEAD + b"1,a,b\n2,c,d\n")
    before = ask(f"select count(*) from raw.{contract.table}")
    with pytest.raises(SnapshotDamaged):
        load_snapshot(snapshot_id, contract)
    assert ask(f"select count(*) from raw.{contract.table}") == before


def test_a_contract_that_lost_a_column_of_the_file_says_so(tmp_path: Path) -> None:
    shorter = dataclasses.replace(LETTERS, columns=LETTERS.columns[:2])
    with pytest.raises(DeliveryRefused, match="a column `note` that the contract does not know"):
        load_snapshot(deliver(tmp_path, HEAD + b"1,a,b\n"), shorter)


def test_a_contract_that_grew_gets_its_column_and_old_rows_stay() -> None:
    column = dataclasses.replace(LETTERS.columns[3], name="added", source_name="added")
    for contract in (LETTERS, PARTITIONED):
        ensure_tables([dataclasses.replace(contract, columns=(*contract.columns, column))])
        ensure_tables([contract])
        assert ask(
            "select count(*) from information_schema.columns where table_schema = 'raw' and table_name = %s and column_name = 'added'",
            contract.table,
        ) == [(1,)]


def test_a_snapshot_loads_into_a_table_that_has_more_columns_than_its_contract(
    tmp_path: Path, contract: Contract
) -> None:
    column = dataclasses.replace(LETTERS.columns[3], name="former", source_name="former")
    ensure_tables([dataclasses.replace(contract, columns=(*contract.columns, column))])
    assert load_snapshot(deliver(tmp_path, HEAD + b"1,a,b\n", contract), contract).loaded_row_count == 1


def test_every_contract_has_its_raw_table_with_a_description_of_each_column() -> None:
    described = ask(
        "select attrelid::regclass::text, count(*), count(col_description(attrelid, attnum)) from pg_attribute "
        "where attrelid in ('raw.appeals_register__appeals'::regclass, 'raw.budget_execution__administrators'::regclass, "
        "'raw.open_data_statistics__bodies'::regclass) and attnum > 0 and attname not like '\\_%%' group by 1 order by 1"
    )
    assert [(count, filled) for _, count, filled in described] == [(17, 17), (18, 18), (9, 9)]


def test_a_run_rests_on_the_load_that_it_was_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The contract is changed and put back: the snapshot has a later load, and the first one is the one that is meant."""
    run_id, other_run_id = runs_on(deliver(tmp_path, HEAD + b"1,a,b\n"))
    what_if_id = what_if.freeze(run_id, "A-10")
    loads = []
    for contract in (LETTERS, LETTERS_OTHERWISE, LETTERS):
        monkeypatch.setattr(loading, "contract_of", lambda source, contract=contract: contract)
        (summary,) = load_run(run_id)
        loads.append(summary.load_id)
        assert load_of(run_id) == load_of(what_if_id) == summary.load_id
    assert loads[0] == loads[2] != loads[1]

    load_run(run_id)
    monkeypatch.setattr(loading, "contract_of", lambda source: LETTERS_OTHERWISE)
    load_run(other_run_id)
    assert (load_of(run_id), load_of(other_run_id)) == (loads[0], loads[1])
    chosen = ask("select load_id from ledger.run_load_choice where run_id = %s order by choice_id", run_id)
    assert [load_id for (load_id,) in chosen] == loads


def test_a_published_run_keeps_its_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (run_id, _) = runs_on(deliver(tmp_path, HEAD + b"1,a,b\n"))
    monkeypatch.setattr(loading, "contract_of", lambda source: LETTERS)
    (summary,) = load_run(run_id)
    with warehouse.connect("publisher") as connection:
        connection.execute(
            "insert into ledger.publication (profile, reporting_year, run_id) values ('demo', 2094, %s)", [run_id]
        )
    load_run(run_id)
    monkeypatch.setattr(loading, "contract_of", lambda source: LETTERS_OTHERWISE)
    with pytest.raises(Terminal, match="What was published does not change"):
        load_run(run_id)
    assert load_of(run_id) == summary.load_id


def test_a_run_that_chose_no_load_rests_on_the_latest_of_its_snapshot(tmp_path: Path) -> None:
    snapshot_id = deliver(tmp_path, HEAD + b"1,a,b\n")
    (run_id, _) = runs_on(snapshot_id)
    load_snapshot(snapshot_id, LETTERS)
    latest = load_snapshot(snapshot_id, LETTERS_OTHERWISE)
    assert load_of(run_id) == latest.load_id


def runs_on(snapshot_id: int) -> list[int]:
    """Two runs with this snapshot as their only input."""
    run_ids = [frozen_run("demo", 2094) for _ in range(2)]
    with warehouse.connect("loader") as connection:
        for run_id in run_ids:
            connection.execute(
                "insert into ledger.run_input (run_id, source, snapshot_id) values (%s, 'letters', %s)",
                [run_id, snapshot_id],
            )
    return run_ids


def load_of(run_id: int) -> int:
    return int(ask("select load_id from ledger.run_load where run_id = %s", run_id)[0][0])


def test_an_unknown_run_is_refused() -> None:
    with pytest.raises(Terminal, match="There is no run 999999"):
        load_run(999_999)


def test_progress_is_told_and_the_end_is_the_total(tmp_path: Path) -> None:
    told: list[LoadProgress] = []
    content = HEAD + b"".join(b"%d,name,note\n" % number for number in range(50_000))
    load_snapshot(deliver(tmp_path, content), LETTERS, told.append)
    assert len(told) > 1
    assert told[-1].row_count == 50_000


def test_the_register_arrives_cell_by_cell_as_a_plain_reader_reads_it(tmp_path: Path) -> None:
    register = contract_of("appeals_register")
    file = appeals_register.write(2024, tmp_path, 20_000)
    summary = load_snapshot(keep_snapshot(register, file, declared=20_000), register)
    assert summary.unreadable_row_count == 6
    bad = {row[0] for row in ask("select row_number from ledger.unreadable_row where load_id = %s", summary.load_id)}
    with zipfile.ZipFile(file) as archive:
        text = archive.read(archive.namelist()[0]).decode()
    expected = [with_pseudonym(fields) for fields in csv.reader(io.StringIO(text, newline=""))][1:]
    names = ", ".join(f"coalesce({column.name}, '')" for column in register.columns)
    found = ask(f"select _row_number, {names} from raw.{register.table} where _load_id = %s", summary.load_id)
    assert {row[0] for row in found} | bad == set(range(1, 20_001))
    assert {row[0]: row[1:] for row in found} == {
        number: fields for number, fields in enumerate(expected, start=1) if number not in bad
    }


def with_pseudonym(fields: list[str]) -> tuple[str, ...]:
    """A record of the register with the HMAC of the applicant, as the standard library makes it."""
    key = os.environ["OLSHEM_HMAC_KEY"].encode()
    applicant = fields[2] and hmac.digest(key, fields[2].encode(), "sha256").hex()
    return (*fields[:2], applicant, *fields[3:])


def test_a_partition_has_no_identity_and_is_read_alone_for_its_load(tmp_path: Path) -> None:
    summary = load_snapshot(deliver(tmp_path, HEAD + b"1,a,b\n", PARTITIONED), PARTITIONED)
    load_snapshot(deliver(tmp_path, HEAD + b"1,a,c\n", PARTITIONED), PARTITIONED)
    plan = ask(f"explain select * from raw.{PARTITIONED.table} where _load_id = {summary.load_id}")
    assert [line for (line,) in plan if "Scan" in line and f"__load_{summary.load_id} " not in line] == []
    assert ask(
        "select count(*) from pg_attribute where attrelid = %s::regclass and attidentity <> ''",
        f"raw.{PARTITIONED.table}__load_{summary.load_id}",
    ) == [(0,)]


KILLED = """
import os, signal, sys
from ingest.contracts import contract_of
from ingest.load import load_snapshot

def die(progress):
    if progress.row_count > 5_000:
        os.kill(os.getpid(), signal.SIGKILL)

load_snapshot(int(sys.argv[1]), contract_of("appeals_register"), die)
"""


def test_a_killed_load_leaves_nothing_and_the_next_one_succeeds(tmp_path: Path) -> None:
    register = contract_of("appeals_register")
    snapshot_id = keep_snapshot(register, appeals_register.write(2023, tmp_path, 20_000), declared=20_000)
    before = ask("select count(*) from raw.appeals_register__appeals")
    tables = ask("select relname from pg_class where relname like 'appeals_register__%%' order by 1")
    done = subprocess.run([sys.executable, "-c", KILLED, str(snapshot_id)], cwd=project_root(), env=dict(os.environ))
    assert done.returncode == -signal.SIGKILL
    assert ask("select count(*) from raw.appeals_register__appeals") == before
    assert ask("select count(*) from ledger.load where snapshot_id = %s", snapshot_id) == [(0,)]
    summary = load_snapshot(snapshot_id)
    assert summary.loaded_row_count == 19_994
    left = ask("select relname from pg_class where relname like 'appeals_register__%%' order by 1")
    assert set(left) - set(tables) == {(f"appeals_register__appeals__load_{summary.load_id}",)}


LETTER = 'number,name,note\n1,Астана,"О дороге, мосте"\n2,Алматы,\n3,Ұлытау,"сөйлем\nекі жол"\n4,Шымкент,"""Жарық"""\n5,Абай,x\n'.encode()
damage = st.lists(
    st.tuples(
        st.integers(0, len(LETTER)),
        st.integers(0, 3),
        st.one_of(st.just(b""), st.binary(max_size=2), st.sampled_from([b'"', b",", b"\n", b"\r", b"\x00"])),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage)
def test_of_a_damaged_file_every_record_is_loaded_or_named_or_the_file_is_refused(
    tmp_path: Path, damages: list[tuple[int, int, bytes]]
) -> None:
    content = LETTER
    for position, deleted, inserted in damages:
        content = content[:position] + inserted + content[position + deleted :]
    file = tmp_path / "letters.csv"
    file.write_bytes(content)
    findings = inspect(file, LETTERS, 1999)
    if findings.defects:
        assert all(defect.strip() for defect in findings.defects)
        return
    summary = load_snapshot(keep_snapshot(LETTERS, file), LETTERS)
    assert summary.total_row_count == findings.row_count
    assert summary.unreadable_row_count == findings.unreadable_count
    numbers = [row[0] for row in rows_of(summary.load_id)]
    named = [row[0] for row in ask("select row_number from ledger.unreadable_row where load_id = %s", summary.load_id)]
    assert sorted(numbers + named) == list(range(1, summary.total_row_count + 1))
