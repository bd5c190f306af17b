"""What dbt knows of `raw`: `dbt_project/models/raw.yml`, made from the contracts, so that types are said once.

The macro `typed_rows` reads the meta data of this file to type every cell; dbt's lineage and documentation start at it.
"""

from __future__ import annotations

from typing import Any

import yaml

from olshem.settings import project_root

FILE = "dbt_project/models/raw.yml"
HEADER = "# Made by `make docs` from ingest/sources/*.yml. Change the contract, not this file.\n"
KEPT_OF_A_COLUMN = ("type", "must_be_filled", "allowed_values", "minimum", "maximum", "accepted_units", "unit")


class _Indented(yaml.SafeDumper):
    """Writes lists indented below their name, as the rest of the project does."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never leave out the indentation of a list."""
        super().increase_indent(flow, False)


def raw_sources() -> str:
    """The text of the file: one table per contract, with the columns of the raw table and what staging asks of them."""
    contracts = [
        yaml.safe_load(file.read_text("utf-8"))
        for file in sorted((project_root() / "ingest" / "sources").glob("*.yml"))
    ]
    document = {
        "version": 2,
        "sources": [
            {
                "name": "raw",
                "schema": "raw",
                "description": "Rows as the sources delivered them, all text, with _load_id and _row_number, made by ingest from the contracts.",
                "tables": [table_of(contract) for contract in contracts],
            }
        ],
    }
    return HEADER + yaml.dump(document, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=10_000)


def table_of(contract: dict[str, Any]) -> dict[str, Any]:
    """One contract as a table of dbt's, with the meta data from which the macro `typed_rows` types its cells."""
    meta = {
        "keys": contract["keys"],
        "crosswalk": contract.get("crosswalk"),
        "rules": contract.get("rules", []),
        "is_partitioned_by_load": contract.get("is_partitioned_by_load", False),
    }
    return {
        "name": f"{contract['source']}__{contract['entity']}",
        "description": f"{contract['title']['en']}. One row per load and record.",
        "config": {"meta": meta},
        "columns": [_column(column, contract) for column in contract["columns"]],
    }


def _column(column: dict[str, Any], contract: dict[str, Any]) -> dict[str, Any]:
    """A column; keys and the body must always be filled."""
    meta = {name: column[name] for name in KEPT_OF_A_COLUMN if name in column}
    if column["name"] in contract["keys"]["columns"] or column["type"] == "body":
        meta["must_be_filled"] = True
    return {"name": column["name"], "description": column["meaning"], "config": {"meta": meta}}
