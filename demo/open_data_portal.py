"""Statistics of data.egov.kz for the year: the portal's own two answers, `cgo` and `mio`, with the portal's own quirks.

Kazakh and English names are swapped for two bodies, two ministries share an abbreviation, two names hold a Latin letter,
some end in a space, and what is due is 54 data sets for every region, even where the portal counts fewer in all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from demo.world import FLAWLESS, OF_FEW_CASES, ON_THE_EDGES, SILENT, WORST, Body, World, Writer, write_json

NAMES = {
    "GPO": ("ГП РК", "ҚР БП", "GPO RK"),
    "MIA": ("МВД РК", "ҚР ІІМ", "MIA RK"),
    "MOH": ("МЗ РК", "ҚР ДСМ", "MH RK"),
    "MFA": ("МИД РК", "ҚР СІМ", "MFA RK"),
    "MNE": ("МНЭ РК", "MNE RK", "ҚР ҰЭМ"),  # swapped
    "MOD": ("МО РК", "ҚР ҚМ", "MD RK"),
    "MOA": ("МСХ РК", "MA RK", "ҚР АШМ"),  # swapped
    "MLSPP": ("МТСЗН РК", "ҚР ЕХӘҚМ ", "MLSPP RK"),
    "MOF": ("МФ РК", "ҚР ҚМ", "MF RK"),
    "MOEN": ("МЭ РК", "ҚР ЭМ", "ME PK"),
    "MOJ": ("МЮ РК", "ҚР ӘМ", "MJ RK"),
    "NBK": ("НБ РК", "ҚР ҰБ", "NB RK"),
    "ACSAC": ("АДГСПК РК", "ҚР МҚІСЖҚІА", "ACSAC RK"),
    "JDC": ("ДОДС", "\u0043ҚҚЕД", "JDC"),  # a Latin C
    "MICOM": ("МИК РК ", "ҚР АКМ", "MIC RK"),
    "MOES": ("МОН РК", "ҚР БҒМ", "MES RK"),
    "MRACS": ("МДРГО РК", "ҚР ДІАҚМ", "МДРГО РК"),
    "MID": ("МИР РК", "ҚР ИДМ", "MID RK"),
    "MDAI": ("МОАП РК", "ҚР ҚАӨМ", "MDAI RK"),
    "MCS": ("МКС РК", "ҚР МСМ", "MCS RK"),
    "AKMOLA": ("Акмолинская обл.", "Ақмола обл.", "Akmola r."),
    "AKTOBE": ("Актюбинская обл", "Ақтөбе обл", "Aktobe r"),
    "ALMATY_REG": ("Алматинская обл.", "Алматы обл.", "Almaty r."),
    "ATYRAU": ("Атырауская обл.", "Атырау обл.", "Atyrau r."),
    "EAST_KZ": ("ВКО", "ШҚО", "EKR"),
    "ZHAMBYL": ("Жамбылская обл.", "Жамбыл обл.", "Zhambyl r."),
    "WEST_KZ": ("ЗКО", "БҚО", "WKR"),
    "KARAGANDA": ("Карагандинская обл. ", "Қарағанды обл.", "Karaganda r."),
    "KOSTANAY": ("Костанайская обл.", "Қостанай обл.", "Kostanay r."),
    "KYZYLORDA": ("Кызылординская обл.", "Қызылорда обл.", "Kyzylorda r."),
    "MANGYSTAU": ("Мангистауская обл.", "Маңғыстау обл.", "Mangistau r."),
    "PAVLODAR": ("Павлодарская обл.", "Павлодар обл.", "Pavlodar r."),
    "NORTH_KZ": ("\u0043КО", "СҚО", "NKR"),  # a Latin C
    "ALMATY": ("г.Алматы", "Алматы қ.", "Almaty c."),
    "ASTANA": ("г. Астана", "Астана қ.", "Astana c."),
    "SOUTH_KZ": ("Южно-Казахстанская область", "Оңтүстік Қазақстан облысы", "SKR"),
}
DUE_IN_A_REGION = 54
ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Counters(NamedTuple):
    """Data sets: of the required list due, published and up to date; of all, how many there are and are up to date."""

    due: int
    published: int
    up_to_date: int
    all: int
    all_up_to_date: int


COUNTERS = {
    FLAWLESS: Counters(54, 54, 54, 61, 61),
    WORST: Counters(54, 28, 2, 28, 2),  # 26 missing and 26 out of date: past the cap
    ON_THE_EDGES: Counters(40, 25, 25, 40, 25),  # 15 missing: exactly the cap of 75 percent of 2 points
    OF_FEW_CASES: Counters(3, 2, 2, 3, 3),
    SILENT: Counters(12, 5, 1, 5, 1),
    "ZHAMBYL": Counters(54, 53, 44, 53, 45),  # more due than there are
}


def write(world: World, folder: Path) -> Sequence[str]:
    """Both answers of the portal."""
    written = []
    for part, bodies in (("cgo", world.assessed("B2.C.O")), ("mio", world.assessed("B2.M.O"))):
        file = folder / f"open_data_statistics_{part}_{world.year}.json"
        write_json(file, [_record(world, body) for body in bodies])
        written.append(file.name)
    return written


def _record(world: World, body: Body) -> Mapping[str, Any]:
    name_ru, name_kk, name_en = NAMES[body.code]
    counted = counters_of(world, body)
    return {
        "nameRu": name_ru,
        "nameEn": name_en,
        "nameKk": name_kk,
        "govAgency": _portal_id(body),
        "actualPlacedDatasetsCount": counted.up_to_date,
        "placedDatasetsCount": counted.published,
        "allDatasetsCount": counted.all,
        "allActualDatasetsCount": counted.all_up_to_date,
        "allPlacedDatasetsCount": counted.due,
    }


def counters_of(world: World, body: Body) -> Counters:
    """The counters of a body, which the assessment of the portal repeats as numbers of defects."""
    if body.code in COUNTERS:
        return COUNTERS[body.code]
    chance = world.chance("open_data_statistics", body.code)
    due = DUE_IN_A_REGION if body.kind == "local" else 40 + int(chance.random() * 160)
    published = due - int(chance.random() ** 2 * 16)
    up_to_date = published - int(chance.random() ** 2 * 20)
    others = int(chance.random() * 30)
    return Counters(due, published, up_to_date, published + others, up_to_date + int(others * chance.random()))


def _portal_id(body: Body) -> str:
    """The portal's own identifier, which the bodies that are tied do not share either."""
    chance = World().chance("portal id", f"id of {body.code}")
    return "A" + "".join(ID_LETTERS[int(chance.random() * len(ID_LETTERS))] for _ in range(19))


WRITERS: dict[str, Writer] = {"open_data_statistics": write}
