"""Who may log in to the warehouse, and the connections of each. Every task works under the least of these roles."""

from __future__ import annotations

import os
from typing import Literal, get_args

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL, make_url

from olshem.warehouse import cluster
from olshem.warehouse.errors import Terminal
from olshem.warehouse.secrets import password

Role = Literal["owner", "loader", "builder", "publisher", "analyst", "auditor"]

WAREHOUSE = "warehouse"
RESTORING, REPLACED = f"{WAREHOUSE}_restoring", f"{WAREHOUSE}_replaced"  # a restore on its way
AIRFLOW = "airflow"
OWNER = "olshem_owner"
LOGIN_ROLES = tuple(role for role in get_args(Role) if role != "owner")
READ_ONLY_ROLES = ("analyst", "auditor")
# On a server of one's own, both come from us and not from its settings: digests are made of text, and names are compared.
MADE_AS = (
    "template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype 'C'"
)
TEXT_OF_TIME = {"timezone": "UTC", "datestyle": "ISO, MDY"}


def login_of(role: Role) -> str:
    """The database user of a role. `owner` alone has a longer name: it owns the schemas and migrates them."""
    return OWNER if role == "owner" else role


def admin_url() -> URL:
    """The address and login under which roles and databases are made: `OLSHEM_WAREHOUSE_URL`, else the embedded server's."""
    given = os.environ.get("OLSHEM_WAREHOUSE_URL")
    if given:
        address = make_url(given)
        if not address.drivername.startswith("postgresql"):
            raise Terminal(
                f"OLSHEM_WAREHOUSE_URL begins with `{address.drivername}`; expected postgresql://user:password@host:port/database."
            )
        return address
    return URL.create(
        "postgresql",
        username=cluster.SUPERUSER,
        password=password(cluster.SUPERUSER),
        host="127.0.0.1",
        port=cluster.ensure_started(),
        database="postgres",
    )


def connection_parameters(role: Role, database: str = WAREHOUSE) -> dict[str, str]:
    """Host, port, user, password and dbname of a role, as libpq names them."""
    address = admin_url()
    login = login_of(role)
    return {
        "host": address.host or "127.0.0.1",
        "port": str(address.port or 5432),
        "user": login,
        "password": password(login),
        "dbname": database,
    }


def connect(role: Role, *, autocommit: bool = False) -> psycopg.Connection:
    """A connection to the warehouse under a role. As a context manager it commits, or rolls back on an error."""
    parameters = make_conninfo(**connection_parameters(role), application_name=f"olshem {role}")
    return psycopg.connect(parameters, autocommit=autocommit)


def url(role: Role, *, driver: str = "postgresql+psycopg2") -> str:
    """A SQLAlchemy address of the warehouse under a role. It holds the password: never log it."""
    return _address(driver, connection_parameters(role))


def airflow_url(driver: str = "postgresql+psycopg2") -> str:
    """A SQLAlchemy address of Airflow's own database. It holds the password: never log it."""
    parameters = connection_parameters("owner", AIRFLOW) | {"user": AIRFLOW, "password": password(AIRFLOW)}
    return _address(driver, parameters)


def _address(driver: str, parameters: dict[str, str]) -> str:
    address = URL.create(
        driver,
        username=parameters["user"],
        password=parameters["password"],
        host=parameters["host"],
        port=int(parameters["port"]),
        database=parameters["dbname"],
    )
    return address.render_as_string(hide_password=False)


def connect_admin(database: str | None = None) -> psycopg.Connection:
    """A connection that may make roles and databases, outside any transaction; to a database, or to where its address leads."""
    address = admin_url()
    return psycopg.connect(
        host=address.host,
        port=address.port,
        user=address.username,
        password=address.password,
        dbname=database or address.database or "postgres",
        autocommit=True,
    )


def create_roles_and_databases() -> None:
    """Make the login roles and the two databases, or bring their passwords up to date. Safe to run twice."""
    with connect_admin() as admin:
        admin.execute("select pg_advisory_lock(hashtext('olshem roles'))")
        for login in (OWNER, AIRFLOW, *LOGIN_ROLES):
            _create_login(admin, login)
        for role in READ_ONLY_ROLES:
            admin.execute(sql.SQL("alter role {} set default_transaction_read_only = on").format(sql.Identifier(role)))
        for role in LOGIN_ROLES:  # the owner hands schemas over to the roles, so it must be able to become them
            admin.execute(sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(OWNER)))
        for login in (OWNER, AIRFLOW):
            admin.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(login)))
        for database, owner in ((WAREHOUSE, OWNER), (AIRFLOW, AIRFLOW)):
            if not admin.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
                if database == WAREHOUSE:
                    _refuse_to_hide_a_broken_restore(admin)
                create_database(admin, database, owner)
        set_up_warehouse(admin, WAREHOUSE)
    _require_cyrillic(WAREHOUSE)


def _refuse_to_hide_a_broken_restore(admin: psycopg.Connection) -> None:
    """Refuse to make an empty warehouse where a full one lies under another name."""
    rows = admin.execute(
        "select datname from pg_database where datname = any(%s) order by datname", [[RESTORING, REPLACED]]
    ).fetchall()
    if rows:
        found = [str(name) for (name,) in rows]
        raise Terminal(
            f"There is no database `{WAREHOUSE}`, but {' and '.join(f'`{name}`' for name in found)}: a restore was broken off. "
            f"Nothing was changed. As superuser, say `alter database {found[0]} rename to {WAREHOUSE}` "
            f"({REPLACED} is what was there, {RESTORING} what was to come), and start again."
        )


def create_database(admin: psycopg.Connection, database: str, owner: str) -> None:
    """Make an empty database that nobody but its owner may enter."""
    name = sql.Identifier(database)
    admin.execute(sql.SQL("create database {} owner {} " + MADE_AS).format(name, sql.Identifier(owner)))
    admin.execute(sql.SQL("revoke all on database {} from public").format(name))


def set_up_warehouse(admin: psycopg.Connection, database: str) -> None:
    """Let the warehouse roles connect to a database, and let dates and times be the same text in it on every server."""
    name = sql.Identifier(database)
    for role in LOGIN_ROLES:
        admin.execute(sql.SQL("grant connect, temporary on database {} to {}").format(name, sql.Identifier(role)))
    for setting, value in TEXT_OF_TIME.items():
        admin.execute(
            sql.SQL("alter database {} set {} = {}").format(name, sql.Identifier(setting), sql.Literal(value))
        )


def _require_cyrillic(database: str) -> None:
    """Refuse a database that does not know the Kazakh letters: names in it would match nothing, without a word."""
    with connect_admin(database) as admin:
        row = admin.execute("select lower('ӘҒҚҢӨҰҮҺІ')").fetchone()
    if row != ("әғқңөұүһі",):
        raise Terminal(
            f"The database `{database}` cannot tell small Cyrillic letters from capital ones (`lower('Ә')` is not `ә`), so the "
            "names of bodies would not be recognised. Save what it holds with `pg_dump --format=custom`, drop it, make it with "
            f"`create database {database} owner {OWNER} {MADE_AS}`, and bring its content back with `pg_restore`."
        )


def _create_login(admin: psycopg.Connection, login: str) -> None:
    """Make a login or bring its password up to date. Only a verifier of the password is sent: servers log such statements."""
    exists = admin.execute("select 1 from pg_roles where rolname = %s", [login]).fetchone()
    verb = sql.SQL("alter" if exists else "create")
    verifier = admin.pgconn.encrypt_password(password(login).encode(), login.encode(), b"scram-sha-256")
    admin.execute(
        sql.SQL("{} role {} login password {}").format(verb, sql.Identifier(login), sql.Literal(verifier.decode()))
    )
