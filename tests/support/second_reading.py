"""A second reader of deliveries: the raw text of a run, read by the rules of docs/reference/values.md written down once more.

Nothing here goes through staging. The contract of a source gives the types of its columns and nothing else; what makes a
record unusable is said again below, in the words of the contracts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import Any

from ingest.contracts import Column, contract_of
from olshem import warehouse
from olshem.settings import project_root

Row = dict[str, Any]  # typed cells by column; `body` holds the code of the body that is named

YES = {"да", "иә", "ия", "есть", "бар", "true", "yes", "1", "+"}
NO = {"нет", "жоқ", "false", "no", "0", "-"}
ABSENT = {"", "нет данных", "н/д", "нд", "деректер жоқ", "мәлімет жоқ", "no data", "n/a", "-", "–", "—", "…", "..."}
SPACES = " \t\n\r\u00a0\u2007\u202f"
CAPITALS = dict(zip("ABCEHKMOPTXYI", "АВСЕНКМОРТХУІ", strict=True))
SMALL = dict(zip("aceopxyihё", "асеорхуіһе", strict=True))
DAY = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:г\.?|год|года|ж\.?|жыл|жылы)?"
)
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?")


class Unreadable(Exception):
    """A cell that holds something, and not what its column asks for."""


@dataclass
class Delivered:
    """The usable records of one source, and of the others what could be read."""

    rows: list[Row] = field(default_factory=list)
    rejected: list[Row] = field(default_factory=list)  # with the names of their bad cells under `defects`


def number(text: str) -> Decimal:
    """A comma is the decimal mark, spaces part groups of three; a spreadsheet's double is read as the number it stands for."""
    bare = text.strip(SPACES)
    if re.fullmatch(r"[+-]?\d{1,3}([ \u00a0\u2007\u202f]\d{3})+([.,]\d+)?", bare):
        bare = re.sub(r"[ \u00a0\u2007\u202f]", "", bare)
    if not re.fullmatch(r"[+-]?\d{1,40}([.,]\d{1,40})?(E(-\d{1,2}|\+?\d))?", bare):
        raise Unreadable(text)
    value = Decimal(bare.replace(",", "."))
    digits = re.sub(r"\D", "", bare.split("E")[0]).lstrip("0")
    if re.search("[.,]", bare) and len(digits) in (16, 17):
        short = Context(prec=15, rounding=ROUND_HALF_EVEN).plus(value)
        return short if float(short) == float(value) else value
    return value


def day(text: str) -> date:
    """A day as sources write it; day and month are never swapped."""
    given = text.strip()
    try:
        if found := ISO_DAY.fullmatch(given):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if re.fullmatch(r"\d{5}(\.0+)?", given) and 36526 <= int(given[:5]) <= 73050:
            return date(1899, 12, 30) + timedelta(days=int(given[:5]))
        if re.fullmatch(r"\d{8}", given):
            last = int(given[4:])
            return date(last, int(given[2:4]), int(given[:2])) if 1900 <= last <= 2099 else date(int(given[:4]), int(given[4:6]), int(given[6:]))  # fmt: skip
        if found := DAY.fullmatch(given):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise Unreadable(text)


def cell(column: Column, text: str | None) -> Any:
    """The value of a cell, None for none. Raises `Unreadable`."""
    given = (text or "").strip()
    is_absence = given.lower() in ABSENT or given.lower().startswith("будет извест")
    value: Any
    if column.type == "boolean":
        value = True if given.lower() in YES else False if given.lower() in NO else None
    elif is_absence and column.type not in ("code", "text", "body"):
        value = None
    elif column.type in ("count", "number"):
        value = number(given)
        too_low = column.minimum is not None and value < column.minimum
        too_high = column.maximum is not None and value > column.maximum
        if too_low or too_high or (column.type == "count" and (value < 0 or value != int(value))):
            raise Unreadable(text)
    elif column.type in ("date", "timestamp"):
        value = day(given)
    elif column.type == "choice":
        value = given.lower()
        if value not in column.allowed_values:
            raise Unreadable(text)
    else:
        value = given or None
    if value is None and (not is_absence or column.must_be_filled):
        raise Unreadable(text)
    return value


def spelling(name: str) -> str:
    """A name without what clerks vary: letters that look alike, case, quotation marks, spaces, hyphens."""
    name = "".join(CAPITALS.get(letter, letter) for letter in re.sub("[\u2010-\u2015\u2212]", "-", name))
    name = "".join(SMALL.get(letter, letter) for letter in re.sub("[«»‘’“”„‟\"'\u00ad\u200b\ufeff]", "", name).lower())
    name = re.sub(r"(?<=[а-ӿ])5(?=[а-ӿ])", "ғ", name)
    return re.sub(" ?- ?", "-", " ".join(name.split()))


@cache
def crosswalk(source: str, year: int) -> Mapping[str, str]:
    """Spelling to code of body, of the names valid at the end of the year."""
    end = f"{year}-12-31"
    with (project_root() / "dbt_project/seeds/decree/body_names.csv").open(encoding="utf-8", newline="") as file:
        return {
            spelling(row["source_name"]): row["body_code"]
            for row in csv.DictReader(file)
            if row["source"] in (source, "any") and row["valid_from"] <= end <= (row["valid_to"] or "9999")
        }


@cache
def bodies(year: int) -> Mapping[str, str]:
    """Code to `C` or `M`, of the bodies that exist at the end of the year."""
    end = f"{year}-12-31"
    with (project_root() / "dbt_project/seeds/decree/bodies.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["body_code"]: "C" if row["body_kind"] == "central" else "M"
            for row in csv.DictReader(file)
            if row["valid_from"] <= end <= (row["valid_to"] or "9999")
        }


Bad = Callable[[Row], bool]
HANDLED, ISSUED = "рассмотрено", ("оказана", "отказано")


def _filled(row: Row, *names: str) -> bool:
    return all(row[name] is not None for name in names)


# column, and when its cell makes the record unusable
RULES: Mapping[str, list[tuple[str, Bad]]] = {
    "appeals_register": [
        ("outcome", lambda r: r["status"] == HANDLED and r["outcome"] is None),
        ("answered_on", lambda r: r["status"] == HANDLED and r["answered_on"] is None),
        ("answered_on", lambda r: _filled(r, "answered_on", "received_on") and r["answered_on"] < r["received_on"]),
        ("upheld_on", lambda r: r["upheld_by"] is not None and r["upheld_on"] is None),
    ],
    "services_monitoring": [
        ("rendered_on", lambda r: r["result"] in ISSUED and r["rendered_on"] is None),
        ("rendered_on", lambda r: _filled(r, "rendered_on", "received_on") and r["rendered_on"] < r["received_on"]),
        ("due_on", lambda r: r["result"] in ISSUED and r["due_on"] is None),
    ],
    "services_register": [("excluded_on", lambda r: _filled(r, "excluded_on", "included_on") and r["excluded_on"] < r["included_on"])],
    "hidden_services": [
        ("included_on", lambda r: r["is_included_in_register"] is True and r["included_on"] is None),
        ("conclusion_document", lambda r: r["conclusion"] is not None and r["conclusion_document"] is None),
    ],
    "optimisation_plan": [
        ("rendering_way", lambda r: r["is_rendered_by_local_bodies"] is False and r["is_standard_approved"] is True and r["rendering_way"] is None),
        ("documents_receivable_count", lambda r: r["is_rendered_by_local_bodies"] is False and r["is_standard_approved"] is True and r["documents_receivable_count"] is None),
        ("documents_received_count", lambda r: (r["documents_receivable_count"] or 0) > 0 and r["documents_received_count"] is None),
        ("commission_decided_on", lambda r: r["commission_decision"] is not None and r["commission_decided_on"] is None),
        ("commission_decision", lambda r: r["commission_decision"] is None and r["commission_decided_on"] is not None),
    ],
    "open_data": [("defect_count", lambda r: r["is_present"] is True and r["defect_count"] is None)],
    "open_dialogue": [
        ("is_present", lambda r: r["item_code"] != "4.2" and r["is_present"] is None),
        ("asked_count", lambda r: r["item_code"] == "4.2" and r["asked_count"] is None),
        ("answered_count", lambda r: r["item_code"] == "4.2" and r["answered_count"] is None),
        ("answered_count", lambda r: _filled(r, "answered_count", "asked_count") and r["answered_count"] > r["asked_count"]),
    ],
    "site_mobile_versions": [("has_link_back", lambda r: r["loading"] not in (None, "нет") and r["has_link_back"] is None)],
    "site_assessment": [
        ("points", lambda r: r["indicator"] == "доступность" and r["points"] is None),
        ("is_present", lambda r: r["indicator"] not in (None, "доступность") and r["is_present"] is None and (r["indicator"] != "полнота" or r["has_message"] is not True)),
        ("defect_count", lambda r: r["indicator"] not in (None, "доступность") and r["is_present"] is True and r["defect_count"] is None),
        ("language_code", lambda r: _filled(r, "indicator", "language_code") and (r["indicator"] == "доступность") != (r["language_code"] == "обе")),
        ("quarter", lambda r: r["quarter"] is not None and r["quarter"] not in (2, 4)),
    ],
    "recheck_records": [
        ("report_year", lambda r: r["report_year"] is not None and r["report_year"] != r["_year"]),
        ("direction", lambda r: r["block"] is not None and (r["block"] == "2") != (r["direction"] is not None)),
        ("fact_text", lambda r: r["fact_kind"] not in (None, "не выявлено") and r["fact_text"] is None),
    ],
}  # fmt: skip
_MARKED = [
    ("is_present", lambda r: r["is_present"] is None and r["mark"] is None),
    ("defect_count", lambda r: r["is_present"] is True and r["defect_count"] is None and r["mark"] is None),
]  # fmt: skip


def read(run_id: int, sources: Collection[str], year: int) -> dict[str, Delivered]:
    """The records that a run rests on, of those of the sources that came."""
    with warehouse.connect("auditor") as connection:
        loads = connection.execute(
            "select source, array_agg(load_id order by load_id) from ledger.run_load where run_id = %s group by source",
            [run_id],
        ).fetchall()
    return {source: _read_loads(source, tuple(load_ids), year) for source, load_ids in loads if source in sources}


@cache
def _read_loads(source: str, load_ids: tuple[int, ...], year: int) -> Delivered:
    """Raw is append-only: a load says the same to every run that rests on it."""
    contract = contract_of(source)
    names = [column.name for column in contract.columns]
    with warehouse.connect("auditor") as connection:
        records = [
            (load_id, record)
            for load_id in load_ids
            for record in connection.execute(
                f"select {', '.join(names)} from raw.{contract.table} where _load_id = %s order by _row_number",
                [load_id],
            )
        ]
    known, delivered, seen = crosswalk(source, year), Delivered(), set()
    rules = RULES.get(source, _MARKED if source in ("open_budgets", "open_npa") else [])
    keys = [names.index(key) for key in contract.keys.columns]
    for load_id, record in records:
        key = (load_id, *((record[place] or "").strip() for place in keys))
        row = _typed(contract.columns, record, set(contract.keys.columns), known, year)
        row["defects"] += [column for column, is_bad in rules if is_bad(row)]
        row["is_copy"] = key in seen and contract.keys.duplicates == "reject_in_staging"
        seen.add(key)
        (delivered.rejected if row["defects"] or row["is_copy"] else delivered.rows).append(row)
    return delivered


def _typed(
    columns: tuple[Column, ...], record: tuple[str | None, ...], keys: set[str], known: Mapping[str, str], year: int
) -> Row:
    row: Row = {"_year": year, "defects": [], "body": None}
    for column, text in zip(columns, record, strict=True):
        try:
            row[column.name] = cell(column, text)
        except Unreadable:
            row[column.name] = None
            row["defects"].append(column.name)
        if column.type == "body":
            row["body"] = known.get(spelling(text or ""))
            if row["body"] is None:
                row["defects"].append(column.name)
        elif column.name in keys and row[column.name] is None:
            row["defects"].append(column.name)
    return row
