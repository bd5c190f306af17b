"""The anonymous survey of the invented year: one row per sheet, as the agency's survey system hands it over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from demo.clerk import UNKNOWN_NAME, Clerk, write_manifest
from demo.world import FLAWLESS, PREDECESSOR_NAME, REORGANISED, WORST, Body, World, Writer, write_csv

STATEMENT_COUNT = 25
YES, NO = "да", "нет"
NEVER, MONTHLY, WEEKLY, DAILY = "никогда", "несколько раз в месяц", "несколько раз в неделю", "ежедневно и в выходные"
HEADER = (
    "№ анкеты", "Государственный орган", *(f"Утверждение {number}" for number in range(1, STATEMENT_COUNT + 1)),
    "А. Намерены покинуть государственную службу", "Б. Хотели бы перейти в другой орган",
    "В. Работа сверх нормы без письменного приказа", "Пол", "Должность", "Стаж",
)  # fmt: skip
SEXES, POSTS, LENGTHS = (
    ("мужской", "женский"),
    ("руководитель", "исполнитель"),
    ("до 3 лет", "от 3 до 7 лет", "свыше 7 лет"),
)

SKIPPED_SHARE = 0.015  # of the answers to statements, one by one
# One sheet each of these is wrong on purpose.
ANSWER_BEYOND_THE_SCALE, UNKNOWN_FREQUENCY, HANDED_IN_TWICE = "EAST_KZ", "AKTOBE", "ALMATY_REG"

# 200 sheets without a gap: C gives 15 x (1 - (20 + 0.5 x 40)/200) = 12; statements 1 to 4 have the means 4.2, 3.8, 4, 5
OF_KNOWN_SUMS = "ALMATY"
KNOWN_FREQUENCIES = (DAILY,) * 20 + (WEEKLY,) * 40 + (MONTHLY,) * 60 + (NEVER,) * 80
KNOWN_ANSWERS = ((5,) * 40 + (4,) * 160, (3,) * 40 + (4,) * 160, (4,) * 200, (5,) * 200)

Sheet = list[str]


def write_survey(world: World, folder: Path) -> Sequence[str]:
    """All sheets of all bodies; the agency asks, so the bodies that hand in nothing are in it too."""
    rows: list[Sheet] = []
    for body in world.assessed("B3.H"):
        clerk = Clerk(world, "servants_survey", body)
        rows += _with_slips(body, list(_sheets(world, clerk)))
    rows.append(["1", UNKNOWN_NAME, *rows[0][2:]])
    file = folder / f"servants_survey_{world.year}.csv"
    write_csv(file, HEADER, rows)
    return [file.name, write_manifest(file, len(rows), world.year)]


def _sheets(world: World, clerk: Clerk) -> Iterator[Sheet]:
    code = clerk.body.code
    name = clerk.name()
    if code == OF_KNOWN_SUMS:
        for number, frequency in enumerate(KNOWN_FREQUENCIES):
            known = [str(answers[number]) for answers in KNOWN_ANSWERS]
            rest = [str(clerk.between(3, 5)) for _ in range(STATEMENT_COUNT - len(known))]
            yield [str(number + 1), name, *known, *rest, NO, NO, frequency, *_respondent(clerk)]
        return
    mood = _Mood(clerk)
    for number in range(1, 1 + max(3, world.sized(clerk.between(60, 300)))):
        is_of_predecessor = code == REORGANISED and number <= 2
        yield [
            str(number),
            PREDECESSOR_NAME if is_of_predecessor else name,
            *mood.answers(),
            *mood.plans(),
            *_respondent(clerk),
        ]


class _Mood:
    """What the servants of one body think of it."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        usual = 0.4 + 0.4 * clerk.chance()
        self._liking = [usual + 0.3 * (clerk.chance() - 0.5) for _ in range(STATEMENT_COUNT)]
        self._leaving, self._moving = 0.02 + 0.16 * clerk.chance(), 0.03 + 0.22 * clerk.chance()
        self._overworked = 0.05 + 0.3 * clerk.chance()

    def answers(self) -> Iterator[str]:
        """1 to 5 to each statement, some skipped."""
        for liking in self._liking:
            if self._clerk.body.code in (FLAWLESS, WORST):
                yield "5" if self._clerk.body.code == FLAWLESS else "1"
            elif self._clerk.chance() < SKIPPED_SHARE:
                yield ""
            else:
                yield str(1 + sum(self._clerk.chance() < liking for _ in range(4)))

    def plans(self) -> tuple[str, str, str]:
        """The answers to A, B and C."""
        code, clerk = self._clerk.body.code, self._clerk
        if code == FLAWLESS:
            return NO, NO, NEVER
        if code == WORST:
            return YES, YES, DAILY
        way = clerk.chance()
        share = self._overworked
        frequency = DAILY if way < share / 2 else WEEKLY if way < share else MONTHLY if way < 2 * share else NEVER
        return (
            clerk.yes_or_no(clerk.chance() < self._leaving),
            clerk.yes_or_no(clerk.chance() < self._moving),
            frequency,
        )


def _respondent(clerk: Clerk) -> tuple[str, str, str]:
    return clerk.one_of(SEXES), POSTS[clerk.chance() > 0.2], clerk.one_of(LENGTHS)


def _with_slips(body: Body, sheets: list[Sheet]) -> list[Sheet]:
    """The sheets of a body with the one that is wrong on purpose, if it is a body of which that is told."""
    if body.code == ANSWER_BEYOND_THE_SCALE:
        sheets[0][HEADER.index("Утверждение 7")] = "6"
    elif body.code == UNKNOWN_FREQUENCY:
        sheets[0][HEADER.index("В. Работа сверх нормы без письменного приказа")] = "часто"
    elif body.code == HANDED_IN_TWICE:
        sheets.append(list(sheets[-1]))
    return sheets


WRITERS: dict[str, Writer] = {"servants_survey": write_survey}
