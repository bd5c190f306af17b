"""The clerk who writes the records of the invented register, as clerks do: mostly well, some of them damaged."""

from __future__ import annotations

import csv
import io
import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from demo import appeals_words as words
from demo.identifiers import invented_identifier

EXCEL_EPOCH = date(1899, 12, 30)
WITHOUT_A_NAME_SHARE = 0.02
SAME_APPLICANT_SHARE = 0.1
REMEMBERED_APPLICANTS = 500
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Body:
    """A body of the register: how much comes in and how it is handled. Rows of `demo/appeals_profile.csv`."""

    code: str
    names: tuple[str, ...]  # official Russian name first
    volume_weight: int
    exact_handled_count: int | None
    other_count: int
    missing_deadline_pct: float
    late_pct: float
    upheld_per_10000: float
    satisfied_pct: float
    explained_pct: float
    former_name: str = ""
    renamed_on: date | None = None


class Clerk:
    """Writes records of one year. Every choice is a call of `random.random()`, whose sequence no version changes.

    `chances` are those of the bodies, in their order, and may all be one. `common` decides what belongs to no body.
    """

    def __init__(
        self,
        year: int,
        bodies: Sequence[Body],
        chances: Sequence[random.Random],
        common: random.Random,
        applicants: random.Random,
        vocabulary: words.Vocabulary,
    ) -> None:
        self.year = year
        self.bodies, self.chances, self.random = bodies, chances, common
        self.common, self.applicants, self.vocabulary = common, applicants, vocabulary
        self.known_applicants: deque[str] = deque(maxlen=REMEMBERED_APPLICANTS)
        self.received = date(year, 1, 1)  # day of receipt of the record that is being written
        self.days = 366 if year % 4 == 0 else 365
        self.exact_left = [body.exact_handled_count or 0 for body in bodies]
        self.buffer = io.StringIO()
        self.writer = csv.writer(self.buffer, lineterminator="\n")
        self.is_careful = False  # where the number of handled appeals is fixed, no date may be in doubt

    def record(self, number: int, slot: int) -> str:
        """A record of a body, or of a name that no list knows."""
        is_unknown = slot < 0
        body = self.bodies[0 if is_unknown else slot]
        self.random = self.common if is_unknown else self.chances[slot]
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
        name = self._one_of(self.vocabulary.unknown_names) if is_unknown else self._name(body)
        return self._line([f"{self.year}-{number:07d}", name, self._applicant(), *fields, *self._place()])

    def broken(self, number: int) -> str:
        """A line that cannot be split into the columns: cut off, with a stray comma, or with a stray quotation mark."""
        body = self.bodies[number % len(self.bodies)]
        fields = [f"{self.year}-{number:07d}", body.names[0], self._applicant(), "жалоба", "СЭД"]
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
        if self._happens(body.missing_deadline_pct / 100):
            due_text = extended_text = ""
        return [
            kind, self._pick(self.vocabulary.channels), self._written(received), due_text, extended_text, self._written(answered),
            "рассмотрено", outcome, flag, upheld_by, upheld_on,
        ]  # fmt: skip

    def _not_handled(self, kind: str) -> list[str]:
        """Kind to date of upholding of an appeal that is open, passed on, withdrawn or joined to another."""
        received = self._received(latest=self.days)
        status = self._pick(words.OTHER_STATUSES)
        closed = "" if status == "в работе" else self._written(received + timedelta(days=int(self.random.random() * 6)))
        due = self._written(received + timedelta(days=15)) if self._happens(0.8) else ""
        return [
            kind,
            self._pick(self.vocabulary.channels),
            self._written(received),
            due,
            "",
            closed,
            status,
            "",
            "",
            "",
            "",
        ]

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
            self.received = date(self.year - 1, 12, 24) + timedelta(days=int(self.random.random() * 8))
        else:
            self.received = date(self.year, 1, 1) + timedelta(days=int(self.random.random() * latest))
        return self.received

    def _applicant(self) -> str:
        """The identifier of who appeals: now and then somebody who did before, or nobody who gave a name."""
        way = self.applicants.random()
        if way < WITHOUT_A_NAME_SHARE:
            return ""
        if way < WITHOUT_A_NAME_SHARE + SAME_APPLICANT_SHARE and self.known_applicants:
            return self.known_applicants[int(self.applicants.random() * len(self.known_applicants))]
        self.known_applicants.append(invented_identifier(self.applicants))
        return self.known_applicants[-1]

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
        if body.renamed_on and self.received < body.renamed_on:
            return body.former_name
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
        region, code = self._one_of(self.vocabulary.regions)
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
