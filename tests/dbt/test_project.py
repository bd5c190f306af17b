"""The dbt project itself: parsed without a warning, described to the last column, and of one shape with the migrations."""

from __future__ import annotations

import re
import subprocess
from typing import Any

from olshem import warehouse
from olshem.cycle.build import project_folder

GRAIN = re.compile(r"One row per [^.]+\.$")


def test_the_project_parses_without_a_warning(parsed: subprocess.CompletedProcess[str]) -> None:
    assert parsed.returncode == 0, parsed.stdout
    assert "warning" not in parsed.stdout.lower()


def test_every_model_and_seed_says_what_one_row_is(manifest: dict[str, Any]) -> None:
    described = {
        node["name"]: node["description"]
        for node in [*manifest["nodes"].values(), *manifest["sources"].values()]
        if node["resource_type"] in ("model", "seed", "source")
    }
    assert len(described) > 50
    assert [name for name, description in described.items() if not GRAIN.search(description)] == []


def test_every_listed_column_is_described(manifest: dict[str, Any]) -> None:
    empty = [
        f"{node['name']}.{column['name']}"
        for node in manifest["nodes"].values()
        for column in node.get("columns", {}).values()
        if not column["description"].strip()
    ]
    assert empty == []


def test_every_seed_column_has_a_type_and_a_description(manifest: dict[str, Any]) -> None:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "seed":
            header = (project_folder() / node["original_file_path"]).read_text("utf-8").splitlines()[0].split(",")
            assert list(node["columns"]) == header, node["name"]
            assert list(node["config"]["column_types"]) == header, node["name"]


def test_every_mart_has_an_enforced_contract_and_is_never_rebuilt(manifest: dict[str, Any]) -> None:
    for mart in _marts(manifest):
        assert mart["config"]["contract"]["enforced"], mart["name"]
        assert mart["config"]["incremental_strategy"] == "replace_runs", mart["name"]
        assert mart["config"]["full_refresh"] is False, mart["name"]


def test_contracts_and_migrations_name_the_same_columns_and_types(
    running_warehouse: None, manifest: dict[str, Any]
) -> None:
    with warehouse.connect("auditor") as connection:
        migrated: dict[str, dict[str, str]] = {}
        for table, column, type_name in connection.execute(
            "select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) from pg_class as c "
            "inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped "
            "where c.relnamespace = 'marts'::regnamespace and c.relkind = 'r' order by c.relname, a.attnum"
        ):
            migrated.setdefault(table, {})[column] = _plain(type_name)
    contracts = {
        mart["name"]: {name: _plain(column["data_type"]) for name, column in mart["columns"].items()}
        for mart in _marts(manifest)
    }
    assert set(migrated) - set(contracts) == {"published_run"}  # the pointer is moved by hand, not built
    for name, columns in contracts.items():
        assert list(columns.items()) == list(migrated[name].items()), name


def test_numbers_are_exact_everywhere(manifest: dict[str, Any]) -> None:
    inexact = re.compile(r"\b(float\d?|double precision|real)\b|::\s*float", re.IGNORECASE)
    guilty = [node["name"] for node in manifest["nodes"].values() if inexact.search(node.get("raw_code") or "")]
    assert guilty == []


def test_models_divide_by_the_macro_only(manifest: dict[str, Any]) -> None:
    division = re.compile(r"[\w)\]]\s*/\s*[\w(]")
    guilty = []
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model":
            code = re.sub(r"--[^\n]*|'[^']*'|\{#.*?#\}", "", node["raw_code"], flags=re.DOTALL)
            if division.search(code):
                guilty.append(node["name"])
    assert guilty == []


def test_nothing_comes_from_the_hub() -> None:
    assert not (project_folder() / "packages.yml").exists()
    assert not (project_folder() / "dependencies.yml").exists()


def _marts(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["config"].get("schema") == "marts"]


def _plain(type_name: str) -> str:
    return type_name.replace(" ", "").replace("integer", "int")
