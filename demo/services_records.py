"""Invented records of requests for services, as the system Monitoring would hand them over: one line a request.

The numbers of the year are fixed body by body before the first line is written; then each body's requests follow in
shuffled order, and the lines go straight into the archive, so millions need no more memory than thousands.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from demo.identifiers import invented_identifier
from demo.services_catalogue import ONLY_ONE_DAY, UNKNOWN_NAMES, Service, one_of, rendered_services, spelled, written
from demo.world import (
    ARCHIVE_TIME,
    FLAWLESS,
    OF_FEW_CASES,
    ON_THE_EDGES,
    PREDECESSOR_NAME,
    REORGANISED,
    WORST,
    Body,
    World,
)  # fmt: skip

SOURCE = "services_monitoring"
HEADER = (
    "Номер заявки", "Код услуги", "Наименование услуги", "Услугодатель", "Способ приема", "ИИН или БИН получателя", "Дата приема",
    "Срок оказания", "Дата выдачи результата", "Результат", "Нарушение срока из-за технического сбоя", "Дата внесения в систему",
    "Внесено с опозданием", "Опоздание внесения из-за технического сбоя", "Документ о техническом сбое", "Правоохранительная функция",
)  # fmt: skip
RECORD_COUNT = 150_000
BROKEN_COUNT = 6  # lines that cannot be split into the columns

# What a request is. Only the first three count as rendered with a term that the criterion judges.
TIMELY, LATE, LATE_BY_CLAIM, LATE_BY_FAILURE, ONE_DAY, ONE_DAY_LATE, OPEN, WITHDRAWN, SPOILED, UNKNOWN, COPY = range(11)


@dataclass(frozen=True)
class Requests:
    """How many requests of each kind a body has, and how many entries were late, the latter part by a proven failure."""

    timely: int
    late: int = 0
    late_by_claim: int = 0  # laid on a failure that no paper proves: late all the same
    late_by_failure: int = 0
    one_day: int = 0
    one_day_late: int = 0
    open: int = 0
    withdrawn: int = 0
    spoiled: int = 0
    unknown: int = 0
    copies: int = 0
    late_entries: int = 0
    late_entries_by_failure: int = 0

    @property
    def by_kind(self) -> tuple[int, ...]:
        """The numbers in the order of the kinds."""
        return (
            self.timely, self.late, self.late_by_claim, self.late_by_failure, self.one_day, self.one_day_late, self.open,
            self.withdrawn, self.spoiled, self.unknown, self.copies,
        )  # fmt: skip

    @property
    def breaches(self) -> int:
        """Services rendered with a breach of the term, without those of one working day."""
        return self.late + self.late_by_claim


# The numbers of these bodies do not grow with the factor.
STORIES = {
    ON_THE_EDGES: Requests(1998, late=2, late_by_failure=3, one_day=120, open=20),  # 2 in 2,000: 10 points less
    OF_FEW_CASES: Requests(11, late=1, one_day=5),
    ONLY_ONE_DAY: Requests(0, one_day=150, one_day_late=2, open=4),  # nothing is left for the term: full points
    # every point of the criterion is lost twice over, and 260 late entries reach the cap of 5
    WORST: Requests(700, 90, 6, 4, 150, 12, 40, 10, 3, 1, 2, late_entries=265, late_entries_by_failure=5),
}
VOLUMES = {"MIA": 60, "MOJ": 75, "MLSPP": 70, "MOF": 45, "ASTANA": 45, "ALMATY": 55, "SOUTH_KZ": 50}
# evaluated without their law enforcement: one request in twenty is marked
WITH_LAW_ENFORCEMENT = ("ACSAC", "MOF")
HIGHEST_RATE = 14  # breaches of terms in 10,000

SPOILED_RECEIVED = ("нет данных", "31.02.{year}", "")
CHANNELS = (("портал", 0.55), ("государственная корпорация", 0.85), ("на бумаге", 1.0))
EXCEL_EPOCH = date(1899, 12, 30)
MOST_DAYS_LATE = 20
MOST_RECIPIENTS = 2_000  # of one body: many ask again


@cache
def requests_of(world: World) -> dict[str, Requests]:
    """The requests of every body with services, by its code, in the order of the bodies."""
    bodies = [body for body in world.bodies if rendered_services(world, body)]
    fixed = {code: story for code, story in STORIES.items() if code in {body.code for body in bodies}}
    weights = {body.code: _volume(world, body) for body in bodies if body.code not in fixed}
    left = world.sized(RECORD_COUNT) - BROKEN_COUNT - sum(sum(story.by_kind) for story in fixed.values())
    left = max(left, 20 * len(weights))
    counts = {code: left * weight // sum(weights.values()) for code, weight in weights.items()}
    counts[next(iter(counts))] += left - sum(counts.values())
    return {body.code: fixed.get(body.code) or _ordinary(world, body, counts[body.code]) for body in bodies}


def write(world: World, folder: Path) -> Sequence[str]:
    """The records of the year in an archive, with the manifest that goes with it."""
    archive = folder / f"{SOURCE}_{world.year}.zip"
    entry = zipfile.ZipInfo(f"{SOURCE}_{world.year}.csv", date_time=ARCHIVE_TIME)
    entry.external_attr = 0o644 << 16
    count = 0
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as zipped,
        zipped.open(entry, "w") as raw,
        io.TextIOWrapper(raw, encoding="utf-8", newline="") as text,
    ):
        text.write(",".join(HEADER) + "\n")
        for line in lines(world):
            text.write(line)
            count += 1
    with archive.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    statement = {"rows": count, "period": str(world.year), "sha256": sha256, "note": "demonstration data, invented"}
    manifest = folder / f"{archive.name}.manifest.json"
    manifest.write_text(json.dumps(statement, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [archive.name]


def lines(world: World) -> Iterator[str]:
    """The lines without the header, body by body; the first bodies have one broken line each."""
    known = {body.code: body for body in world.bodies}
    for place, (code, requests) in enumerate(requests_of(world).items()):
        body_lines = _Desk(world, known[code], place).lines(requests)
        yield next(body_lines)
        if place < BROKEN_COUNT:
            yield f"{place:02d}-{world.year}-9999999,обрыв связи\n"
        yield from body_lines


def _volume(world: World, body: Body) -> int:
    chance = world.chance(SOURCE, "volume", body.code)
    least, spread = (20, 22) if body.kind == "local" else (8, 12)
    return VOLUMES.get(body.code, least + int(chance.random() * spread))


def _ordinary(world: World, body: Body, count: int) -> Requests:
    """A body like most: some breaches, few late entries, and the dirt that every system has."""
    chance = world.chance(SOURCE, "rates", body.code)
    rate = 0.0 if body.code == FLAWLESS else chance.random() * HIGHEST_RATE
    entry_rate = 0.0 if body.code == FLAWLESS else chance.random() ** 2 * 60
    one_day, still_open = round(count * (0.15 + 0.15 * chance.random())), round(count * 0.04)
    withdrawn, spoiled = round(count * 0.01), round(count * 0.003)
    unknown, copies = round(count * 0.001), round(count * 0.002)
    rendered = count - one_day - still_open - withdrawn - spoiled - unknown - copies
    late, failed = round(rendered * rate / 10_000), round(rendered * rate / 50_000)
    one_day_late = 0 if body.code == FLAWLESS else round(one_day * rate / 20_000)
    late_entries = round(count * entry_rate / 10_000)
    return Requests(
        timely=rendered - late - failed, late=late, late_by_failure=failed, one_day=one_day - one_day_late,
        one_day_late=one_day_late, open=still_open, withdrawn=withdrawn, spoiled=spoiled, unknown=unknown, copies=copies,
        late_entries=late_entries, late_entries_by_failure=late_entries // 8,
    )  # fmt: skip


class _Desk:
    """Writes the requests of one body. Every choice is a call of `random.random()`, whose sequence no version changes."""

    def __init__(self, world: World, body: Body, place: int) -> None:
        self.world, self.body, self.place = world, body, place
        self.random = world.chance(SOURCE, body.code)
        self.first = date(world.year - 1, 12, 1)
        self.january = (world.day(1, 1) - self.first).days
        self.december = (world.day(12, 31) - self.first).days
        self.days = [written(self.first + timedelta(days=day)) for day in range(self.december + 120)]
        self.working_days = [self._working_day(day) for day in range(len(self.days))]
        services = [service for service in rendered_services(world, body) if service.is_connected]
        self.one_day = [service for service in services if service.is_one_working_day]
        self.others = [service for service in services if not service.is_one_working_day] or self.one_day
        self.recipients: Sequence[str] = ()
        self.has_law_enforcement = body.code in WITH_LAW_ENFORCEMENT

    def lines(self, requests: Requests) -> Iterator[str]:
        """The requests in shuffled order; those with a late entry are spread evenly among them."""
        kinds = _shuffled(requests.by_kind, self.random)
        self.recipients = [invented_identifier(self.random) for _ in range(min(MOST_RECIPIENTS, len(kinds) // 2 + 1))]
        late, entry = requests.late_entries, 0
        line = ""
        for number, kind in enumerate(kinds, start=1):
            is_entry_late = number * late // len(kinds) > entry
            entry += is_entry_late
            if kind != COPY:
                lateness = (is_entry_late and entry <= requests.late_entries_by_failure, is_entry_late)
                line = self._record(number, kind, *lateness)
            yield line

    def _working_day(self, day: int) -> int:
        """The day itself, or the Monday after it: no term ends on a day of rest."""
        weekday = (self.first + timedelta(days=day)).weekday()
        return day + max(0, 7 - weekday) if weekday > 4 else day

    def _record(self, number: int, kind: int, is_entry_by_failure: bool, is_entry_late: bool) -> str:
        chance = self.random.random
        service = one_of(self.one_day if kind in (ONE_DAY, ONE_DAY_LATE) else self.others, self.random)
        received, due, rendered = self._days(kind, service)
        result = {OPEN: "в работе", WITHDRAWN: "отозвана заявителем"}.get(kind) or (
            "отказано" if chance() < 0.04 else "оказана"
        )
        is_by_failure = kind in (LATE_BY_FAILURE, LATE_BY_CLAIM)
        has_paper = kind == LATE_BY_FAILURE or is_entry_by_failure
        entered = (rendered or received) + (4 + int(chance() * 9) if is_entry_late else int(chance() * 2))
        fields = [
            f"{self.place:02d}-{self.world.year}-{number:07d}",
            service.code,
            f'"{service.name_kk if chance() < 0.2 else service.name_ru}"',
            self._name(kind, received),
            self._channel(),
            one_of(self.recipients, self.random),
            self._written(received),
            self.days[due],
            self._written(rendered) if rendered else "",
            result,
            "да" if is_by_failure else "",
            self.days[entered],
            "да" if is_entry_late else "нет",
            "да" if is_entry_by_failure else "",
            f"АКТ-{self.world.year}/{1 + number % 40}" if has_paper else "",
            "да" if self.has_law_enforcement and chance() < 0.05 else "нет",
        ]
        if kind == SPOILED:
            self._spoil(fields, received)
        return ",".join(fields) + "\n"

    def _days(self, kind: int, service: Service) -> tuple[int, int, int]:
        """Day of the request, last day of its term, and day of the result (0: none), as places in the list of days."""
        chance = self.random.random
        if kind in (OPEN, WITHDRAWN):
            received = self.december - int(chance() * 12)
            return received, self.working_days[received + service.term_days], 0
        if kind == TIMELY and service.term_days >= 15 and chance() < 0.03:  # came in the last week of the year before
            received = self.january - 1 - int(chance() * 7)
            return received, self.working_days[received + service.term_days], self.january + 2 + int(chance() * 4)
        is_late = kind in (LATE, LATE_BY_CLAIM, LATE_BY_FAILURE, ONE_DAY_LATE)
        last = self.december - service.term_days - (MOST_DAYS_LATE + 3 if is_late else 0)
        received = self.january + int(chance() * (last - self.january + 1))
        due = self.working_days[received + service.term_days]
        if is_late:
            return received, due, due + 1 + int(chance() ** 2 * MOST_DAYS_LATE)
        return received, due, received + int(chance() * (service.term_days + 1))

    def _name(self, kind: int, received: int) -> str:
        if kind == UNKNOWN:
            return one_of(UNKNOWN_NAMES, self.random)
        if self.body.code == REORGANISED and received < self.january + 24:
            return PREDECESSOR_NAME
        return spelled(self.body, self.random)

    def _channel(self) -> str:
        way = self.random.random()
        return next(channel for channel, up_to in CHANNELS if way < up_to)

    def _written(self, day: int) -> str:
        """A date as systems and clerks write it: nearly always dd.mm.yyyy."""
        way = self.random.random()
        if way > 0.012:
            return self.days[day]
        if way > 0.006:
            return self.days[day] + " г"
        written_on = self.first + timedelta(days=day)
        return written_on.isoformat() if way > 0.003 else str((written_on - EXCEL_EPOCH).days)

    def _spoil(self, fields: list[str], received: int) -> None:
        """Damage for which staging rejects the record."""
        way = int(self.random.random() * 4)
        if way == 0:
            fields[6] = one_of(SPOILED_RECEIVED, self.random).format(year=self.world.year)
        elif way == 1:
            fields[6], fields[8] = self.days[received], self.days[received - 3]
        elif way == 2:
            fields[9] = "см. приложение"
        else:
            fields[8] = ""


def _shuffled(by_kind: Sequence[int], chance: random.Random) -> bytearray:
    """What each request is; a copy never comes first."""
    kinds = bytearray()
    for kind, count in enumerate(by_kind):
        kinds += bytes([kind]) * count
    for last in range(len(kinds) - 1, 0, -1):
        other = int(chance.random() * (last + 1))
        kinds[last], kinds[other] = kinds[other], kinds[last]
    first = next(place for place, kind in enumerate(kinds) if kind != COPY)
    kinds[0], kinds[first] = kinds[first], kinds[0]
    return kinds
