"""The copying of one file into a table of its own: what a load does within its transaction, and a trial that is rolled back.

Numbers: Postgres gives each record its `_row_number` while it copies. An unreadable record leaves a placeholder in the
stream, which takes its number and is filtered out by COPY itself, so the numbers of the others stay true to the file.

Cells: an empty field is NULL; an empty field in quotation marks (CSV) or an empty string (JSON) is ''. A workbook has NULL alone.

Personal cells become pseudonyms before they are sent to Postgres, and of a record that cannot be read only its number and
the reason are kept when its source holds personal data.
"""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO
from uuid import uuid4

import psycopg
from psycopg import sql

from ingest.content import open_content
from ingest.contracts import Contract
from ingest.csv_file import columns_in_file, name_defects, read_header
from ingest.errors import DeliveryRefused, LoadMismatch
from ingest.personal_fields import replace_personal_fields
from ingest.pseudonyms import PseudonymKey
from ingest.queries import one_number
from ingest.readers import open_delivery
from ingest.records import Block, Shape, Unreadable, split
from ingest.rows import Row

ROW_NUMBER_CACHE = 100_000
ROWS_PER_BLOCK = 1_000
SPOOL_BYTES = 1 << 23
NEXT_LOAD_ID = "select nextval('ledger.load_load_id_seq')"


@dataclass(frozen=True)
class LoadProgress:
    """How far a load is: records read so far."""

    source: str
    part: str
    row_count: int


@dataclass(frozen=True)
class LoadSummary:
    """A load: records in the file, and what became of them. `is_new` is false when it was there already."""

    source: str
    part: str
    load_id: int
    total_row_count: int
    loaded_row_count: int
    unreadable_row_count: int
    seconds: float
    is_new: bool

    def __str__(self) -> str:
        done = f"{self.seconds:.1f} s" if self.is_new else "was loaded before"
        return (
            f"load {self.source}{f' ({self.part})' if self.part else ''}: {self.total_row_count:,} rows in, "
            f"{self.loaded_row_count:,} out, {self.unreadable_row_count:,} unreadable, {done}"
        )


Progress = Callable[[LoadProgress], None]


@dataclass(frozen=True)
class Snapshot:
    """What is loaded: a snapshot of the ledger, or a file that stands for one. Without a part it is the whole source."""

    snapshot_id: int
    source: str
    part: str
    sha256: str
    file_name: str
    declared_row_count: int | None
    is_demonstration: bool


def spool() -> tempfile.SpooledTemporaryFile[str]:
    """Where unreadable records wait for the end of the copy."""
    return tempfile.SpooledTemporaryFile(SPOOL_BYTES, "w+", encoding="utf-8", newline="")


class Loading:
    """One load, from the first byte to the row in the ledger, within the transaction of its connection."""

    def __init__(
        self,
        connection: psycopg.Connection,
        snapshot: Snapshot,
        file: Path,
        contract: Contract,
        key: PseudonymKey | None,
        progress: Progress | None,
    ) -> None:
        self.connection, self.snapshot, self.file = connection, snapshot, file
        self.contract, self.key, self.progress = contract, key, progress
        self.load_id = one_number(connection, NEXT_LOAD_ID)
        self.marker = f"unreadable-{uuid4().hex}"
        self.total = self.unreadable = 0
        name = f"{contract.table}__load_{self.load_id}"
        self.table = sql.Identifier("raw", name) if contract.is_partitioned_by_load else sql.Identifier(f"_{name}")

    def run(self, began: float, verified: Future[Path]) -> LoadSummary:
        """Copy, account, make visible. The caller's transaction commits."""
        with spool() as refused:
            loaded = self.arrive(refused)
            verified.result()
            self._make_visible()
            summary = LoadSummary(
                self.snapshot.source, self.snapshot.part, self.load_id, self.total, loaded, self.unreadable,
                round(time.monotonic() - began, 3), is_new=True,
            )  # fmt: skip
            self._record(summary)
            self._record_unreadable(refused)
        return summary

    def arrive(self, refused: IO[str]) -> int:
        """Copy the file into a table of its own and account for its records. Returns the rows that arrived."""
        self._create_table()
        loaded = self._copy(refused)
        self._drop_identity()
        self._check_totals(loaded)
        return loaded

    def _create_table(self) -> None:
        """A table of this load's own. Its check lets Postgres attach it as a partition without reading it again."""
        is_partition = self.contract.is_partitioned_by_load
        self.connection.execute(
            sql.SQL(
                "create {kind} table {table} (like raw.{parent}, check (_load_id = {load_id})) {lifetime}; "
                "alter table {table} alter _load_id set default {load_id}, "
                "alter _row_number add generated by default as identity (cache {cache})"
            ).format(
                kind=sql.SQL("" if is_partition else "temporary"),
                table=self.table,
                parent=sql.Identifier(self.contract.table),
                load_id=sql.Literal(self.load_id),
                cache=sql.Literal(ROW_NUMBER_CACHE),
                lifetime=sql.SQL("" if is_partition else "on commit drop"),
            )
        )

    def _copy(self, refused: IO[str]) -> int:
        """Stream the snapshot into the table. Returns the rows that arrived, counted by Postgres and not by the reader."""
        if self.contract.format.kind == "csv":
            return self._copy_csv(refused)
        with open_delivery(self.file, self.contract, self.snapshot.file_name) as delivered:
            loaded = self._copy_blocks(delivered.columns, self._blocks(delivered.records), refused)
            self._refuse(delivered.defects)
        return loaded

    def _copy_csv(self, refused: IO[str]) -> int:
        """The text itself goes to Postgres, a block at a time, as it was delivered."""
        with open_content(self.file, self.contract.max_bytes) as stream:
            header = read_header(stream, self.contract)
            self._refuse(name_defects(header.names, self.contract))
            columns = columns_in_file(header, self.contract)
            shape = Shape(len(columns), self.contract.format.delimiter.encode(), self._placeholder(columns))
            return self._copy_blocks(columns, self._csv_blocks(stream, columns, shape), refused)

    def _refuse(self, defects: list[str]) -> None:
        """Defects of a snapshot mean that the contract changed after the file was collected under an older one."""
        if defects:
            raise DeliveryRefused(self.snapshot.source, self.snapshot.part, self.snapshot.file_name, defects)

    def _copy_blocks(self, columns: Sequence[str], blocks: Iterator[Block], refused: IO[str]) -> int:
        writer = csv.writer(refused, lineterminator="\r\n")  # it quotes only the line ends that it writes itself
        # The rows of a partition arrive as committed for all. Otherwise its first reader would have to say so in every page, and
        # Postgres, which keeps checksums, would write each of them to its log.
        command = sql.SQL(
            "copy {} ({}) from stdin with (format csv, delimiter {}, encoding 'UTF8', freeze {}) where {} is distinct from {}"
        ).format(
            self.table,
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.Literal(self.contract.format.delimiter),
            sql.Literal(self.contract.is_partitioned_by_load),
            sql.Identifier(self._marked(columns)),
            sql.Literal(self.marker),
        )
        cursor = self.connection.cursor()
        with cursor.copy(command) as copy:
            for block in blocks:
                if len(block.text):
                    copy.write(block.text)
                self.total += block.record_count
                self.unreadable += len(block.unreadable)
                for record in block.unreadable:
                    text = None if self.contract.personal_columns else _readable(record.raw)
                    writer.writerow([self.load_id, record.row_number, record.reason, text])
                if self.progress:
                    self.progress(LoadProgress(self.snapshot.source, self.snapshot.part, self.total))
        return cursor.rowcount

    def _marked(self, columns: Sequence[str]) -> str:
        """The column that holds the marker of a placeholder: one that is sent as it is."""
        return next(name for name in columns if name not in self.contract.personal_columns)

    def _placeholder(self, columns: Sequence[str]) -> bytes:
        marked = self._marked(columns)
        fields = (self.marker if name == marked else "" for name in columns)
        return self.contract.format.delimiter.join(fields).encode() + b"\n"

    def _csv_blocks(self, stream: BinaryIO, columns: tuple[str, ...], shape: Shape) -> Iterator[Block]:
        blocks = split(stream, shape)
        places = [place for place, name in enumerate(columns) if name in self.contract.personal_columns]
        if self.key is None or not places:
            return blocks
        key = self.key
        return (replace_personal_fields(block, shape, places, key) for block in blocks)

    def _blocks(self, records: Iterable[Row | Unreadable]) -> Iterator[Block]:
        """Records of any reader as CSV. None is an empty field, an empty string is a pair of quotation marks."""
        placeholder = self._placeholder([column.name for column in self.contract.columns]).decode()
        following = iter(records)
        while part := list(islice(following, ROWS_PER_BLOCK)):
            lines = (self._csv_line(record) if isinstance(record, Row) else placeholder for record in part)
            text = "".join(lines).encode()
            yield Block(text, len(part), tuple(record for record in part if isinstance(record, Unreadable)))

    def _csv_line(self, record: Row) -> str:
        """A record as CSV in which NULL and '' stay apart: the `csv` module of Python 3.11 cannot write that."""
        cells = (
            self.key.pseudonym(value) if self.key and column.is_personal else value
            for column, value in zip(self.contract.columns, record.values, strict=True)
        )
        quoted = ('"' + value.replace('"', '""') + '"' if value is not None else "" for value in cells)
        return self.contract.format.delimiter.join(quoted) + "\n"

    def _drop_identity(self) -> None:
        """A partition may not have an identity of its own."""
        self.connection.execute(sql.SQL("alter table {} alter column _row_number drop identity").format(self.table))

    def _check_totals(self, loaded: int) -> None:
        declared = self.snapshot.declared_row_count
        place = f"`{self.snapshot.source}` ({self.snapshot.file_name}, snapshot {self.snapshot.sha256})"
        if loaded + self.unreadable != self.total:
            raise LoadMismatch(
                f"{place}: {self.total:,} records were read, but {loaded:,} arrived and {self.unreadable:,} were unreadable. "
                "Nothing was loaded. Postgres and the reader see different records: report it with the file."
            )
        if declared is not None and declared != self.total:
            raise LoadMismatch(
                f"{place}: the supplier declared {declared:,} records, the file holds {self.total:,}. Nothing was loaded. "
                "Ask for the file again."
            )

    def _make_visible(self) -> None:
        parent = sql.Identifier("raw", self.contract.table)
        if self.contract.is_partitioned_by_load:
            self.connection.execute(
                sql.SQL("alter table {} attach partition {} for values in ({})").format(
                    parent, self.table, sql.Literal(self.load_id)
                )
            )
            return
        names = [*(column.name for column in self.contract.columns), "_load_id", "_row_number"]
        columns = sql.SQL(", ").join(map(sql.Identifier, names))
        self.connection.execute(
            sql.SQL("insert into {} ({}) select {} from {} order by _row_number").format(
                parent, columns, columns, self.table
            )
        )

    def _record(self, summary: LoadSummary) -> None:
        self.connection.execute(
            "insert into ledger.load (load_id, snapshot_id, source, entity, raw_table, contract_sha256, total_row_count, "
            "loaded_row_count, unreadable_row_count, declared_row_count, key_id, duration_seconds) "
            "overriding system value values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                self.load_id, self.snapshot.snapshot_id, self.contract.source, self.contract.entity,
                f"raw.{self.contract.table}", self.contract.sha256, summary.total_row_count, summary.loaded_row_count,
                summary.unreadable_row_count, self.snapshot.declared_row_count, self.key and self.key.key_id,
                summary.seconds,
            ],
        )  # fmt: skip

    def _record_unreadable(self, refused: IO[str]) -> None:
        refused.seek(0)
        command = "copy ledger.unreadable_row (load_id, row_number, reason, raw_text) from stdin with (format csv)"
        with self.connection.cursor().copy(command) as copy:
            while text := refused.read(1 << 20):
                copy.write(text)


def _readable(raw: bytes) -> str:
    """The text of an unreadable record as the ledger can keep it: Postgres has no zero byte."""
    return raw.decode("utf-8", "replace").replace("\x00", "␀")
