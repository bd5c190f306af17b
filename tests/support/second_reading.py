"""A second reader of deliveries: the raw text of a run, read by the rules of docs/reference/values.md written down once more.

Nothing here goes through staging. The contract of a source gives the types of its columns and nothing else; what makes a
record unusable is said again in `second_reading_rules`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import Any

import psycopg

from ingest.contracts import Column, Contract, contract_of
from olshem import warehouse
from olshem.settings import project_root
from tests.support.second_reading_rules import Row, reject_repeated, reject_wrong_totals, rules_of

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
    if not re.fullmatch(r"[+-]?\d{1,40}([.,]\d{1,40})?([Ee](-\d{1,2}|\+?\d))?", bare):
        raise Unreadable(text)
    value = Decimal(bare.replace(",", "."))
    digits = re.sub(r"\D", "", re.split("[Ee]", bare)[0]).lstrip("0")
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


@dataclass(frozen=True)
class Given:
    """What a run rests on: the records of the sources that came, and the assumptions that it reads in their alternative."""

    sources: Mapping[str, Delivered]
    alternatives: frozenset[str]


def read_runs(run_ids: Collection[int], year: int) -> dict[int, Given]:
    """What these runs rest on. Raw is append-only: a load says the same to every run that rests on it."""
    known: dict[tuple[str, tuple[int, ...]], Delivered] = {}
    given: dict[int, Given] = {}
    with warehouse.connect("auditor") as connection:
        for run_id in run_ids:
            sources = {}
            for source, load_ids in connection.execute(
                "select source, array_agg(load_id order by load_id) from ledger.run_load where run_id = %s group by source",
                [run_id],
            ).fetchall():
                key = (source, tuple(load_ids))
                if key not in known:
                    known[key] = _read_loads(connection, source, load_ids, year)
                sources[source] = known[key]
            given[run_id] = Given(sources, _alternatives(connection, run_id))
    return given


def _alternatives(connection: psycopg.Connection, run_id: int) -> frozenset[str]:
    chosen = connection.execute(
        "select assumption_id from ledger.run_choice where run_id = %s and choice = 'alternative'", [run_id]
    )
    return frozenset(str(row[0]) for row in chosen)


def _read_loads(connection: psycopg.Connection, source: str, load_ids: Sequence[int], year: int) -> Delivered:
    contract = contract_of(source)
    names = [column.name for column in contract.columns]
    known, seen, seen_of_bodies, rows = crosswalk(source, year), set(), set(), []
    keys = [names.index(key) for key in contract.keys.columns]
    for load_id in load_ids:
        selected = f"select {', '.join(names)} from raw.{contract.table} where _load_id = %s order by _row_number"
        for record in connection.execute(selected, [load_id]):
            key = (load_id, *((record[place] or "").strip() for place in keys))
            row = _typed(contract.columns, record, set(contract.keys.columns), known, year)
            row["defects"] += [column for column, is_bad in rules_of(source) if is_bad(row)]
            row["is_copy"] = key in seen and contract.keys.duplicates == "reject_in_staging"
            seen.add(key)
            if contract.keys.unites_names and row["body"] is not None and not row["is_copy"]:
                of_body = (load_id, row["body"], *_without_body(contract, record))
                row["defects"] += ["another name"] * (of_body in seen_of_bodies)
                seen_of_bodies.add(of_body)
            rows.append(row)
    reject_repeated(source, rows)
    reject_wrong_totals(source, rows)
    delivered = Delivered()
    for row in rows:
        (delivered.rejected if row["defects"] or row["is_copy"] else delivered.rows).append(row)
    return delivered


def _without_body(contract: Contract, record: tuple[str | None, ...]) -> list[str]:
    """The key of a record but for the name of the body."""
    names = [column.name for column in contract.columns if column.type != "body"]
    cells = {column.name: (text or "").strip() for column, text in zip(contract.columns, record, strict=True)}
    return [cells[key] for key in contract.keys.columns if key in names]


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
