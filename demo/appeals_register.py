"""An invented register of appeals to the evaluated bodies, as a clerk's system would hand it over.

No public register of appeals exists at record level, so the rehearsal and the demonstration evaluate this one and say
so wherever a total contains it. The rehearsal tells of the bodies of today, the demonstration of those of 2017. The same
arguments give the same bytes on every machine: one seeded source of randomness, no clock, and an archive that stores instead of
deflating.

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
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from demo import appeals_words as words
from demo.appeals_clerk import Body, Clerk
from demo.world import PREDECESSOR_NAME, World, Writer
from olshem.settings import project_root

SEED = 602
ROW_COUNT = 120_000
LEAST_ROW_COUNT = 20_000  # below, the bodies with a fixed number of appeals leave no room for the others
BROKEN_ROW_COUNT = 6
UNKNOWN_NAME_SHARE = 0.001
DUPLICATE_SHARE = 0.002
LONGEST_WAY_OF_A_DUPLICATE = 200  # rows between a record and its copy
DUPLICATE, UNKNOWN_NAME, BROKEN = -1, -2, -3
REHEARSAL, DEMONSTRATION = "rehearsal", "demo"
DEMONSTRATION_ROW_COUNT = 40_000
LAST_YEAR_OF_THE_DECREES_BODIES = 2017


def file_name(year: int) -> str:
    """The name under which the register of a year is delivered."""
    return f"appeals_register_{year}.csv.zip"


def write(year: int, folder: Path, row_count: int = ROW_COUNT, seed: int = SEED, *, profile: str = REHEARSAL) -> Path:
    """Write the register of a year and its manifest into `folder`; what is there already is left as it is.

    Returns the archive. The manifest is moved into place first, so a reader never finds an archive without one.
    """
    archive = folder / file_name(year)
    manifest = archive.with_name(archive.name + ".manifest.json")
    wanted = {"rows": row_count, "period": str(year), "seed": seed, "profile": profile, "recipe": _recipe()}
    if archive.exists() and manifest.exists():
        kept = json.loads(manifest.read_text("utf-8"))
        if {name: kept.get(name) for name in wanted} == wanted and kept["sha256"] == _sha256(archive):
            return archive
    folder.mkdir(parents=True, exist_ok=True)
    draft = archive.with_name(f".{archive.name}.{os.getpid()}")
    try:
        _write_archive(draft, year, rows(year, row_count, seed, profile=profile))
        statement = wanted | {"sha256": _sha256(draft), "note": "demonstration data, invented"}
        _replace(manifest, json.dumps(statement, ensure_ascii=False, indent=1).encode() + b"\n")
        draft.replace(archive)
    finally:
        draft.unlink(missing_ok=True)
    return archive


def write_year(world: World, folder: Path) -> Sequence[str]:
    """The register of a year, with its manifest. Numbers at the edges of the formulas stay at any factor.

    The decree's 36 bodies of 2017 have the demonstration; what is told of a later year is told of the bodies of today.
    """
    if world.year > LAST_YEAR_OF_THE_DECREES_BODIES:
        return [write(world.year, folder, max(LEAST_ROW_COUNT, world.sized(ROW_COUNT))).name]
    row_count = max(LEAST_ROW_COUNT, world.sized(DEMONSTRATION_ROW_COUNT))
    return [write(world.year, folder, row_count, world.seed, profile=DEMONSTRATION).name]


WRITERS: Mapping[str, Writer] = {"appeals_register": write_year}


def rows(year: int, row_count: int, seed: int = SEED, *, profile: str = REHEARSAL) -> Iterator[str]:
    """The lines of the register without its header: `row_count` records, some of them damaged."""
    if row_count < LEAST_ROW_COUNT:
        raise ValueError(f"A register of {row_count} rows is too small: at least {LEAST_ROW_COUNT} are needed.")
    bodies = _bodies(profile, year)
    clerk = _clerk(profile, year, seed, bodies)
    earlier: deque[str] = deque(maxlen=LONGEST_WAY_OF_A_DUPLICATE)
    for number, slot in enumerate(_slots(bodies, row_count, clerk.common), start=1):
        if slot == DUPLICATE:
            line = earlier[int(clerk.common.random() * len(earlier))]
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


def _clerk(profile: str, year: int, seed: int, bodies: Sequence[Body]) -> Clerk:
    """In the demonstration each body has chances of its own, so that two that are tied tell the same."""
    chance = partial(World(year, seed=seed).chance, "appeals_register")
    common = random.Random(f"{seed}/{year}") if profile == REHEARSAL else chance()  # noqa: S311 - repeatable, not secret
    return Clerk(
        year,
        bodies,
        [common if profile == REHEARSAL else chance(body.code) for body in bodies],
        common,
        chance("applicants"),
        words.OF_TODAY if profile == REHEARSAL else words.OF_2017,
    )


def _bodies(profile: str, year: int) -> list[Body]:
    """The bodies of a profile with the names by which registers know them at the end of the year."""
    names = _names("appeals_register" if profile == REHEARSAL else "any", date(year, 12, 31))
    return [
        Body(
            code=row["body_code"],
            names=names[row["body_code"]],
            volume_weight=int(row["volume_weight"] or 0),
            exact_handled_count=int(row["exact_handled_count"]) if row["exact_handled_count"] else None,
            other_count=int(row["other_count"] or 0),
            missing_deadline_pct=float(row["missing_deadline_pct"]),
            late_pct=float(row["late_pct"]),
            upheld_per_10000=float(row["upheld_per_10000"]),
            satisfied_pct=float(row["satisfied_pct"]),
            explained_pct=float(row["explained_pct"]),
            former_name=PREDECESSOR_NAME if row["renamed_on"] else "",
            renamed_on=date.fromisoformat(row["renamed_on"]) if row["renamed_on"] else None,
        )
        for row in _table(Path(__file__).with_name("appeals_profile.csv"))
        if row["profile"] == profile
    ]


def _names(source: str, day: date) -> Mapping[str, tuple[str, ...]]:
    """The names of the crosswalk by body, the official one first. A former name belongs to records of its own days."""
    names: dict[str, tuple[str, ...]] = {}
    for row in _table(project_root() / "dbt_project/seeds/decree/body_names.csv"):
        is_asked = row["source"] == source and row["source_name"] != PREDECESSOR_NAME
        if is_asked and (source != "any" or row["valid_from"] <= str(day) <= (row["valid_to"] or "9999")):
            names[row["body_code"]] = (*names.get(row["body_code"], ()), row["source_name"])
    return names


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _recipe() -> str:
    """The identity of what the rows are made from: a change of these files makes the register anew."""
    here = Path(__file__)
    names = ("appeals_clerk.py", "appeals_words.py", "appeals_profile.csv", "identifiers.py", "world.py")
    files = (here, *map(here.with_name, names))
    seeds = (project_root() / "dbt_project/seeds/decree/body_names.csv",)
    return hashlib.sha256(b"".join(file.read_bytes() for file in (*files, *seeds))).hexdigest()[:16]


def _write_archive(file: Path, year: int, lines: Iterator[str]) -> None:
    entry = zipfile.ZipInfo(file_name(year).removesuffix(".zip"), date_time=(year + 1, 1, 15, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    # no zip64: Python 3.11.2 and 3.11.7 write its headers differently, and the snapshot's hash enters the input digest
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
        archive.open(entry, "w") as raw,
        io.TextIOWrapper(raw, encoding="utf-8", newline="") as text,
    ):
        csv.writer(text, lineterminator="\n").writerow(words.HEADER)
        text.writelines(lines)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _replace(file: Path, content: bytes) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(file)


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
