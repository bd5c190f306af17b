"""Openness: what the portals of open government showed of each body, parameter by parameter and language by language.

The integrator and the ministry that runs the portals hand these files in, so the silent body is in them too.
`WRITERS` holds the writers of the whole direction, those of the web sites and of the portal's statistics among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from demo import form_1ol, open_data_portal, openness_sites
from demo.openness_names import LANGUAGES, UNKNOWN_NAME, one_of, parameters, written_day, written_name
from demo.world import (
    FLAWLESS,
    NATIONAL_BANK,
    OF_FEW_CASES,
    ON_THE_EDGES,
    PREDECESSOR_NAME,
    REORGANISED,
    SILENT,
    WITHOUT_AUDIT,
    WORST,
    Body,
    World,
    Writer,
    write_csv,
    write_json,
)

Record = dict[str, str]

PARTS = {"open_data": "O1.1", "open_budgets": "O1.2", "open_npa": "O1.3", "open_dialogue": "O1.4"}

NO_ADMINISTRATOR = "не администратор бюджетных программ"
NOTHING_TO_PUBLISH = "публиковать нечего"
NOTHING_PLANNED = "ничего не планировалось"
NO_COMMENTS = "замечаний не поступало"

# What is marked, of whom: source, body, number of the parameter ("" for all).
MARKS = {
    ("open_budgets", NATIONAL_BANK, ""): NO_ADMINISTRATOR,
    ("open_budgets", WITHOUT_AUDIT, "2.2"): NOTHING_TO_PUBLISH,
    ("open_budgets", "MICOM", "2.8"): NOTHING_TO_PUBLISH,
    ("open_budgets", "MFA", "2.10"): NOTHING_TO_PUBLISH,
    ("open_budgets", "KYZYLORDA", "2.4"): NOTHING_TO_PUBLISH,
    ("open_npa", OF_FEW_CASES, "3.1"): NOTHING_PLANNED,
    ("open_npa", OF_FEW_CASES, "3.2"): NOTHING_PLANNED,
    ("open_npa", OF_FEW_CASES, "3.4"): NO_COMMENTS,
    ("open_npa", NATIONAL_BANK, "3.1"): NOTHING_PLANNED,
    ("open_npa", "MOD", "3.4"): NO_COMMENTS,
    ("open_npa", "MCS", "3.4"): NO_COMMENTS,
    ("open_npa", "AKTOBE", "3.3"): NO_COMMENTS,
    ("open_npa", "NORTH_KZ", "3.3"): NO_COMMENTS,
}

# Defects whose deduction is exactly the cap of 75 percent: 15 x 0.1 = 0.75 x 2.
EDGE_DEFECTS = {"1.2": 15, "1.4": 15, "2.8": 15}

# The worst of all: the first parameter of a portal and the whole Kazakh version are absent, the rest is past every cap.
WORST_DEFECTS = 26

# Questions asked and answered in the Russian and in the Kazakh blog.
BLOGS = {
    FLAWLESS: ((120, 120), (80, 80)),
    WORST: ((90, 40), (30, 0)),
    ON_THE_EDGES: ((10, 7), (100, 100)),  # exactly 70 and exactly 100 percent
    OF_FEW_CASES: ((1, 1), (0, 0)),
    SILENT: ((14, 0), (3, 0)),
}

# The year's first head held no internet conference.
WITHOUT_CONFERENCE = ("MOD", WORST, "ZHAMBYL")

PREDECESSOR_ITEMS = ("1.1", "2.1", "3.1", "4.1")  # whose Russian rows still stand under the old name

FINDINGS = {
    "open_data": (
        "набор обновлен позже срока", "паспорт набора заполнен не полностью", "нет описания на казахском языке",
        "деректер жиынтығы жаңартылмаған",
    ),
    "open_budgets": (
        "форма отчета не соответствует утвержденной", "отчет размещен позже срока", "не приложена пояснительная записка",
        "есеп мерзімінен кеш орналастырылған",
    ),
    "open_npa": (
        "не указан срок публичного обсуждения", "проект размещен без пояснительной записки", "ответ на комментарий не дан",
        "қазақ тіліндегі мәтін жоқ",
    ),
    "open_dialogue": ("биография руководителя не обновлена", "опрос без итогов", "блог жаңартылмаған"),
}  # fmt: skip
ABSENT = ("не размещено", "орналастырылмаған", "Отсутствует")
PRESENT = ("да", "да", "да", "да", "иә", "Да ")
BLOG = "4.2"  # the parameter that is not judged but counted
NOT_ALWAYS_FILLED = ("is_present", "defect_count", "asked_count", "answered_count", "finding")


class WrongCell(NamedTuple):
    """A cell that staging must reject: where it stands, by our names of columns, and what is written there."""

    body_code: str
    item: str
    language: str
    column: str
    value: str


WRONG_CELLS = {
    "open_data": (
        WrongCell("MOJ", "1.3", "ru", "defect_count", "несколько"),
        WrongCell("MNE", "1.2", "kk", "is_present", "частично"),
        WrongCell("KARAGANDA", "1.4", "ru", "checked_on", "31.11.{year}"),
    ),
    "open_budgets": (
        WrongCell("GPO", "2.4", "ru", "defect_count", "-1"),
        WrongCell("MOA", "2.6", "kk", "is_present", "в работе"),
        WrongCell("WEST_KZ", "2.3", "ru", "mark", "см. письмо"),
        WrongCell("MIA", "2.1", "kk", "checked_on", "в декабре"),
    ),
    "open_npa": (
        WrongCell("MID", "3.2", "ru", "defect_count", "1,5"),
        WrongCell("MOH", "3.3", "kk", "is_present", ""),
        WrongCell("AKMOLA", "3.2", "kk", "language_code", "каз"),
    ),
    "open_dialogue": (
        WrongCell("MOES", "4.2", "ru", "answered_count", "999999"),
        WrongCell("MFA", "4.2", "kk", "asked_count", "нет данных"),
        WrongCell("ALMATY", "4.1", "kk", "item_code", "4.9"),
    ),
}
REPEATED = ("MOF", "ru")  # whose first record is delivered twice

JSON_NAMES = {
    "body_name": "nameRu", "item_code": "parameter", "language_code": "lang", "is_present": "isPlaced",
    "defect_count": "defectsCount", "asked_count": "askedCount", "answered_count": "answeredCount", "finding": "remark",
    "checked_on": "checkedDate",
}  # fmt: skip
CSV_NAMES = {
    "body_name": "Государственный орган", "item_code": "№ параметра", "language_code": "Языковая версия",
    "is_present": "Размещено", "defect_count": "Количество замечаний", "mark": "Отметка", "finding": "Выявлено",
    "checked_on": "Дата проверки",
}  # fmt: skip
COLUMNS: dict[str, Mapping[str, str]] = {
    "open_data": {name: JSON_NAMES[name] for name in JSON_NAMES if name not in ("asked_count", "answered_count")},
    "open_dialogue": JSON_NAMES,
    "open_budgets": CSV_NAMES,
    "open_npa": CSV_NAMES,
}


def write_open_data(world: World, folder: Path) -> Sequence[str]:
    """The open data portal: a JSON array."""
    return _write_json(world, folder, "open_data")


def write_open_dialogue(world: World, folder: Path) -> Sequence[str]:
    """The open dialogue portal: a JSON array, with the questions of the blogs."""
    return _write_json(world, folder, "open_dialogue")


def write_open_budgets(world: World, folder: Path) -> Sequence[str]:
    """The open budgets portal: a CSV file."""
    return _write_csv(world, folder, "open_budgets", ",")


def write_open_npa(world: World, folder: Path) -> Sequence[str]:
    """The open normative acts portal: a CSV file parted by semicolons."""
    return _write_csv(world, folder, "open_npa", ";")


def _write_json(world: World, folder: Path, source: str) -> Sequence[str]:
    names = COLUMNS[source]
    file = folder / f"{source}_{world.year}.json"
    write_json(file, [{names[name]: record[name] for name in names} for record in _records(world, source)])
    return [file.name]


def _write_csv(world: World, folder: Path, source: str, delimiter: str) -> Sequence[str]:
    names = COLUMNS[source]
    file = folder / f"{source}_{world.year}.csv"
    rows = ([record[name] for name in names] for record in _records(world, source))
    write_csv(file, list(names.values()), rows, delimiter=delimiter)
    return [file.name]


def _records(world: World, source: str) -> list[Record]:
    """All records of a portal, then one sent twice and one of a body that nobody knows."""
    places = dict(_checks(world, source))
    for wrong in WRONG_CELLS[source]:
        places[wrong.body_code, wrong.item, wrong.language][wrong.column] = wrong.value.format(year=world.year)
    body_code, language = REPEATED
    repeated = next(record for (code, _, spoken), record in places.items() if (code, spoken) == (body_code, language))
    return [*places.values(), repeated, repeated | {"body_name": UNKNOWN_NAME}]


def _checks(world: World, source: str) -> Iterator[tuple[tuple[str, str, str], Record]]:
    for body in (*world.assessed("B2.C.O"), *world.assessed("B2.M.O")):
        for item, _ in parameters(PARTS[source], body.kind):
            for language in LANGUAGES:
                yield (body.code, item, language), _check(world, source, body, item, language)


def _check(world: World, source: str, body: Body, item: str, language: str) -> Record:
    """One parameter in one language: marked, or counted, or judged."""
    chance = world.chance(source, body.code, item, language)
    is_of_predecessor = body.code == REORGANISED and item in PREDECESSOR_ITEMS and language == "ru"
    mark = MARKS.get((source, body.code, item)) or MARKS.get((source, body.code, ""), "")
    record = dict.fromkeys(NOT_ALWAYS_FILLED, "") | {
        "body_name": PREDECESSOR_NAME if is_of_predecessor else written_name(body, chance),
        "item_code": item,
        "language_code": language,
        "mark": mark,
        "checked_on": written_day(_day(world, chance.random()), chance),
    }
    if mark:
        return record
    return record | (_blog(world, body, language) if item == BLOG else _judged(world, source, body, item, language))


def _judged(world: World, source: str, body: Body, item: str, language: str) -> Record:
    """Presence, defects and what was found, as the clerk writes them."""
    chance = world.chance("clerk", source, body.code, item, language)
    defects = _defects(world, source, body, item, language)
    if defects is None:
        return {
            "is_present": "нет" if chance.random() < 0.8 else "жоқ",
            "defect_count": "" if chance.random() < 0.6 else "-",
            "finding": one_of(ABSENT, chance),
        }
    return {
        "is_present": one_of(PRESENT, chance),
        "defect_count": f"{defects}" if chance.random() < 0.95 else f" {defects} ",
        "finding": one_of(FINDINGS[source], chance) if defects else "",
    }


def _defects(world: World, source: str, body: Body, item: str, language: str) -> int | None:
    """How many defects a parameter has; None where it is absent."""
    if item == "4.3" and body.code in WITHOUT_CONFERENCE:
        return None
    if body.code == FLAWLESS:
        return 0
    if body.code == ON_THE_EDGES:
        return EDGE_DEFECTS.get(item, 0)
    if body.code == WORST:
        first, _ = parameters(PARTS[source], body.kind)[0]
        return None if item == first or language == "kk" else WORST_DEFECTS
    if item in ("1.2", "1.3"):  # both languages, as the portal itself counts data sets and not their versions
        counted = open_data_portal.counters_of(world, body)
        return counted.due - counted.published if item == "1.2" else counted.published - counted.up_to_date
    carelessness = _carelessness(world, body) * (1.4 if language == "kk" else 1)
    chance = world.chance("defects", source, body.code, item, language)
    if chance.random() < 0.06 * carelessness:
        return None
    return int(chance.random() ** 2 * 9 * carelessness)


def _carelessness(world: World, body: Body) -> float:
    """From 0.1 to 1.1: akims' offices keep their pages a little less well than ministries."""
    return world.chance("openness", body.code).random() * 0.8 + (0.3 if body.kind == "local" else 0.1)


def _blog(world: World, body: Body, language: str) -> Record:
    """Questions to the blog and answers to them."""
    if body.code in BLOGS:
        asked, answered = BLOGS[body.code][LANGUAGES.index(language)]
    else:
        chance = world.chance("blog", body.code, language)
        usual = 20 + 400 * chance.random()
        asked = world.sized(int(usual if language == "ru" else usual / 3))
        answered = int(asked * min(1.0, 1.25 - chance.random() * _carelessness(world, body)))
    return {"asked_count": str(asked), "answered_count": str(answered)}


def _day(world: World, share: float) -> date:
    """A day between the middle of October and the end of January."""
    return world.day(10, 16) + timedelta(days=int(share * 100))


WRITERS: dict[str, Writer] = {
    "open_data": write_open_data,
    "open_budgets": write_open_budgets,
    "open_npa": write_open_npa,
    "open_dialogue": write_open_dialogue,
    **open_data_portal.WRITERS,
    **openness_sites.WRITERS,
    **form_1ol.WRITERS,
}
