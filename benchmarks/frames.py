"""The numerators and denominators of services and complaints once more: in pandas, and in DuckDB over the same files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from benchmarks.plain_sql import DUCKDB, DUCKDB_READS_DAYS, appeals_counts, services_counts
from ingest.contracts import Contract

CHUNK_ROWS = 1_000_000
HANDLED_OUTCOMES = ("удовлетворено", "частично удовлетворено", "разъяснено", "отказано", "прочее")

# By the name of the body (and the service): the numbers in the order of `plain_sql`.
Counts = Mapping[tuple[str, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Records:
    """A source of the benchmark: its contract, the file with the records that can be split, and its columns by their names there."""

    contract: Contract
    file: Path

    @property
    def names(self) -> Mapping[str, str]:
        """What the file calls a column."""
        return {column.name: column.source_name for column in self.contract.columns}


def by_duckdb(services: Records, appeals: Records, year: int) -> tuple[Counts, Counts]:
    """Both counts by DuckDB, read from the files into its memory."""
    found = []
    with duckdb.connect() as connection:
        connection.execute(DUCKDB_READS_DAYS)
        for records, counts in ((services, services_counts), (appeals, appeals_counts)):
            columns = ", ".join(f'"{source_name}" as {name}' for name, source_name in records.names.items())
            connection.execute(
                f"create or replace table records as select {columns} "
                f"from read_csv('{records.file}', all_varchar = true, header = true)"
            )
            found.append(as_counts(connection.execute(counts("records", year, DUCKDB)).fetchall()))
    return found[0], found[1]


def as_counts(rows: Iterable[tuple[Any, ...]]) -> Counts:
    """Rows of names and numbers by their names."""
    return {
        tuple(cell for cell in row if isinstance(cell, str)): tuple(cell for cell in row if not isinstance(cell, str))
        for row in rows
    }


def services_by_pandas(records: Records, year: int) -> Counts:
    """Counts of services by pandas, chunk by chunk."""
    used = [
        "request_number", "body_name", "service_code", "received_on", "rendered_on", "due_on", "result", "is_law_enforcement",
        "is_late_by_failure", "is_entry_late", "is_entry_late_by_failure", "failure_document",
    ]  # fmt: skip
    parts = []
    for chunk in _first_of_each(records, used, "request_number"):
        received, rendered, due = (_days(chunk[name]) for name in ("received_on", "rendered_on", "due_on"))
        is_ended = chunk.result.isin(("оказана", "отказано"))
        is_used = (
            (is_ended | chunk.result.isin(("в работе", "отозвана заявителем")))
            & ~(is_ended & (chunk.rendered_on == ""))
            & received.notna()
            & ~(rendered < received)
        )
        is_left_out, is_proven = chunk.is_law_enforcement == "да", chunk.failure_document != ""
        is_rendered = is_used & is_ended & (rendered.dt.year == year)
        is_judged = is_rendered & ~is_left_out
        is_excused = (chunk.is_late_by_failure == "да") & is_proven
        is_late_entry = (chunk.is_entry_late == "да") & ~((chunk.is_entry_late_by_failure == "да") & is_proven)
        numbers = {
            "rendered": is_judged,
            "excused": is_judged & (rendered > due) & is_excused,
            "breach": is_judged & (rendered > due) & ~is_excused,
            "late_entry": is_used & is_late_entry & ~is_left_out,
            "left_out": is_rendered & is_left_out,
        }
        parts.append(chunk.assign(**numbers).groupby(["body_name", "service_code"])[list(numbers)].sum())
    return _summed(parts)


def appeals_by_pandas(records: Records, year: int) -> Counts:
    """Counts of complaints and applications by pandas, chunk by chunk."""
    dates = ("received_on", "due_on", "extended_to", "answered_on", "upheld_on")
    used = ["appeal_id", "body_name", "kind", "status", "outcome", "upheld_by", *dates]
    parts = []
    for chunk in _first_of_each(records, used, "appeal_id"):
        read = {name: _days(chunk[name]) for name in dates}
        is_final = chunk.status == "рассмотрено"
        is_used = (
            chunk.kind.isin(("жалоба", "заявление"))
            & ~(is_final & ((chunk.outcome == "") | (chunk.answered_on == "")))
            & ((chunk.outcome == "") | chunk.outcome.isin(HANDLED_OUTCOMES))
            & read["received_on"].notna()
            & ~(read["answered_on"] < read["received_on"])
        )
        for name in dates[1:]:
            is_used &= (chunk[name] == "") | read[name].notna()
        is_handled = is_used & is_final & (read["answered_on"].dt.year == year)
        is_upheld = is_used & (read["upheld_on"].dt.year == year)
        deadline = read["extended_to"].fillna(read["due_on"])
        numbers = {
            "handled": is_handled,
            "known_deadline": is_handled & deadline.notna(),
            "late": is_handled & (read["answered_on"] > deadline),
            "court_upheld": is_upheld & (chunk.upheld_by == "суд"),
            "superior_upheld": is_upheld & (chunk.upheld_by == "вышестоящий орган"),
            "satisfied": is_handled & chunk.outcome.isin(("удовлетворено", "частично удовлетворено")),
            "explained": is_handled & (chunk.outcome == "разъяснено"),
        }
        parts.append(chunk.assign(**numbers).groupby(["body_name"])[list(numbers)].sum())
    return _summed(parts)


def _first_of_each(records: Records, used: list[str], key: str) -> Iterator[pd.DataFrame]:
    """The file in chunks, the copies of a record left out; the columns by the names of the contract."""
    names = records.names
    is_copy = pd.read_csv(records.file, usecols=[names[key]], dtype=str, keep_default_na=False)[names[key]].duplicated()
    for chunk in pd.read_csv(
        records.file, usecols=[names[name] for name in used], dtype=str, chunksize=CHUNK_ROWS, keep_default_na=False
    ):
        chunk = chunk.rename(columns={names[name]: name for name in used})
        yield chunk[~is_copy[chunk.index]]


def _days(column: pd.Series) -> pd.Series:
    """The days of a column: each spelling is read once."""
    return column.map({text: _day(text) for text in column.unique()}).astype("datetime64[s]")


def _day(text: str) -> date | None:
    if len(text) == 5 and text.isdigit():
        return date(1899, 12, 30) + timedelta(days=int(text))
    parts = text[:10].split(".")
    try:
        return date.fromisoformat("-".join(reversed(parts)))
    except ValueError:
        return None


def _summed(parts: list[pd.DataFrame]) -> Counts:
    whole = pd.concat(parts).groupby(level=list(range(parts[0].index.nlevels))).sum()
    return {
        key if isinstance(key, tuple) else (str(key),): tuple(int(number) for number in row)
        for key, row in zip(whole.index, whole.itertuples(index=False), strict=True)
    }
