"""Corrections of the sources: `ingest/corrections/<source>.yml` as frozen dataclasses, checked against their schema.

A correction replaces raw cells of one row, or withdraws them where nobody knows what belongs there. It states what it expects
to find, so it stops applying, loudly, on the day the source is put right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import psycopg
import yaml

from ingest.contracts import Contract, contract_of
from ingest.errors import CorrectionsInvalid

FOLDER = Path(__file__).parent / "corrections"
SCHEMA = FOLDER / "correction.schema.json"


@dataclass(frozen=True)
class Cell:
    """A column of the row, the raw text expected in it (None: empty), and what is read instead (None: withdrawn)."""

    column: str
    expect: str | None
    new: str | None


@dataclass(frozen=True)
class Correction:
    """A decision on one row of a source, for the runs of some profiles and reporting years."""

    source: str
    id: str
    profiles: tuple[str, ...]
    years: tuple[int, ...]
    part: str | None
    where: Mapping[str, str]
    cells: tuple[Cell, ...]
    reason: str
    document: str
    decided_by: str
    decided_on: str
    reported_to: str | None
    reported_on: str | None
    is_open: bool

    def is_for(self, profile: str, year: int) -> bool:
        """Whether a run that is frozen now takes it."""
        return self.is_open and profile in self.profiles and year in self.years

    @property
    def identity(self) -> Mapping[str, Any]:
        """What the digest of a run's input knows of it. Telling the source of it changes no score, so that is left out."""
        return {
            "correction": self.id,
            "where": dict(self.where),
            "cells": [[cell.column, cell.expect, cell.new] for cell in self.cells],
            "reason": self.reason,
            "document": self.document,
            "decided": [self.decided_by, self.decided_on],
        }


def corrections_for(profile: str, year: int, sources: Iterable[str], folder: Path | None = None) -> list[Correction]:
    """The open corrections of these sources for a run, by source and id. Raises `CorrectionsInvalid` for a wrong file."""
    wanted = set(sources)
    files = sorted((folder or FOLDER).glob("*.yml"))
    found = [correction for file in files if file.stem in wanted for correction in load_corrections(file)]
    return sorted(
        (correction for correction in found if correction.is_for(profile, year)), key=lambda one: (one.source, one.id)
    )


def load_corrections(file: Path) -> tuple[Correction, ...]:
    """Read the corrections of one source. Raises `CorrectionsInvalid` with every defect of the file."""
    document = yaml.load(file.read_text("utf-8"), _DaysAsText)  # noqa: S506  a SafeLoader with one rule less
    errors = sorted(_validator().iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
    defects = [f"{'/'.join(map(str, error.absolute_path)) or 'the file'}: {error.message}" for error in errors]
    if not defects:
        corrections = tuple(_correction(document["source"], one) for one in document["corrections"])
        defects = _contradictions(document["source"], file.stem, corrections)
    if defects:
        raise CorrectionsInvalid(f"The corrections `{file.name}` are not valid:\n  " + "\n  ".join(defects))
    return corrections


def record(connection: psycopg.Connection, run_id: int, corrections: Iterable[Correction]) -> None:
    """Write the corrections of a run into the ledger, one row per cell."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ledger.run_correction (run_id, source, correction_id, part, row_match, column_name, old_value, "
            "new_value, reason, document, decided_by, decided_on, reported_to, reported_on) "
            "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                [
                    run_id, one.source, one.id, one.part, json.dumps(dict(one.where), ensure_ascii=False), cell.column,
                    cell.expect, cell.new, one.reason, one.document, one.decided_by, one.decided_on, one.reported_to,
                    one.reported_on,
                ]
                for one in corrections
                for cell in one.cells
            ],
        )  # fmt: skip


class _DaysAsText(yaml.SafeLoader):
    """Leaves a day as it is written: the schema and the ledger want its text."""


_DaysAsText.yaml_implicit_resolvers = {
    first: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    days = jsonschema.FormatChecker(formats=())
    days.checks("date", raises=ValueError)(lambda day: not isinstance(day, str) or bool(date.fromisoformat(day)))
    return jsonschema.Draft202012Validator(schema, format_checker=days)


def _correction(source: str, document: Mapping[str, Any]) -> Correction:
    reported = document["reported"] or {}
    return Correction(
        source=source,
        id=document["id"],
        profiles=tuple(document["profiles"]),
        years=tuple(document["years"]),
        part=document.get("part"),
        where=document["where"],
        cells=tuple(Cell(**cell) for cell in document["cells"]),
        reason=" ".join(document["reason"].split()),
        document=document["document"],
        decided_by=document["decided"]["by"],
        decided_on=document["decided"]["date"],
        reported_to=reported.get("to"),
        reported_on=reported.get("date"),
        is_open=document["status"] == "open",
    )


def _contradictions(source: str, stem: str, corrections: tuple[Correction, ...]) -> list[str]:
    """What the schema cannot see: names the contract does not know, and corrections that gainsay each other."""
    if source != stem:
        return [f"source: is `{source}`, but the file is called `{stem}.yml`"]
    contract = contract_of(source)
    ids = [one.id for one in corrections]
    return [
        *(f"corrections: two have the id `{one}`" for one in sorted({one for one in ids if ids.count(one) > 1})),
        *(defect for one in corrections for defect in _defects_of(one, contract)),
        *(
            f"{one.id} and {other.id}: both correct the column `{column}` of one row"
            for one, other in combinations(corrections, 2)
            if one.is_open and other.is_open and _may_meet(one, other)
            for column in sorted({cell.column for cell in one.cells} & {cell.column for cell in other.cells})
        ),
    ]


def _defects_of(correction: Correction, contract: Contract) -> Iterator[str]:
    keys = contract.keys.columns
    if set(correction.where) != set(keys):
        yield f"{correction.id}/where: must name the key of the contract ({', '.join(keys)}), and names {', '.join(correction.where)}"
    columns = {column.name: column for column in contract.columns}
    named = [cell.column for cell in correction.cells]
    for cell in correction.cells:
        place = f"{correction.id}/cells/{cell.column}"
        column = columns.get(cell.column)
        if column is None:
            yield f"{place}: there is no such column in the contract"
            continue
        if named.count(cell.column) > 1:
            yield f"{place}: stands twice"
        if cell.column in keys:
            yield f"{place}: is part of the key; a row with another key is another row"
        if column.is_personal:
            yield f"{place}: holds personal data, which never stand in this repository"
        if column.type == "body" and cell.new is None:
            yield f"{place}: names the body and cannot be withdrawn"
        if cell.expect == cell.new:
            yield f"{place}: `expect` and `new` are the same"


def _may_meet(one: Correction, other: Correction) -> bool:
    return (
        one.where == other.where
        and (one.part is None or other.part is None or one.part == other.part)
        and not set(one.profiles).isdisjoint(other.profiles)
        and not set(one.years).isdisjoint(other.years)
    )
