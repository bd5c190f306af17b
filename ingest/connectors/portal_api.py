"""A data set of data.egov.kz through its API v4: the newest version, every record once, reconciled with the portal's count.

What the portal does to those who do not ask precisely decides how it is asked here:

* without `source` it sends ten records and says nothing, so `source` is always sent;
* `from` loses records at depth and more than 10,000 are never sent, so pages follow a cursor on a sorted key;
* a key may stand twice (an old and a new load side by side), so a page that was cut in the middle of a key is asked again
  from the beginning of that key;
* it does not say when it is done, so the number of records is compared with `totalCount`.
"""

from __future__ import annotations

import json
import logging
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from ingest.connectors.answers import Answer, json_of, keyed_records_of
from ingest.connectors.http import Client
from ingest.errors import AnswerRefused, SourceSilent

log = logging.getLogger("olshem.ingest")

PAGE_SIZES = (5_000, 1_000, 500, 100, 50)  # other clients of the portal shrink so when it answers with errors
HIGHEST_PAGE_SIZE = 10_000  # above it the portal sends 10,000 all the same
VERSION = re.compile(r"v([0-9]+)")


@dataclass(frozen=True)
class DataSet:
    """A data set of the portal, and the column that tells its records apart well enough to page by."""

    name: str
    key: str
    version: str = "newest"


class _Mapping(msgspec.Struct):
    """What a mapping says of one version: its columns."""

    properties: dict[str, Any] | None = None


class _DataSetMapping(msgspec.Struct):
    """What a mapping says of a data set: its versions."""

    mappings: dict[str, _Mapping] | None = None


@dataclass(frozen=True)
class Page:
    """Records by their keys, and their texts exactly as they came."""

    keys: list[str]
    texts: list[bytes]

    def first(self, count: int) -> Page:
        """The first records of the page."""
        return Page(self.keys[:count], self.texts[:count])


@dataclass(frozen=True)
class Fetched:
    """What was written: the version that it is of, the number of records, and how many more were copies of one of them."""

    version: str
    record_count: int
    copy_count: int


def fetch(client: Client, data_set: DataSet, columns: Sequence[str], into: Path) -> Fetched:
    """Write every record of a data set into a file, as one JSON array, a record a line, in the order of the key.

    `columns` are the names that every record is expected to have: a version that lacks one is refused before paging.
    Raises `AnswerRefused` when the portal does not do what its API says, `SourceSilent` when records are missing.
    """
    version = newest_version(client, data_set, columns)
    expected = total_count(client, data_set.name, version)
    read = written = 0
    with into.open("wb") as file:
        file.write(b"[")
        for page in _pages(client, data_set, version):
            texts = _once_each(page)
            if texts:
                file.write((b",\n" if written else b"\n") + b",\n".join(texts))
            read += len(page.keys)
            written += len(texts)
            log.info("%s %s: %s of %s records", data_set.name, version, f"{read:,}", f"{expected:,}")
        file.write(b"\n]\n")
    _reconcile(client, data_set, version, expected, read)
    if read > written:
        log.warning(
            "%s %s: %s records stood twice, word for word, and were kept once", data_set.name, version, read - written
        )
    return Fetched(version, written, read - written)


def newest_version(client: Client, data_set: DataSet, columns: Sequence[str]) -> str:
    """The version to ask for: v10 is newer than v9. Raises `AnswerRefused` when it lacks columns that the contract needs."""
    read = partial(_mappings, name=data_set.name)
    mappings = client.get(f"/api/v4/mapping/{data_set.name}", _with_key(client), read=read)
    versions = {name: int(match[1]) for name in mappings if (match := VERSION.fullmatch(name))}
    if not versions:
        raise AnswerRefused(
            f"The portal knows no version of the data set `{data_set.name}`; its mapping names {', '.join(mappings) or 'nothing'}. "
            "Check the name in the profile."
        )
    version = max(versions, key=lambda name: versions[name]) if data_set.version == "newest" else data_set.version
    if version not in versions:
        raise AnswerRefused(
            f"The data set `{data_set.name}` has no version {version}; it has {', '.join(sorted(versions, key=lambda n: versions[n]))}."
        )
    present = (mappings[version].properties or {}).keys()
    missing = [name for name in (*columns, data_set.key) if name not in present]
    if missing:
        raise AnswerRefused(
            f"Version {version} of the data set `{data_set.name}` has no {', '.join(f'`{name}`' for name in dict.fromkeys(missing))}; "
            f"it has {', '.join(f'`{name}`' for name in sorted(present))}. The owner changed its columns: compare the versions, "
            "then change `source_name` in the contract, or name an older `version` in the profile."
        )
    return version


def _mappings(answer: Answer, name: str) -> dict[str, _Mapping]:
    """The versions of a data set by their names, with their columns; none where the portal does not know it."""
    document = json_of(answer)
    try:
        of_name = msgspec.convert(document, dict[str, Any]).get(name) or {}
        return msgspec.convert(of_name, _DataSetMapping).mappings or {}
    except msgspec.ValidationError as error:
        raise AnswerRefused(
            f"{answer.place} answered with another mapping than `{name}` with `mappings`, of versions with `properties` ({error}): "
            f"{answer.excerpt()}. The portal has changed its answer."
        ) from error


def total_count(client: Client, name: str, version: str) -> int:
    """The number of records that the portal says it has."""
    return client.get(f"/api/detailed/{name}/{version}", _with_key(client, {"size": 1}), read=_total)


def _total(answer: Answer) -> int:
    document = json_of(answer)
    total = document.get("totalCount") if isinstance(document, dict) else None
    if not str(total).isdecimal():
        raise AnswerRefused(f"{answer.place} answered without `totalCount`: {answer.excerpt()}.")
    return int(str(total))


def meta(client: Client, name: str, version: str) -> dict[str, Any]:
    """What the portal says about a data set: names, owner, fields with their labels. It asks for no key."""
    document: dict[str, Any] = client.json(f"/meta/{name}/{version}")
    return document


def _pages(client: Client, data_set: DataSet, version: str) -> Iterator[Page]:
    """The records in the order of their key, page by page; a key never goes over the edge of a page."""
    after, sizes = None, list(PAGE_SIZES)
    while True:
        page = _page(client, data_set, version, after, sizes)
        _require_order(page, data_set, after)
        if len(page.keys) < sizes[0]:
            yield page
            return
        whole = bisect_left(page.keys, page.keys[-1])  # the last key may go on on the next page
        if not whole:
            _grow(sizes, data_set, page.keys[-1])
            continue
        yield page.first(whole)
        after = page.keys[whole - 1]


def _page(client: Client, data_set: DataSet, version: str, after: str | None, sizes: list[int]) -> Page:
    """One page. When patience with a size ends, a smaller one is tried: large answers fail first."""
    while True:
        query = _query(data_set.key, after, sizes[0])
        try:
            return client.get(
                f"/api/v4/{data_set.name}/{version}",
                _with_key(client, query),
                read=partial(_records, data_set=data_set),
            )
        except SourceSilent:
            if len(sizes) == 1:
                raise
            sizes.pop(0)
            log.warning("%s: pages of %s records from here on", data_set.name, sizes[0])


def _records(answer: Answer, data_set: DataSet) -> Page:
    values, texts = keyed_records_of(answer, data_set.key)
    if None in values or "" in values:
        text = next(text for value, text in zip(values, texts, strict=True) if value in (None, ""))
        raise AnswerRefused(
            f"A record of `{data_set.name}` has no {data_set.key}, by which it is paged: {answer.excerpt(text)}."
        )
    return Page([str(value) for value in values], texts)


def _query(key: str, after: str | None, size: int) -> dict[str, Any]:
    query: dict[str, Any] = {"size": size, "sort": [{key: "asc"}]}
    if after is not None:
        query["query"] = {"bool": {"must": [{"range": {key: {"gt": after}}}]}}
    return query


def _grow(sizes: list[int], data_set: DataSet, last: str) -> None:
    """A page full of one key: ask for a larger one."""
    if sizes[0] >= HIGHEST_PAGE_SIZE:
        raise AnswerRefused(
            f"More than {HIGHEST_PAGE_SIZE:,} records of `{data_set.name}` have the {data_set.key} {last!r}: the portal cannot be "
            "paged by this column. Name another `key` in the profile."
        )
    sizes.insert(0, min(sizes[0] * 2, HIGHEST_PAGE_SIZE))


def _require_order(page: Page, data_set: DataSet, after: str | None) -> None:
    """The portal must have sorted and cut as it was asked to: else records would be lost without a sign."""
    if page.keys == sorted(page.keys) and (after is None or not page.keys or page.keys[0] > after):
        return
    before = after or ""
    for value in page.keys:
        if value < before or value == after:
            raise AnswerRefused(
                f"The portal did not keep to the order that was asked for: {data_set.key} {value!r} of `{data_set.name}` came after {before!r}."
            )
        before = value


def _once_each(page: Page) -> list[bytes]:
    """The texts of a page without exact copies, left by an old load beside a new one. Records of one key come in any
    order; the same records must give the same bytes.
    """
    if len(set(page.keys)) == len(page.keys):
        return page.texts
    ordered = sorted(zip(page.keys, page.texts, strict=True))
    return [text for number, (_, text) in enumerate(ordered) if not number or ordered[number - 1][1] != text]


def _reconcile(client: Client, data_set: DataSet, version: str, expected: int, read: int) -> None:
    if read == expected:
        return
    now = total_count(client, data_set.name, version)
    if read != now:
        raise SourceSilent(
            f"The data set `{data_set.name}` {version} has {now:,} records by the portal's own count"
            f"{f' ({expected:,} when paging began)' if now != expected else ''}, and {read:,} could be read: "
            f"{abs(now - read):,} {'are missing' if read < now else 'came too many'}. Nothing is kept. Collect it again."
        )


def _with_key(client: Client, source: dict[str, Any] | None = None) -> dict[str, str]:
    """The parameters of a question: `source` as JSON, and the key where the system asks for one."""
    asked = {"source": json.dumps(source, ensure_ascii=False, separators=(",", ":"))} if source is not None else {}
    return asked | ({"apiKey": client.system.key} if client.system.key else {})
