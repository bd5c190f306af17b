"""The report as a workbook: a sheet per table, numbers as numbers, text never read as formula, link or number."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from report.tables import NUMBER_KINDS, Column, Document, Kind, Row, Table, Value, legend, note_words, shown, symbols

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CREATED = datetime(2018, 1, 1, tzinfo=UTC)  # fixed: a workbook must carry a date, and the clock would change its bytes
NUMBER_FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "score": "#,##0.00",
    "change": "+#,##0.00;-#,##0.00;0.00",
    "amount": "#,##0.0",
    "quantity": "#,##0.####",
}
CHARACTERS_PER_MILLIMETRE = 0.62
LEAST_WIDTH, WIDEST = 9, 70
GROUP_WIDTH, MARKS_WIDTH = 34, 11


class Formats:
    """The looks of the cells of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        base = {"valign": "top", "text_wrap": True}
        self.title: Format = workbook.add_format({"bold": True, "font_size": 14})
        self.banner: Format = workbook.add_format({"bold": True, "font_color": "#B3261E", "bg_color": "#FDECEA"})
        self.heading: Format = workbook.add_format(
            {"bold": True, "bg_color": "#DDE5EC", "bottom": 1, "text_wrap": True, "valign": "bottom"}
        )
        self.text: Format = workbook.add_format(base)
        self.absent: Format = workbook.add_format(base | {"align": "right", "font_color": "#505050"})
        self.note: Format = workbook.add_format({"italic": True})
        self.numbers: dict[Kind, Format] = {
            kind: workbook.add_format({"valign": "top", "num_format": pattern})
            for kind, pattern in NUMBER_FORMATS.items()
        }
        # Without decimals the pattern of a quantity would leave a lonely decimal sign behind a whole number.
        self.whole: Format = workbook.add_format({"valign": "top", "num_format": "#,##0"})


def render(document: Document) -> bytes:
    """The workbook of a report: the sheet about the document first, then its tables in their order."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, OPTIONS)
    workbook.set_properties({"title": f"{document.title} {document.subtitle}", "created": CREATED})
    formats = Formats(workbook)
    *tables, about = document.tables
    _about(workbook.add_worksheet(about.sheet), about, document, formats)
    for table in tables:
        _sheet(workbook.add_worksheet(table.sheet), table, document, formats)
    workbook.close()
    return buffer.getvalue()


def _about(sheet: Worksheet, table: Table, document: Document, formats: Formats) -> None:
    sheet.set_column(0, 0, 34, None)
    sheet.set_column(1, 1, 110, None)
    sheet.hide_gridlines(2)
    lines = [(document.title, formats.title), (document.subtitle, formats.title)]
    if document.banner:
        lines += [(document.banner, formats.banner), (document.demonstration_notice, formats.text)]
    lines += [(line, formats.text) for line in document.title_lines]
    lines += [(paragraph, formats.text) for section in document.sections[:2] for paragraph in section.paragraphs]
    row = 0
    for line, look in lines:
        sheet.merge_range(row, 0, row, 1, "", look)
        sheet.write_string(row, 0, line, look)
        sheet.set_row(row, 15.5 * -(-len(line) // (95 if look is formats.title else 140)) + 4)
        row += 1
    for record in table.rows:
        row += 1
        for column, value in enumerate(record.cells):
            sheet.write_string(row, column, str(value), formats.text)
    _print_setup(sheet, document, is_landscape=True)


def _sheet(sheet: Worksheet, table: Table, document: Document, formats: Formats) -> None:
    sheet.write_string(0, 0, table.title, formats.title)
    if table.is_demonstration and document.banner:
        sheet.write_string(1, 0, document.banner, formats.banner)
    heading = 3
    titles = [*table.group_titles, *(column.title for column in table.columns)]
    if table.marks:
        titles.append(document.language("mark.column"))
    _widths(sheet, table)
    for column, title in enumerate(titles):
        sheet.write_string(heading, column, title, formats.heading)
    for number, row in enumerate(table.rows, start=heading + 1):
        _row(sheet, number, row, table, document, formats)
    last = heading + len(table.rows)
    if table.rows:
        sheet.autofilter(heading, 0, last, len(titles) - 1)
    words = (legend(table, document.language), *map(note_words, table.notes), "" if table.rows else table.empty)
    notes = [note for note in words if note]
    for number, note in enumerate(notes, start=last + 2):
        sheet.write_string(number, 0, note, formats.note)
    sheet.freeze_panes(heading + 1, _frozen_columns(table))
    sheet.repeat_rows(heading)
    _print_setup(sheet, document, is_landscape=True)


def _row(sheet: Worksheet, number: int, row: Row, table: Table, document: Document, formats: Formats) -> None:
    for place, group in enumerate(row.group):
        sheet.write_string(number, place, group, formats.text)
    first = len(table.group_titles)
    for index, (value, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        _cell(sheet, (number, first + index), value, column, document, formats)
    if table.marks:
        sheet.write_string(number, first + len(table.columns), symbols(row.marks), formats.text)


def _cell(
    sheet: Worksheet, place: tuple[int, int], value: Value, column: Column, document: Document, formats: Formats
) -> None:
    if isinstance(value, (int, Decimal)) and column.kind in NUMBER_KINDS:
        whole = column.kind == "quantity" and value == int(value)
        sheet.write_number(*place, float(value), formats.whole if whole else formats.numbers[column.kind])
    elif value is None:
        sheet.write_string(*place, document.language("value.absent"), formats.absent)
    else:
        words = shown(value, column.kind, document.language("value.absent"))
        sheet.write_string(*place, words, formats.absent if column.kind in NUMBER_KINDS else formats.text)


def _widths(sheet: Worksheet, table: Table) -> None:
    first = len(table.group_titles)
    for place in range(first):
        sheet.set_column(place, place, GROUP_WIDTH, None)
    for number, column in enumerate(table.columns, start=first):
        width = 66 if column.kind == "digest" else column.width * CHARACTERS_PER_MILLIMETRE
        sheet.set_column(number, number, min(max(width, LEAST_WIDTH), WIDEST), None)
    if table.marks:
        place = first + len(table.columns)
        sheet.set_column(place, place, MARKS_WIDTH, None)


def _frozen_columns(table: Table) -> int:
    # The name of the body stays in sight; long lists of reasons and sources scroll as a whole.
    names = [number for number, column in enumerate(table.columns) if column.kind == "text"][:1]
    return len(table.group_titles) + names[0] + 1 if names and len(table.group_titles) < 2 else 0


def _print_setup(sheet: Worksheet, document: Document, *, is_landscape: bool) -> None:
    if is_landscape:
        sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    banner = f"&R&8{document.banner}" if document.banner else ""
    sheet.set_header(f"&L&8{document.short_title}{banner}")
    sheet.set_footer("&R&8&P / &N")
