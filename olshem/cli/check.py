"""What would become of a delivery: inspected, loaded and typed as in a run, and rolled back.

The rules are those of a run, not a copy of them: the loader of `ingest`, and the macro `typed_rows` of the dbt project, which
is rendered here around a table that no other session sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import psycopg
import yaml
from psycopg import sql

from ingest.collect import manifest_defects
from ingest.connectors.delivery import Delivery
from ingest.connectors.folder import manifest_beside
from ingest.content import watched
from ingest.contracts import Contract, load_contract
from ingest.errors import ContractInvalid
from ingest.inspect import inspect
from ingest.loading import LoadProgress
from ingest.readers import PASSES
from ingest.trial import Trial, try_load
from olshem import warehouse
from olshem.cli.rejects import visible
from olshem.evidence.raw_sources import table_of
from olshem.settings import project_root
from olshem.warehouse import Terminal

MACROS = tuple(f"dbt_project/macros/{name}.sql" for name in ("corrections", "records_of", "typed_cells", "typed_rows"))
SHOWN = 20
Watch = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class RejectedCell:
    """A cell with a reason against it. `row_number` counts records from 1, the header not counted."""

    row_number: int
    source_name: str
    value: str | None
    reason: str


@dataclass(frozen=True)
class Verdict:
    """What would become of a file. With `defects` it would be refused whole, and nothing of it was loaded."""

    defects: tuple[str, ...] = ()
    row_count: int = 0
    rejected_row_count: int = 0
    unreadable: tuple[tuple[int, str, str], ...] = ()
    cell_counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    cells: tuple[RejectedCell, ...] = ()

    @property
    def accepted_row_count(self) -> int:
        """Records that staging would let through."""
        return self.row_count - self.rejected_row_count - len(self.unreadable)


def check(
    file: Path, contract_file: Path, year: int, *, of_bytes: Watch, of_rows: Watch, shown: int | None = SHOWN
) -> Verdict:
    """Judge a delivery under a contract, for a reporting year. `shown` caps the cells that are listed; None lists all.

    Raises `Terminal` when there is no such file, `ContractInvalid` when there is no such contract.
    """
    contract = _contract(contract_file)
    if not file.is_file():
        raise Terminal(f"There is no file {file}. Give the path of the delivery to check.")
    defects, row_count = _inspected(file, contract, year, of_bytes)
    if defects:
        return Verdict(tuple(defects), row_count)
    with warehouse.connect("loader") as connection, connection.transaction(force_rollback=True):
        with of_rows("loading", row_count) as stand:
            trial = try_load(connection, file, contract, lambda seen: stand(_rows(seen)))
        document = yaml.safe_load(contract_file.read_text("utf-8"))
        typed = _Typing(connection, document, trial, year)
        typed.run()
        return Verdict(
            row_count=trial.total_row_count,
            rejected_row_count=typed.rejected_row_count(),
            unreadable=trial.unreadable,
            cell_counts=typed.cell_counts(contract),
            cells=typed.cells(contract, shown),
        )


def _rows(seen: LoadProgress) -> int:
    return seen.row_count


def _contract(file: Path) -> Contract:
    if not file.is_file():
        known = ", ".join(sorted(other.stem for other in file.parent.glob("*.yml")))
        raise ContractInvalid(
            f"There is no contract {file}. Known sources: {known}. Write the contract, then check again."
        )
    return load_contract(file)


def _inspected(file: Path, contract: Contract, year: int, of_bytes: Watch) -> tuple[list[str], int]:
    """All that a collection would refuse the file for, and how many records it holds."""
    with of_bytes("reading", PASSES[contract.format.kind] * file.stat().st_size) as advance, watched(advance):
        findings = inspect(file, contract, year)
    delivery = Delivery(file, file.name, "", manifest_beside(file))
    return findings.defects + manifest_defects(delivery, str(year), contract, findings), findings.row_count


class _Typing:
    """The rows of a trial as staging types them, in a table `checked` of the same transaction."""

    def __init__(self, connection: psycopg.Connection, document: dict[str, Any], trial: Trial, year: int) -> None:
        self.connection, self.document, self.trial, self.year = connection, document, trial, year
        template = "".join((project_root() / file).read_text("utf-8") for file in MACROS)
        environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)  # noqa: S701 - it makes SQL
        self.macros = environment.from_string(template).make_module(self._context())

    def run(self) -> None:
        """Type every row."""
        statement = self.macros.typed_rows(self.document["source"], self.document["entity"])  # type: ignore[attr-defined]
        self.connection.execute(
            "set local enable_nestloop = off"
        )  # as in the macro: what came a moment ago has no statistics
        self.connection.execute(f"create temporary table checked on commit drop as {statement}".encode())

    def rejected_row_count(self) -> int:
        """Rows with at least one rejected cell."""
        row = self.connection.execute("select count(*) from checked where not is_accepted").fetchone()
        return int(row[0]) if row else 0

    def cell_counts(self, contract: Contract) -> dict[tuple[str, str], int]:
        """Rejected cells by the file's name of the column and the reason, most first."""
        found = self._of_cells(
            "column_name, reason, count(*)", "group by column_name, reason order by count(*) desc, 1, 2"
        )
        return {(contract.source_name_of(name), reason): int(count) for name, reason, count in found}

    def cells(self, contract: Contract, most: int | None) -> tuple[RejectedCell, ...]:
        """The first rejected cells, in the order of the file. Values of personal columns are not shown."""
        limit = "" if most is None else f"limit {int(most)}"
        found = self._of_cells(
            "row_number, column_name, raw_value, reason", f"order by row_number, column_name {limit}"
        )
        return tuple(
            RejectedCell(number, contract.source_name_of(name), visible(contract, name, value), reason)
            for number, name, value, reason in found
        )

    def _of_cells(self, columns: str, rest: str) -> Sequence[tuple[Any, ...]]:
        cells = self.macros.rejected_cells_of(self.document["source"], self.document["entity"])  # type: ignore[attr-defined]
        return self.connection.execute(f"select {columns} from ({cells}) as cells {rest}".encode()).fetchall()

    def _context(self) -> dict[str, object]:
        """What dbt would give to the macros."""
        table = table_of(self.document)
        columns = [column["config"]["meta"] | {"name": column["name"]} for column in table["columns"]]
        meta = table["config"]["meta"] | {"columns": columns}
        return {
            "config": lambda **_: "",
            "contract_meta": lambda *_: meta,
            "corrected_columns": lambda *_: [],  # they belong to a run
            "loads_found": lambda *_: [(self.trial.load_id, "", self.year)],
            "source": lambda *_: self.trial.table.as_string(self.connection),
            "ref": self._relation,
        }

    def _relation(self, name: str) -> str:
        """The table that a macro refers to: what was typed, or a seed, read from its file so that no build must come first."""
        if name.startswith("base_"):
            return "checked"
        (file,) = project_root().glob(f"dbt_project/seeds/*/{name}.csv")
        described = yaml.safe_load(file.with_suffix(".yml").read_text("utf-8"))
        types = next(seed for seed in described["seeds"] if seed["name"] == name)["config"]["column_types"]
        columns = sql.SQL(", ").join(
            sql.SQL("{} ").format(sql.Identifier(column)) + sql.SQL(kind) for column, kind in types.items()
        )
        table = sql.Identifier(f"_{name}")
        self.connection.execute(sql.SQL("create temporary table {} ({}) on commit drop").format(table, columns))
        with self.connection.cursor().copy(
            sql.SQL("copy {} from stdin with (format csv, header match)").format(table)
        ) as copy:
            copy.write(file.read_bytes())
        return table.as_string(self.connection)
