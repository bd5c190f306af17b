"""What can be wrong with a delivery, as functions that are named after the defect and damage a good specimen.

Each gives the damaged delivery and the words that its refusal must hold: the defect and, where it has one, its place.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from ingest.contracts import NOT_SHOWN, Contract
from tests.support.specimens import RUSSIAN, Specimen, specimen_of
from tests.support.workbooks import workbook, zipped

CSV, JSON, TABLE, FORM = "csv", "json_array", "xlsx_table", "xlsx_form"
WORKBOOKS = (TABLE, FORM)
TEXTS = (CSV, JSON)
ALL = (*TEXTS, *WORKBOOKS)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


@dataclass(frozen=True)
class Damaged:
    """A damaged delivery, and the words that its refusal must hold. `contract` differs only in its caps."""

    file_name: str
    content: bytes
    words: tuple[str, ...]
    contract: Contract


@dataclass(frozen=True)
class Damage:
    """A way to damage a delivery, and which contracts can suffer it."""

    apply: Callable[[Specimen], Damaged]
    formats: tuple[str, ...]
    suffers: Callable[[Contract], bool] = field(default=lambda contract: True)


DAMAGES: dict[str, Damage] = {}


def damage(
    *formats: str, when: Callable[[Contract], bool] = lambda contract: True
) -> Callable[..., Callable[[Specimen], Damaged]]:
    """Register a damage for the formats that it is possible in."""

    def register(apply: Callable[[Specimen], Damaged]) -> Callable[[Specimen], Damaged]:
        DAMAGES[apply.__name__] = Damage(apply, formats, when)
        return apply

    return register


def damages_of(contract: Contract) -> list[str]:
    """The names of the damages that a contract can suffer."""
    return [name for name, one in DAMAGES.items() if contract.format.kind in one.formats and one.suffers(contract)]


def _of(specimen: Specimen, *words: str, content: bytes | None = None, name: str = "", **caps: int) -> Damaged:
    packed_name, packed = specimen.packed()
    contract = replace(specimen.contract, **caps)  # type: ignore[arg-type]
    return Damaged(name or packed_name, packed if content is None else content, words, contract)


def _last_required(contract: Contract) -> tuple[str, str]:
    column = [column for column in contract.columns_in_records if column.is_required][-1]
    return column.name, column.source_name


def _texts(contract: Contract) -> list[str]:
    """Columns whose cells may hold any letters."""
    return [column.name for column in contract.columns_in_records if column.type == "text"]


# columns


@damage(*ALL)
def missing_column(good: Specimen) -> Damaged:
    name, heading = _last_required(good.contract)
    left = tuple(pair for pair in good.headings if pair[0] != name)
    return _of(replace(good, headings=left), f"the column `{heading}` is missing")


@damage(CSV, JSON, TABLE)
def renamed_column(good: Specimen) -> Damaged:
    heading = max((heading for _, heading in good.headings), key=len)
    headings = tuple((name, f"{old}_" if old == heading else old) for name, old in good.headings)
    return _of(replace(good, headings=headings), f"`{heading}` is missing", f"`{heading}_`")


@damage(*ALL)
def extra_column(good: Specimen) -> Damaged:
    heading = "99" if good.contract.format.kind == FORM else "Лишняя графа"
    shown = NOT_SHOWN if good.contract.personal_columns else f"`{heading}`"
    return _of(
        replace(good, headings=(*good.headings, ("extra", heading))),
        f"there is a column {shown} that the contract does not know",
    )


@damage(CSV)
def another_delimiter(good: Specimen) -> Damaged:
    delimiter = good.contract.format.delimiter
    other = "\t" if delimiter != "\t" else ";"
    form = replace(good.contract.format, delimiter=other)
    text = replace(good, contract=replace(good.contract, format=form)).text()
    return _of(good, f"has no delimiter {delimiter!r}; it seems to be delimited by {other!r}", content=text.encode())


# records


@damage(*ALL, when=lambda contract: contract.keys.duplicates == "refuse_delivery")
def key_twice(good: Specimen) -> Damaged:
    copied = tuple(good.records[:1]) * 2 + good.records[1:]
    one_file = replace(good, records=copied, files=good.files[:1])
    return _of(one_file, "1 record repeats a key", "repeats")


@damage(CSV, TABLE, FORM)
def header_without_records(good: Specimen) -> Damaged:
    return _of(replace(good, records=()), "a header and no records")


@damage(JSON)
def empty_array(good: Specimen) -> Damaged:
    return _of(good, "the array is empty", content=b"[]")


@damage(*ALL, when=lambda contract: contract.period.kind == "column")
def another_year(good: Specimen) -> Damaged:
    of_before = specimen_of(good.contract, good.year - 1)
    return _of(
        of_before, f"of another year than {good.year}", good.contract.source_name_of(good.contract.period.column)
    )


@damage(*ALL, when=lambda contract: contract.totals is not None)
def total_row_missing(good: Specimen) -> Damaged:
    return _of(replace(good, records=good.records[:-1]), "the total row", "is missing")


@damage(*ALL, when=lambda contract: contract.totals is not None)
def total_row_that_does_not_add_up(good: Specimen) -> Damaged:
    assert good.contract.totals is not None
    total = good.records[-1] | {good.contract.totals.sums[0]: "1"}
    return _of(replace(good, records=(*good.records[:-1], total)), "is 1, the others add up to")


@damage(TABLE, FORM, when=lambda contract: contract.highest_unreadable_pct < 30)
def text_beside_the_table(good: Specimen) -> Damaged:
    headings = (*good.headings, ("beside", ""))
    records = tuple(
        record | {"beside": "смотри письмо" if number == 0 else None} for number, record in enumerate(good.records)
    )
    return _of(
        replace(good, records=records, headings=headings), "cannot be split into the columns", "stands in column"
    )


# the file as a whole


@damage(*ALL)
def empty(good: Specimen) -> Damaged:
    return _of(good, "is empty", content=b"")


@damage(*ALL)
def web_page(good: Specimen) -> Damaged:
    return _of(
        good, "a web page", "saved in place of the", content=b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>"
    )


@damage(*ALL)
def error_message_instead(good: Specimen) -> Damaged:
    content = b'{"status": 500, "error": "Internal Server Error", "message": "PSQLException", "path": "/api"}'
    return _of(good, "an error message of the portal", "saved in place of", content=content)


@damage(*ALL)
def cut_off(good: Specimen) -> Damaged:
    _, content = good.packed()
    if good.contract.format.kind in WORKBOOKS:
        return _of(good, "is damaged", content=content[: len(content) // 2])
    if good.contract.format.kind == JSON:
        return _of(good, "the JSON ends or breaks at line", content=content[: len(content) // 2])
    last = content.rstrip(b"\n").rfind(b"\n") + 1
    inside = content.index(good.contract.format.delimiter.encode(), last)
    return _of(good, "the file is cut off", f"row {len(good.records)}", content=content[:inside])


@damage(*TEXTS)
def wrong_encoding_windows_1251(good: Specimen) -> Damaged:
    russian = specimen_of(good.contract, good.year, RUSSIAN)
    return _of(good, "the text is not UTF-8", "row", "Windows-1251", content=russian.text().encode("cp1251"))


@damage(*TEXTS, when=lambda contract: bool(_texts(contract)))
def wrong_encoding_kz_1048(good: Specimen) -> Damaged:
    return _of(good, "the text is not UTF-8", "row", "KZ-1048", content=good.text().encode("kz1048"))


@damage(*TEXTS)
def wrong_encoding_utf_16(good: Specimen) -> Damaged:
    return _of(good, "the text is UTF-16, not UTF-8", content=good.text().encode("utf-16"))


@damage(*TEXTS)
def wrong_encoding_utf_16_without_its_mark(good: Specimen) -> Damaged:
    return _of(good, "the text is UTF-16, not UTF-8", content=good.text().encode("utf-16-be"))


@damage(CSV)
def line_ends_of_carriage_returns_alone(good: Specimen) -> Damaged:
    words = "the line ends of the file are CR alone"
    return _of(good, words, content=good.text().replace("\n", "\r").encode())


@damage(*ALL, when=lambda contract: bool(_texts(contract)))
def kazakh_garbled(good: Specimen) -> Damaged:
    records = tuple(
        record | {name: _garbled(record[name]) for name in _texts(good.contract)} for record in good.records
    )
    return _of(replace(good, records=records), "hold letters such as ќ", "read as Windows-1251")


def _garbled(text: str | None) -> str:
    return (text or "").encode("kz1048").decode("cp1251")


# workbooks


@damage(*WORKBOOKS)
def not_a_workbook(good: Specimen) -> Damaged:
    books = good.workbooks() | {"письмо.txt": "Направляем отчёт".encode()}
    words = "`письмо.txt` is no XLSX workbook"
    return _of(good, words, content=zipped(books), name="delivery.zip")


@damage(*WORKBOOKS)
def sheet_missing(good: Specimen) -> Damaged:
    sheet = "99" if good.contract.format.sheet.isdigit() else good.contract.format.sheet
    asked = replace(good.contract, format=replace(good.contract.format, sheet=sheet))
    book = workbook([["другое"]], "Другой")
    damaged = _of(good, f"has no sheet `{sheet}`; it has `Другой`", content=book, name=good.files[0])
    return replace(damaged, contract=asked)


@damage(*WORKBOOKS)
def number_row_moved(good: Specimen) -> Damaged:
    row = good.contract.format.first_record_row - 1
    return _of(replace(good, top=("Приложение 2",)), f"row {row} should", f"row {row + 1}")


@damage(FORM, when=lambda contract: any(column.source_name == "1" for column in contract.columns))
def number_missing(good: Specimen) -> Damaged:
    row = good.contract.format.first_record_row - 1
    headings = tuple((name, "" if heading == "1" else heading) for name, heading in good.headings)
    return _of(replace(good, headings=headings), f"row {row}, which numbers the columns: the column `1` is missing")


@damage(*WORKBOOKS, when=lambda contract: bool(contract.format.file_name))
def file_name_without_body(good: Specimen) -> Damaged:
    column = next(column for column in good.contract.columns if column.is_from_file_name)
    files = ("отчёт.xlsx", *good.files[1:])
    return _of(replace(good, files=files), "the name of `отчёт.xlsx` is not of the form", column.meaning)


@damage(*WORKBOOKS)
def several_bad_files(good: Specimen) -> Damaged:
    books = {"а.xlsx": b"", "б.xlsx": OLE, "в.xlsx": next(iter(good.workbooks().values()))[:300]}
    return _of(
        good,
        "`а.xlsx` is empty",
        "`б.xlsx` is locked by a password",
        "`в.xlsx` is damaged",
        content=zipped(books),
        name="all.zip",
    )


# archives


@damage(*ALL)
def damaged_archive(good: Specimen) -> Damaged:
    content = zipped({good.files[0]: good.packed()[1]})
    return _of(good, "is damaged", content=content[:-40], name="delivery.zip")


@damage(*ALL)
def password(good: Specimen) -> Damaged:
    content = bytearray(zipped({"delivery": good.packed()[1]}))
    directory = content.rindex(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    return _of(good, "asks for a password", content=bytes(content), name="delivery.zip")


@damage(*WORKBOOKS)
def workbook_with_a_password(good: Specimen) -> Damaged:
    return _of(good, "is locked by a password", content=OLE, name=good.files[0])


@damage(*ALL)
def nested_zip(good: Specimen) -> Damaged:
    inner = zipped({"delivery": good.packed()[1] if good.contract.format.kind in TEXTS else b"text"})
    words = "holds an archive" if good.contract.format.kind in TEXTS else "`inner.zip` is an archive and no workbook"
    return _of(good, words, content=zipped({"inner.zip": inner}), name="delivery.zip")


@damage(*TEXTS)
def two_files_in_the_archive(good: Specimen) -> Damaged:
    return _of(good, "must hold exactly one file; it holds 2: `a`, `b`", content=zipped({"a": b"1", "b": b"2"}))


@damage(*ALL)
def zip_bomb(good: Specimen) -> Damaged:
    return _of(good, "unpacks to more than 200 times its size", content=_bomb(), name="delivery.zip", max_bytes=1 << 30)


@damage(*WORKBOOKS)
def bomb_in_a_workbook(good: Specimen) -> Damaged:
    book = io.BytesIO(next(iter(good.workbooks().values())))
    with zipfile.ZipFile(book, "a") as archive, zipfile.ZipFile(io.BytesIO(_bomb())) as bomb:
        archive.writestr("xl/media/image1.png", bomb.read("zeros"), zipfile.ZIP_DEFLATED)
    words = f"`{good.files[0]}` unpacks to more than 200 times its size"
    return _of(good, words, content=book.getvalue(), name=good.files[0], max_bytes=1 << 30)


@cache
def _bomb() -> bytes:
    return zipped({"zeros": bytes(10_000_000)})


@damage(*ALL)
def too_many_bytes(good: Specimen) -> Damaged:
    return _of(good, "holds more than the 50 bytes that its contract allows (`max_bytes`)", max_bytes=50)


@damage(*WORKBOOKS)
def too_many_entries(good: Specimen) -> Damaged:
    content = zipped({f"{number}.xlsx": b"" for number in range(3)})
    return _of(
        good, "holds 3 files, more than the 2 that its contract allows", content=content, max_entries=2, name="all.zip"
    )


@damage(*WORKBOOKS)
def too_many_cells(good: Specimen) -> Damaged:
    far: list[list[str | None]] = [[]] * 61 + [[*[None] * 60, "далеко"]]
    book = workbook(far, "Лист" if good.contract.format.sheet.isdigit() else good.contract.format.sheet)
    words = ("has a cell BI62", "62 rows high and 61 columns wide: more than the 1,000 cells")
    return _of(good, *words, content=book, name=good.files[0], max_cells=1000)
