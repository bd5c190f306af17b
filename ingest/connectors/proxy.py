"""A data set that the portal passes through from another system (`/proxy/`): four kinds of envelope, one array inside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.connectors.answers import Answer, json_of
from ingest.connectors.http import Client
from ingest.errors import AnswerRefused, SourceSilent

PAGE_SIZE = 1_000
MOST_PAGES = 10_000


def records_in(document: Any, place: str) -> list[dict[str, Any]]:
    """The records of an envelope. Raises `AnswerRefused` for a shape nobody has seen.

    Seen: a bare array; `data` as an array; `data` as an object with `fields`; `data` as an object with `result` among
    others; and `fields` or `result` without `data`. Empty `fields` are an empty report, not an error.
    """
    inner = document.get("data", document) if isinstance(document, dict) else document
    if isinstance(inner, dict):
        inner = next((inner[name] for name in ("fields", "result") if isinstance(inner.get(name), list)), inner)
    if not isinstance(inner, list) or not all(isinstance(record, dict) for record in inner):
        names = ", ".join(f"`{name}`" for name in document) if isinstance(document, dict) else type(document).__name__
        raise AnswerRefused(f"{place} answered with an envelope of no known kind ({names}).")
    return inner


def fetch(client: Client, name: str, into: Path) -> int:
    """Write every record that the system behind the portal has into a file, as one JSON array. Returns their number.

    Systems that do not page send the same answer for every page: a page that repeats the first ends it.
    """
    pages: list[list[dict[str, Any]]] = []
    while len(pages) < MOST_PAGES:
        page = _page(client, name, len(pages))
        if not page or (pages and page == pages[0]):
            break
        pages.append(page)
        if len(page) < PAGE_SIZE:
            break
    records = [record for page in pages for record in page]
    _write(records, into)
    return len(records)


def _page(client: Client, name: str, number: int) -> list[dict[str, Any]]:
    parameters = {"page": str(number), "size": str(PAGE_SIZE)} | (
        {"apiKey": client.system.key} if client.system.key else {}
    )
    return client.get(f"/proxy/{name}", parameters, read=_records_of)


def _records_of(answer: Answer) -> list[dict[str, Any]]:
    document = json_of(answer)
    if isinstance(document, dict) and document.get("data") is None and "data" in document:
        raise SourceSilent(f"{answer.place} answered with an envelope without data. It is asked again.")
    return records_in(document, answer.place)


def _write(records: Sequence[dict[str, Any]], into: Path) -> None:
    lines = ",\n".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records)
    into.write_text(f"[\n{lines}\n]\n" if lines else "[]\n", encoding="utf-8")
