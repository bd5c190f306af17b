"""Collecting from a portal, the whole way to a snapshot: the same bytes after a kill, no key anywhere, faults told apart."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from demo import portal_answers
from demo.misbehaviour import ALL
from demo.portal import Portal
from ingest import profiles
from ingest.collect import CollectSummary, collect_source
from ingest.errors import AnswerRefused, CollectionFailed
from olshem import warehouse
from olshem.settings import home, project_root
from tests.support.deliveries import Deliveries

pytestmark = pytest.mark.usefixtures("running_warehouse")

BODY_COUNT = 12_000
COUNTERS = (
    "actualPlacedDatasetsCount",
    "placedDatasetsCount",
    "allDatasetsCount",
    "allActualDatasetsCount",
    "allPlacedDatasetsCount",
)
SECRET = "key-that-nobody-may-see"


@pytest.fixture
def deliveries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deliveries:
    return Deliveries(tmp_path, monkeypatch)


@pytest.fixture
def portal(tmp_path: Path, deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """A portal with a data set of many bodies, asked by the profile of the test; pages are slow enough to be killed in."""
    shelf = tmp_path / "shelf" / str(deliveries.year)
    shelf.mkdir(parents=True)
    records = [
        {
            "nameRu": f"Орган {number}",
            "nameEn": f"Body {number}",
            "nameKk": f"Орган {number}",
            "govAgency": f"{number:06d}",
        }
        | dict.fromkeys(COUNTERS, str(number % 60))
        for number in range(BODY_COUNT)
    ]
    (shelf / f"bodies_{deliveries.year}.json").write_text(json.dumps(records, ensure_ascii=False), "utf-8")
    (shelf / f"counters_{deliveries.year}.json").write_text(json.dumps(records[:32], ensure_ascii=False), "utf-8")
    monkeypatch.setenv("OLSHEM_TEST_PORTAL_KEY", SECRET)
    with Portal(tmp_path / "shelf", key=SECRET, silence_seconds=1) as portal:
        declare(deliveries, portal.address)
        yield portal


def declare(deliveries: Deliveries, address: str, *, allows: bool = True) -> None:
    """The profile of the test with its system and one source asked through the API."""
    deliveries.declare({"open_data_statistics": {"cgo": "unused"}})
    file = profiles.FOLDER / "rehearsal.yml"
    document = yaml.safe_load(file.read_text("utf-8"))
    document["systems"] = {
        "portal": {"address": address, "key_variable": "OLSHEM_TEST_PORTAL_KEY", "allows_private_addresses": allows}
    }
    document["years"][deliveries.year]["inputs"]["open_data_statistics"]["parts"] = {
        "cgo": {"system": "portal", "kind": "api_v4", "data_set": "bodies_{year}", "key": "govAgency"},
        "mio": {"system": "portal", "kind": "statistics", "list": "counters"},
    }
    file.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")


def collect(deliveries: Deliveries) -> CollectSummary:
    return collect_source("rehearsal", deliveries.year, "open_data_statistics")


WORKER = """
import sys
from pathlib import Path
from ingest import profiles

profiles.FOLDER = Path(sys.argv[1])
from ingest.collect import collect_source

collect_source("rehearsal", int(sys.argv[2]), "open_data_statistics")
"""


def test_every_record_of_the_portal_becomes_one_of_the_snapshot(deliveries: Deliveries, portal: Portal) -> None:
    assert [(part.part, part.row_count, part.unreadable_count) for part in collect(deliveries).parts] == [
        ("cgo", BODY_COUNT, 0),
        ("mio", 32, 0),
    ]


def test_the_snapshot_says_where_it_came_from_and_not_with_which_key(deliveries: Deliveries, portal: Portal) -> None:
    collect(deliveries)
    with warehouse.connect("auditor") as connection:
        found = connection.execute(
            "select part, origin, file_name, declared_row_count from ledger.snapshot where reporting_year = %s order by part",
            [deliveries.year],
        ).fetchall()
    year = deliveries.year
    assert found == [
        ("cgo", f"portal:/api/v4/bodies_{year}/v10", f"bodies_{year}_v10.json", BODY_COUNT),
        ("mio", "portal:/datasets/counters", "counters.json", None),
    ]


def test_the_key_stands_in_no_log_no_ledger_and_no_file(
    deliveries: Deliveries, portal: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    collect(deliveries)
    with warehouse.connect("owner") as connection:
        told = connection.execute("select string_agg(snapshot::text, '') from ledger.snapshot").fetchone()
    assert SECRET not in caplog.text + str(told)
    assert [
        file for file in (home() / "snapshots").rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()
    ] == []


def test_a_key_that_the_portal_repeats_stands_in_no_log_and_no_ledger(
    deliveries: Deliveries, portal: Portal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def repeat(question: portal_answers.Question) -> portal_answers.Reply:
        address = f"{question.path}?apiKey={question.asked['apiKey']}"
        return portal_answers.Reply.of_error(404, "Not Found", address)

    routes = [(pattern, key, repeat if key else reply) for pattern, key, reply in portal_answers.ROUTES]
    monkeypatch.setattr(portal_answers, "ROUTES", tuple(routes))
    with pytest.raises(AnswerRefused, match=r"answered 404: .*apiKey=\(key\)") as caught:
        collect(deliveries)
    with warehouse.connect("auditor") as connection:
        told = connection.execute(
            "select message from ledger.collection_failure where reporting_year = %s", [deliveries.year]
        ).fetchall()
    assert told == [(str(caught.value),)]
    assert SECRET not in str(caught.value) + caplog.text


def test_a_worker_killed_in_the_middle_of_paging_leaves_nothing_and_the_next_one_gets_the_same_bytes(
    deliveries: Deliveries, portal: Portal
) -> None:
    whole = {part.part: part.sha256 for part in collect(deliveries).parts}
    before, asked = sorted((home() / "snapshots").glob("*")), len(portal.arrivals)
    for pages in (1, 2, 3):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(profiles.FOLDER), str(deliveries.year)],
            cwd=project_root(),
            env=dict(os.environ),
        )
        while len(portal.arrivals) < asked + 2 + pages and worker.poll() is None:
            time.sleep(0.002)
        worker.send_signal(signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
        assert sorted((home() / "snapshots").glob("*")) == before
        asked = len(portal.arrivals)
    assert {part.part: part.sha256 for part in collect(deliveries).parts} == whole


def test_with_everything_going_wrong_the_snapshot_is_the_quiet_one(
    tmp_path: Path, deliveries: Deliveries, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = {part.part: part.sha256 for part in collect(deliveries).parts}
    with Portal(tmp_path / "shelf", set(ALL) - {"forty_a_minute"}, key=SECRET, silence_seconds=25) as loud:
        declare(deliveries, loud.address)
        assert {part.part: part.sha256 for part in collect(deliveries).parts} == quiet


def test_an_address_of_this_machine_is_refused_unless_the_profile_allows_it(
    deliveries: Deliveries, portal: Portal
) -> None:
    declare(deliveries, portal.address, allows=False)
    with pytest.raises(CollectionFailed, match="an address of a private network or of this machine"):
        collect(deliveries)
    assert len(portal.arrivals) == 0
