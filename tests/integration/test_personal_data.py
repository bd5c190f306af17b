"""Personal data stay out: no identifier of an applicant is found anywhere but in the store of personal originals."""

from __future__ import annotations

import json
import logging
import random
import re
from pathlib import Path
from typing import Any

import psycopg
import pytest

from demo.identifiers import invented_identifier
from ingest import pseudonyms, snapshots
from ingest.collect import collect_source
from ingest.contracts import contract_of, load_contract
from ingest.errors import KeyUnfit
from ingest.freeze import freeze
from ingest.inspect import inspect
from ingest.load import load_run, load_snapshot
from ingest.raw_tables import ensure_tables
from olshem import warehouse
from olshem.cycle.build import build
from olshem.settings import home, project_root
from olshem.warehouse import cluster
from olshem.warehouse.errors import OlshemError
from olshem.warehouse.roles import admin_url
from tests.support.deliveries import FIXTURES, Deliveries, keep_snapshot
from tests.support.identifiers import places_in_database, places_in_files, places_in_text

pytestmark = pytest.mark.usefixtures("running_warehouse")
SOURCE = "appeals_register"
RECORD_COUNT = 300
chance = random.Random("applicants of these tests")
IDENTIFIERS = sorted({invented_identifier(chance) for _ in range(RECORD_COUNT)})


@pytest.fixture
def deliveries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deliveries:
    found = Deliveries(tmp_path, monkeypatch)
    found.declare({SOURCE: {"whole": "register.csv"}})
    return found


def ask(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(query.encode(), parameters).fetchall()


def administrator() -> psycopg.Connection:
    """A connection to the warehouse that sees every table."""
    address = admin_url()
    return psycopg.connect(
        host=address.host, port=address.port, user=address.username, password=address.password, dbname="warehouse"
    )


def records(deliveries: Deliveries) -> list[list[str]]:
    """A register in which cells are to be rejected, one record is a copy and two cannot be read."""
    found = [deliveries.appeal(number, applicant=applicant) for number, applicant in enumerate(IDENTIFIERS)]
    found[10][3] = "благодарность"
    found[11][5] = "31.02.2030"
    found[12][0] = found[13][0]
    found[14][2] = f"  {IDENTIFIERS[14]} "
    found.insert(20, found[20][:5])
    found.insert(30, [*found[30], "more"])
    return found


def bad_registers(deliveries: Deliveries) -> dict[str, bytes]:
    """Deliveries that are refused, each in a way whose message could quote the file."""
    good = deliveries.register(records(deliveries))
    lines = good.decode().splitlines(keepends=True)
    return {
        "without headings": "".join(lines[1:]).encode(),
        "another delimiter": good.replace(b",", b";"),
        "one-byte text": good.decode().encode("cp1251"),
        "JSON": json.dumps([{IDENTIFIERS[0]: IDENTIFIERS[1]}]).encode(),
        "an error message": json.dumps({"error": IDENTIFIERS[0], "message": IDENTIFIERS[1]}).encode(),
        "XML": f"<a i='{IDENTIFIERS[0]}'/>".encode(),
        "too many unreadable": good + "".join(f"{applicant},x\n" for applicant in IDENTIFIERS[:50]).encode(),
        "cut off": good[:-40],
        "headings twice": lines[0].rstrip().encode() + b"," + IDENTIFIERS[0].encode() * 2 + b"\n" + good,
    }


@pytest.fixture(scope="module")
def taken_through(running_warehouse: None, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Refused deliveries, then a good one, loaded and staged. Returns everything that was said of them."""
    said: list[str] = []
    logger, listener = logging.getLogger("olshem"), Listener(said)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(listener)
    with pytest.MonkeyPatch.context() as environment:
        deliveries = Deliveries(tmp_path_factory.mktemp("register"), environment)
        deliveries.declare({SOURCE: {"whole": "register.csv"}})
        for name, content in bad_registers(deliveries).items():
            deliveries.put("register.csv", content)
            with pytest.raises(OlshemError) as caught:
                collect_source("rehearsal", deliveries.year, SOURCE)
            said.append(f"{name}: {caught.value}")
        deliveries.register(records(deliveries))
        said.append(str(collect_source("rehearsal", deliveries.year, SOURCE)))
        run_id = freeze("rehearsal", deliveries.year, f"test {deliveries.year}")
        said += map(str, load_run(run_id, lambda progress: said.append(str(progress))))
        build([run_id], "criteria")
    logger.removeHandler(listener)
    logger.setLevel(level)
    return said


class Listener(logging.Handler):
    """Keeps what is logged, whatever its level."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.NOTSET)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(self.format(record))


def test_no_identifier_is_found_outside_the_store_of_personal_originals(
    taken_through: list[str],
) -> None:
    assert ask("select count(*) from raw.appeals_register__appeals where applicant_hmac ~ '^[0-9a-f]{64}$'") >= [(300,)]
    assert ask("select count(*) from staging.stg_appeals_register__appeals_rejected") >= [(3,)]
    assert [sentence for sentence in taken_through if places_in_text(IDENTIFIERS, sentence)] == []
    with administrator() as connection:
        assert places_in_database(IDENTIFIERS, connection) == []
    found, count = places_in_files(IDENTIFIERS, home(), leaving_out=[snapshots.personal_folder()])
    assert found == []
    assert count > 2
    assert places_in_files(IDENTIFIERS, cluster.data_folder())[0] == []


def test_no_digest_is_made_from_a_pseudonym() -> None:
    # with a pseudonym in it, the same snapshots under another key would give another result
    texts = {
        f"{file.stem}, {number}": text
        for file in (project_root() / "dbt_project" / "models").rglob("*.sql")
        for number, text in enumerate(re.findall(r"(?s)concat_ws\((.*?)\) as row_text", file.read_text("utf-8")))
    }
    assert texts
    assert [name for name, text in texts.items() if "_hmac" in text] == []


def test_the_search_finds_what_it_looks_for(taken_through: list[str]) -> None:
    found, _ = places_in_files(IDENTIFIERS, home())
    assert {file.parent for file in found} == {snapshots.personal_folder()}
    with administrator() as connection:
        connection.execute("create table public.leak as select 1 as number, %s as note", [f"ИИН {IDENTIFIERS[0]}"])
        assert places_in_database(IDENTIFIERS, connection) == ["public.leak"]
        connection.rollback()


def test_of_an_unreadable_personal_record_its_number_and_the_reason_are_kept(deliveries: Deliveries) -> None:
    deliveries.register(records(deliveries))
    summary = collect_source("rehearsal", deliveries.year, SOURCE)
    load = load_snapshot(summary.parts[0].snapshot_id)
    assert ask("select row_number, reason, raw_text from ledger.unreadable_row where load_id = %s order by 1", load.load_id) == [
        (21, "it has 5 columns instead of 17", None),
        (31, "it has 18 columns instead of 17", None),
    ]  # fmt: skip


def test_a_load_names_the_key_of_its_pseudonyms(deliveries: Deliveries) -> None:
    deliveries.register(records(deliveries))
    load = load_snapshot(collect_source("rehearsal", deliveries.year, SOURCE).parts[0].snapshot_id)
    key = pseudonyms.key_for(contract_of(SOURCE), is_demonstration=False)
    assert key is not None
    assert ask("select key_id from ledger.load where load_id = %s", load.load_id) == [(key.key_id,)]
    assert ask(
        "select applicant_hmac from raw.appeals_register__appeals where _load_id = %s and _row_number = 15",
        load.load_id,
    ) == [(key.digest(IDENTIFIERS[14].encode()),)]


def test_without_a_key_nothing_personal_is_loaded(deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch) -> None:
    deliveries.register(records(deliveries))
    snapshot_id = collect_source("rehearsal", deliveries.year, SOURCE).parts[0].snapshot_id
    monkeypatch.delenv(pseudonyms.VARIABLE)
    with pytest.raises(KeyUnfit, match=r"`ИИН или БИН заявителя`.*OLSHEM_HMAC_KEY is not set"):
        load_snapshot(snapshot_id)
    assert ask("select count(*) from ledger.load where snapshot_id = %s", snapshot_id) == [(0,)]


def test_another_key_makes_another_load_and_the_first_key_finds_the_first_again(
    deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliveries.register(records(deliveries))
    snapshot_id = collect_source("rehearsal", deliveries.year, SOURCE).parts[0].snapshot_id
    first = load_snapshot(snapshot_id)
    with monkeypatch.context() as environment:
        environment.setenv(pseudonyms.VARIABLE, "another key, of another installation")
        second = load_snapshot(snapshot_id)
    again = load_snapshot(snapshot_id)
    assert (first.is_new, second.is_new, again.is_new) == (True, True, False)
    assert again.load_id == first.load_id != second.load_id
    assert ask(
        "select count(distinct applicant_hmac) from raw.appeals_register__appeals where _load_id in (%s, %s)",
        first.load_id,
        second.load_id,
    ) == [(2 * len(IDENTIFIERS),)]


def test_a_pseudonym_in_json_is_made_like_one_in_csv(tmp_path: Path) -> None:
    people = load_contract(FIXTURES / "contracts/people.yml")
    ensure_tables([people])
    file = tmp_path / "people.json"
    values = [IDENTIFIERS[0], f" {IDENTIFIERS[0]}", int("1" + IDENTIFIERS[0][1:]), "", None]
    file.write_text(
        json.dumps([{"number": n, "person": value} for n, value in enumerate(values)] + [{"person": IDENTIFIERS[0]}])
    )
    load = load_snapshot(keep_snapshot(people, file), people)
    key = pseudonyms.key_for(people, is_demonstration=False)
    assert key is not None
    same = key.digest(IDENTIFIERS[0].encode())
    assert ask(f"select person_hmac from raw.{people.table} where _load_id = %s order by _row_number", load.load_id) == [
        (same,), (same,), (key.digest(b"1" + IDENTIFIERS[0][1:].encode()),), ("",), (None,),
    ]  # fmt: skip
    assert ask("select raw_text from ledger.unreadable_row where load_id = %s", load.load_id) == [(None,)]


def test_a_personal_key_that_repeats_is_told_without_its_value(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text(json.dumps([{"number": number, "person": IDENTIFIERS[0]} for number in range(2)]))
    (defect,) = inspect(file, load_contract(FIXTURES / "contracts/people.yml"), 2024).defects
    assert defect == (
        "1 record repeats a key: row 2 repeats row 1 (person_hmac (not shown: the source holds personal data)). Each may stand once"
    )
