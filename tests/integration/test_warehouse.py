"""The warehouse: made twice without harm, entered by role, and a ledger that nobody can rewrite."""

from __future__ import annotations

import os
import signal
import stat
import time
from pathlib import Path
from typing import get_args

import psycopg
import pytest

from olshem import warehouse
from olshem.warehouse import cluster, migrate
from olshem.warehouse.errors import Terminal
from olshem.warehouse.roles import connect_admin
from olshem.warehouse.secrets import password

pytestmark = pytest.mark.usefixtures("running_warehouse")

SCHEMAS = {
    "ledger", "raw", "reference", "staging", "intermediate", "marts",
    "published", "published_demo", "published_rehearsal",
}  # fmt: skip


def test_setting_up_twice_runs_no_migration_again() -> None:
    warehouse.ensure_running()
    assert migrate.migrate() == []


@pytest.mark.parametrize("role", get_args(warehouse.Role))
def test_dates_and_times_are_the_same_text_whatever_the_server_prefers(role: warehouse.Role) -> None:
    with connect_admin() as admin:
        admin.execute("alter role all set timezone = 'Asia/Almaty'")
        admin.execute("alter role all set datestyle = 'German, DMY'")
    try:
        with warehouse.connect(role) as connection:
            row = connection.execute("select timestamptz '2024-02-01 06:00+05' :: text").fetchone()
    finally:
        with connect_admin() as admin:
            admin.execute("alter role all reset all")
    assert row == ("2024-02-01 01:00:00+00",)


def test_a_database_that_does_not_know_cyrillic_letters_is_refused_with_how_to_make_it() -> None:
    with connect_admin() as admin:
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'warehouse'")
        admin.execute("alter database warehouse rename to warehouse_kept")
        try:
            admin.execute("create database warehouse template template0 locale_provider libc locale 'C'")
            with pytest.raises(Terminal, match=r"create database warehouse owner .* builtin_locale 'C\.UTF-8'"):
                warehouse.ensure_running()
        finally:
            admin.execute("drop database if exists warehouse with (force)")
            admin.execute("alter database warehouse_kept rename to warehouse")
    warehouse.ensure_running()


def test_every_room_of_the_design_exists() -> None:
    with warehouse.connect("auditor") as connection:
        found = {row[0] for row in connection.execute("select nspname from pg_namespace")}
    assert found >= SCHEMAS


@pytest.mark.parametrize("role", ["loader", "builder", "publisher", "analyst", "auditor"])
def test_each_role_logs_in_as_itself(role: warehouse.Role) -> None:
    with warehouse.connect(role) as connection:
        assert connection.execute("select current_user").fetchone() == (role,)


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger.migration set name = 'x'",
        "delete from ledger.run",
        "truncate ledger.run_event",
        "delete from ledger.run_choice",
    ],
)
def test_not_even_the_owner_rewrites_the_ledger(statement: str) -> None:
    with warehouse.connect("owner") as connection, pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        connection.execute(statement)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("analyst", "select * from marts.fct_overall_score"),
        ("analyst", "select * from ledger.run"),
        ("analyst", "create temporary table mine (x int)"),
        ("auditor", "insert into ledger.run_event (run_id, event, actor) values (1, 'approved', 'me')"),
        ("loader", "insert into ledger.publication (profile, reporting_year, run_id) values ('demo', 2017, 1)"),
        ("builder", "update marts.published_run set run_id = 1"),
        ("publisher", "delete from marts.published_run"),
        ("publisher", "insert into marts.dim_body values (1, 'X', 'central', 'x', 'x', 'x')"),
    ],
)
def test_a_role_may_not_do_the_work_of_another(role: warehouse.Role, statement: str) -> None:
    with (
        warehouse.connect(role) as connection,
        pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)),
    ):
        connection.execute(statement)


def test_every_mart_is_published_in_each_of_the_three_schemas() -> None:
    query = (
        "select nspname, relname from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid "
        "where nspname = any(%s) and relkind in ('r', 'v') and relname <> 'published_run'"
    )
    with warehouse.connect("auditor") as connection:
        found = connection.execute(query, [["marts", "published", "published_demo", "published_rehearsal"]]).fetchall()
    rooms = {room: {name for schema, name in found if schema == room} for room, _ in found}
    assert rooms["marts"]
    assert rooms["published"] == rooms["published_demo"] == rooms["published_rehearsal"] == rooms["marts"]


def test_a_migration_that_changed_after_it_ran_is_refused(tmp_path: Path) -> None:
    for file in migrate.FOLDER.glob("*.sql"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    first = sorted(tmp_path.glob("*.sql"))[0]
    first.write_text(first.read_text() + "-- changed\n")
    with pytest.raises(Terminal, match=first.stem):
        migrate.migrate(tmp_path)


def test_a_hole_in_the_numbers_of_migrations_is_refused(tmp_path: Path) -> None:
    (tmp_path / "0002_second.sql").write_text("select 1")
    with pytest.raises(Terminal, match="expected number 0001"):
        migrate.migrations(tmp_path)


def test_passwords_can_be_read_by_their_owner_alone(olshem_home: Path) -> None:
    assert stat.S_IMODE((olshem_home / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(olshem_home.stat().st_mode) == 0o700


def test_no_password_reaches_the_log_of_a_server_that_keeps_statements() -> None:
    with connect_admin() as admin:
        admin.execute("alter role all set log_statement = 'ddl'")
    try:
        warehouse.ensure_running()
    finally:
        with connect_admin() as admin:
            admin.execute("alter role all reset all")
    log = cluster.log_file().read_text("utf-8")
    assert 'alter role "analyst" login password' in log
    assert password("analyst") not in log


def test_the_server_listens_on_this_machine_only() -> None:
    with warehouse.connect("owner") as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("127.0.0.1",)


def test_a_wrong_password_is_refused() -> None:
    parameters = warehouse.connection_parameters("analyst") | {"password": "guess"}
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**parameters)


def test_a_killed_server_comes_back_with_its_data() -> None:
    with warehouse.connect("owner") as connection:
        before = connection.execute("select count(*) from ledger.migration").fetchone()
    pid = int((cluster.data_folder() / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    while cluster.is_running():  # on a busy machine it may still take a connection, and drop it
        time.sleep(0.01)
    with warehouse.connect("owner") as connection:
        assert connection.execute("select count(*) from ledger.migration").fetchone() == before
