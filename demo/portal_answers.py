"""What the demonstration portal answers to a question: the wire formats of the real systems, one function each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.misbehaviour import Mood
from demo.portal_data import NEWEST, OLDER, DataSet, Shelf

DEFAULT_SIZE, CAP, DEPTH = 10, 10_000, 10_000
PAGE = "<!DOCTYPE html><html><head><title>{title}</title></head><body>{text}</body></html>"
FILE_PART_BYTES = 1 << 18
# The portal's own lists, and the deliveries that stand for them here.
LISTS = {
    "getstatisticsbycgogovagencies": "open_data_statistics_cgo_",
    "getstatisticsbymiogovagencies": "open_data_statistics_mio_",
}


@dataclass(frozen=True)
class Reply:
    """An answer: its status, what it is, and its bytes or the file that holds them."""

    status: int
    content_type: str
    body: bytes = b""
    file: Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_json(cls, document: object, status: int = 200) -> Reply:
        """A JSON answer."""
        return cls(status, "application/json;charset=UTF-8", json.dumps(document, ensure_ascii=False).encode())

    @classmethod
    def of_error(cls, status: int, error: str, path: str, http_status: int | None = None) -> Reply:
        """An error as the servers behind the portal word it; with `http_status` 200 it hides inside a good answer."""
        document = {
            "timestamp": "2018-02-20T05:00:00.000+00:00",
            "status": status,
            "error": error,
            "message": "",
            "path": path,
        }
        return cls.of_json(document, http_status or status)

    @classmethod
    def of_page(cls, title: str, text: str, status: int = 200) -> Reply:
        """A page for people."""
        return cls(status, "text/html;charset=UTF-8", PAGE.format(title=title, text=text).encode())

    @property
    def length(self) -> int:
        """The number of bytes."""
        return self.file.stat().st_size if self.file else len(self.body)

    def parts(self) -> Iterator[bytes]:
        """The bytes, in parts that need little memory."""
        if self.file is None:
            yield self.body
            return
        with self.file.open("rb") as stream:
            while part := stream.read(FILE_PART_BYTES):
                yield part


@dataclass(frozen=True)
class Question:
    """What was asked: the shelf it is asked of, the mood of the portal, the parts of the path, parameters and headers."""

    shelf: Shelf
    mood: Mood
    path: str
    words: tuple[str, ...]
    asked: Mapping[str, str]
    headers: Mapping[str, str]

    def data_set(self, name: str, version: str = NEWEST) -> DataSet | None:
        """The data set as this portal has it now."""
        found = self.shelf.data_set(name)
        if found is None or version not in (NEWEST, OLDER):
            return None
        if version == OLDER:
            return found.older() if self.mood.has("changed_columns") else found
        return found.with_duplicates() if self.mood.has("duplicated_epochs") else found

    @property
    def source(self) -> dict[str, Any] | None:
        """The body of the search, None when the question has none."""
        text = self.asked.get("source")
        return None if text is None else json.loads(text)


def answer(
    shelf: Shelf, mood: Mood, path: str, asked: Mapping[str, str], headers: Mapping[str, str], key: str
) -> Reply:
    """The right answer to a question, traits of the mood included; faults are the server's."""
    for pattern, needs_key, reply in ROUTES:
        match = re.fullmatch(pattern, path)
        if match:
            if needs_key and asked.get("apiKey") != key:
                return Reply.of_error(401, "Unauthorized", path)
            words = tuple(word or "" for word in match.groups())
            return reply(
                Question(shelf, mood, path, words, asked, {name.lower(): value for name, value in headers.items()})
            )
    return Reply.of_error(404, "Not Found", path)


def fault(name: str, path: str) -> Reply:
    """A spoilt answer."""
    if name == "error_in_200":
        return Reply.of_error(500, "Internal Server Error", path, http_status=200)
    if name == "database_error_in_200":
        return Reply.of_json({"code": 500, "message": "PSQLException: This connection has been closed."})
    if name == "web_page":
        return Reply.of_page("Технические работы", "Портал временно недоступен")
    if name == "captcha":
        return Reply.of_page("Проверка", '<form><div class="g-recaptcha"></div>Подтвердите, что вы не робот</form>')
    if name == "login_page":
        return Reply.of_page("Вход", '<form><input type="password" name="password">Войти</form>')
    if name == "status_502":
        return Reply.of_page("502 Bad Gateway", "nginx", status=502)
    status = int(name.removeprefix("status_"))
    reply = Reply.of_error(
        status,
        {403: "Forbidden", 500: "Internal Server Error", 501: "Not Implemented"}.get(status, "Unavailable"),
        path,
    )
    return Reply(reply.status, reply.content_type, reply.body, headers={"Retry-After": "0"} if status == 503 else {})


def _mapping(question: Question) -> Reply:
    name = question.words[0]
    versions = [NEWEST, OLDER] if question.mood.has("v10_after_v9") else [NEWEST]
    found = {version: question.data_set(name, version) for version in versions}
    if any(data_set is None for data_set in found.values()):
        return Reply.of_error(404, "Not Found", question.path)
    mappings = {
        version: {"properties": {column: {"type": "string", "store": True} for column in data_set.columns}}
        for version, data_set in found.items()
        if data_set is not None
    }
    return Reply.of_json({name: {"mappings": {**mappings, "_default_": {"properties": {}}}}})


def _api_v4(question: Question) -> Reply:
    data_set = question.data_set(question.words[0], question.words[1] or NEWEST)
    if data_set is None or question.path.endswith("/"):  # a link with an empty version
        return Reply.of_error(404, "Not Found", question.path)
    source = question.source
    if source is None:
        few = DEFAULT_SIZE if question.mood.has("ten_rows_without_source") else len(data_set.records)
        return Reply.of_json(data_set.records[:few])
    if "search_after" in source and question.mood.has("search_after_refused"):
        return Reply.of_error(400, "Bad Request", question.path)
    return Reply.of_json(_search(data_set, source, question.mood))


def _search(data_set: DataSet, source: Mapping[str, Any], mood: Mood) -> list[dict[str, Any]]:
    """The part of the search language that the portal's clients use: from, size, sort, range and match."""
    size, start = int(source.get("size", DEFAULT_SIZE)), int(source.get("from", 0))
    if mood.has("capped_at_10000"):
        size = min(size, CAP)
    column = next(iter(source.get("sort", [{"": ""}])[0]))
    after, wanted = None, {}
    for condition in source.get("query", {}).get("bool", {}).get("must", []):
        for name, bounds in condition.get("range", {}).items():
            column, after = column or name, str(bounds["gt"])
        wanted.update(condition.get("match", {}))
    found = data_set.after(column, after) if column else data_set.records
    for name, value in wanted.items():
        found = [record for record in found if str(record.get(name)) == str(value)]
    page = found[start : start + size]
    if mood.has("lost_tail") and start + size > DEPTH:
        page = page[: len(page) // 8]
    return page


def _detailed(question: Question) -> Reply:
    data_set = question.data_set(question.words[0], question.words[1])
    if data_set is None:
        return Reply.of_error(404, "Not Found", question.path)
    page = _search(data_set, question.source or {}, question.mood)
    data = [record | {"_id": f"{number}", "_index": data_set.name} for number, record in enumerate(page)]
    return Reply.of_json({"totalCount": len(data_set.records), "data": data})


def _meta(question: Question) -> Reply:
    data_set = question.data_set(question.words[0], question.words[1])
    if data_set is None:
        return Reply.of_error(404, "Not Found", question.path)
    fields = {
        column: {"type": "String", "labelRu": column, "labelKk": column, "labelEn": column, "orderNumber": number}
        for number, column in enumerate(data_set.columns)
    }
    return Reply.of_json({"apiUri": data_set.name, "nameRu": data_set.name, "keywords": [], "fields": fields})


def _proxy(question: Question) -> Reply:
    """A pass-through: which of the envelopes comes depends on the system behind, here on the name. What stands twice in the
    portal's own index does not stand there.
    """
    data_set = question.shelf.data_set(question.words[0])
    if data_set is None:
        return Reply.of_error(404, "Not Found", question.path)
    page, size = int(question.asked.get("page", 0)), int(question.asked.get("size", 1000))
    records = data_set.records[page * size : (page + 1) * size]
    envelopes: list[object] = [
        records,
        {"fields": records},
        {"result": records, "totalPages": 1, "page": page, "size": size},
    ]
    return Reply.of_json(
        {"meta": {"apiUri": data_set.name}, "data": envelopes[sum(map(ord, data_set.name)) % len(envelopes)]}
    )


def _list(question: Question) -> Reply:
    """The counters per body and the catalogue, which the portal's own pages ask for."""
    is_browser = question.headers.get("x-requested-with") == "XMLHttpRequest" and "referer" in question.headers
    if question.mood.has("pages_only_for_browsers") and not is_browser:
        return Reply.of_page("Открытые данные", "Портал открытых данных")
    name = question.words[0]
    if name == "getdatasetsrecount":
        return Reply.of_json({"totalCount": len(question.shelf.names())})
    if name == "getdatasetsre":
        page = int(question.asked.get("page", 1))
        names = question.shelf.names()[(page - 1) * DEFAULT_SIZE : page * DEFAULT_SIZE]
        return Reply.of_json({"datasets": [{"apiUri": name, "nameRu": name} for name in names]})
    file = question.shelf.newest(LISTS.get(name, name))
    if file is None:
        return Reply.of_error(404, "Not Found", question.path)
    return Reply(200, "application/json;charset=UTF-8", file=file)


def _budget(question: Question) -> Reply:
    return Reply.of_json({"rows": question.shelf.budget_rows(question.asked.get("date", ""))})


def _file(question: Question) -> Reply:
    file = question.shelf.file(question.words[0])
    return (
        Reply(200, "application/octet-stream", file=file) if file else Reply.of_error(404, "Not Found", question.path)
    )


ROUTES: tuple[tuple[str, bool, Callable[[Question], Reply]], ...] = (
    (r"/api/v4/mapping/([^/]+)(?:/v\d+)?", True, _mapping),
    (r"/api/v4/([^/]+)(?:/(v\d+|))?", True, _api_v4),
    (r"/api/detailed/([^/]+)/(v\d+)", False, _detailed),
    (r"/meta/([^/]+)/(v\d+)", False, _meta),
    (r"/proxy/([^/]+)", True, _proxy),
    (r"/datasets/([a-z]+)", False, _list),
    (r"/budgetexecutioncontroller/getincomedatajson", False, _budget),
    (r"/files/([^/]+)", False, _file),
)
