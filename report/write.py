"""Writing the report of a run: two languages, two formats, whole files only, each recorded in the ledger."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg

from olshem import warehouse
from olshem.settings import home
from olshem.warehouse.ledger import record_event
from report import languages, pdf, xlsx
from report.document import compose
from report.read import read
from report.records import Run, RunReport

DIGEST_LENGTH = 12


@dataclass(frozen=True)
class Artefact:
    """A report file: where it lies, its name below `reports/`, its SHA-256 and its size in bytes."""

    path: Path
    file_name: str
    sha256: str
    byte_count: int


def write_report(run_id: int) -> list[Artefact]:
    """Write PDF and XLSX in Russian and in Kazakh, and record them in `ledger.artefact`. Safe to run again.

    All four are made before the first is written, and a second run of the same data writes the same bytes.

    Raises:
        Terminal: the run's report has not been built, or a document could not be made.
    """
    with warehouse.connect("builder") as connection:
        connection.execute("set transaction isolation level repeatable read")
        report = read(connection, run_id)
        artefacts = [_write(name, content) for name, content in render(report).items()]
        _record(connection, run_id, artefacts)
    return artefacts


def render(report: RunReport) -> Mapping[str, bytes]:
    """The files of a report by their names below `reports/`: no clock, no run id, nothing but the report's content."""
    folder, stem = folder_of(report.run), f"olshem-{report.run.profile}-{report.run.reporting_year}"
    documents = {code: compose(report, languages.load(code)) for code in languages.CODES}
    files: dict[str, bytes] = {}
    with ThreadPoolExecutor(len(documents)) as side_by_side:  # every PDF is the work of a process of its own
        pdfs = side_by_side.map(pdf.render, documents.values())
        for (code, document), content in zip(documents.items(), pdfs, strict=True):
            files[f"{folder}/{stem}-{code}.pdf"] = content
            files[f"{folder}/{stem}-{code}.xlsx"] = xlsx.render(document)
    return files


def folder_of(run: Run) -> str:
    """The folder of a run's files below `reports/`, named by what the run found and not by when it ran."""
    return f"{run.profile}/{run.reporting_year}/{run.result_digest[:DIGEST_LENGTH]}"


def _write(name: str, content: bytes) -> Artefact:
    path = home() / "reports" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place and then renamed: a reader, or a kill, never meets half a file.
    handle, temporary_name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(temporary_name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return Artefact(path, name, hashlib.sha256(content).hexdigest(), len(content))


def _record(connection: psycopg.Connection, run_id: int, artefacts: Sequence[Artefact]) -> None:
    connection.cursor().executemany(
        "insert into ledger.artefact (run_id, file_name, sha256, byte_count) values (%s, %s, %s, %s) on conflict do nothing",
        [(run_id, one.file_name, one.sha256, one.byte_count) for one in artefacts],
    )
    record_event(connection, run_id, "reported", actor="report", detail=f"{len(artefacts)} files")
