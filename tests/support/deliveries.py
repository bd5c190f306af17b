"""A profile of one year that reads from a folder of the test, so that anything can be delivered to it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

import pytest
import yaml

from ingest import profiles, snapshots
from ingest.contracts import Contract, contract_of
from olshem import warehouse

FIXTURES = Path(__file__).parent.parent / "fixtures"
REASON = {"en": "Left out by a test.", "ru": "Пропущено тестом.", "kk": "Тест қалдырып кетті."}
_years = count(2030)


class Deliveries:
    """Deliveries of the profile `rehearsal` for a year that no other test uses."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.year = folder / "deliveries", next(_years)
        self.folder.mkdir()
        self._profiles = folder / "profiles"
        self._profiles.mkdir()
        monkeypatch.setenv("OLSHEM_DELIVERIES", str(self.folder))
        monkeypatch.setattr(profiles, "FOLDER", self._profiles)

    def declare(self, inputs: dict[str, dict[str, str]], *, gaps: Sequence[str] | None = None) -> None:
        """Write the profile: files by source and part; every other source of the edition is a gap, unless told."""
        left = [source for source in profiles.edition_sources() if source not in inputs] if gaps is None else gaps
        document = {
            "name": "rehearsal",
            "edition": "2017",
            "years": {
                self.year: {
                    "inputs": {
                        source: {
                            "is_demonstration": False,
                            "parts": {
                                part: {"root": "$OLSHEM_DELIVERIES", "file": file} for part, file in parts.items()
                            },
                        }
                        for source, parts in inputs.items()
                    }
                }
            },
            "gaps": dict.fromkeys(left, REASON),
        }
        (self._profiles / "rehearsal.yml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")

    def put(self, name: str, content: bytes | Path) -> Path:
        """Deliver a file."""
        file = self.folder / name
        if isinstance(content, Path):
            shutil.copyfile(content, file)
        else:
            file.write_bytes(content)
        return file

    def budget(self, change: Callable[[str], str] = lambda text: text) -> None:
        """Deliver a small budget of this test's year."""
        text = (FIXTURES / "bad/budget_execution/good.csv").read_text("utf-8").replace("12.2024", f"12.{self.year}")
        self.put("budget.csv", change(text).encode())

    def register(self, records: Sequence[Sequence[str]], **statement: object) -> bytes:
        """Deliver a register with its manifest. Returns its bytes."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(column.source_name for column in contract_of("appeals_register").columns)
        writer.writerows(records)
        content = text.getvalue().encode()
        self.put("register.csv", content)
        self.manifest("register.csv", content, {"rows": len(records)} | statement)
        return content

    def manifest(self, name: str, content: bytes, changes: dict[str, object]) -> None:
        """Deliver the statement that belongs to a file."""
        statement = {"sha256": hashlib.sha256(content).hexdigest(), "period": str(self.year)} | changes
        self.put(name + ".manifest.json", json.dumps(statement).encode())

    def appeal(self, number: int, topic: str = "О дороге", applicant: str = "") -> list[str]:
        """A record of the register."""
        day = f"01.02.{self.year}"
        return [
            f"A-{number}", "Министерство финансов", applicant, "жалоба", "СЭД", day, day, "", day, "рассмотрено", "разъяснено",
            "в срок", "", "", "010000", "г. Астана", topic,
        ]  # fmt: skip


def keep_snapshot(contract: Contract, file: Path, *, declared: int | None = None) -> int:
    """Put a file into the store and the ledger as if it had been collected. Returns the snapshot's id."""
    with snapshots.incoming(is_personal=bool(contract.personal_columns)) as place:
        shutil.copyfile(file, place)
        sha256 = snapshots.keep(place)
    with warehouse.connect("loader") as connection:
        row = connection.execute(
            "insert into ledger.snapshot (profile, reporting_year, source, sha256, byte_count, file_name, origin, licence, "
            "period, declared_row_count, is_demonstration) values ('rehearsal', 1999, %s, %s, %s, %s, 'test', 'none', "
            "'1999', %s, false) returning snapshot_id",
            [contract.source, sha256, max(1, file.stat().st_size), file.name, declared],
        ).fetchone()
    assert row is not None
    return int(row[0])
