"""The connectors that do not page by a key: budgets, pass-through, lists and files, each through the demonstration's portal."""

from __future__ import annotations

import csv
import gzip
import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest

from demo.misbehaviour import FAULTS
from demo.portal import KEY, Portal
from ingest.connectors import budgets, portal_api, portal_statistics, proxy
from ingest.connectors.http import Client, Patience
from ingest.connectors.system import System, require_allowed
from ingest.contracts import contract_of
from ingest.errors import AddressRefused, AnswerRefused, SourceSilent
from olshem.warehouse import OlshemError
from tests.support.deliveries import FIXTURES

HASTE = Patience(connect_seconds=2, read_seconds=1, attempts=4, first_wait_seconds=0.01, longest_wait_seconds=0.02)
WAYS = (["quiet"], list(FAULTS))
REAL_BUDGET = FIXTURES / "rehearsal" / "republic_by_administrator_2023-2025.csv"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    (tmp_path / "2024").mkdir()
    return tmp_path


def client_of(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("OLSHEM_TEST_KEY", KEY)
    return Client(System("portal", portal.address, None, "OLSHEM_TEST_KEY", allows_private_addresses=True), HASTE)


def put(shelf: Path, name: str, document: object) -> None:
    (shelf / "2024" / name).write_text(json.dumps(document, ensure_ascii=False), "utf-8")


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server that answers as the handler does."""
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("ways", WAYS, ids=["quiet", "faulty"])
def test_the_real_budget_comes_month_by_month_and_cell_by_cell(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ways: list[str]
) -> None:
    contract = contract_of("budget_execution")
    real = REAL_BUDGET.read_text("utf-8")
    (shelf / "2024" / "budget_execution_2024.csv").write_text(real, "utf-8")
    with Portal(shelf, ways, silence_seconds=1.5) as portal, client_of(portal, monkeypatch) as client:
        count = budgets.fetch(
            client, contract, 2024, "Республиканский бюджет", "Республика Казахстан", tmp_path / "found"
        )
    expected = [row for row in csv.DictReader(real.splitlines(), delimiter=";") if row["month"].endswith(".2024")]
    found = list(csv.DictReader((tmp_path / "found").read_text("utf-8").splitlines(), delimiter=";"))
    assert count == len(expected) > 400
    assert found == [{column.source_name: row[column.source_name] for column in contract.columns} for row in expected]


def test_a_month_with_as_many_rows_as_were_asked_for_may_have_more(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf / "2024" / "budget_execution_2024.csv").write_bytes(REAL_BUDGET.read_bytes())
    monkeypatch.setattr(budgets, "ASKED_ROWS", 10)
    with Portal(shelf) as portal, client_of(portal, monkeypatch) as client, pytest.raises(AnswerRefused) as refusal:
        budgets.fetch(client, contract_of("budget_execution"), 2024, "x", "y", tmp_path / "found")
    assert "as many as were asked for: there may be more" in str(refusal.value)


def test_a_year_without_data_is_an_empty_table_and_no_error(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Portal(shelf) as portal, client_of(portal, monkeypatch) as client:
        assert budgets.fetch(client, contract_of("budget_execution"), 2024, "x", "y", tmp_path / "found") == 0
    assert len((tmp_path / "found").read_text("utf-8").splitlines()) == 1


@pytest.mark.parametrize("name", ["alpha_2024", "beta_2024", "gamma_2024"])
@pytest.mark.parametrize("ways", WAYS, ids=["quiet", "faulty"])
def test_what_the_portal_passes_through_comes_whole_in_any_envelope(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, ways: list[str]
) -> None:
    records = [{"col_1": str(number), "col_2": "ә"} for number in range(2_345)]
    put(shelf, f"{name}.json", records)
    with Portal(shelf, ways, silence_seconds=1.5) as portal, client_of(portal, monkeypatch) as client:
        assert proxy.fetch(client, name, tmp_path / "found") is None
    assert json.loads((tmp_path / "found").read_text("utf-8")) == records


class PassedThrough(BaseHTTPRequestHandler):
    """A system behind the portal: `page_of` gives the records of a page, `meta` what it says of all."""

    page_of: Callable[[int, int], list[dict[str, int]]]
    meta: ClassVar[dict[str, int]]
    asked: ClassVar[list[tuple[int, int]]]

    def do_GET(self) -> None:
        asked = {name: int(values[0]) for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.asked.append((asked["page"], asked["size"]))
        document = {"meta": self.meta, "data": type(self).page_of(asked["page"], asked["size"])}
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None: ...


NUMBERED = [{"number": number} for number in range(1_200)]


def first_records(page: int, size: int) -> list[dict[str, int]]:
    return NUMBERED[:size]


def by_hundreds(page: int, size: int) -> list[dict[str, int]]:
    return NUMBERED[page * 100 : (page + 1) * 100]


def by_size_but_a_hundred_at_most(page: int, size: int) -> list[dict[str, int]]:
    return NUMBERED[page * size :][: min(size, 100)]


def by_hundreds_and_then_the_last_again(page: int, size: int) -> list[dict[str, int]]:
    return by_hundreds(min(page, 11), size)


def by_hundreds_and_then_from_the_second(page: int, size: int) -> list[dict[str, int]]:
    return by_hundreds(page if page < 12 else page - 11, size)


def passed_through(
    into: Path, page_of: Callable[[int, int], list[dict[str, int]]], meta: dict[str, int]
) -> tuple[int | None, object]:
    """What is told and what is written of a system."""
    PassedThrough.page_of, PassedThrough.meta, PassedThrough.asked = page_of, meta, []
    with (
        served(PassedThrough) as address,
        Client(System("portal", address, allows_private_addresses=True), HASTE) as client,
    ):
        return proxy.fetch(client, "any", into), json.loads(into.read_text("utf-8"))


@pytest.mark.parametrize("meta", [{"total": 1_200}, {}], ids=["total", "no total"])
@pytest.mark.parametrize(
    "page_of",
    [
        by_hundreds,
        by_size_but_a_hundred_at_most,
        by_hundreds_and_then_the_last_again,
        by_hundreds_and_then_from_the_second,
    ],
)
def test_a_system_that_gives_smaller_pages_than_it_is_asked_for_is_read_whole(
    tmp_path: Path, page_of: Callable[[int, int], list[dict[str, int]]], meta: dict[str, int]
) -> None:
    assert passed_through(tmp_path / "found", page_of, meta) == (meta.get("total"), NUMBERED)


def test_a_system_that_sends_the_same_page_for_every_number_is_read_once(tmp_path: Path) -> None:
    assert passed_through(tmp_path / "found", first_records, {"total": 1_000}) == (1_000, NUMBERED[:1_000])
    assert PassedThrough.asked == [(0, 1_000), (1, 1_000)]


def test_a_system_without_records_is_asked_once(tmp_path: Path) -> None:
    assert passed_through(tmp_path / "found", lambda page, size: [], {}) == (None, [])
    assert PassedThrough.asked == [(0, 1_000)]


@pytest.mark.parametrize(
    ("page_of", "said"),
    [
        (first_records, "has 1,201 records by the system's own count, and 1,000 could be read: 201 are missing"),
        (lambda page, size: NUMBERED[:3] if page < 1 else [], "and 3 could be read: 1,198 are missing"),
        (lambda page, size: [], "and 0 could be read: 1,201 are missing"),
        (lambda page, size: [{"number": page}] * 1_000 if page < 2 else [], "799 came too many"),
    ],
)
def test_records_that_the_system_counts_and_does_not_give_are_missed(
    tmp_path: Path, page_of: Callable[[int, int], list[dict[str, int]]], said: str
) -> None:
    with pytest.raises(SourceSilent, match=said):
        passed_through(tmp_path / "found", page_of, {"total": 1_201})
    assert not (tmp_path / "found").exists()


def test_a_system_whose_pages_do_not_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "MOST_PAGES", 5)
    with pytest.raises(AnswerRefused, match="did not end after 5 pages"):
        passed_through(tmp_path / "found", lambda page, size: [{"number": page}], {})


def test_a_list_of_the_portal_comes_as_it_is_to_those_who_ask_as_its_pages_do(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shelf, "counters.json", [{"nameRu": "МФ РК "}])
    with Portal(shelf) as portal, client_of(portal, monkeypatch) as client:
        portal_statistics.fetch(client, "counters", tmp_path / "found")
        with pytest.raises(SourceSilent, match="a web page"):
            client.json("/datasets/counters")
    assert (tmp_path / "found").read_bytes() == (shelf / "2024" / "counters.json").read_bytes()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_comes_byte_by_byte_whatever_goes_wrong_once(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    content = bytes(range(256)) * 4_000
    (shelf / "2024" / "register_2024.zip").write_bytes(content)
    with Portal(shelf, [fault], silence_seconds=1.5) as portal, client_of(portal, monkeypatch) as client:
        client.download("/files/register_2024.zip", tmp_path / "found", 2_000_000)
    assert (tmp_path / "found").read_bytes() == content


def test_a_file_larger_than_its_contract_allows_is_refused(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf / "2024" / "register_2024.zip").write_bytes(b"x" * 1_000_001)
    with (
        Portal(shelf) as portal,
        client_of(portal, monkeypatch) as client,
        pytest.raises(AnswerRefused, match="more than the 1,000,000 bytes"),
    ):
        client.download("/files/register_2024.zip", tmp_path / "found", 1_000_000)


class DamagedOnce(BaseHTTPRequestHandler):
    """Says that its answers are packed; those that come before the last of `packings` are damaged."""

    packings: list[bytes]

    def do_GET(self) -> None:
        body = self.packings.pop(0)
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None: ...


def test_an_answer_whose_packing_is_damaged_is_asked_for_again() -> None:
    good = gzip.compress(b'[{"a": 1}]')
    with (
        served(DamagedOnce) as address,
        Client(System("portal", address, allows_private_addresses=True), HASTE) as client,
    ):
        DamagedOnce.packings = [b"nothing packed", good[:10] + b"\xff" * 8 + good[18:], good]
        assert client.json("/api") == [{"a": 1}]
        DamagedOnce.packings = [b"nothing packed"] * HASTE.attempts
        with pytest.raises(SourceSilent, match=f"{address}/api broke off: DecodingError"):
            client.json("/api")


SECRET = "a key/with+signs"
SECRET_AS_SENT = quote_plus(SECRET)


class Echoing(BaseHTTPRequestHandler):
    """Repeats in its answer what it was asked, as `answer` does with the address and its parameters."""

    answer: Callable[[str, dict[str, str]], tuple[int, str]]

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        status, text = type(self).answer(self.path, asked)
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *arguments: object) -> None: ...


@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize(
    "text",
    [
        lambda path, asked: f"<title>{path}</title> there is no {path}",
        lambda path, asked: f"<title>{'x' * 70} {asked['apiKey']}</title>",
        lambda path, asked: f"{'x' * 185} {asked['apiKey']}",
        lambda path, asked: f"{'x' * 185} {path.partition('apiKey=')[2].lower()}",
        lambda path, asked: json.dumps({"status": 404, "error": "Not Found", "path": path}),
        lambda path, asked: json.dumps({"data": {"asked": asked}}),
        lambda path, asked: json.dumps({f"asked for {path}": 1}),
        lambda path, asked: json.dumps([asked["apiKey"]]),
        lambda path, asked: json.dumps({"any": {"mappings": {asked["apiKey"]: {}}}}),
    ],
)
def test_a_key_that_an_answer_repeats_is_in_no_text(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    status: int,
    text: Callable[[str, dict[str, str]], str],
) -> None:
    monkeypatch.setenv("OLSHEM_TEST_KEY", SECRET)
    Echoing.answer = lambda path, asked: (status, text(path, asked))
    questions = (
        lambda client: portal_api.newest_version(client, portal_api.DataSet("any", "id"), []),
        lambda client: portal_api.total_count(client, "any", "v1"),
        lambda client: proxy.fetch(client, "any", tmp_path / "found"),
    )
    with served(Echoing) as address:
        system = System("portal", address, None, "OLSHEM_TEST_KEY", allows_private_addresses=True)
        for ask in questions:
            with pytest.raises(OlshemError) as caught, Client(system, HASTE) as client:
                ask(client)
            told = "".join(traceback.format_exception(caught.value)) + caplog.text
            assert [piece for piece in (SECRET[:9], SECRET_AS_SENT[:9]) if piece in told] == []


class Redirecting(BaseHTTPRequestHandler):
    """Sends everyone to a place inside a network."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://169.254.169.254/latest")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None: ...


def test_a_redirect_is_checked_as_the_first_address_was(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(Redirecting) as address:

        def judge(url: str, system: System) -> None:
            if not url.startswith(address):
                require_allowed(url, System("portal", "https://data.egov.kz"))

        monkeypatch.setattr("ingest.connectors.http.require_allowed", judge)
        system = System("portal", address, allows_private_addresses=True)
        with Client(system, HASTE) as client, pytest.raises(AddressRefused, match=r"leads to 169\.254\.169\.254"):
            client.json("/api")
