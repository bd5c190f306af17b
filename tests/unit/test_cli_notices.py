"""Notices of failure: what they say and where they go."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from olshem.cycle.notices import notice_of, notices_file, notices_of, report_failure
from olshem.warehouse import Terminal


def context(exception: BaseException | None, dag_run_id: str = "manual__1") -> dict[str, Any]:
    task_instance = SimpleNamespace(
        dag_id="collect", run_id=dag_run_id, task_id="collect_source", map_index=2, try_number=1
    )
    return {"ti": task_instance, "dag_run": SimpleNamespace(partition_key="rehearsal/2024"), "exception": exception}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLSHEM_HOME", str(tmp_path))
    monkeypatch.delenv("OLSHEM_NOTICE_EMAIL", raising=False)


def test_an_explained_error_is_told_in_its_own_words() -> None:
    assert notice_of(context(Terminal("row 5 has no date"))).message == "row 5 has no date"


def test_a_defect_of_the_program_is_told_with_its_kind() -> None:
    assert notice_of(context(KeyError("x"))).message == "KeyError: 'x'"


def test_a_task_that_was_killed_says_so() -> None:
    assert "killed" in notice_of(context(None)).message


def test_a_notice_names_the_log_of_the_mapped_attempt() -> None:
    expected = "dag_id=collect/run_id=manual__1/task_id=collect_source/map_index=2/attempt=1.log"
    assert notice_of(context(None)).log_file.endswith(expected)


def test_the_notices_of_a_run_are_found_again_and_those_of_others_are_not() -> None:
    report_failure(context(Terminal("ours")))
    report_failure(context(Terminal("another's"), dag_run_id="manual__2"))
    assert [notice.message for notice in notices_of({"manual__1"})] == ["ours"]


@pytest.mark.parametrize("separator", ["\u2028", "\u0085", "\x0b", "\r\n", "\n"])
def test_a_notice_is_found_again_whatever_ends_the_lines_of_its_message(separator: str) -> None:
    report_failure(context(Terminal(f"one{separator}two")))
    assert [notice.message for notice in notices_of({"manual__1"})] == [f"one{separator}two"]


def test_half_of_a_character_does_not_lose_the_notice() -> None:
    report_failure(context(Terminal("a file \udcff")))
    assert [notice.message for notice in notices_of({"manual__1"})] == ["a file ?"]


def test_a_notice_that_a_kill_cut_off_costs_no_other(caplog: pytest.LogCaptureFixture) -> None:
    for message in ("first", "жол жоқ"):
        report_failure(context(Terminal(message)))
    whole = notices_file().read_bytes()
    for cut in (1, whole.index("жол".encode()) + 1, len(whole) - 10):
        notices_file().write_bytes(whole[:cut])
        report_failure(context(Terminal("later")))
        found = [notice.message for notice in notices_of({"manual__1"})]
        assert found[-1] == "later"
        assert found[:-1] == (["first"] if cut > 1 else [])
    assert "has a line that is no notice" in caplog.text


class MailBox(socketserver.StreamRequestHandler):
    """Just enough of a mail server to be handed one letter."""

    received: list[str]

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in iter(self.rfile.readline, b""):
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                MailBox.received.append(letter.decode("utf-8", "replace"))
            if word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def mail_port() -> Iterator[int]:
    MailBox.received = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailBox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_who_asked_for_e_mail_gets_one(mail_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLSHEM_NOTICE_EMAIL", "engineer@example.org, duty@example.org")
    options = "from_email=olshem%40example.org&disable_ssl=true&disable_tls=true"
    monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", f"smtp://127.0.0.1:{mail_port}/?{options}")
    report_failure(context(Terminal("row 5 has no date")))
    assert len(MailBox.received) == 1
    assert "collect.collect_source failed (rehearsal/2024)" in MailBox.received[0]
    assert "duty@example.org" in MailBox.received[0]


def test_a_mail_server_that_is_away_does_not_lose_the_notice(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OLSHEM_NOTICE_EMAIL", "engineer@example.org")
    monkeypatch.setenv(
        "AIRFLOW_CONN_SMTP_DEFAULT",
        "smtp://127.0.0.1:1/?from_email=o%40example.org&disable_ssl=true&disable_tls=true&retry_limit=1",
    )
    report_failure(context(Terminal("row 5 has no date")))
    assert "could not be sent" in caplog.text
    assert [notice.message for notice in notices_of({"manual__1"})] == ["row 5 has no date"]
