"""Asking a system over HTTP: GET only, at its pace, with patience for what passes, and without a word of its key."""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urljoin

import httpx
import tenacity

from ingest.connectors.answers import (
    Answer,
    json_of,
    require_good_status,
    require_no_error_in_place_of_a_file,
    require_no_page,
)
from ingest.connectors.pace import wait_for_turn
from ingest.connectors.system import System, require_allowed, require_public, shown
from ingest.errors import AnswerRefused, SourceSilent
from olshem.warehouse.errors import Transient

Result = TypeVar("Result")

log = logging.getLogger("olshem.ingest")
for _told_with_their_query in ("httpx", "httpcore"):  # their lines hold whole addresses, and so the keys
    logging.getLogger(_told_with_their_query).setLevel(logging.WARNING)

MOST_REDIRECTS = 5
LARGEST_ANSWER_BYTES = 256 << 20
LARGEST_ERROR_BYTES = 1 << 16


@dataclass(frozen=True)
class Patience:
    """How long to wait for an answer and how often to ask: a portal that is silent is asked soon again, but not for ever."""

    connect_seconds: float = 5
    read_seconds: float = 20
    attempts: int = 8
    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 30


class Client:
    """A system, asked one question after another. Use it in a `with` statement: it keeps its connections."""

    def __init__(self, system: System, patience: Patience | None = None) -> None:
        self.system = system
        self.patience = patience or Patience()
        timeout = httpx.Timeout(self.patience.read_seconds, connect=self.patience.connect_seconds)
        self._http = httpx.Client(
            timeout=timeout,
            follow_redirects=False,
            trust_env=not system.allows_private_addresses,
            headers={"User-Agent": "olshem", "Accept": "application/json, */*;q=0.5"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()
        while error is not None:  # it is logged, sent and kept for good, and so is what it arose from
            error.args = tuple(self.system.without_key(part) if isinstance(part, str) else part for part in error.args)
            error = error.__cause__ or error.__context__

    def json(
        self, path: str, parameters: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """The JSON at a path of the system. Raises `SourceSilent` when patience ends, `Terminal` at once for what stays."""
        return self.get(path, parameters, headers, read=json_of)

    def get(
        self,
        path: str,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        read: Callable[[Answer], Result],
    ) -> Result:
        """What `read` makes of an answer. What it raises as `Transient` is asked again."""

        def ask() -> Result:
            with self._opened(path, parameters, headers) as response:
                answer = _answer(response, self.system, _read_capped(response))
            return read(answer)

        return self._patiently(ask)

    def download(self, path: str, into: Path, most_bytes: int, parameters: Mapping[str, str] | None = None) -> None:
        """Write the bytes at a path into a file. A download that breaks off begins anew."""

        def fetch() -> None:
            with self._opened(path, parameters, None) as response:
                _write_capped(response, self.system, into, most_bytes)

        self._patiently(fetch)

    def _patiently(self, ask: Callable[[], Result]) -> Result:
        """Ask until it works, patience ends, or the error is one that stays."""
        patience = self.patience
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Transient),
            wait=tenacity.wait_exponential_jitter(
                multiplier=patience.first_wait_seconds,
                max=patience.longest_wait_seconds,
                jitter=patience.first_wait_seconds,
            ),
            stop=tenacity.stop_after_attempt(patience.attempts),
            before_sleep=self._tell,
            reraise=True,
        )
        return retrying(ask)

    def _tell(self, state: tenacity.RetryCallState) -> None:
        wait = state.next_action.sleep if state.next_action else 0
        error = state.outcome.exception() if state.outcome else None
        told = self.system.without_key(str(error))
        log.warning("%s Attempt %s of %s; next in %.1f s.", told, state.attempt_number, self.patience.attempts, wait)

    @contextmanager
    def _opened(
        self, path: str, parameters: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> Iterator[httpx.Response]:
        """An answer whose body is not read yet, after redirects, each of them checked as the first address was."""
        url = httpx.URL(self.system.base + path, params=parameters)
        for _ in range(MOST_REDIRECTS + 1):
            require_allowed(str(url), self.system)
            wait_for_turn(self.system.name, self.system.requests_per_minute)
            try:
                with self._http.stream("GET", url, headers=headers) as response:
                    self._require_answer_from_outside(response)
                    if not response.has_redirect_location:
                        yield response
                        return
                    url = httpx.URL(urljoin(str(url), response.headers["location"]))
            except httpx.TimeoutException as error:
                raise SourceSilent(
                    f"{shown(str(url))} accepted no connection or fell silent ({type(error).__name__})."
                ) from error
            except (httpx.TransportError, httpx.DecodingError) as error:
                raise SourceSilent(f"{shown(str(url))} broke off: {type(error).__name__}: {error}.") from error
        raise AnswerRefused(f"{shown(self.system.base + path)} redirects more than {MOST_REDIRECTS} times.")

    def _require_answer_from_outside(self, response: httpx.Response) -> None:
        """The name may have led elsewhere than when it was looked up: what counts is who answered. A proxy answers for all."""
        peer = response.extensions["network_stream"].get_extra_info("server_addr")
        if peer and not urllib.request.getproxies():
            require_public(str(peer[0]), self.system)


def _read_capped(response: httpx.Response) -> bytes:
    """A whole body, if it is not larger than any page of a table is."""
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > LARGEST_ANSWER_BYTES:
            raise AnswerRefused(f"{shown(str(response.url))} answered with more than {LARGEST_ANSWER_BYTES:,} bytes.")
        parts.append(part)
    return b"".join(parts)


def _write_capped(response: httpx.Response, system: System, into: Path, most_bytes: int) -> None:
    """Write a body into a file, once its beginning shows that it is no error and no page for people."""
    place = shown(str(response.url))
    if response.status_code >= 300:
        require_good_status(_answer(response, system, _read_capped(response)))
    size, head_is_checked = 0, False
    with into.open("wb") as file:
        for part in response.iter_bytes(1 << 18):
            if not head_is_checked:
                require_no_page(_answer(response, system, part))
                head_is_checked = True
            size += len(part)
            if size > most_bytes:
                raise AnswerRefused(
                    f"{place} sent more than the {most_bytes:,} bytes that the contract allows (`max_bytes`)."
                )
            file.write(part)
    declared = response.headers.get("content-length")
    if size <= LARGEST_ERROR_BYTES:
        require_no_error_in_place_of_a_file(_answer(response, system, into.read_bytes()))
    if declared and "content-encoding" not in response.headers and int(declared) != size:
        raise SourceSilent(f"{place} broke off: {size:,} of {int(declared):,} bytes came.")


def _answer(response: httpx.Response, system: System, body: bytes) -> Answer:
    return Answer(response.status_code, body, shown(str(response.url)), system.without_key)
