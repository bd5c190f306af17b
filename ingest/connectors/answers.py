"""Whether an answer is data. The status alone does not tell: portals send errors, login pages and CAPTCHAs with 200."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from ingest.errors import AnswerRefused, SourceSilent

# 403 and 501 come and go on the portal like the others, so they are worth another try.
PASSING_STATUSES = frozenset({403, 408, 425, 429, 500, 501, 502, 503, 504})
EXCERPT = 200
HEAD_BYTES = 4096
BLANKS = b"\xef\xbb\xbf \r\n\t"
STATUS = re.compile(r"[0-9]{3,9}")
CAPTCHA = re.compile(r"captcha|recaptcha|робот|robot", re.IGNORECASE)
LOGIN = re.compile(r"type=[\"']?password|войти|кіру|sign in|log ?in", re.IGNORECASE)
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])  # a million records have to be cut out of their pages in seconds
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the bytes, the address as it may be shown, and what takes the key out of a text.

    An answer may echo the address that was asked, with the key in it. Texts are rid of it before they are cut: a piece of
    a key is not found any more.
    """

    status: int
    body: bytes
    place: str
    without_key: Callable[[str], str] = str

    def excerpt(self, part: bytes | None = None) -> str:
        """How the body begins, or a part of it."""
        head = (self.body if part is None else part)[:HEAD_BYTES].decode("utf-8", "replace")
        return repr(" ".join(self.without_key(head).split())[:EXCERPT])


def require_good_status(answer: Answer) -> None:
    """Raise `SourceSilent` for a status that passes, `AnswerRefused` for one that stays."""
    if answer.status < 300:
        return
    said = f"{answer.place} answered {answer.status}: {answer.excerpt()}"
    if answer.status in PASSING_STATUSES:
        raise SourceSilent(f"{said}. It is asked again.")
    if answer.status == 401:
        raise AnswerRefused(f"{said}. The key is not accepted: check it and its validity.")
    if answer.status == 404:
        raise AnswerRefused(
            f"{said}. There is no such data set, version or file: check the profile and the portal's catalogue."
        )
    raise AnswerRefused(f"{said}. Asking again would not help: check what is asked.")


def require_no_page(answer: Answer) -> None:
    """Raise `SourceSilent` when a page for people came in place of data, saying what kind of page it is."""
    head = answer.body[:HEAD_BYTES].lstrip(BLANKS)
    if not head.startswith(b"<") or head.startswith(b"<?xml"):
        return
    page = head.decode("utf-8", "replace")
    kind = "a CAPTCHA" if CAPTCHA.search(page) else "a login page" if LOGIN.search(page) else "a web page"
    title = TITLE.search(page)
    named = f" («{' '.join(answer.without_key(title[1]).split())[:80]}»)" if title else ""
    raise SourceSilent(f"{answer.place} answered with {kind}{named} in place of data. It is asked again.")


def require_no_error_in_place_of_a_file(answer: Answer) -> None:
    """Raise for a small JSON object that speaks of an error; any other file is what it is."""
    if not answer.body.lstrip().startswith(b"{"):
        return
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError):
        return
    _require_no_error(document, answer)


def json_of(answer: Answer) -> Any:
    """The JSON of an answer that is data. Raises `SourceSilent` or `AnswerRefused`, in words, for everything else."""
    require_good_status(answer)
    require_no_page(answer)
    with _read(answer):
        document = json.loads(answer.body.decode("utf-8-sig"))
    if isinstance(document, dict):
        _require_no_error(document, answer)
    return document


def records_of(answer: Answer) -> list[bytes]:
    """The records of a bare array, each as its own text: what is kept of it are the bytes that came."""
    require_good_status(answer)
    if not answer.body.lstrip(BLANKS).startswith(b"["):
        document = json_of(answer)
        raise AnswerRefused(
            f"{answer.place} answered with {type(document).__name__} in place of an array: {answer.excerpt()}. "
            "Check that the data set is one of API v4."
        )
    return records_at(answer, ())


def records_at(answer: Answer, names: Sequence[str]) -> list[bytes]:
    """The records of the array that lies under these names, one in the other, each as its own text."""
    text = answer.body.lstrip(BLANKS)
    with _read(answer):
        text.decode()  # what is skipped over is not looked at, not even whether it is text
        for name in names:
            text = bytes(_OBJECT.decode(text)[name])
        records = [bytes(record) for record in _ARRAY.decode(text)]
    if other := next((record for record in records if not record.startswith(b"{")), None):
        raise AnswerRefused(
            f"{answer.place} answered with an array whose elements are no objects: {answer.excerpt(other)}."
        )
    return records


def keyed_records_of(answer: Answer, key: str) -> tuple[list[Any], list[bytes]]:
    """The values of `key` in the records of a bare array, None where one has none, and beside them the records."""
    decode, records = _key_decoder(key).decode, records_of(answer)
    with _read(answer):
        return [decode(record).value for record in records], records


@cache
def _key_decoder(key: str) -> msgspec.json.Decoder[Any]:
    """Reads one member of an object and skips the others."""
    keyed: Any = msgspec.defstruct("Keyed", [("value", Any, None)], rename={"value": key})
    return msgspec.json.Decoder(keyed)


def _require_no_error(document: dict[str, Any], answer: Answer) -> None:
    """An object that speaks of an error is one, whatever the status of the answer was."""
    status = next((document[name] for name in ("status", "code") if _is_error_number(document.get(name))), None)
    if status is None and not document.get("error"):
        return
    told = ", ".join(
        f"{name} {document[name]!r}" for name in ("status", "code", "error", "message", "path") if name in document
    )
    said = f"{answer.place} answered with an error inside a good answer ({answer.without_key(told)})"
    if status is not None and int(status) not in PASSING_STATUSES:
        raise AnswerRefused(f"{said}. Check what is asked.")
    raise SourceSilent(f"{said}. It is asked again.")


@contextmanager
def _read(answer: Answer) -> Iterator[None]:
    """Say in words why an answer cannot be read as JSON."""
    try:
        yield
    except ValueError as error:
        raise SourceSilent(
            f"{answer.place} answered with JSON that breaks off or is none ({error}): {answer.excerpt()}. It is asked again."
        ) from error
    except RecursionError as error:
        raise AnswerRefused(
            f"{answer.place} answered with JSON that is nested too deeply, where records with single values were expected: "
            f"{answer.excerpt()}. Check what is asked."
        ) from error


def _is_error_number(value: object) -> bool:
    return isinstance(value, int | str) and STATUS.fullmatch(str(value)) is not None and int(value) >= 400
