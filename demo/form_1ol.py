"""Statistical form 1-ОЛ of the bodies: one workbook each, whose body and year stand in the name of the file alone.

The form was not read; its lines and columns are an assumed set, laid out as the Committee on Legal Statistics lays out
its form 1-М: titles, merged headers, a row that numbers the columns, and row labels on three levels.

`write_counts` writes the form of any counts: give it those of a register, and the two agree but for `DIFFERING`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import partial
from pathlib import Path

import xlsxwriter

from demo.openness_names import spellings
from demo.world import (
    FLAWLESS,
    OF_FEW_CASES,
    ON_THE_EDGES,
    SILENT,
    WITHOUT_SERVICES,
    WORST,
    Body,
    World,
    Writer,
    workbook,
    write_archive,
)

COMPLAINTS, APPLICATIONS = "жалобы", "заявления"
OTHER_KINDS = ("предложения", "запросы", "отклики")
LONGEST_NAME_BYTES = 255  # of a file, on most systems
OF_ORGANISATIONS = 8  # every eighth appeal
DIFFERING = "MID"  # whose form tells of more applications than came to the register
UNEXPLAINED_COUNT = 25


@dataclass(frozen=True)
class Counts:
    """Appeals of one kind to one body; satisfied, explained, refused and other are all that were handled."""

    received: int
    handled: int
    handled_late: int
    satisfied: int
    explained: int
    refused: int
    other: int
    upheld_by_court: int
    satisfied_by_superior: int
    repeated: int

    def __add__(self, others: Counts) -> Counts:
        """Both together."""
        return Counts(*(one + other for one, other in zip(astuple(self), astuple(others), strict=True)))

    def __sub__(self, others: Counts) -> Counts:
        """What is left without the others."""
        return Counts(*(one - other for one, other in zip(astuple(self), astuple(others), strict=True)))


CountsOfBody = Mapping[str, Counts]  # by kind: complaints and applications at least

NONE = Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
STORIES: dict[str, CountsOfBody] = {
    FLAWLESS: {
        COMPLAINTS: Counts(1200, 1200, 0, 1200, 0, 0, 0, 0, 0, 0),
        APPLICATIONS: Counts(4000, 4000, 0, 4000, 0, 0, 0, 0, 0, 12),
    },
    WORST: {
        COMPLAINTS: Counts(500, 400, 400, 0, 0, 380, 20, 160, 190, 210),
        APPLICATIONS: Counts(900, 800, 800, 0, 0, 790, 10, 70, 80, 300),
    },
    ON_THE_EDGES: {  # 4,999 handled: the last number whose coefficient is 100
        COMPLAINTS: Counts(1510, 1499, 30, 500, 700, 250, 49, 1, 2, 40),
        APPLICATIONS: Counts(3600, 3500, 20, 2000, 1000, 400, 100, 0, 1, 55),
    },
    OF_FEW_CASES: {
        COMPLAINTS: Counts(3, 2, 0, 0, 1, 1, 0, 0, 0, 0),
        APPLICATIONS: Counts(6, 5, 1, 2, 2, 1, 0, 0, 1, 0),
    },
    WITHOUT_SERVICES: {COMPLAINTS: Counts(1, 0, 0, 0, 0, 0, 0, 0, 0, 0), APPLICATIONS: Counts(3, 0, 0, 0, 0, 0, 0, 0, 0, 0)},
}  # fmt: skip
# Cells that staging must reject: body, code of the line, place among the columns from 1, and what is written there.
WRONG_CELLS = (("MCS", 10, 2, 777), ("MOD", 9, 3, "нет данных"))

TITLES = (
    "Приложение к приказу Генерального Прокурора Республики Казахстан от 18 декабря 2015 года № 147",
    "Форма № 1-ОЛ «Отчет о рассмотрении обращений физических и юридических лиц»",
    "Раздел 1. Сведения о поступивших и рассмотренных обращениях",
)
HEADERS = (
    "Поступило обращений в отчетном периоде", "Рассмотрено обращений в отчетном периоде", "из них с нарушением срока",
    "удовлетворено", "разъяснено", "отказано", "прочее", "Признано обоснованными по решению суда",
    "Удовлетворено вышестоящим органом", "Из числа поступивших повторные",
)  # fmt: skip
OUTCOMES = "Результаты рассмотрения"
OUTCOME_PLACES = (3, 6)  # first and last of the columns under the common header
LABEL_COUNT = 3
FIRST_RECORD = 6  # rows from 0


def write(world: World, folder: Path) -> Sequence[str]:
    """The form with this module's own counts."""
    return write_counts(world, folder, counts_by_body(world))


def counts_by_body(world: World) -> dict[str, CountsOfBody]:
    """Counts of every body that handed the form in."""
    bodies = (*world.assessed("B2.C.A"), *world.assessed("B2.M.A"))
    return {
        body.code: STORIES.get(body.code)
        or {kind: _counts(world, body, kind) for kind in (COMPLAINTS, APPLICATIONS, *OTHER_KINDS)}
        for body in bodies
        if body.code != SILENT
    }


def write_counts(world: World, folder: Path, counts_of: Mapping[str, CountsOfBody]) -> Sequence[str]:
    """An archive with a form for each body of `counts_of`, by its code; kinds that it leaves out are nought."""
    bodies = {body.code: body for body in world.bodies}
    entries = {
        _file_name(world, bodies[code]): workbook(partial(_fill, code=code, counts=counts))
        for code, counts in counts_of.items()
    }
    file = folder / f"form_1ol_{world.year}.zip"
    write_archive(file, entries)
    return [file.name]


def _file_name(world: World, body: Body) -> str:
    """The first of the body's names that a file can bear."""
    names = (f"1-ОЛ_{world.year}_{name}.xlsx" for name in spellings(body.code))
    return next(name for name in names if len(name.encode()) <= LONGEST_NAME_BYTES)


def _counts(world: World, body: Body, kind: str) -> Counts:
    chance = world.chance("form_1ol", body.code, kind)
    usual = {COMPLAINTS: 700, APPLICATIONS: 2400}.get(kind, 60)
    received = world.sized(int(usual * (0.15 + chance.random()) * (1 if body.kind == "central" else 0.7)))
    handled = received - int(received * 0.08 * chance.random())
    satisfied = int(handled * (0.2 + 0.3 * chance.random()))
    explained = int(handled * (0.2 + 0.25 * chance.random()))
    refused = int((handled - satisfied - explained) * 0.85)
    return Counts(
        received, handled, int(handled * 0.12 * chance.random()), satisfied, explained, refused,
        handled - satisfied - explained - refused, int(handled * 0.002 * chance.random()),
        int(handled * 0.004 * chance.random()), int(received * 0.06 * chance.random()),
    )  # fmt: skip


def _lines(code: str, counts: CountsOfBody) -> Iterator[tuple[tuple[str, str, str], Counts]]:
    """Labels on three levels and counts of each line, in the order of its code."""
    stated = dict(counts)
    if code == DIFFERING:
        plain = stated[APPLICATIONS]
        stated[APPLICATIONS] = replace(
            plain,
            received=plain.received + UNEXPLAINED_COUNT,
            handled=plain.handled + UNEXPLAINED_COUNT,
            satisfied=plain.satisfied + UNEXPLAINED_COUNT,
        )
    yield ("Всего обращений", "", ""), sum(stated.values(), NONE)
    for kind in (COMPLAINTS, APPLICATIONS):
        of_organisations = _of_organisations(stated[kind])
        yield ("из них", kind, "всего"), stated[kind]
        yield ("из них", kind, "физических лиц"), stated[kind] - of_organisations
        yield ("из них", kind, "юридических лиц"), of_organisations
    for kind in OTHER_KINDS:
        yield ("из них", kind, ""), stated.get(kind, NONE)


def _of_organisations(whole: Counts) -> Counts:
    """The part that organisations wrote; its outcomes add up to what was handled, as those of the whole do."""
    part = Counts(*(count // OF_ORGANISATIONS for count in astuple(whole)))
    handled = part.satisfied + part.explained + part.refused + part.other
    return replace(part, handled=handled, handled_late=min(part.handled_late, handled))


def _fill(book: xlsxwriter.Workbook, code: str, counts: CountsOfBody) -> None:
    sheet = book.add_worksheet("R1")
    merged = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1})
    _write_headers(sheet, merged)
    lines = list(_lines(code, counts))
    for place, (labels, line) in enumerate(lines):
        row = FIRST_RECORD + place
        _write_labels(sheet, merged, row, labels)
        sheet.write_number(row, LABEL_COUNT, place + 1)
        for column, count in enumerate(astuple(line), start=LABEL_COUNT + 1):
            sheet.write_number(row, column, count)
    sheet.merge_range(FIRST_RECORD + 1, 0, FIRST_RECORD + len(lines) - 1, 0, "из них", merged)
    for wrong_code, line_code, column, value in WRONG_CELLS:
        if wrong_code == code:
            sheet.write(FIRST_RECORD + line_code - 1, LABEL_COUNT + column, value)


def _write_headers(sheet: xlsxwriter.worksheet.Worksheet, merged: xlsxwriter.format.Format) -> None:
    """Titles, the two rows of merged headers and the row that numbers the columns."""
    for row, title in enumerate(TITLES):
        sheet.merge_range(row, 0, row, LABEL_COUNT + len(HEADERS), title, merged)
    sheet.merge_range(3, 0, 4, LABEL_COUNT - 1, "Наименование показателей", merged)
    sheet.merge_range(3, LABEL_COUNT, 4, LABEL_COUNT, "Шифр строки", merged)
    first, last = OUTCOME_PLACES
    for place, header in enumerate(HEADERS):
        column = LABEL_COUNT + 1 + place
        if first <= place <= last:
            sheet.write_string(4, column, header, merged)
        else:
            sheet.merge_range(3, column, 4, column, header, merged)
        sheet.write_number(5, column, place + 1, merged)
    sheet.merge_range(3, LABEL_COUNT + 1 + first, 3, LABEL_COUNT + 1 + last, OUTCOMES, merged)
    sheet.merge_range(5, 0, 5, LABEL_COUNT - 1, "А", merged)
    sheet.write_string(5, LABEL_COUNT, "Б", merged)


def _write_labels(
    sheet: xlsxwriter.worksheet.Worksheet, merged: xlsxwriter.format.Format, row: int, labels: tuple[str, str, str]
) -> None:
    """Labels of a line; those that stand once for several lines are merged downwards, short ones across."""
    group, kind, applicant = labels
    if not kind:
        sheet.merge_range(row, 0, row, LABEL_COUNT - 1, group, merged)
    elif not applicant:
        sheet.merge_range(row, 1, row, LABEL_COUNT - 1, kind, merged)
    else:
        sheet.write_string(row, 2, applicant, merged)
        if applicant == "всего":
            sheet.merge_range(row, 1, row + 2, 1, kind, merged)


WRITERS: dict[str, Writer] = {"form_1ol": write}
