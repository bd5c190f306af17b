"""A local portal that serves the invented year as the real systems do, misbehaviour included: `python -m demo.portal`.

It listens on this machine's own address unless it is told another one, as in a container. What it serves is demonstration
data.
"""

from __future__ import annotations

import argparse
import json
import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from demo import portal_answers
from demo.misbehaviour import ALL, Mood
from demo.portal_answers import Reply
from demo.portal_data import Shelf
from olshem.settings import home

HOST = "127.0.0.1"
KEY = "key-of-the-demonstration"  # of a portal that has nothing to hide
ADDRESS_VARIABLE, KEY_VARIABLE = "OLSHEM_DEMO_PORTAL", "OLSHEM_DEMO_PORTAL_KEY"
MINUTE_SECONDS = 60
REQUESTS_A_MINUTE = 40


class Portal:
    """The server in threads of this process, over a folder with one folder of deliveries for each year.

    `silence_seconds` is how long it says nothing when it falls silent.
    """

    def __init__(
        self,
        folder: Path,
        misbehave: Iterable[str] = ("quiet",),
        *,
        host: str = HOST,
        port: int = 0,
        key: str = KEY,
        silence_seconds: float = 30,
    ) -> None:
        self.shelf = Shelf(folder)
        self._host = host
        self.key = key
        self.mood = Mood.of(misbehave)
        self.silence_seconds = silence_seconds
        self.arrivals: deque[float] = deque()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer((host, port), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{self._host}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def arrive(self) -> bool:
        """Write down a request. Returns whether it is one too many in this minute, where that is minded."""
        with self._lock:
            self.arrivals.append(time.monotonic())
            recent = sum(1 for moment in self.arrivals if moment > self.arrivals[-1] - MINUTE_SECONDS)
        return self.mood.has("forty_a_minute") and recent > REQUESTS_A_MINUTE

    def most_in_a_minute(self) -> int:
        """The largest number of requests that came within any minute."""
        with self._lock:
            moments = list(self.arrivals)
        window: deque[float] = deque()
        most = 0
        for moment in moments:
            window.append(moment)
            while window[0] <= moment - MINUTE_SECONDS:
                window.popleft()
            most = max(most, len(window))
        return most


@contextmanager
def lent() -> Iterator[None]:
    """Have a portal for the time of a `with` statement, over the deliveries of the working folder, and its address where
    the profile `demo` looks for it. One that is named there already is used as it is.
    """
    if os.environ.get(ADDRESS_VARIABLE):
        yield
        return
    with Portal(home() / "deliveries" / "demo") as portal:
        os.environ |= {ADDRESS_VARIABLE: portal.address, KEY_VARIABLE: portal.key}
        try:
            yield
        finally:
            del os.environ[ADDRESS_VARIABLE], os.environ[KEY_VARIABLE]


def _handler_of(portal: Portal) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version, sys_version = "demonstration", ""

        def do_GET(self) -> None:  # the name that the base class calls
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/_portal/requests":  # for whoever measures; it is not counted itself
                self._send(Reply.of_json({"most_in_a_minute": portal.most_in_a_minute(), "all": len(portal.arrivals)}))
            elif portal.arrive():
                self._send(Reply.of_error(429, "Too Many Requests", parts.path))
            elif fault := portal.mood.fault_of(self.path):
                self._misbehave(fault, parts.path, asked)
            else:
                self._send(
                    portal_answers.answer(portal.shelf, portal.mood, parts.path, asked, dict(self.headers), portal.key)
                )

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing: a question holds the key."""

        def _misbehave(self, fault: str, path: str, asked: dict[str, str]) -> None:
            if fault == "silence":
                time.sleep(portal.silence_seconds)
                self.close_connection = True
                return
            if fault == "cut_off":
                whole = portal_answers.answer(portal.shelf, portal.mood, path, asked, dict(self.headers), portal.key)
                self._send(whole, cut=True)
                return
            self._send(portal_answers.fault(fault, path))

        def _send(self, reply: Reply, *, cut: bool = False) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(reply.length))
            self.end_headers()
            sent = 0
            for part in reply.parts():
                if cut and sent + len(part) > reply.length // 2:
                    self.wfile.write(part[: max(0, reply.length // 2 - sent)])
                    self.close_connection = True
                    return
                self.wfile.write(part)
                sent += len(part)

    return Handler


def arguments() -> argparse.ArgumentParser:
    """What the command line takes."""
    parser = argparse.ArgumentParser(description="Serve the invented year as the real systems do: demonstration data.")
    parser.add_argument("--folder", type=Path, required=True, help="one folder of deliveries a year in it")
    parser.add_argument("--host", default=HOST, help="the address to listen on")
    parser.add_argument("--port", type=int, default=0, help="0 for any that is free")
    parser.add_argument("--key", default=KEY, help="the apiKey that it asks for")
    parser.add_argument(
        "--misbehave", nargs="*", default=["quiet"], metavar="WAY", help=f"all, quiet, {', '.join(ALL)}"
    )
    return parser


def main() -> None:
    """Command line: serve a folder until stopped."""
    given = arguments().parse_args()
    with Portal(given.folder, given.misbehave, host=given.host, port=given.port, key=given.key) as portal:
        print(json.dumps({"address": portal.address}), flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
