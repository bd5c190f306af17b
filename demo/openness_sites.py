"""Official web sites of the bodies and of their committees, as the integrator looked through them in two quarters.

Availability (Annex 14) is scored in points of the whole site; completeness (Annex 15) and the mobile version (Annex 16)
by presence and defects in each language version. The mobile versions themselves are listed in a file of their own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    WITHOUT_SERVICES,
    WORST,
    Body,
    World,
    Writer,
    workbook,
    write_csv,
)

Record = dict[str, str]

SHEET = "Мониторинг"
COLUMNS = {
    "body_name": "Государственный орган", "site": "Интернет-ресурс", "site_kind": "Вид ресурса",
    "indicator": "Показатель", "item_code": "№ параметра", "language_code": "Языковая версия", "quarter": "Квартал",
    "points": "Баллы", "is_present": "Размещено", "defect_count": "Количество замечаний",
    "has_message": "Сообщение взамен раздела", "finding": "Выявлено", "checked_on": "Дата обследования",
}  # fmt: skip
NUMBERS = ("quarter", "defect_count")  # written as numbers where they are whole
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
PREDECESSOR_SITE = "mzsr.gov.kz"  # looked through in the second quarter, under the old name
FINDINGS = (
    "неработающая ссылка", "информация не обновлена", "раздел заполнен не полностью", "нет перевода на казахский язык",
    "қазақша нұсқасында ақпарат жоқ", "ескірген мәлімет",
)  # fmt: skip


class WrongCell(NamedTuple):
    """A cell that staging must reject: on the body's own site in the fourth quarter, in Russian where that matters."""

    body_code: str
    indicator: str
    item: str
    column: str
    value: str


WRONG_CELLS = (
    WrongCell("MOH", AVAILABILITY, "2.4", "points", "10"),
    WrongCell("MFA", AVAILABILITY, "3.1", "points", "нет данных"),
    WrongCell("MOES", COMPLETENESS, "1.5", "defect_count", "много"),
    WrongCell("EAST_KZ", COMPLETENESS, "1.10", "is_present", "частично"),
    WrongCell("AKTOBE", MOBILE, "1.3", "checked_on", "31.11.{year}"),
)


@dataclass(frozen=True)
class Place:
    """What is looked at: a parameter of an indicator on a site, in a language version, in a quarter."""

    body: Body
    site: str
    quarter: int
    indicator: str
    item: str
    weight: Decimal
    language: str

    @property
    def is_main_site(self) -> bool:
        """Whether the site is the body's own."""
        return self.site == _main_site(self.body)

    def chance(self, world: World, what: str) -> random.Random:
        """The chances of one thing at this place. Bodies that are tied share them, though their addresses differ."""
        site = "" if self.is_main_site else self.site
        return world.chance(what, self.body.code, site, str(self.quarter), self.indicator, self.item, self.language)


def write_sites(world: World, folder: Path) -> Sequence[str]:
    """The monitoring: a workbook with a title above its table."""
    file = folder / f"site_assessment_{world.year}.xlsx"
    rows = list(_rows(world))

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet(SHEET)
        sheet.write(0, 0, f"Мониторинг интернет-ресурсов государственных органов, {world.year} год")
        sheet.write_row(2, 0, list(COLUMNS.values()))
        for place, row in enumerate(rows, start=3):
            for column, name in enumerate(COLUMNS):
                _write_cell(sheet, place, column, row.get(name, ""), is_number=name in NUMBERS)
        sheet.autofilter(2, 0, 2 + len(rows), len(COLUMNS) - 1)

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


def _rows(world: World) -> Iterator[Record]:
    """Every row of the monitoring by our names of columns; empty cells are left out."""
    for place in _places(world):
        row = _row(world, place)
        for wrong in WRONG_CELLS if _may_be_wrong(place) else ():
            if (wrong.body_code, wrong.indicator, wrong.item) == (place.body.code, place.indicator, place.item):
                row[wrong.column] = wrong.value.format(year=world.year)
        yield row
    yield row | {"body_name": UNKNOWN_NAME, "site": "mgm.gov.kz"}


def _may_be_wrong(place: Place) -> bool:
    return place.is_main_site and place.quarter == 4 and place.language != "kk"


def _places(world: World) -> Iterator[Place]:
    for quarter in (2, 4):
        for body in _bodies(world):
            yield from _places_of_site(body, _main_site(body), quarter, tuple(PARTS))
            committees = COMMITTEE_SITES.get(body.code, ()) if quarter == 4 else ()
            for site in committees[: world.sized(len(committees))]:
                yield from _places_of_site(body, site, quarter, (AVAILABILITY, COMPLETENESS))


def _places_of_site(body: Body, site: str, quarter: int, indicators: Sequence[str]) -> Iterator[Place]:
    for indicator in indicators:
        for item, weight in parameters(PARTS[indicator], body.kind):
            if (body.code, indicator, item) not in NOT_ASKED:
                for language in (BOTH,) if indicator == AVAILABILITY else LANGUAGES:
                    yield Place(body, site, quarter, indicator, item, Decimal(weight), language)


def _row(world: World, place: Place) -> Record:
    chance = place.chance(world, "site_assessment")
    is_of_predecessor = place.body.code == REORGANISED and place.is_main_site and place.quarter == 2
    row = {
        "body_name": PREDECESSOR_NAME if is_of_predecessor else written_name(place.body, chance),
        "site": PREDECESSOR_SITE if is_of_predecessor else place.site,
        "site_kind": "основной" if place.is_main_site else "комитета",
        "indicator": place.indicator,
        "item_code": place.item,
        "language_code": place.language,
        "quarter": str(place.quarter),
        "checked_on": written_day(_day(world, place.quarter, chance.random()), chance),
    }
    if place.indicator == AVAILABILITY:
        return row | {"points": _points(world, place)}
    if (place.body.code, place.indicator, place.item) in MESSAGES:
        return row | {"is_present": "нет", "has_message": "да"}
    defects = _defects(world, place)
    if defects is None:
        return row | {"is_present": "нет"}
    is_present = "да" if chance.random() < 0.9 else "иә"
    finding = {"finding": one_of(FINDINGS, chance)} if defects else {}
    return row | {"is_present": is_present, "defect_count": str(defects)} | finding


def _points(world: World, place: Place) -> str:
    """Points of a parameter of Annex 14, with the comma that spreadsheets write."""
    return f"{(place.weight * _share_of_points(world, place)).normalize():f}".replace(".", ",")


def _share_of_points(world: World, place: Place) -> Decimal:
    if place.body.code == WORST:
        return Decimal(0)
    if place.body.code == FLAWLESS:
        return Decimal(1)
    if place.body.code == ON_THE_EDGES:
        return Decimal("0.5") if place.item == "1.1" else Decimal(1)  # found between places 11 and 20
    way = place.chance(world, "points").random()
    if way > 0.45 * _carelessness(world, place.body):
        return Decimal(1)
    return Decimal("0.5") if way > 0.1 else Decimal(0)


def _defects(world: World, place: Place) -> int | None:
    """How many defects a section has; None where it is absent."""
    if place.body.code == FLAWLESS:
        return 0
    if place.body.code == ON_THE_EDGES:
        return EDGE_DEFECTS.get(place.item, 0) if place.indicator == COMPLETENESS else 0
    if place.body.code == WORST:
        return None if place.language == "kk" or place.indicator == MOBILE else WORST_DEFECTS
    careless = _carelessness(world, place.body) * (1.4 if place.language == "kk" else 1)
    chance = place.chance(world, "site defects")
    return None if chance.random() < 0.04 * careless else int(chance.random() ** 2 * 12 * careless)


def _carelessness(world: World, body: Body) -> float:
    """From 0.1 to 1.1: akims' offices keep their sites a little less well than ministries."""
    return world.chance("site", body.code).random() * 0.8 + (0.3 if body.kind == "local" else 0.1)


def _day(world: World, quarter: int, share: float) -> date:
    """A day of the last six weeks of a quarter."""
    return world.day(5 if quarter == 2 else 11, 15) + timedelta(days=int(share * 42))


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: str, *, is_number: bool) -> None:
    """A whole number as a number, everything else as the text that the clerk typed."""
    if is_number and value.isdigit():
        sheet.write_number(row, column, int(value))
    elif value:
        sheet.write_string(row, column, value)


WRITERS: dict[str, Writer] = {"site_assessment": write_sites, "site_mobile_versions": write_mobile_versions}
