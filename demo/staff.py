"""The personnel files of the invented year: what the agency counts, and the forms that the bodies hand in to it.

What is told of whom stands in `demo/staff_figures.py`; here stand the forms, and the few cells that are wrong on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from demo import staff_words as words
from demo.clerk import UNKNOWN_NAME, Clerk, write_manifest, write_table
from demo.staff_figures import LAW_ENFORCEMENT, WITHOUT_SPLIT_POSTS, Personnel, level, personnel
from demo.world import (
    PREDECESSOR_NAME,
    REORGANISED,
    SILENT,
    Body,
    World,
    Writer,
    workbook,
    write_archive,
    write_csv,
)

# The bodies whose clerks slip, so that rejected cells are seen; nothing else is told of them.
POSTS_UNKNOWN_IN_A_QUARTER = "EAST_KZ"
TOTAL_UNLIKE_ITS_PARTS = {"exit_interviews": "MCS", "man_hours": "MOJ"}
LISTED_TWICE, LEFT_BLANK = "AKTOBE", "EAST_KZ"
RENAMED_ON = (1, 25)  # month and day from which the reorganised body has its name

RECORDS_HEADER = (
    "Государственный орган", "Отчётный год", "Подразделение", "Правоохранительное подразделение",
    "Ушли с государственной службы по собственному желанию: руководящие должности",
    "Ушли с государственной службы по собственному желанию: прочие должности",
    "Уволены в течение первого года после поступления", "Назначены за год", "Уволены за год",
)  # fmt: skip
POSTS_HEADER = (
    "Государственный орган", "Отчётный год", "Подразделение", "Правоохранительное подразделение", "Квартал",
    "Руководящие должности", "Прочие должности", "Всего административных должностей",
)  # fmt: skip
SERVANTS_HEADER = (
    "№ п/п", "Государственный орган", "Подразделение", "Правоохранительное подразделение", "Нулевой отчёт",
    "Фамилия, имя, отчество", "Номер приказа", "Дата приказа", "Стаж в системе органа",
)  # fmt: skip
HOURS_HEADER = (
    "№ п/п", "Государственный орган", "Отчётный год", "Полное наименование подразделения", "Отработано в рабочие дни",
    "Отработано в выходные и праздничные дни", "Среднегодовая фактическая численность",
)  # fmt: skip
COMPETITIONS_HEADER = (
    "№ п/п", "Государственный орган", "Нулевой отчёт", "Вид конкурса", "Номер протокола", "Дата проведения",
    "Присутствие наблюдателя",
)  # fmt: skip
PROMOTIONS_HEADER = (
    "№ п/п", "Государственный орган", "Нулевой отчёт", "Фамилия, имя, отчество", "Новая должность", "Подразделение",
    "Категория", "Прежняя должность", "Служащий данного органа", "Нижестоящая должность", "Номер приказа", "Дата приказа",
)  # fmt: skip
EXIT_COLUMNS = (
    "Подразделение", "Шифр строки", "Всего уволено", "Опрошено письменно", "Причина увольнения", "Число назвавших",
    "Отрицательная сторона органа (отметка оценивающего)",
)  # fmt: skip
EXIT_NUMBERS = ("А", "Б", "1", "2", "3", "4", "5")

Row = Sequence[object]


def write_records(world: World, folder: Path) -> Sequence[str]:
    """The agency's own monitoring: every body is in it, the silent one too."""
    rows: list[Row] = []
    for body in world.assessed("B3.H"):
        clerk, figures = Clerk(world, "staff_records", body), personnel(world, body)
        counts = (figures.head_leavers, figures.other_leavers, figures.first_year_dismissed, figures.appointed,
                  figures.dismissed)  # fmt: skip
        rows.append((clerk.name(), world.year, words.WHOLE_BODY, "нет", *counts))
        if body.code == REORGANISED:
            rows.append((PREDECESSOR_NAME, world.year, words.WHOLE_BODY, "нет", 0, 1, 0, 2, 1))
        if body.code in LAW_ENFORCEMENT:
            rows.append((body.name_ru, world.year, LAW_ENFORCEMENT[body.code], "да", 5, 60, 9, 120, 100))
    rows.append((UNKNOWN_NAME, world.year, words.WHOLE_BODY, "нет", 0, 1, 0, 2, 2))
    file = folder / f"staff_records_{world.year}.csv"
    write_csv(file, RECORDS_HEADER, rows, delimiter=";")
    return [file.name, write_manifest(file, len(rows), world.year)]


def write_posts(world: World, folder: Path) -> Sequence[str]:
    """Form 5: posts at the ends of the quarters, one table of all bodies."""
    rows: list[Row] = []
    for body in _handing_in(world):
        name, figures = Clerk(world, "staff_posts", body).name(), personnel(world, body)
        rows += _posts(world, body, name, words.WHOLE_BODY, figures.head_posts, figures.other_posts)
        if body.code in LAW_ENFORCEMENT:
            rows += _posts(world, body, name, LAW_ENFORCEMENT[body.code], level(80), level(700))
    return [write_table(folder / f"staff_posts_{world.year}.xlsx", POSTS_HEADER, rows)]


def _posts(
    world: World, body: Body, name: str, unit: str, heads: Sequence[int], others: Sequence[int]
) -> Iterator[Row]:
    flag = "нет" if unit == words.WHOLE_BODY else "да"
    for quarter, (head, other) in enumerate(zip(heads, others, strict=True), start=1):
        split: tuple[object, object, object] = (head, other, head + other)
        if body.code in WITHOUT_SPLIT_POSTS:
            split = ("", "", head + other)
        elif body.code == POSTS_UNKNOWN_IN_A_QUARTER and quarter == 3:
            split = (head, "нет данных", "")
        yield name, world.year, unit, flag, quarter, *split


def write_long_serving(world: World, folder: Path) -> Sequence[str]:
    """Form 6: the servants of more than three years by name. Who has none hands in a nil return."""
    rows: list[Row] = []
    for body in _handing_in(world):
        rows += _servants(world, body, personnel(world, body).long_serving)
    rows.append((1, UNKNOWN_NAME, "", "нет", "нет", words.name_of(0), "1-лс", "01.02.2010", 7))
    return [write_table(folder / f"long_serving_staff_{world.year}.xlsx", SERVANTS_HEADER, rows)]


def _servants(world: World, body: Body, count: int) -> Iterator[Row]:
    clerk = Clerk(world, "long_serving_staff", body)
    if not count:
        yield 1, clerk.name(), "", "нет", "да", "", "", "", ""
        return
    name, first, units = clerk.name(), clerk.between(0, 4000), _units(body)
    flagged = world.sized(40) if body.code in LAW_ENFORCEMENT else 0
    row: Row = ()
    for number in range(count + flagged):
        is_flagged = number >= count
        unit = LAW_ENFORCEMENT[body.code] if is_flagged else clerk.one_of(units)
        years = 4 + int(clerk.chance() ** 2 * 26)
        ordered = date(world.year - years, 1 + clerk.between(0, 11), clerk.between(1, 28))
        row = (number + 1, name, unit, "да" if is_flagged else "нет", "нет", words.name_of(first + number),
               f"{number + 1}-лс", clerk.date(ordered), f"{years},5" if clerk.chance() < 0.1 else years)  # fmt: skip
        yield row
    if body.code == LISTED_TWICE:
        yield count + 1, *row[1:]
    if body.code == LEFT_BLANK:
        yield (count + 1, name, units[0], "нет", "нет", words.name_of(first + count), f"{count + 1}-лс",
               f"10.03.{world.year - 2}", 2)  # fmt: skip


def write_exit_interviews(world: World, folder: Path) -> Sequence[str]:
    """Form 1: one workbook of each body, named after it and the year, in one archive."""
    books = {}
    for body in _handing_in(world):
        clerk = Clerk(world, "exit_interviews", body)
        lines = _exit_lines(clerk, personnel(world, body))
        books[f"{clerk.name().strip()}_{world.year}.xlsx"] = _exit_form(lines)
    books[f"{UNKNOWN_NAME}_{world.year}.xlsx"] = _exit_form([_ExitLine(words.TOTAL, 0, 0)])
    name = f"exit_interviews_{world.year}.zip"
    write_archive(folder / name, books)
    return [name]


@dataclass(frozen=True)
class _ExitLine:
    """One unit of the form, or its total: who left, who was interviewed, and how many named each reason."""

    unit: str
    left: int
    interviewed: int
    reasons: tuple[tuple[str, int], ...] = ()


def _exit_lines(clerk: Clerk, figures: Personnel) -> list[_ExitLine]:
    units = _units(clerk.body)
    left: Counter[str] = Counter()
    interviewed: Counter[str] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    for number in range(figures.left):
        unit = clerk.one_of(units)
        left[unit] += 1
        interviewed[unit] += number < figures.interviewed
        if number < max(figures.interviewed, figures.negative):
            listed = words.FAULTS_OF_THE_BODY if number < figures.negative else words.OTHER_REASONS
            reasons[unit, clerk.one_of(listed)] += 1
    lines = [
        _ExitLine(
            unit, left[unit], interviewed[unit], tuple((why, n) for (of, why), n in reasons.items() if of == unit)
        )
        for unit in units
    ]
    together: Counter[str] = Counter()
    for (_, why), count in reasons.items():
        together[why] += count
    slip = clerk.body.code == TOTAL_UNLIKE_ITS_PARTS["exit_interviews"]
    return [*lines, _ExitLine(words.TOTAL, figures.left + slip, figures.interviewed, tuple(together.items()))]


def _exit_form(lines: Iterable[_ExitLine]) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Форма 1")
        sheet.merge_range(0, 0, 0, 6, "Приложение 1 к Методике")
        sheet.merge_range(1, 0, 1, 6, "Информация о выходных интервью")
        sheet.merge_range(2, 4, 2, 6, "Причины увольнения")
        for place, title in enumerate(EXIT_COLUMNS):
            if place < 4:
                sheet.merge_range(2, place, 3, place, title)
            else:
                sheet.write(3, place, title)
        sheet.write_row(4, 0, EXIT_NUMBERS)
        row = 5
        for line in lines:
            listed: Sequence[tuple[str, int] | tuple[()]] = line.reasons or ((),)
            if len(listed) > 1:
                sheet.merge_range(row, 0, row + len(listed) - 1, 0, line.unit)
            else:
                sheet.write(row, 0, line.unit)
            sheet.write_row(row, 2, (line.left, line.interviewed))
            for reason in listed:
                sheet.write(row, 1, f"{row - 4:02d}")
                if reason:
                    sheet.write_row(row, 4, (*reason, "да" if reason[0] in words.FAULTS_OF_THE_BODY else "нет"))
                row += 1

    return workbook(fill)


def write_man_hours(world: World, folder: Path) -> Sequence[str]:
    """Form 2 of the central bodies: hours by unit with their total."""
    rows: list[Row] = []
    for body in _handing_in(world):
        if body.kind == "central":
            rows += _hours_of(world, body)
    rows.append((1, UNKNOWN_NAME, world.year, words.TOTAL, "1 720", "0", "1"))
    file = folder / f"man_hours_{world.year}.csv"
    write_csv(file, HOURS_HEADER, rows, delimiter=";")
    return [file.name]


def _hours_of(world: World, body: Body) -> Iterator[Row]:
    clerk, figures = Clerk(world, "man_hours", body), personnel(world, body)
    name, units = clerk.name(), words.DEPARTMENTS[: clerk.between(3, len(words.DEPARTMENTS))]
    equal = int(figures.mean_staff) // len(units)
    staff = [Decimal(max(1, equal - clerk.between(0, equal // 2))) for _ in units[1:]]
    staff.append(figures.mean_staff - sum(staff))
    for number, (unit, people) in enumerate(zip(units, staff, strict=True), start=1):
        yield number, name, world.year, unit, *_written_hours(clerk, figures, people)
    slip = 10 if body.code == TOTAL_UNLIKE_ITS_PARTS["man_hours"] else 0
    yield "", name, world.year, words.TOTAL, *_written_hours(clerk, figures, figures.mean_staff, slip)


def _written_hours(clerk: Clerk, figures: Personnel, people: Decimal, slip: int = 0) -> Iterator[str]:
    for hours in (people * figures.working_hours + slip, people * figures.day_off_hours, people):
        yield clerk.number(hours)


def write_competitions(world: World, folder: Path) -> Sequence[str]:
    """Form 3: every competition with its protocol. Who held none hands in a nil return."""
    rows: list[Row] = []
    for body in _handing_in(world):
        rows += _competitions(world, body, personnel(world, body))
    file = folder / f"competitions_{world.year}.csv"
    write_csv(file, COMPETITIONS_HEADER, rows, delimiter=";")
    return [file.name]


def _competitions(world: World, body: Body, figures: Personnel) -> Iterator[Row]:
    clerk, count = Clerk(world, "competitions", body), figures.competitions
    name = clerk.name()
    if not count:
        yield 1, name, "да", "", "", "", ""
        return
    row: Row = ()
    for number in range(count):
        day = _day(world, clerk, body, number)
        observer = clerk.yes_or_no(_is_among(number, figures.observed, count))
        row = (number + 1, _name_on(day, body, name), "нет", clerk.one_of(words.COMPETITION_GROUPS), f"{number + 1}-К",
               clerk.date(day), observer)  # fmt: skip
        yield row
    if body.code == LISTED_TWICE:
        yield count + 1, *row[1:]
    if body.code == LEFT_BLANK:
        yield (
            count + 1,
            name,
            "нет",
            words.COMPETITION_GROUPS[2],
            f"{count + 1}-К",
            clerk.date(world.day(11, 20)),
            "не указано",
        )


def write_promotions(world: World, folder: Path) -> Sequence[str]:
    """Form 4, both parts: appointments by name. Who made none hands in a nil return."""
    rows: list[Row] = []
    for body in _handing_in(world):
        rows += _promotions(world, body, personnel(world, body))
    return [write_table(folder / f"promotions_{world.year}.xlsx", PROMOTIONS_HEADER, rows)]


def _promotions(world: World, body: Body, figures: Personnel) -> Iterator[Row]:
    clerk, count = Clerk(world, "promotions", body), figures.promoted
    name = clerk.name()
    if not count:
        yield 1, name, "да", *[""] * 9
        return
    is_central, first = body.kind == "central", clerk.between(0, 4000)
    lowest = world.sized(clerk.between(2, 12))
    row: Row = ()
    for number in range(count + lowest):
        is_lowest = number >= count
        posts = words.CENTRAL_POSTS if is_central else words.LOCAL_POSTS
        entry = words.CENTRAL_LOWEST if is_central else words.LOCAL_LOWEST
        new, category, former = entry if is_lowest else clerk.one_of(posts)
        is_own = not is_lowest and _is_among(number, figures.promoted_own, count)
        day = _day(world, clerk, body, number)
        row = (number + 1, _name_on(day, body, name), "нет", words.name_of(first + number), new,
               clerk.one_of(_units(body)), category, former, "да" if is_own else "нет", "да" if is_lowest else "нет",
               f"{number + 1}-лс", clerk.date(day))  # fmt: skip
        yield row
    if body.code == LISTED_TWICE:
        yield count + lowest + 1, *row[1:]
    if body.code == LEFT_BLANK:
        yield (count + lowest + 1, name, "нет", words.name_of(first + count + lowest), "главный специалист", "Управления",
               "D-O-4", "", "", "нет", f"{count + lowest + 1}-лс", clerk.date(world.day(11, 20)))  # fmt: skip


def _handing_in(world: World) -> Iterator[Body]:
    """The evaluated bodies that handed in their forms."""
    return (body for body in world.assessed("B3.H") if body.code != SILENT)


def _units(body: Body) -> Sequence[str]:
    return words.CENTRAL_UNITS if body.kind == "central" else words.LOCAL_UNITS


def _is_among(number: int, chosen: int, count: int) -> bool:
    """Whether the thing of this number, from 0, is one of `chosen` things spread evenly over `count`."""
    return (number + 1) * chosen // count > number * chosen // count


def _day(world: World, clerk: Clerk, body: Body, number: int) -> date:
    """A day of the year; the first two of the reorganised body lie before it got its name."""
    if body.code == REORGANISED and number < 2:
        return world.day(1, 10 + number)
    return world.day(2, 1) + timedelta(days=clerk.between(0, 330))


def _name_on(day: date, body: Body, name: str) -> str:
    return PREDECESSOR_NAME if body.code == REORGANISED and (day.month, day.day) < RENAMED_ON else name


WRITERS: dict[str, Writer] = {
    "staff_records": write_records,
    "staff_posts": write_posts,
    "long_serving_staff": write_long_serving,
    "exit_interviews": write_exit_interviews,
    "man_hours": write_man_hours,
    "competitions": write_competitions,
    "promotions": write_promotions,
}
