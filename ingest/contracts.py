"""The contracts of the sources: `ingest/sources/<source>.yml` as frozen dataclasses, checked against their schema."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema
import yaml

from ingest.errors import ContractInvalid

FOLDER = Path(__file__).parent / "sources"


ColumnType = Literal["text", "code", "choice", "count", "number", "date", "month", "timestamp", "boolean", "body"]
FROM_FILE_NAME = "file:"
NOT_SHOWN = "(not shown: the source holds personal data)"


SHOWN_IN_MESSAGES = ("period", "totals", "crosswalk")


@dataclass(frozen=True)
class Column:
    """A column of a source: its name here and there, its meaning, and its unit where it has one."""

    name: str
    source_name: str
    type: ColumnType
    meaning: str
    is_required: bool = True
    is_personal: bool = False
    must_be_filled: bool = False
    unit: str = ""
    allowed_values: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    accepted_units: tuple[str, ...] = ()

    @property
    def is_from_file_name(self) -> bool:
        """Whether the value stands in the name of the file, for all of its records."""
        return self.source_name.startswith(FROM_FILE_NAME)


@dataclass(frozen=True)
class Format:
    """How the bytes are laid out. Delimiter and final newline matter for `csv` alone, the rest for the workbooks.

    Rows are counted from 1, as people see them. `file_name` is a regular expression whose named groups are columns.
    """

    kind: Literal["csv", "json_array", "xlsx_table", "xlsx_form"]
    encoding: str = "utf-8"
    delimiter: str = ","
    ends_with_newline: bool = False
    sheet: str = "1"
    header_row: int = 0
    number_row: int = 0
    filled_down: tuple[str, ...] = ()
    file_name: str = ""

    @property
    def is_workbook(self) -> bool:
        """Whether a delivery is an XLSX file, or an archive of several."""
        return self.kind in ("xlsx_table", "xlsx_form")

    @property
    def first_record_row(self) -> int:
        """The row of a sheet, from 1, that follows the names or numbers of its columns."""
        return max(self.header_row, self.number_row) + 1


@dataclass(frozen=True)
class Supply:
    """Who hands the data in to whom, and by when: month and day of the next year, or the act's own words."""

    by: str
    to: str
    due: str
    legal_ref: str


@dataclass(frozen=True)
class Crosswalk:
    """Which column names the body, and when the name must be valid: at `year_end`, or on the day of a column."""

    column: str
    valid_on: str


@dataclass(frozen=True)
class Rule:
    """A condition on the typed columns of a record under which one of its cells is wrong, and why."""

    column: str
    fails_when: str
    reason: str


@dataclass(frozen=True)
class Keys:
    """The columns that tell records apart, and what happens when two records share them.

    `unites_names`: two names of one body make the same key. Only staging knows that, and sets the later record aside.
    """

    columns: tuple[str, ...]
    duplicates: Literal["refuse_delivery", "reject_in_staging"]
    unites_names: bool = False


@dataclass(frozen=True)
class Period:
    """How a file shows the year it is of: by a column, or not at all (`declared`: manifest or profile says it)."""

    kind: Literal["declared", "column"]
    meaning: str
    column: str = ""
    pattern: str = ""
    least_rows: int = 1
    least_pct: float = 0


@dataclass(frozen=True)
class Totals:
    """A total row among the details: it must stand once per group and equal the sum of the others."""

    row_column: str
    row_value: str
    per: str
    sums: tuple[str, ...]
    tolerance: Decimal


@dataclass(frozen=True)
class Contract:
    """What a delivery of one source must look like. `columns` are in the order of the raw table."""

    source: str
    entity: str
    title: dict[str, str]
    owner: dict[str, str]
    supply: Supply
    url: str
    licence: str
    cadence: str
    legal_ref: str
    criteria: tuple[str, ...]
    format: Format
    max_bytes: int
    keys: Keys
    period: Period
    columns: tuple[Column, ...]
    totals: Totals | None = None
    crosswalk: Crosswalk | None = None
    rules: tuple[Rule, ...] = ()
    max_cells: int = 2_000_000
    max_entries: int = 500
    highest_unreadable_pct: float = 0
    is_partitioned_by_load: bool = False
    names_every_body: bool = True
    has_manifest: bool = False
    notes: str = ""

    @property
    def table(self) -> str:
        """The raw table, without its schema: `<source>__<entity>`."""
        return f"{self.source}__{self.entity}"

    @property
    def sha256(self) -> str:
        """The identity of what decides how a file is read. A better description does not load millions of rows again."""
        decisive = {
            "table": self.table,
            "format": [self.format.kind, self.format.encoding, self.format.delimiter],
            "workbook": [
                self.format.sheet, self.format.header_row, self.format.number_row, list(self.format.filled_down),
                self.format.file_name,
            ],
            "columns": [
                [column.name, column.source_name, column.is_required, column.is_personal] for column in self.columns
            ],
        }  # fmt: skip
        return hashlib.sha256(json.dumps(decisive, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def columns_in_records(self) -> tuple[Column, ...]:
        """The columns that stand in the records themselves, not in the name of the file."""
        return tuple(column for column in self.columns if not column.is_from_file_name)

    @property
    def personal_columns(self) -> tuple[str, ...]:
        """Our names of the columns that never leave the process in clear."""
        return tuple(column.name for column in self.columns if column.is_personal)

    def quoted(self, text: str | None) -> str:
        """A piece of a delivery as a message may show it. Nothing of a source with personal columns: where a file is not
        as it should be, a record may stand in any place of it.
        """
        return NOT_SHOWN if self.personal_columns else repr(text)

    def name_of(self, source_name: str) -> str:
        """Our name of a column of the file."""
        return next(column.name for column in self.columns if column.source_name == source_name)

    def source_name_of(self, name: str) -> str:
        """The file's name of a column of ours."""
        return next(column.source_name for column in self.columns if column.name == name)


@cache
def all_contracts(folder: Path = FOLDER) -> tuple[Contract, ...]:
    """Every contract under a folder, ordered by source."""
    return tuple(load_contract(file) for file in sorted(folder.glob("*.yml")))


def contract_of(source: str) -> Contract:
    """The contract of a source of this project."""
    known = {contract.source: contract for contract in all_contracts()}
    if source not in known:
        raise ContractInvalid(
            f"There is no contract `ingest/sources/{source}.yml`. Known sources: {', '.join(known)}. "
            "Write the contract before a profile names the source as an input."
        )
    return known[source]


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((FOLDER / "contract.schema.json").read_text("utf-8"))
    return jsonschema.Draft202012Validator(schema)


def load_contract(file: Path) -> Contract:
    """Read one contract. Raises `ContractInvalid` with every defect of the file."""
    document = yaml.safe_load(file.read_text("utf-8"))
    errors = sorted(_validator().iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
    defects = [f"{'/'.join(map(str, error.absolute_path)) or 'the file'}: {error.message}" for error in errors]
    if not defects:
        defects = _contradictions(document, file)
    if defects:
        raise ContractInvalid(f"The contract `{file.name}` is not valid:\n  " + "\n  ".join(defects))
    return _contract_from(document)


def _contradictions(document: dict[str, Any], file: Path) -> list[str]:
    """What a schema cannot see: names that refer to nothing, or twice to the same."""
    defects = []
    if document["source"] != file.stem:
        defects.append(f"source: is `{document['source']}`, but the file is called `{file.name}`")
    for attribute in ("name", "source_name"):
        values = [column[attribute] for column in document["columns"]]
        for value in sorted({value for value in values if values.count(value) > 1}):
            defects.append(f"columns: two have the {attribute} `{value}`")
    columns = {column["name"]: column for column in document["columns"]}
    if all(column.get("is_personal", False) for column in columns.values()):
        defects.append("columns: all are personal; one that is not must tell the records apart")
    for place, name in _named_columns(document):
        if name not in columns:
            defects.append(f"{place}: there is no column `{name}`")
        elif place in SHOWN_IN_MESSAGES and columns[name].get("is_personal"):
            defects.append(f"{place}: the column `{name}` is personal, and what is wrong there is told by its values")
    return defects + _contradictions_of_bodies(document, columns) + _contradictions_of_file_names(document)


def _named_columns(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Every place of a contract that names a column, with the name."""
    named = [("keys", name) for name in document["keys"]["columns"]]
    if document["period"]["kind"] == "column":
        named.append(("period", document["period"]["column"]))
    totals = document.get("totals")
    if totals:
        named += [("totals", name) for name in (totals["row"]["column"], totals["per"], *totals["sums"])]
    crosswalk = document.get("crosswalk")
    if crosswalk:
        named.append(("crosswalk", crosswalk["column"]))
        named += [("crosswalk", crosswalk["valid_on"])] * (crosswalk["valid_on"] != "year_end")
    named += [("rules", rule["column"]) for rule in document.get("rules", ())]
    return named + [("format/filled_down", name) for name in document["format"].get("filled_down", ())]


def _contradictions_of_bodies(document: dict[str, Any], columns: dict[str, dict[str, Any]]) -> list[str]:
    bodies = [name for name, column in columns.items() if column["type"] == "body"]
    crosswalk = document.get("crosswalk")
    if bodies != ([crosswalk["column"]] if crosswalk else []):
        return [f"crosswalk: it must name the one column of type `body`; these are of that type: {bodies or 'none'}"]
    return []


def _contradictions_of_file_names(document: dict[str, Any]) -> list[str]:
    pattern = document["format"].get("file_name", "")
    try:
        groups = set(re.compile(pattern).groupindex)
    except re.error as error:
        return [f"format/file_name: is no regular expression ({error})"]
    asked = {
        column["source_name"].removeprefix(FROM_FILE_NAME)
        for column in document["columns"]
        if column["source_name"].startswith(FROM_FILE_NAME)
    }
    return [f"format/file_name: the pattern and the columns disagree on `{name}`" for name in sorted(groups ^ asked)]


def _contract_from(document: dict[str, Any]) -> Contract:
    values = dict(document)
    totals, crosswalk = values.pop("totals", None), values.pop("crosswalk", None)
    return Contract(
        **values
        | {
            "supply": Supply(**document["supply"]),
            "criteria": tuple(document["criteria"]),
            "format": Format(**document["format"] | {"filled_down": tuple(document["format"].get("filled_down", ()))}),
            "keys": Keys(**document["keys"] | {"columns": tuple(document["keys"]["columns"])}),
            "period": Period(**document["period"]),
            "columns": tuple(_column_from(column, document) for column in document["columns"]),
            "rules": tuple(Rule(**rule) for rule in document.get("rules", ())),
            "crosswalk": crosswalk and Crosswalk(**crosswalk),
            "totals": totals
            and Totals(
                row_column=totals["row"]["column"],
                row_value=totals["row"]["value"],
                per=totals["per"],
                sums=tuple(totals["sums"]),
                tolerance=Decimal(totals["tolerance"]),
            ),
        }
    )


def _column_from(document: dict[str, Any], contract: dict[str, Any]) -> Column:
    """A column; keys and the body must always be filled."""
    given = dict(document)
    for bound in ("minimum", "maximum"):
        if bound in given:
            given[bound] = Decimal(str(given[bound]))
    for listed in ("allowed_values", "accepted_units"):
        given[listed] = tuple(given.get(listed, ()))
    is_key = document["name"] in contract["keys"]["columns"] or document["type"] == "body"
    return Column(**given | {"must_be_filled": is_key or given.get("must_be_filled", False)})
