"""docker-compose.yml: valid by the Compose Specification, and in agreement with the code that runs without Docker."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from demo import portal
from ingest.profiles import load_profile
from olshem.airflow.environment import USERS
from olshem.airflow.processes import PORTAL, PORTAL_ADDRESS, PORTAL_KEY, PORTAL_KEY_VALUE, SERVICES
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
    assert set(compose["services"]) == {"postgres", "init", PORTAL, *SERVICES}
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


def portal_arguments(compose: dict[str, Any]) -> argparse.Namespace:
    """What the portal of the demonstration is told, read by the program that is started."""
    command = compose["services"][PORTAL]["command"]
    assert command[:3] == ["python", "-m", "demo.portal"]
    return portal.arguments().parse_args(command[3:])


def test_tasks_look_for_the_demonstration_where_its_portal_listens(compose: dict[str, Any]) -> None:
    told = portal_arguments(compose)
    settings = environment(compose, "scheduler")
    assert settings[PORTAL_ADDRESS] == f"http://{PORTAL}:{told.port}"
    assert (settings[PORTAL_KEY], told.key) == (PORTAL_KEY_VALUE, PORTAL_KEY_VALUE)
    assert f":{told.port}/" in compose["services"][PORTAL]["healthcheck"]["test"][-1]


def test_the_portal_serves_the_folder_into_which_the_demonstration_is_written(compose: dict[str, Any]) -> None:
    (folder,) = load_profile("demo").invented(2017)
    home = environment(compose, "scheduler")["OLSHEM_HOME"]
    assert environment(compose, PORTAL)["OLSHEM_HOME"] == home
    assert str(portal_arguments(compose).folder / "2017") == f"{home}/{folder}"
    assert f"home:{home}:ro" in compose["services"][PORTAL]["volumes"]


@pytest.mark.parametrize(("profile", "year"), [("demo", 2017), ("rehearsal", 2024)])
def test_what_is_invented_is_written_where_tasks_may_write(compose: dict[str, Any], profile: str, year: int) -> None:
    home = environment(compose, "scheduler")["OLSHEM_HOME"]
    mounts = [volume.split(":") for volume in compose["services"]["scheduler"]["volumes"]]
    for folder in load_profile(profile).invented(year):
        place = Path(home) / folder
        nearest = max((mount for mount in mounts if place.is_relative_to(mount[1])), key=lambda mount: len(mount[1]))
        assert nearest == ["home", home], f"{place} lies in {nearest}"


def test_real_deliveries_are_read_only_and_where_the_real_profile_looks(compose: dict[str, Any]) -> None:
    folder = environment(compose, "scheduler")["OLSHEM_DELIVERIES"]
    assert f"./deliveries:{folder}:ro" in compose["services"]["scheduler"]["volumes"]


def test_the_portal_knows_no_password(compose: dict[str, Any]) -> None:
    assert not [name for name in environment(compose, PORTAL) if re.search("PASSWORD|SECRET|KEY|URL", name)]


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
