"""The checks of the gates as data: `suites/<gate>.yml` says what is looked at, `catalogue.csv` who answers for it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from olshem.warehouse import Terminal

Gate = Literal["shape", "values", "marts"]
Severity = Literal["block", "warn"]

FOLDER = Path(__file__).parent
CATALOGUE_COLUMNS = ["check_id", "gate", "severity", "owner", "meaning", "what_to_do"]
SUBJECT_KEYS = {"subject", "grain", "where", "query", "checks", "source", "compares_with_last_year", "empty_means"}
CHECK_KEYS = {"check_id", "expectation", "kwargs", "may_be_missing"}


@dataclass(frozen=True)
class Check:
    """One expectation about a subject, with what a person needs to know when it fails."""

    check_id: str
    severity: Severity
    owner: str
    meaning: str
    what_to_do: str
    expectation: str
    kwargs: dict[str, Any] = field(hash=False)
    may_be_missing: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the subject that the expectation reads."""
        return tuple(str(self.kwargs[name]) for name in ("column", "column_A", "column_B") if name in self.kwargs)

    def described(self) -> str:
        """The check as one paragraph, for the Data Docs."""
        return (
            f"{self.check_id} ({self.severity}): {self.expected}. If not: {self.meaning}. "
            f"What to do: {self.what_to_do}. Answers: {self.owner}."
        )

    @property
    def expected(self) -> str:
        """The expectation in words."""
        low, high = self.kwargs.get("min_value"), self.kwargs.get("max_value")
        strictly = " (exclusive)" if self.kwargs.get("strict_min") or self.kwargs.get("strict_max") else ""
        match self.expectation:
            case "ExpectColumnValuesToBeBetween" if high is None:
                return f"`{self.columns[0]}` at least {low}{strictly}"
            case "ExpectColumnValuesToBeBetween" if low is None:
                return f"`{self.columns[0]}` at most {high}{strictly}"
            case "ExpectColumnValuesToBeBetween":
                return f"`{self.columns[0]}` from {low} to {high}{strictly}"
            case "ExpectColumnValuesToBeInSet":
                return f"`{self.columns[0]}` one of: {', '.join(str(value) for value in self.kwargs['value_set'])}"
            case "ExpectColumnPairValuesToBeEqual":
                return f"`{self.columns[0]}` equal to `{self.columns[1]}`"
            case "ExpectColumnPairValuesAToBeGreaterThanB":
                return f"`{self.columns[0]}` not less than `{self.columns[1]}`"
            case _:
                return f"{self.expectation} {self.kwargs}"


@dataclass(frozen=True)
class Subject:
    """A small table that one query makes of the run, and the checks on it.

    `where` are the columns that say which row is meant. `source` is empty when the subject spans all sources. An empty
    subject is an error, unless `empty_means` says what it stands for.
    """

    name: str
    gate: Gate
    grain: str
    where: tuple[str, ...]
    query: str
    checks: tuple[Check, ...]
    source: str = ""
    compares_with_last_year: bool = False
    empty_means: str = ""


def read_catalogue(folder: Path = FOLDER) -> dict[str, dict[str, str]]:
    """The rows of `catalogue.csv` by check id, in the file's order."""
    with (folder / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {row["check_id"]: row for row in csv.DictReader(file)}


def read_suite(gate: Gate, folder: Path = FOLDER) -> tuple[Subject, ...]:
    """The subjects of a gate with their checks. Raises `Terminal` with every defect of the suite and the catalogue."""
    if gate not in get_args(Gate):
        raise Terminal(f"There is no gate `{gate}`. Gates: {', '.join(get_args(Gate))}.")
    document = yaml.safe_load((folder / "suites" / f"{gate}.yml").read_text("utf-8"))
    catalogue = read_catalogue(folder)
    defects = list(_defects(gate, document, catalogue))
    if defects:
        raise Terminal(
            f"The suite of gate `{gate}` cannot be used. `expectations/suites/{gate}.yml` and `expectations/catalogue.csv` "
            "must fit each other:\n" + "\n".join(f"- {defect}" for defect in defects)
        )
    fragments: dict[str, str] = document.get("fragments", {})
    return tuple(_subject(gate, entry, fragments, catalogue) for entry in document["subjects"])


def _subject(
    gate: Gate, entry: dict[str, Any], fragments: dict[str, str], catalogue: dict[str, dict[str, str]]
) -> Subject:
    query = entry["query"]
    for name, fragment in fragments.items():
        query = query.replace("{" + name + "}", fragment)
    return Subject(
        name=entry["subject"],
        gate=gate,
        grain=entry["grain"],
        where=tuple(entry["where"]),
        query=query,
        checks=tuple(_check(check, catalogue[check["check_id"]]) for check in entry["checks"]),
        source=entry.get("source", ""),
        compares_with_last_year=entry.get("compares_with_last_year", False),
        empty_means=entry.get("empty_means", ""),
    )


def _check(entry: dict[str, Any], row: dict[str, str]) -> Check:
    return Check(
        check_id=entry["check_id"],
        severity="block" if row["severity"] == "block" else "warn",
        owner=row["owner"],
        meaning=row["meaning"],
        what_to_do=row["what_to_do"],
        expectation=entry["expectation"],
        kwargs=entry["kwargs"],
        may_be_missing=tuple(entry.get("may_be_missing", ())),
    )


def _defects(gate: Gate, document: dict[str, Any], catalogue: dict[str, dict[str, str]]) -> Iterator[str]:
    ids: list[str] = []
    for entry in document["subjects"]:
        name = entry.get("subject", "a subject without a name")
        if unknown := set(entry) - SUBJECT_KEYS:
            yield f"`{name}`: unknown keys {', '.join(sorted(unknown))}"
        if missing := {"subject", "grain", "where", "query", "checks"} - set(entry):
            yield f"`{name}`: lacks {', '.join(sorted(missing))}"
        for check in entry.get("checks", []):
            ids.append(check.get("check_id", ""))
            if unknown := set(check) - CHECK_KEYS:
                yield f"`{name}`, check `{ids[-1]}`: unknown keys {', '.join(sorted(unknown))}"
            if missing := {"check_id", "expectation", "kwargs"} - set(check):
                yield f"`{name}`, check `{ids[-1]}`: lacks {', '.join(sorted(missing))}"
    listed = [check_id for check_id, row in catalogue.items() if row["gate"] == gate]
    yield from (
        f"check `{check_id}` stands {ids.count(check_id)} times in the suite"
        for check_id in set(ids)
        if ids.count(check_id) > 1
    )
    yield from (f"check `{check_id}` is not in the catalogue" for check_id in ids if check_id not in listed)
    yield from (
        f"check `{check_id}` of the catalogue is not in the suite" for check_id in listed if check_id not in ids
    )
    for check_id in listed:
        row = catalogue[check_id]
        yield from (f"check `{check_id}`: `{column}` is empty" for column in CATALOGUE_COLUMNS if not row[column])
        if row["severity"] not in get_args(Severity):
            yield f"check `{check_id}`: severity `{row['severity']}`, expected block or warn"
