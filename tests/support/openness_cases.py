"""Crafted deliveries on openness, form 1-OL and re-checks: each body is a case, and a row says only what differs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence

from demo.openness import COLUMNS
from demo.openness_names import parameters
from demo.openness_sites import AVAILABILITY, BOTH, COMPLETENESS, MOBILE, MOBILE_HEADER, PARTS, SHEET
from demo.openness_sites import COLUMNS as SITE_COLUMNS
from demo.reports import RECORD_HEADER
from tests.support.crafted import Delivery
from tests.support.workbooks import workbook, zipped

YEAR = 2024
PORTAL_PARTS = {"open_data": "O1.1", "open_budgets": "O1.2", "open_npa": "O1.3", "open_dialogue": "O1.4"}
LANGUAGES = ("ru", "kk")
Change = Mapping[str, str]
Case = tuple[str, str, Mapping[str, Change]]  # name of the body, its kind, and by item (or item/language) what differs


def portal(source: str, cases: Sequence[Case]) -> Delivery:
    """A portal on which every parameter of every case is there without defects, unless the case says otherwise.

    An item of a case that is changed to nothing (an empty mapping) is left out of the delivery.
    """
    names = COLUMNS[source]
    records = [{names[column]: row.get(column, "") for column in names} for row in _portal_rows(source, cases)]
    if source in ("open_data", "open_dialogue"):
        content = json.dumps(records, ensure_ascii=False)
        return Delivery(source, "", f"{source}.json", content.encode(), str(YEAR))
    return Delivery(
        source,
        "",
        f"{source}.csv",
        _csv(list(names.values()), records, ";" if source == "open_npa" else ","),
        str(YEAR),
    )


def _portal_rows(source: str, cases: Sequence[Case]) -> Iterator[dict[str, str]]:
    for body, kind, changes in cases:
        for item, _ in parameters(PORTAL_PARTS[source], kind):
            for language in LANGUAGES:
                change = changes.get(f"{item}/{language}", changes.get(item))
                if change == {}:
                    continue
                judged = (
                    {"asked_count": "10", "answered_count": "10"}
                    if item == "4.2"
                    else {"is_present": "да", "defect_count": "0"}
                )
                place = {"body_name": body, "item_code": item, "language_code": language, "checked_on": f"01.12.{YEAR}"}
                yield place | judged | dict(change or {})


def sites(cases: Sequence[tuple[str, str, str, bool, Mapping[str, Change]]]) -> Delivery:
    """A monitoring of sites: body, its kind, address, whether it is the main site, changes by `indicator item`.

    Everything is there in the fourth quarter with full points and without defects; in the second nothing is.
    """
    columns = list(SITE_COLUMNS)
    rows: list[list[str | float]] = [["Мониторинг"], [], list(SITE_COLUMNS.values())]
    for body, kind, site, is_main, changes in cases:
        for row in _site_rows(kind, is_main, changes):
            whole = {"body_name": body, "site": site, "site_kind": "основной" if is_main else "комитета"} | row
            rows.append([whole.get(column, "") for column in columns])
    return Delivery("site_assessment", "", "sites.xlsx", workbook(rows, SHEET), str(YEAR))


def _site_rows(kind: str, is_main: bool, changes: Mapping[str, Change]) -> Iterator[dict[str, str]]:
    for indicator in (AVAILABILITY, COMPLETENESS, *([MOBILE] if is_main else [])):
        for item, weight in parameters(PARTS[indicator], kind):
            change = changes.get(f"{PARTS[indicator]} {item}", changes.get(PARTS[indicator]))
            if change == {}:
                continue
            for language in (BOTH,) if indicator == AVAILABILITY else LANGUAGES:
                place = {"indicator": indicator, "item_code": item, "language_code": language}
                good = {"points": weight} if indicator == AVAILABILITY else {"is_present": "да", "defect_count": "0"}
                bad = {"points": "0"} if indicator == AVAILABILITY else {"is_present": "нет"}
                yield place | {"quarter": "4", "checked_on": f"01.12.{YEAR}"} | good | dict(change or {})
                yield place | {"quarter": "2", "checked_on": f"01.06.{YEAR}"} | bad


def mobile_versions(rows: Sequence[tuple[str, str, str]]) -> Delivery:
    """How mobile versions open: body, `сама`, `по ссылке` or `нет`, and whether they lead back."""
    records = [
        dict(zip(MOBILE_HEADER, (body, "site.gov.kz", loading, back, f"01.12.{YEAR}"), strict=True))
        for body, loading, back in rows
    ]
    return Delivery("site_mobile_versions", "", "mobile.csv", _csv(MOBILE_HEADER, records, ","), str(YEAR))


def rechecks(rows: Sequence[tuple[str, str, str, int]]) -> Delivery:
    """Records of block 2: body, direction, kind of fact, and how many of them."""
    records = []
    for number, (body, direction, kind, count) in enumerate(rows, start=1):
        for fact in range(1, count + 1):
            cells = (
                str(YEAR), f"2-{number}/{YEAR + 1}", f"20.03.{YEAR + 1}", "Комитет", body, "2", direction, str(fact), kind,
                "" if kind == "не выявлено" else "строка отчёта", "2", "1", "нет", "нет", "",
            )  # fmt: skip
            records.append(dict(zip(RECORD_HEADER, cells, strict=True)))
    return Delivery("recheck_records", "", "records.csv", _csv(RECORD_HEADER, records, ","), str(YEAR))


def forms(counts: Mapping[str, Sequence[Sequence[int]]]) -> Delivery:
    """Form 1-OL of some bodies: the ten counts of their complaints and of their applications, in total."""
    labels = ((("из них", "жалобы", "всего"), 2), (("из них", "заявления", "всего"), 5))
    header: list[list[str | float]] = [["1-ОЛ"], [], [], [], [], ["А", "", "", "Б", *(str(n) for n in range(1, 11))]]
    files = {
        f"1-ОЛ_{YEAR}_{body}.xlsx": workbook(
            [*header, *([*words, code, *line] for (words, code), line in zip(labels, lines, strict=True))], "R1"
        )
        for body, lines in counts.items()
    }
    return Delivery("form_1ol", "", "forms.zip", zipped(files), str(YEAR))


def _csv(header: Sequence[str], records: Sequence[Mapping[str, str]], delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([record[name] for name in header] for record in records)
    return text.getvalue().encode()
