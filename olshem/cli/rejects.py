"""What a run left out of its deliveries, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.contracts import Contract, contract_of
from olshem import warehouse
from olshem.warehouse import Terminal

EXAMPLES = 3
HIDDEN = "(hidden: personal data)"


@dataclass(frozen=True)
class Group:
    """Cells of a column, or unreadable records (then `column` is empty), that share a reason; examples as row and value."""

    source: str
    part: str
    column: str
    reason: str
    count: int
    examples: tuple[tuple[int, str | None], ...]


def grouped(run_id: int, source: str = "") -> list[Group]:
    """What the run left out, by source, column and reason, most first.

    Raises `Terminal` for a run that is unknown or not built yet.
    """
    with warehouse.connect("auditor") as connection:
        if connection.execute("select 1 from ledger.run where run_id = %s", [run_id]).fetchone() is None:
            raise Terminal(f"There is no run {run_id}. `olshem status` lists the latest runs.")
        if connection.execute(_IS_BUILT, [run_id]).fetchone() is None:
            raise Terminal(
                f"Run {run_id} has no marts yet: what it rejects is known once its DAG `assess` has built them."
            )
        rows = connection.execute(
            (
                _LEFT_OUT + "select source, part, column_name, reason, count(*), "
                f"(array_agg(row_number order by row_number))[:{EXAMPLES}], (array_agg(value order by row_number))[:{EXAMPLES}] "
                "from left_out group by source, part, column_name, reason order by source, part, count(*) desc, 3, 4"
            ).encode(),
            {"run_id": run_id, "source": source},
        ).fetchall()
    return [
        Group(source, part, column, reason, count, _examples(source, column, numbers, values))
        for source, part, column, reason, count, numbers, values in rows
    ]


def _examples(
    source: str, column: str, numbers: Sequence[int], values: Sequence[str | None]
) -> tuple[tuple[int, str | None], ...]:
    shown = [visible(_contract(source), column, value) for value in values]
    return tuple(zip(numbers, shown, strict=True))


def records(run_id: int, source: str = "") -> Iterator[tuple[Any, ...]]:
    """Every rejected cell and unreadable record: source, part, row number, column, visible value, reason."""
    with warehouse.connect("auditor") as connection, connection.cursor(name="left_out") as cursor:
        for source_code, part, row_number, column, value, reason in cursor.execute(
            (
                _LEFT_OUT + "select source, part, row_number, column_name, value, reason from left_out "
                "order by source, part, row_number, column_name"
            ).encode(),
            {"run_id": run_id, "source": source},
        ):
            yield source_code, part, row_number, column, visible(_contract(source_code), column, value), reason


def visible(contract: Contract, column: str, value: str | None) -> str | None:
    """A value as people may see it. Of a personal cell only a pseudonym was kept, of an unreadable record with personal
    columns nothing: neither is the same as an empty cell.
    """
    personal = contract.personal_columns
    is_hidden = (column in personal and value is not None) or (not column and bool(personal))
    return HIDDEN if is_hidden else value


def told(value: str | None) -> str:
    """A value within a sentence."""
    return "nothing" if value is None else value if value == HIDDEN else repr(value)


@cache
def _contract(source: str) -> Contract:
    return contract_of(source)


_IS_BUILT = "select 1 from marts.fct_source_accounting where run_id = %s limit 1"

_LEFT_OUT = """
with left_out as (
    select source, part, row_number, column_name, raw_value as value, reason
    from marts.fct_rejected_cell
    where run_id = %(run_id)s and %(source)s in ('', source)
    union all
    select run_load.source, run_load.part, unreadable_row.row_number, '' as column_name, unreadable_row.raw_text, unreadable_row.reason
    from ledger.run_load
    inner join ledger.unreadable_row on run_load.load_id = unreadable_row.load_id
    where run_load.run_id = %(run_id)s and %(source)s in ('', run_load.source)
)

"""
