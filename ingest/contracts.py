"""The contracts of the sources: `ingest/sources/<source>.yml` as frozen dataclasses, checked against their schema."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema
import yaml

from ingest.errors import ContractInvalid

FOLDER = Path(__file__).parent / "sources"


@dataclass(frozen=True)
class Column:
    """A column of a source: its name here and there, its meaning, and its unit where it has one."""

    name: str
    source_name: str
    type: str
    meaning: str
    is_required: bool
    is_personal: bool
    unit: str = ""
    allowed_values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """How the bytes are laid out. Delimiter and final newline matter for `csv` alone."""

    kind: Literal["csv", "json_array"]
    encoding: str = "utf-8"
    delimiter: str = ","
    ends_with_newline: bool = False


@dataclass(frozen=True)
class Keys:
    """The columns that tell records apart, and what happens when two records share them."""

    columns: tuple[str, ...]
    duplicates: Literal["refuse_delivery", "reject_in_staging"]


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
    highest_unreadable_pct: float = 0
    is_partitioned_by_load: bool = False
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
            "columns": [[column.name, column.source_name, column.is_required] for column in self.columns],
        }
        return hashlib.sha256(json.dumps(decisive, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

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
    names = {column["name"] for column in document["columns"]}
    totals = document.get("totals")
    referred = [("keys", name) for name in document["keys"]["columns"]]
    if document["period"]["kind"] == "column":
        referred.append(("period", document["period"]["column"]))
    if totals:
        referred += [("totals", name) for name in (totals["row"]["column"], totals["per"], *totals["sums"])]
    defects += [f"{place}: there is no column `{name}`" for place, name in referred if name not in names]
    return defects


def _contract_from(document: dict[str, Any]) -> Contract:
    values = dict(document)
    totals = values.pop("totals", None)
    return Contract(
        **values
        | {
            "criteria": tuple(document["criteria"]),
            "format": Format(**document["format"]),
            "keys": Keys(tuple(document["keys"]["columns"]), document["keys"]["duplicates"]),
            "period": Period(**document["period"]),
            "columns": tuple(
                Column(**column | {"allowed_values": tuple(column.get("allowed_values", ()))})
                for column in document["columns"]
            ),
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
