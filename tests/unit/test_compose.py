"""docker-compose.yml: valid by the Compose Specification, and in agreement with the code that runs without Docker."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
import yaml

from olshem.airflow.environment import USERS
from olshem.airflow.processes import SERVICES
from olshem.settings import project_root
from olshem.warehouse import cluster
from olshem.warehouse.roles import AIRFLOW

ROOT = project_root()


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))


def schema() -> dict[str, Any]:
    return json.loads((ROOT / "tests/fixtures/compose/compose-spec.json").read_text("utf-8"))


def environment(compose: dict[str, Any], service: str) -> dict[str, str]:
    return compose["services"][service]["environment"]


def test_the_file_is_valid_by_the_compose_specification(compose: dict[str, Any]) -> None:
    jsonschema.Draft7Validator(schema()).validate(compose)


def test_the_schema_would_refuse_a_misspelt_key(compose: dict[str, Any]) -> None:
    broken = {**compose, "services": {"postgres": {"image": "postgres:18", "helthcheck": {}}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema()).validate(broken)


def test_it_runs_the_services_that_run_without_docker(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"postgres", "init", *SERVICES}
    for name, arguments in SERVICES.items():
        assert compose["services"][name]["command"][1 : 1 + len(arguments)] == arguments


def test_every_lasting_service_has_a_health_check(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "healthcheck" not in service] == ["init"]


def test_airflow_starts_after_roles_databases_and_tables_exist(compose: dict[str, Any]) -> None:
    assert compose["services"]["init"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in SERVICES:
        assert compose["services"][name]["depends_on"]["init"]["condition"] == "service_completed_successfully"
    script = (ROOT / "docker/init.sh").read_text("utf-8")
    assert "warehouse.ensure_running()" in script
    assert "airflow db migrate" in script


def test_the_superuser_and_the_airflow_database_are_those_of_the_code(compose: dict[str, Any]) -> None:
    assert environment(compose, "postgres")["POSTGRES_USER"] == cluster.SUPERUSER
    settings = environment(compose, "scheduler")
    assert f"//{cluster.SUPERUSER}:" in settings["OLSHEM_WAREHOUSE_URL"]
    address = settings["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    assert re.search(rf"//{AIRFLOW}:.*@postgres:5432/{AIRFLOW}$", address)


def test_the_users_of_the_ui_are_those_of_the_code(compose: dict[str, Any]) -> None:
    told = environment(compose, "api-server")["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"]
    assert dict(user.split(":") for user in told.split(",")) == USERS


def test_all_services_share_one_secret(compose: dict[str, Any]) -> None:
    secrets = {environment(compose, name)["AIRFLOW__API_AUTH__JWT_SECRET"] for name in SERVICES}
    assert len(secrets) == 1
    assert "AIRFLOW__API_AUTH__JWT_SECRET=" in (ROOT / ".env.example").read_text("utf-8").splitlines()


def test_every_variable_that_compose_requires_stands_in_the_example() -> None:
    required = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text("utf-8")))
    offered = re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert required == set(offered)


def test_no_port_is_open_to_other_machines(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert len(ports) == 2
    assert all(str(port).startswith("127.0.0.1:") for port in ports)


def test_the_data_of_postgres_18_lie_where_its_image_keeps_them(compose: dict[str, Any]) -> None:
    postgres = compose["services"]["postgres"]
    assert postgres["image"] == "postgres:18"
    assert postgres["volumes"] == ["postgres:/var/lib/postgresql"]


def test_the_image_is_installed_by_hashes_has_fonts_and_is_not_root() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    assert "--require-hashes requirements.lock" in dockerfile
    assert "fonts-noto-core" in dockerfile
    assert re.findall(r"^USER (\w+)", dockerfile, re.MULTILINE) == ["olshem"]


def test_the_image_and_the_makefile_pin_the_same_uv() -> None:
    pinned = re.search(r"^UV_VERSION := (\S+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert pinned is not None
    assert f"uv=={pinned[1]} " in (ROOT / "Dockerfile").read_text("utf-8")
