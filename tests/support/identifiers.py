"""Looks everywhere for identification numbers that must be nowhere: in databases, files, archives and messages."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

NUMBER = re.compile(rb"(?=([0-9]{12}))")  # every twelve digits in a row, also within longer ones
RELATIONS = """
select schema.nspname, relation.relname
from pg_class as relation
inner join pg_namespace as schema on relation.relnamespace = schema.oid
where relation.relkind in ('r', 'm') and schema.nspname not like 'pg\\_%' and schema.nspname <> 'information_schema'
order by 1, 2
"""


def places_in_text(identifiers: Collection[str], text: str | bytes) -> list[str]:
    """The identifiers that stand in a text."""
    content = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return sorted({number.decode() for number in NUMBER.findall(content)} & set(identifiers))


def places_in_database(identifiers: Collection[str], connection: psycopg.Connection) -> list[str]:
    """Which tables of a database hold an identifier in any column of any row. The connection must see all of them."""
    found = []
    for schema, table in connection.execute(RELATIONS.encode()).fetchall():
        name = sql.Identifier(schema, table)
        rows = connection.execute(
            sql.SQL("select kept::text from {} as kept where kept::text ~ '[0-9]{{12}}'").format(name)
        )
        if any(places_in_text(identifiers, row[0]) for row in rows):
            found.append(f"{schema}.{table}")
    return found


def places_in_files(
    identifiers: Collection[str], folder: Path, *, leaving_out: Collection[Path] = ()
) -> tuple[list[Path], int]:
    """Which files below a folder hold an identifier, in their bytes, their names, or what is packed in them.

    Returns them with the number of files that were looked through: none found in no file is no finding.
    """
    found, count = [], 0
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or any(file.is_relative_to(place) for place in leaving_out):
            continue
        count += 1
        if places_in_text(identifiers, file.name) or any(
            places_in_text(identifiers, content) for content in _contents(file.read_bytes())
        ):
            found.append(file)
    return found, count


def _contents(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, and of an archive those of each entry, however deep.

    Other tests leave archives that were damaged on purpose: an entry that nobody can unpack holds nothing that can be read.
    """
    yield content
    stream = io.BytesIO(content)
    if zipfile.is_zipfile(stream):
        with zipfile.ZipFile(stream) as archive:
            for name in archive.namelist():
                with suppress(zipfile.BadZipFile, zlib.error):
                    yield from _contents(archive.read(name))
    elif content[257:262] == b"ustar":
        stream.seek(0)
        with tarfile.open(fileobj=stream) as unpacked:
            for member in unpacked:
                entry = unpacked.extractfile(member)
                if entry:
                    yield from _contents(entry.read())
