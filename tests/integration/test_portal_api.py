"""Data sets of a portal that misbehaves: what is collected is whole and equal, or what is missing is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from demo import portal_answers
from demo.misbehaviour import ALL
from demo.portal import KEY, Portal
from ingest.connectors import portal_api
from ingest.connectors.http import Client, Patience
from ingest.connectors.portal_api import DataSet
from ingest.connectors.system import System
from ingest.errors import AnswerRefused, SourceSilent

RECORDS = [
    {
        "bin": f"{number // 2:012d}",
        "city": f"Ақтау {number}",
        "sum": f"{number},5",
        "note": '"а"\nб' if number % 7 == 0 else "",
    }
    for number in range(12_345)
]
HASTE = Patience(connect_seconds=2, read_seconds=1, attempts=4, first_wait_seconds=0.01, longest_wait_seconds=0.02)
Answering = Callable[[portal_answers.Question], portal_answers.Reply]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "2017").mkdir()
    (folder / "2017" / "companies_2017.json").write_text(json.dumps(RECORDS, ensure_ascii=False), "utf-8")
    return folder


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLSHEM_TEST_KEY", KEY)


def client_of(portal: Portal, patience: Patience = HASTE) -> Client:
    return Client(System("portal", portal.address, None, "OLSHEM_TEST_KEY", allows_private_addresses=True), patience)


def collect(portal: Portal, into: Path, name: str = "companies_2017") -> list[dict[str, str]]:
    with client_of(portal) as client:
        portal_api.fetch(client, DataSet(name, "bin"), ["city", "sum"], into)
    found: list[dict[str, str]] = json.loads(into.read_text("utf-8"))
    return found


def in_order(records: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(records, key=lambda record: (record["bin"], json.dumps(record, ensure_ascii=False)))


@pytest.mark.parametrize(
    "misbehaviour", [way for way in ALL if way not in ("forty_a_minute", "pages_only_for_browsers")]
)
def test_every_record_comes_once_whatever_the_portal_does(shelf: Path, tmp_path: Path, misbehaviour: str) -> None:
    with Portal(shelf, [misbehaviour], silence_seconds=1.5) as portal:
        assert in_order(collect(portal, tmp_path / "found")) == in_order(RECORDS)


def test_every_record_comes_once_though_everything_goes_wrong_at_once(shelf: Path, tmp_path: Path) -> None:
    with Portal(shelf, set(ALL) - {"forty_a_minute"}, silence_seconds=1.5) as portal:
        assert in_order(collect(portal, tmp_path / "found")) == in_order(RECORDS)


def test_the_same_records_give_the_same_bytes_whatever_the_portal_does(shelf: Path, tmp_path: Path) -> None:
    for name, ways in (("quiet", ["quiet"]), ("loud", ["duplicated_epochs", "error_in_200", "status_502"])):
        with Portal(shelf, ways) as portal:
            collect(portal, tmp_path / name)
    assert (tmp_path / "quiet").read_bytes() == (tmp_path / "loud").read_bytes()


def answer_otherwise(monkeypatch: pytest.MonkeyPatch, honest: Answering, other: Answering) -> None:
    """Let the portal answer some questions as `other` does."""
    routes = [(pattern, key, other if reply is honest else reply) for pattern, key, reply in portal_answers.ROUTES]
    monkeypatch.setattr(portal_answers, "ROUTES", tuple(routes))


def test_a_record_that_the_portal_counts_and_does_not_give_is_missed(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = portal_answers._detailed

    def counts_one_more(question: portal_answers.Question) -> portal_answers.Reply:
        document = json.loads(honest(question).body)
        return portal_answers.Reply.of_json(document | {"totalCount": document["totalCount"] + 1})

    answer_otherwise(monkeypatch, honest, counts_one_more)
    with (
        Portal(shelf) as portal,
        pytest.raises(SourceSilent, match="12,346 records by the portal's own count, and 12,345"),
    ):
        collect(portal, tmp_path / "found")


def test_a_portal_that_ignores_the_cursor_is_found_out(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.portal_data.DataSet.after", lambda self, column, value: self.records)
    with (
        Portal(shelf) as portal,
        pytest.raises(AnswerRefused, match="did not keep to the order that was asked for"),
    ):
        collect(portal, tmp_path / "found")


def test_a_key_shared_by_more_records_than_a_page_holds_is_read_whole(tmp_path: Path) -> None:
    records = [{"bin": "7", "city": str(number), "sum": ""} for number in range(6_000)]
    (tmp_path / "2017").mkdir()
    (tmp_path / "2017" / "companies_2017.json").write_text(json.dumps(records), "utf-8")
    with Portal(tmp_path) as portal:
        assert in_order(collect(portal, tmp_path / "found")) == in_order(records)


def test_a_version_that_lacks_a_column_is_refused_before_paging(shelf: Path, tmp_path: Path) -> None:
    said = "Version v9 of the data set `companies_2017` has no `bin`; it has `bin_old`"
    ways = ["changed_columns", "v10_after_v9"]
    with Portal(shelf, ways) as portal, client_of(portal) as client, pytest.raises(AnswerRefused, match=said):
        portal_api.fetch(client, DataSet("companies_2017", "bin", "v9"), ["city"], tmp_path / "found")


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ([], "Expected `object`, got `array`"),
        ({"companies_2017": [1]}, "Expected `object`, got `array`"),
        ({"companies_2017": {"mappings": ["v1"]}}, r"got `array` - at `\$\.mappings`"),
        ({"companies_2017": {"mappings": {"v1": {"properties": "bin"}}}}, "got `str`"),
    ],
)
def test_a_mapping_of_another_shape_is_refused_in_words(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: object, found: str
) -> None:
    answer_otherwise(monkeypatch, portal_answers._mapping, lambda question: portal_answers.Reply.of_json(document))
    with Portal(shelf) as portal, pytest.raises(AnswerRefused, match=f"/mapping/companies_2017 answered .*{found}"):
        collect(portal, tmp_path / "found")


def test_a_data_set_that_is_not_there_is_not_asked_for_twice(shelf: Path, tmp_path: Path) -> None:
    with Portal(shelf) as portal:
        with pytest.raises(AnswerRefused, match="answered 404"):
            collect(portal, tmp_path / "found", name="elsewhere")
        assert len(portal.arrivals) == 1


def test_a_key_that_is_not_accepted_is_an_error_that_does_not_show_it(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OLSHEM_TEST_KEY", "a-secret-key")
    with Portal(shelf) as portal, pytest.raises(AnswerRefused, match="The key is not accepted") as caught:
        collect(portal, tmp_path / "found")
    assert "a-secret-key" not in str(caught.value) + caplog.text


def test_a_silent_portal_costs_patience_and_not_for_ever(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.misbehaviour.Mood.fault_of", lambda self, question: "silence")
    short = Patience(
        connect_seconds=1, read_seconds=0.2, attempts=3, first_wait_seconds=0.01, longest_wait_seconds=0.02
    )
    with Portal(shelf, silence_seconds=0.5) as portal, client_of(portal, short) as client:
        with pytest.raises(SourceSilent, match="fell silent"):
            portal_api.fetch(client, DataSet("companies_2017", "bin"), [], tmp_path / "found")
        assert len(portal.arrivals) == 3
