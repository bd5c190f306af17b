"""Official web sites of the bodies and of their committees, as the integrator looked through them in two quarters.

Availability (Annex 14) is scored in points of the whole site; completeness (Annex 15) and the mobile version (Annex 16)
by presence and defects in each language version. The mobile versions themselves are listed in a file of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from demo.openness_names import LANGUAGES, UNKNOWN_NAME, one_of, parameters, written_day, written_name
from demo.world import (
    FLAWLESS,
    NATIONAL_BANK,
    ON_THE_EDGES,
    PREDECESSOR_NAME,
    REORGANISED,
    TIED,
    WITHOUT_SERVICES,
    WORST,
    Body,
    World,
    Writer,
    workbook,
    write_csv,
)

SHEET = "Мониторинг"
HEADER = (
    "Государственный орган", "Интернет-ресурс", "Вид ресурса", "Показатель", "№ параметра", "Языковая версия", "Квартал",
    "Баллы", "Размещено", "Количество замечаний", "Сообщение взамен раздела", "Выявлено", "Дата обследования",
)  # fmt: skip
BODY, SITE, POINTS, PRESENT, DEFECTS, DAY = 0, 1, 7, 8, 9, 12
MOBILE_HEADER = (
    "Государственный орган", "Интернет-ресурс", "Открытие мобильной версии", "Ссылка на основную версию", "Дата обследования",
)  # fmt: skip
AVAILABILITY, COMPLETENESS, MOBILE = "доступность", "полнота", "мобильная версия"
PARTS = {AVAILABILITY: "O2.1", COMPLETENESS: "O2.2", MOBILE: "O2.3"}
BOTH = "обе"

# The bodies' own sites; those of the akims' offices follow from their codes.
SITES = {
    "GPO": "prokuror.gov.kz", "MIA": "mvd.gov.kz", "MOH": "mz.gov.kz", "MFA": "mfa.gov.kz", "MNE": "economy.gov.kz",
    "MOD": "mod.gov.kz", "MOA": "moa.gov.kz", "MLSPP": "enbek.gov.kz", "MOF": "minfin.gov.kz", "MOEN": "energo.gov.kz",
    "MOJ": "adilet.gov.kz", "NBK": "nationalbank.kz", "ACSAC": "kyzmet.gov.kz", "JDC": "sud.gov.kz", "MICOM": "mic.gov.kz",
    "MOES": "edu.gov.kz", "MRACS": "din.gov.kz", "MID": "mid.gov.kz", "MDAI": "mdai.gov.kz", "MCS": "mks.gov.kz",
}  # fmt: skip
# Of the committees' sites, as many are looked through as the size of the world allows.
COMMITTEE_SITES = {
    "GPO": ("pravstat.prokuror.gov.kz",),
    "MOH": ("kfk.mz.gov.kz", "kooz.mz.gov.kz"),
    "MNE": ("stat.gov.kz", "kremzk.gov.kz", "kds.economy.gov.kz"),
    "MOA": ("kvkn.moa.gov.kz", "klh.moa.gov.kz", "kvr.moa.gov.kz"),
    "MOF": ("kgd.gov.kz", "kazynashylyk.minfin.gov.kz", "gosreestr.minfin.gov.kz"),
    "MID": ("miid.gov.kz", "kgsr.mid.gov.kz"),
    "MOES": ("control.edu.gov.kz", "sc.edu.gov.kz"),
}
# Sections that do not concern a body, where a short message stands instead: body, indicator, number.
MESSAGES = {
    (WITHOUT_SERVICES, COMPLETENESS, "1.9"), (WITHOUT_SERVICES, MOBILE, "1.2"), ("MFA", COMPLETENESS, "1.13"),
    ("MOD", COMPLETENESS, "1.13"), ("JDC", COMPLETENESS, "1.13"), ("MICOM", COMPLETENESS, "1.13"),
    ("ALMATY", COMPLETENESS, "1.15"), ("NORTH_KZ", COMPLETENESS, "1.15"),
}  # fmt: skip
# Sections that Annex 15 does not ask of a body at all.
NOT_ASKED = {(NATIONAL_BANK, COMPLETENESS, "1.6")}
EDGE_DEFECTS = {"1.2": 20, "1.3": 20, "1.4": 20, "1.9": 30}  # exactly 50 percent of 4 and of 6 points
WORST_DEFECTS = 60
# How the mobile version opens and whether it leads back; the others open by themselves and do.
MOBILE_VERSIONS = {
    WORST: ("по ссылке", "нет"),  # nothing in it, and one point off: the floor
    "MRACS": ("нет", ""),
    "MDAI": ("нет", ""),
    "KYZYLORDA": ("нет", ""),
    "MIA": ("по ссылке", "да"),
    "MCS": ("по ссылке", "да"),
    "WEST_KZ": ("по ссылке", "иә"),
    "ZHAMBYL": ("сама", "нет"),  # one point off five
    "MOJ": ("сама", "нет"),
}
PREDECESSOR_SITES = ("mzsr.gov.kz",)  # looked through in the second quarter, under the old name
FINDINGS = (
    "неработающая ссылка", "информация не обновлена", "раздел заполнен не полностью", "нет перевода на казахский язык",
    "қазақша нұсқасында ақпарат жоқ", "ескірген мәлімет",
)  # fmt: skip


class WrongCell(NamedTuple):
    """A cell that staging must reject: the body's own site in the fourth quarter, its place, and what is written there."""

    body_code: str
    indicator: str
    item: str
    column: int
    value: str


WRONG_CELLS = (
    WrongCell("MOH", AVAILABILITY, "2.4", POINTS, "10"),
    WrongCell("MFA", AVAILABILITY, "3.1", POINTS, "нет данных"),
    WrongCell("MOES", COMPLETENESS, "1.5", DEFECTS, "много"),
    WrongCell("EAST_KZ", COMPLETENESS, "1.10", PRESENT, "частично"),
    WrongCell("AKTOBE", MOBILE, "1.3", DAY, "31.11.{year}"),
)


def write_sites(world: World, folder: Path) -> Sequence[str]:
    """The monitoring: a workbook with a title above its table."""
    file = folder / f"site_assessment_{world.year}.xlsx"
    rows = list(_rows(world))

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet(SHEET)
        sheet.write(0, 0, f"Мониторинг интернет-ресурсов государственных органов, {world.year} год")
        sheet.write_row(2, 0, HEADER)
        for place, row in enumerate(rows, start=3):
            for column, value in enumerate(row):
                _write_cell(sheet, place, column, value)
        sheet.autofilter(2, 0, 2 + len(rows), len(HEADER) - 1)

    file.write_bytes(workbook(fill))
    return [file.name]


def write_mobile_versions(world: World, folder: Path) -> Sequence[str]:
    """How the mobile version of each main site opens: a CSV file."""
    file = folder / f"site_mobile_versions_{world.year}.csv"
    rows = [_mobile_version(world, body) for body in _bodies(world)]
    unknown = [UNKNOWN_NAME, "mgm.gov.kz", "сама", "да", f"01.12.{world.year}"]
    write_csv(file, MOBILE_HEADER, [*rows, unknown])
    return [file.name]


def _bodies(world: World) -> Iterator[Body]:
    yield from world.assessed("B2.C.O")
    yield from world.assessed("B2.M.O")


def _mobile_version(world: World, body: Body) -> list[str]:
    chance = world.chance("site_mobile_versions", body.code)
    opens, leads_back = MOBILE_VERSIONS.get(body.code, ("сама", "да" if chance.random() < 0.8 else "есть"))
    day = written_day(_day(world, 4, chance.random()), chance)
    return [written_name(body, chance), _main_site(body), opens, leads_back, day]


def _main_site(body: Body) -> str:
    return SITES.get(body.code) or f"{body.code.lower().replace('_', '-')}.gov.kz"


def _rows(world: World) -> Iterator[list[str]]:
    for quarter in (2, 4):
        for body in _bodies(world):
            yield from _of_site(world, body, _main_site(body), quarter, tuple(PARTS))
            committees = COMMITTEE_SITES.get(body.code, ())
            for site in committees[: world.sized(len(committees))] if quarter == 4 else ():
                yield from _of_site(world, body, site, quarter, (AVAILABILITY, COMPLETENESS))
    yield [
        UNKNOWN_NAME,
        "mgm.gov.kz",
        "основной",
        AVAILABILITY,
        "1.1",
        BOTH,
        "4",
        "1",
        "",
        "",
        "",
        "",
        f"01.12.{world.year}",
    ]


def _of_site(world: World, body: Body, site: str, quarter: int, indicators: Sequence[str]) -> Iterator[list[str]]:
    is_main = site == _main_site(body)
    site_shown = PREDECESSOR_SITES[0] if (body.code, is_main, quarter) == (REORGANISED, True, 2) else site
    for indicator in indicators:
        for item, weight in parameters(PARTS[indicator], body.kind):
            if (body.code, indicator, item) in NOT_ASKED:
                continue
            for language in (BOTH,) if indicator == AVAILABILITY else LANGUAGES:
                what = (str(quarter), "main" if body.code in TIED else site, indicator, item, language)
                row = _row(world, body, what, Decimal(weight))
                row[SITE], row[2] = site_shown, "основной" if is_main else "комитета"
                if site_shown != site:
                    row[BODY] = PREDECESSOR_NAME
                if is_main and quarter == 4 and language in (BOTH, "ru"):
                    _spoil(world, row, body, indicator, item)
                yield row


def _row(world: World, body: Body, what: tuple[str, ...], weight: Decimal) -> list[str]:
    quarter, _, indicator, item, language = what
    chance = world.chance("site_assessment", body.code, *what)
    name, points, has_message = written_name(body, chance), "", ""
    is_present = count = finding = ""
    if indicator == AVAILABILITY:
        points = _points(world, body, item, weight, chance.random())
    elif (body.code, indicator, item) in MESSAGES:
        has_message, is_present = "да", "нет"
    else:
        defects = _defects(world, body, what)
        is_present, count = ("нет", "") if defects is None else ("да" if chance.random() < 0.9 else "иә", str(defects))
        finding = one_of(FINDINGS, chance) if defects else ""
    day = written_day(_day(world, int(quarter), chance.random()), chance)
    return [name, "", "", indicator, item, language, quarter, points, is_present, count, has_message, finding, day]


def _points(world: World, body: Body, item: str, weight: Decimal, way: float) -> str:
    """Points of a parameter of Annex 14, with the comma that spreadsheets write."""
    if body.code == WORST:
        share = Decimal(0)
    elif body.code == FLAWLESS:
        share = Decimal(1)
    elif body.code == ON_THE_EDGES:
        share = Decimal("0.5") if item == "1.1" else Decimal(1)  # found between places 11 and 20
    else:
        share = Decimal(1) if way > 0.45 * _carelessness(world, body) else Decimal("0.5") if way > 0.1 else Decimal(0)
    return f"{(weight * share).normalize():f}".replace(".", ",")


def _defects(world: World, body: Body, what: tuple[str, ...]) -> int | None:
    """How many defects a section has; None where it is absent."""
    _, _, indicator, item, language = what
    if body.code == FLAWLESS:
        return 0
    if body.code == ON_THE_EDGES:
        return EDGE_DEFECTS.get(item, 0) if indicator == COMPLETENESS else 0
    if body.code == WORST:
        return None if language == "kk" or indicator == MOBILE else WORST_DEFECTS
    careless = _carelessness(world, body) * (1.4 if language == "kk" else 1)
    chance = world.chance("site defects", body.code, *what)
    return None if chance.random() < 0.04 * careless else int(chance.random() ** 2 * 12 * careless)


def _carelessness(world: World, body: Body) -> float:
    """From 0.1 to 1.1: akims' offices keep their sites a little less well than ministries."""
    return world.chance("site", body.code).random() * 0.8 + (0.3 if body.kind == "local" else 0.1)


def _spoil(world: World, row: list[str], body: Body, indicator: str, item: str) -> None:
    for wrong in WRONG_CELLS:
        if (wrong.body_code, wrong.indicator, wrong.item) == (body.code, indicator, item):
            row[wrong.column] = wrong.value.format(year=world.year)


def _day(world: World, quarter: int, share: float) -> date:
    """A day of the last six weeks of a quarter."""
    return world.day(5 if quarter == 2 else 11, 15) + timedelta(days=int(share * 42))


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: str) -> None:
    """Whole numbers as numbers, everything else as the text that the clerk typed."""
    if value.isdigit() and column in (6, DEFECTS):
        sheet.write_number(row, column, int(value))
    elif value:
        sheet.write_string(row, column, value)


WRITERS: dict[str, Writer] = {"site_assessment": write_sites, "site_mobile_versions": write_mobile_versions}
