"""From a source to a snapshot: get the bytes, look through them, keep them, and write down how it went."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest import snapshots
from ingest.connectors import folder, remote
from ingest.connectors.delivery import Delivery
from ingest.contracts import Contract, contract_of
from ingest.errors import CollectionFailed, DeliveryRefused, ProfileInvalid, SourceSilent
from ingest.inspect import Findings, inspect
from ingest.profiles import Input, Part, RemotePlace, load_profile
from ingest.queries import one_number
from olshem import warehouse
from olshem.warehouse.errors import OlshemError, Transient

log = logging.getLogger("olshem.ingest")


@dataclass(frozen=True)
class PartSummary:
    """A part that was collected: its snapshot, and how many records it holds."""

    part: str
    snapshot_id: int
    sha256: str
    byte_count: int
    row_count: int
    unreadable_count: int


@dataclass(frozen=True)
class CollectSummary:
    """A source that was collected whole."""

    profile: str
    year: int
    source: str
    parts: tuple[PartSummary, ...]
    seconds: float

    def __str__(self) -> str:
        rows, unreadable = (
            sum(getattr(part, name) for part in self.parts) for name in ("row_count", "unreadable_count")
        )
        return (
            f"collect {self.source} for {self.profile}/{self.year}: {len(self.parts)} file(s), {rows:,} rows, "
            f"{unreadable:,} unreadable, {self.seconds:.1f} s"
        )


def collect_source(profile: str, year: int, source: str) -> CollectSummary:
    """Collect all parts of a source for a profile and year.

    Each part that is good becomes a snapshot and a row of `ledger.snapshot`; each part that is not becomes a row of
    `ledger.collection_failure` with the list of its defects. A bad part does not stop the others. Raises `Transient`
    when trying again may be enough, `Terminal` when a person has to act. What the program did not foresee is written
    down as a failure too, so that `freeze` learns of it, and raised as it was.
    """
    began = time.monotonic()
    declared = load_profile(profile)
    inputs = declared.inputs(year)
    if source not in inputs:
        known = "is a declared gap" if source in declared.gaps(year) else "is not declared at all"
        raise ProfileInvalid(
            f"The source `{source}` {known} in the profile `{profile}` for {year}: there is nothing to collect. "
            f"Its inputs are {', '.join(inputs)}."
        )
    contract = contract_of(source)
    done: list[PartSummary] = []
    failures: list[Exception] = []
    for part in inputs[source].parts:
        try:
            done.append(_collect_part(profile, year, inputs[source], part, contract))
        except Exception as error:
            _record_failure(profile, year, contract, part.name, error)
            failures.append(error)
    if failures:
        _raise(contract, failures)
    summary = CollectSummary(profile, year, source, tuple(done), time.monotonic() - began)
    log.info("%s", summary)
    return summary


def _raise(contract: Contract, failures: list[Exception]) -> None:
    if len(failures) == 1:
        raise failures[0]
    told = "\n".join(_told(failure, contract) for failure in failures)
    message = f"{len(failures)} parts of `{contract.source}` were not collected.\n{told}"
    if all(isinstance(failure, Transient) for failure in failures):
        raise SourceSilent(message)
    raise CollectionFailed(message)


def _collect_part(profile: str, year: int, source: Input, part: Part, contract: Contract) -> PartSummary:
    with snapshots.incoming(is_personal=bool(contract.personal_columns)) as place:
        delivery = _fetch(part, contract, year, place)
        findings = inspect(delivery.path, contract, year, delivery.file_name)
        defects = findings.defects + manifest_defects(delivery, part.period, contract, findings)
        if defects:
            raise DeliveryRefused(contract.source, part.name, delivery.file_name, defects)
        byte_count = delivery.path.stat().st_size
        sha256 = snapshots.keep(delivery.path)
    declared = delivery.manifest.row_count if delivery.manifest else None
    with warehouse.connect("loader") as connection:
        snapshot_id = one_number(
            connection,
            "insert into ledger.snapshot (profile, reporting_year, source, part, sha256, byte_count, file_name, origin, "
            "licence, period, declared_row_count, is_demonstration) "
            "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning snapshot_id",
            [
                profile, year, contract.source, part.name, sha256, byte_count, delivery.file_name, delivery.origin,
                contract.licence, part.period, declared, source.is_demonstration,
            ],
        )  # fmt: skip
    return PartSummary(part.name, snapshot_id, sha256, byte_count, findings.row_count, findings.unreadable_count)


def _fetch(part: Part, contract: Contract, year: int, into: Path) -> Delivery:
    if part.shows_today:
        _require_the_present(contract.source, year)
    if isinstance(part.place, RemotePlace):
        return remote.fetch(part.place, contract, year, into)
    return folder.fetch(part.place.root, part.place.file_name, into, contract.max_bytes)


def _require_the_present(source: str, year: int) -> None:
    """What a system shows of today stands for a year only while that year is evaluated."""
    this_year = datetime.now(UTC).year
    if year not in (this_year - 1, this_year):
        raise ProfileInvalid(
            f"The system shows `{source}` as it is today: asked in {this_year}, that is not the state of {year}. Nothing is asked. "
            f"Declare {year} in the profile with a copy that was saved in time (`root` and `file`), or as a gap with its reason."
        )


def manifest_defects(delivery: Delivery, period: str, contract: Contract, findings: Findings) -> list[str]:
    """Where the file is not what the supplier's own statement says."""
    manifest = delivery.manifest
    if manifest is None:
        return [f"the manifest `{delivery.file_name}.manifest.json` is missing"] if contract.has_manifest else []
    defects = list(manifest.defects)
    if manifest.sha256 is not None and manifest.sha256.lower() != _sha256(delivery.path):
        defects.append("the file is not the one that the manifest describes: the SHA-256 differs. Deliver both again")
    if manifest.row_count is not None and findings.row_count and manifest.row_count != findings.row_count:
        defects.append(
            f"the manifest states {manifest.row_count:,} records, the file holds {findings.row_count:,}: "
            f"{'it is cut off' if findings.row_count < manifest.row_count else 'it has too many'}"
        )
    if manifest.period is not None and manifest.period != period:
        defects.append(f"the manifest is of the period {manifest.period!r}; expected {period!r}")
    return defects


def _record_failure(profile: str, year: int, contract: Contract, part: str, error: Exception) -> None:
    kind, told = "transient" if isinstance(error, Transient) else "terminal", _told(error, contract)
    with warehouse.connect("loader") as connection:
        connection.execute(
            "insert into ledger.collection_failure (profile, reporting_year, source, part, error_kind, message) "
            "values (%s, %s, %s, %s, %s, %s)",
            [profile, year, contract.source, part, kind, told.replace("\x00", "␀")],
        )
    log.error("collect %s for %s/%s failed: %s", contract.source, profile, year, told)


def _told(error: Exception, contract: Contract) -> str:
    """A failure in words. One that nobody has explained may quote a record, which is not kept of personal data."""
    if isinstance(error, OlshemError):
        return str(error)
    return (
        f"`{contract.source}` was not collected for a reason that the program does not know: {type(error).__name__}: "
        f"{contract.quoted(str(error))}. Look where it arose in the log of the task, mend it, and collect again."
    )


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
