"""An invented register of appeals to the evaluated bodies, as a clerk's system would hand it over.

No public register of appeals exists at record level, so the rehearsal and the demonstration evaluate this one and say
so wherever a total contains it. The same arguments give the same bytes on every machine: one seeded source of
randomness, no clock, and an archive that stores instead of deflating.

    python -m demo.appeals_register --year 2024 --rows 120000 --to FOLDER
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import random
import zipfile
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from demo import appeals_words as words
from demo.world import World
from olshem.settings import project_root

SEED = 602
ROW_COUNT = 120_000
LEAST_ROW_COUNT = 20_000  # below, the bodies with a fixed number of appeals leave no room for the others
BROKEN_ROW_COUNT = 6
UNKNOWN_NAME_SHARE = 0.001
DUPLICATE_SHARE = 0.002
LONGEST_WAY_OF_A_DUPLICATE = 200  # rows between a record and its copy
DUPLICATE, UNKNOWN_NAME, BROKEN = -1, -2, -3
EXCEL_EPOCH = date(1899, 12, 30)
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Body:
    """A body of the register: how much comes in and how it is handled. Rows of `demo/appeals_profile.csv`."""

    code: str
    names: tuple[str, ...]  # official Russian name first
    volume_weight: int
    exact_handled_count: int | None
    other_count: int
    late_pct: float
    upheld_per_10000: float
    satisfied_pct: float
    explained_pct: float


def file_name(year: int) -> str:
    """The name under which the register of a year is delivered."""
    return f"appeals_register_{year}.csv.zip"


def write(year: int, folder: Path, row_count: int = ROW_COUNT, seed: int = SEED) -> Path:
    """Write the register of a year and its manifest into `folder`; what is there already is left as it is.

    Returns the archive. The manifest is moved into place first, so a reader never finds an archive without one.
    """
    archive = folder / file_name(year)
    manifest = archive.with_name(archive.name + ".manifest.json")
    wanted = {"rows": row_count, "period": str(year), "seed": seed, "recipe": _recipe()}
    if archive.exists() and manifest.exists():
        kept = json.loads(manifest.read_text("utf-8"))
        if {name: kept.get(name) for name in wanted} == wanted and kept["sha256"] == _sha256(archive):
            return archive
    folder.mkdir(parents=True, exist_ok=True)
    draft = archive.with_name(f".{archive.name}.{os.getpid()}")
    try:
        _write_archive(draft, year, row_count, seed)
        statement = wanted | {"sha256": _sha256(draft), "note": "demonstration data, invented"}
        _replace(manifest, json.dumps(statement, ensure_ascii=False, indent=1).encode() + b"\n")
        draft.replace(archive)
    finally:
        draft.unlink(missing_ok=True)
    return archive


def rows(year: int, row_count: int, seed: int = SEED) -> Iterator[str]:
    """The lines of the register without its header: `row_count` records, some of them damaged."""
    if row_count < LEAST_ROW_COUNT:
        raise ValueError(f"A register of {row_count} rows is too small: at least {LEAST_ROW_COUNT} are needed.")
    bodies = _bodies()
    clerk = _Clerk(year, random.Random(f"{seed}/{year}"), bodies)  # noqa: S311 - repeatable, not secret
    earlier: deque[str] = deque(maxlen=LONGEST_WAY_OF_A_DUPLICATE)
    for number, slot in enumerate(_slots(bodies, row_count, clerk.random), start=1):
        if slot == DUPLICATE:
            line = earlier[int(clerk.random.random() * len(earlier))]
        elif slot == BROKEN:
            line = clerk.broken(number)
        else:
            line = clerk.record(number, slot)
            earlier.append(line)
        yield line


def _slots(bodies: Sequence[Body], row_count: int, chance: random.Random) -> array[int]:
    """What each row of the register is, in shuffled order: the index of a body, or one of the three kinds of defect."""
    duplicates, unknown = int(row_count * DUPLICATE_SHARE), int(row_count * UNKNOWN_NAME_SHARE)
    slots = array("h", [DUPLICATE] * duplicates + [UNKNOWN_NAME] * unknown + [BROKEN] * BROKEN_ROW_COUNT)
    for index, body in enumerate(bodies):
        if body.exact_handled_count is not None:
            slots.extend([index] * (body.exact_handled_count + body.other_count))
    weighed = [(index, body.volume_weight) for index, body in enumerate(bodies) if body.exact_handled_count is None]
    left, weight = row_count - len(slots), sum(weight for _, weight in weighed)
    for index, own in weighed:
        slots.extend([index] * (left * own // weight))
    slots.extend([weighed[0][0]] * (row_count - len(slots)))
    for last in range(row_count - 1, 0, -1):
        other = int(chance.random() * (last + 1))
        slots[last], slots[other] = slots[other], slots[last]
    first = next(place for place, slot in enumerate(slots) if slot >= 0)
    slots[0], slots[first] = slots[first], slots[0]  # a copy needs something before it
    return slots


class _Clerk:
    """Writes records of one year. Every choice is a call of `random.random()`, whose sequence no version changes."""

    def __init__(self, year: int, chance: random.Random, bodies: Sequence[Body]) -> None:
        self.year = year
        self.random = chance
        self.bodies = bodies
        self.days = 366 if year % 4 == 0 else 365
        self.exact_left = [body.exact_handled_count or 0 for body in bodies]
        self.buffer = io.StringIO()
        self.writer = csv.writer(self.buffer, lineterminator="\n")
        self.is_careful = False  # where the number of handled appeals is fixed, no date may be in doubt

    def record(self, number: int, slot: int) -> str:
        """A record of a body, or of a name that no list knows."""
        is_unknown = slot == UNKNOWN_NAME
        body = self.bodies[0 if is_unknown else slot]
        is_exact = not is_unknown and body.exact_handled_count is not None
        self.is_careful = is_exact
        if is_exact:
            is_handled = self._take_exact(slot)
            kind = self._pick(words.KINDS[:2])
        else:
            is_handled = self._happens(0.87)
            kind = self._pick(words.KINDS)
        fields = self._handled(body, kind, is_exact) if is_handled else self._not_handled(kind)
        if not is_exact:
            self._spoil(fields)
        name = self._one_of(words.UNKNOWN_NAMES) if is_unknown else self._name(body)
        return self._line([f"{self.year}-{number:07d}", name, *fields, *self._place()])

    def broken(self, number: int) -> str:
        """A line that cannot be split into the columns: cut off, with a stray comma, or with a stray quotation mark."""
        fields = [f"{self.year}-{number:07d}", self.bodies[number % len(self.bodies)].names[0], "жалоба", "СЭД"]
        way = number % 3
        if way == 0:
            return self._line(fields)
        whole = self._line([*fields, *[""] * 11, "О ремонте дороги"])
        return whole.replace("дороги", "дороги, двора" if way == 1 else 'дороги "Север"')

    def _handled(self, body: Body, kind: str, is_exact: bool) -> list[str]:
        """Kind to date of upholding of an appeal that was answered."""
        received = self._received(latest=300 if is_exact else self.days)
        due = received + timedelta(days=15)
        extended = received + timedelta(days=45) if self._happens(0.07) else None
        deadline = extended or due
        is_late = self._happens(body.late_pct / 100)
        if is_late:
            answered = deadline + timedelta(days=1 + int(self.random.random() ** 2 * 20))
        else:
            answered = deadline - timedelta(days=int(self.random.random() * 15))
        answered = max(
            answered, date(self.year, 1, 3)
        )  # what was answered earlier is in the register of the year before
        outcome = self._outcome(body)
        flag = "с нарушением срока" if is_late else "в срок"
        if self._happens(0.012):
            flag = "в срок" if is_late else "с нарушением срока"
        elif self._happens(0.003):
            flag = ""
        upheld_by, upheld_on = "", ""
        if self._happens(body.upheld_per_10000 / 10_000):
            upheld_by = "суд" if self._happens(0.35) else "вышестоящий орган"
            upheld_on = self._written(answered + timedelta(days=5 + int(self.random.random() * 60)))
        due_text, extended_text = self._written(due), self._written(extended) if extended else ""
        if self._happens(0.04):
            due_text = extended_text = ""
        return [
            kind, self._pick(words.CHANNELS), self._written(received), due_text, extended_text, self._written(answered),
            "рассмотрено", outcome, flag, upheld_by, upheld_on,
        ]  # fmt: skip

    def _not_handled(self, kind: str) -> list[str]:
        """Kind to date of upholding of an appeal that is open, passed on, withdrawn or joined to another."""
        received = self._received(latest=self.days)
        status = self._pick(words.OTHER_STATUSES)
        closed = "" if status == "в работе" else self._written(received + timedelta(days=int(self.random.random() * 6)))
        due = self._written(received + timedelta(days=15)) if self._happens(0.8) else ""
        return [kind, self._pick(words.CHANNELS), self._written(received), due, "", closed, status, "", "", "", ""]

    def _spoil(self, fields: list[str]) -> None:
        """Damage that makes a record contradict itself or hold a value that no list knows. About 3 in 1,000."""
        if not self._happens(0.003):
            return
        way = int(self.random.random() * 5)
        if way == 0:
            fields[2] = self._one_of(words.UNREADABLE_DATES).format(year=self.year)
        elif way == 1 and fields[5]:  # answered before it was received
            fields[2], fields[5] = f"20.06.{self.year}", f"11.06.{self.year}"
        elif way == 2:
            fields[0] = "благодарность"
        elif way == 3 and fields[6] == "рассмотрено":
            fields[7] = "см. приложение"
        elif way == 4 and fields[6] == "рассмотрено":  # said to be handled, but no day of the answer
            fields[5] = ""

    def _take_exact(self, slot: int) -> bool:
        self.exact_left[slot] -= 1
        return self.exact_left[slot] >= 0

    def _received(self, latest: int) -> date:
        """A day of the year up to its `latest`th, or, for 3 in 100, of the last week of the year before."""
        if self._happens(0.03):
            return date(self.year - 1, 12, 24) + timedelta(days=int(self.random.random() * 8))
        return date(self.year, 1, 1) + timedelta(days=int(self.random.random() * latest))

    def _outcome(self, body: Body) -> str:
        share = self.random.random() * 100
        if share < body.satisfied_pct:
            return "удовлетворено" if self._happens(0.7) else "частично удовлетворено"
        if share < body.satisfied_pct + body.explained_pct:
            return "разъяснено"
        return "отказано" if self._happens(0.75) else "прочее"

    def _written(self, day: date) -> str:
        """A date as clerks write it: nearly always dd.mm.yyyy."""
        plain = f"{day.day:02d}.{day.month:02d}.{day.year}"
        way = self.random.random()
        if way > 0.016 or self.is_careful:
            return plain
        if way > 0.008:
            return plain + " г"
        return day.isoformat() if way > 0.003 else str((day - EXCEL_EPOCH).days)

    def _name(self, body: Body) -> str:
        way = self.random.random()
        if way > 0.08:
            return body.names[0]
        if way > 0.03:
            return self._one_of(body.names)
        if way > 0.02:
            return body.names[0] + "  "
        if way > 0.01:
            return body.names[0].replace(" ", "  ", 1)
        if way > 0.004:
            return body.names[0].translate(words.LOOK_ALIKES)
        return body.names[0].upper()

    def _place(self) -> list[str]:
        """Postal code, region and topic."""
        region, code = self._one_of(words.REGIONS)
        postal_code = f"{int(code) + int(self.random.random() * 60):06d}"
        if self._happens(0.08):
            postal_code = f"{int(postal_code)}.0"
        way = self.random.random()
        topics = words.PLAIN_TOPICS if way > 0.2 else words.KAZAKH_TOPICS if way > 0.03 else words.AWKWARD_TOPICS
        return [postal_code, region, self._one_of(topics)]

    def _line(self, fields: Sequence[str]) -> str:
        self.buffer.seek(0)
        self.buffer.truncate()
        self.writer.writerow(fields)
        return self.buffer.getvalue()

    def _happens(self, probability: float) -> bool:
        return self.random.random() < probability

    def _one_of(self, choices: Sequence[Choice]) -> Choice:
        return choices[int(self.random.random() * len(choices))]

    def _pick(self, weighed: Sequence[tuple[str, int]]) -> str:
        point = self.random.random() * sum(weight for _, weight in weighed)
        for value, weight in weighed:
            point -= weight
            if point < 0:
                return value
        return weighed[-1][0]


def _bodies() -> list[Body]:
    """The bodies of the profile table with the names by which registers know them."""
    names: dict[str, list[str]] = {}
    for row in _table(project_root() / "dbt_project/seeds/decree/body_names.csv"):
        if row["source"] == "appeals_register":
            names.setdefault(row["body_code"], []).append(row["source_name"])
    return [
        Body(
            code=row["body_code"],
            names=tuple(names[row["body_code"]]),
            volume_weight=int(row["volume_weight"] or 0),
            exact_handled_count=int(row["exact_handled_count"]) if row["exact_handled_count"] else None,
            other_count=int(row["other_count"] or 0),
            late_pct=float(row["late_pct"]),
            upheld_per_10000=float(row["upheld_per_10000"]),
            satisfied_pct=float(row["satisfied_pct"]),
            explained_pct=float(row["explained_pct"]),
        )
        for row in _table(Path(__file__).with_name("appeals_profile.csv"))
    ]


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _recipe() -> str:
    """The identity of what the rows are made from: a change of these files makes the register anew."""
    here = Path(__file__)
    files = (here, here.with_name("appeals_words.py"), here.with_name("appeals_profile.csv"))
    seeds = (project_root() / "dbt_project/seeds/decree/body_names.csv",)
    return hashlib.sha256(b"".join(file.read_bytes() for file in (*files, *seeds))).hexdigest()[:16]


def _write_archive(file: Path, year: int, row_count: int, seed: int) -> None:
    entry = zipfile.ZipInfo(file_name(year).removesuffix(".zip"), date_time=(year + 1, 1, 15, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    # no zip64: Python 3.11.2 and 3.11.7 write its headers differently, and the snapshot's hash enters the input digest
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
        archive.open(entry, "w") as raw,
        io.TextIOWrapper(raw, encoding="utf-8", newline="") as text,
    ):
        csv.writer(text, lineterminator="\n").writerow(words.HEADER)
        text.writelines(rows(year, row_count, seed))


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _replace(file: Path, content: bytes) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(file)


def _write_year(world: World, folder: Path) -> list[str]:
    return [write(world.year, folder, max(LEAST_ROW_COUNT, world.sized(ROW_COUNT))).name]


WRITERS = {"appeals_register": _write_year}


def main() -> None:
    """Command line: write a register and print where it is."""
    parser = argparse.ArgumentParser(description="Write an invented register of appeals: demonstration data.")
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--rows", type=int, default=ROW_COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    given = parser.parse_args()
    print(write(given.year, given.to, given.rows, given.seed))


if __name__ == "__main__":
    main()
