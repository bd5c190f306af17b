"""A data set that the portal passes through from another system (`/proxy/`): four kinds of envelope, one array inside."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.connectors.answers import Answer, json_of, records_at
from ingest.connectors.http import Client
from ingest.errors import AnswerRefused, SourceSilent

log = logging.getLogger("olshem.ingest")

PAGE_SIZE = 1_000
MOST_PAGES = 10_000
TOTALS = ("total", "totalCount", "totalElements")


@dataclass(frozen=True)
class Page:
    """Records exactly as they came, and how many the system says it has in all; None where it does not say."""

    records: tuple[bytes, ...]
    total: int | None


def fetch(client: Client, name: str, into: Path) -> int | None:
    """Write every record that the system behind the portal has into a file, as one JSON array, each as it came.

    Returns the number of records by the system's own count, None where it states none. Raises `SourceSilent` when
    another number could be read, `AnswerRefused` when the pages do not end.
    """
    pages = list(_pages(client, name))
    records = [record for page in pages for record in page.records]
    total = next((page.total for page in reversed(pages) if page.total is not None), None)
    if total is not None and total != len(records):
        raise SourceSilent(
            f"The data set `{name}` has {total:,} records by the system's own count, and {len(records):,} could be read: "
            f"{abs(total - len(records)):,} {'are missing' if len(records) < total else 'came too many'}. Nothing is kept. "
            "Collect it again."
        )
    told = "no total" if total is None else f"{total:,}"
    log.info("%s: %s records in %s pages; the system states %s", name, f"{len(records):,}", len(pages), told)
    lines = b",\n".join(records)
    into.write_bytes(b"[\n%s\n]\n" % lines if lines else b"[]\n")
    return total


def page_of(answer: Answer) -> Page:
    """The records of an envelope. Raises `AnswerRefused` for a shape nobody has seen.

    Seen: a bare array; `data` as an array; `data` as an object with `fields`; `data` as an object with `result` among
    others; and `fields` or `result` without `data`. Empty `fields` are an empty report, not an error.
    """
    document = json_of(answer)
    if isinstance(document, dict) and document.get("data") is None and "data" in document:
        raise SourceSilent(f"{answer.place} answered with an envelope without data. It is asked again.")
    names = _names_of_array(document)
    if names is None:
        found = ", ".join(f"`{name}`" for name in document) if isinstance(document, dict) else type(document).__name__
        raise AnswerRefused(f"{answer.place} answered with an envelope of no known kind ({found}).")
    return Page(tuple(records_at(answer, names)), _total_in(document))


def _names_of_array(document: Any) -> tuple[str, ...] | None:
    """The names under which the array of records lies, one in the other; None where there is no such array."""
    outer = ("data",) if isinstance(document, dict) and "data" in document else ()
    places = (outer, (*outer, "fields"), (*outer, "result"))
    return next((names for names in places if isinstance(_at(document, names), list)), None)


def _total_in(document: Any) -> int | None:
    """How many records the system says it has in all, wherever in the envelope it says so."""
    stated = (_at(document, (*place, name)) for place in (("data",), ("meta",), ()) for name in TOTALS)
    return next((int(number) for number in map(str, stated) if number.isdecimal()), None)


def _at(document: Any, names: Sequence[str]) -> Any:
    """What lies under these names, one in the other; None where nothing does."""
    for name in names:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _pages(client: Client, name: str) -> Iterator[Page]:
    """Every page that has records of its own, and the first one whatever it has.

    Systems that do not page send the same answer for every number, others begin anew behind their last page, and a page
    may be shorter than was asked for: so what ends them is a page that is empty or came before. Pages behind a short
    first one are asked for in its size, or records between them would be skipped.
    """
    size = PAGE_SIZE
    known: set[tuple[bytes, ...]] = {()}
    for number in range(MOST_PAGES):
        page = _page(client, name, number, size)
        if number and page.records in known:
            return
        yield page
        if not page.records:
            return
        known.add(page.records)
        size = size if number else min(size, len(page.records))
    raise AnswerRefused(
        f"The data set `{name}` did not end after {MOST_PAGES:,} pages, each with other records than those before. "
        "The system behind the portal does not page as expected: ask its owner for a file."
    )


def _page(client: Client, name: str, number: int, size: int) -> Page:
    parameters = {"page": str(number), "size": str(size)} | ({"apiKey": client.system.key} if client.system.key else {})
    return client.get(f"/proxy/{name}", parameters, read=page_of)
