"""The chapters behind the results: what is missing, the account of rows and cells, the sources."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from report import legal, numbers
from report.languages import Language
from report.records import BODY_KINDS, Correction, NotScored, RunReport, Source
from report.sections.common import criterion_link
from report.tables import Column, Fact, Row, Section, Table


def not_scored(report: RunReport, language: Language) -> Section:
    """Criteria without a score, and apart from them those that do not apply, gathered under their reasons."""
    applicable = [row for row in report.not_scored if row.status != "not_applicable"]
    others = [row for row in report.not_scored if row.status == "not_applicable"]
    tables = [_gathered("table", applicable, report, language)]
    if others:
        tables.append(_gathered("not_applicable_table", others, report, language))
    paragraphs = (language("not_scored.intro"),)
    return Section(language("not_scored.title"), paragraphs, tables=tuple(tables), is_landscape=True)


def _gathered(title: str, rows: Sequence[NotScored], report: RunReport, language: Language) -> Table:
    columns = (
        Column(language("not_scored.code"), "code", 26),
        Column(language("not_scored.criterion"), "text", 88),
        Column(language("not_scored.maximum"), "quantity", 18),
        Column(language("not_scored.bodies"), "count", 18),
        Column(language("not_scored.reference"), "text", 108),
    )
    indexed = {one.criterion_code for one in report.methodology}
    return Table(
        title=language(f"not_scored.{title}"),
        sheet=language("sheet.not_scored" if title == "table" else "sheet.not_applicable"),
        columns=columns,
        rows=tuple(_not_scored(row, indexed, language) for row in _by_reason(rows)),
        group_titles=tuple(language(f"not_scored.{key}") for key in ("kind", "status", "reason")),
        empty=language("not_scored.none"),
    )


def accounting(report: RunReport, language: Language) -> Section:
    """What became of every row of every source, why rows were rejected, and which cells are read otherwise."""
    tables = [_accounting(report, language), _rejected(report, language)]
    if report.unknown_names:
        tables.append(_unknown_names(report, language))
    tables.append(_corrections(report, language))
    return Section(
        language("accounting.title"),
        (language("accounting.intro"),),
        facts=_quality(report, language),
        tables=tuple(tables),
        is_landscape=True,
    )


def sources(report: RunReport, language: Language) -> Section:
    """Each delivered source with the hash of its file, and each gap with its reason."""
    delivered = [source for source in report.sources if source.is_delivered]
    gaps = [source for source in report.sources if not source.is_delivered]
    tables = [_delivered(delivered, language)]
    if gaps:
        tables.append(_gaps(gaps, language))
    return Section(language("sources.title"), tables=tuple(tables), is_landscape=True)


def _by_reason(rows: Sequence[NotScored]) -> list[NotScored]:
    # Groups in the order in which their first criterion comes; criteria keep theirs.
    seen: dict[tuple[str, str, str, str], list[NotScored]] = {}
    for row in sorted(rows, key=lambda row: BODY_KINDS.index(row.body_kind)):
        seen.setdefault((row.body_kind, row.status, row.reason_ru, row.status_reason), []).append(row)
    return list(chain.from_iterable(seen.values()))


def _not_scored(row: NotScored, indexed: set[str], language: Language) -> Row:
    group = (
        language(f"body_kind.{row.body_kind}"),
        language(f"status.{row.status}"),
        _reason(row, language),
    )
    name = language.choose(row.criterion_name_ru, row.criterion_name_kk)
    reference = legal.localised(row.legal_ref, language)
    code = criterion_link(row.criterion_code, indexed)
    return Row((code, name, row.max_points, row.body_count, reference), group)


def _reason(row: NotScored, language: Language) -> str:
    # The general sentence, and behind it what the criterion's own model found where it says more.
    general, own = language.choose(row.reason_ru, row.reason_kk), language.reason(row.status_reason)
    return f"{general}: {own}" if own else general


def _accounting(report: RunReport, language: Language) -> Table:
    counts = ("declared", "total", "accepted", "rejected", "unreadable")
    columns = (
        Column(language("accounting.source"), "text", 90),
        Column(language("accounting.part"), "text", 36),
        *(Column(language(f"accounting.{key}"), "count", 27) for key in counts),
    )
    rows = tuple(
        Row(
            (
                *_named(source, language),
                source.declared_row_count, source.total_row_count, source.accepted_row_count,
                source.rejected_row_count, source.unreadable_row_count,
            ),
            marks=("demonstration",) if source.is_demonstration else (),
        )
        for source in report.sources
        if source.is_delivered
    )  # fmt: skip
    return Table(
        title=language("accounting.table"),
        sheet=language("sheet.accounting"),
        columns=columns,
        rows=rows,
        empty=language("accounting.none"),
    )


def _quality(report: RunReport, language: Language) -> tuple[Fact, ...]:
    delivered = [source for source in report.sources if source.is_delivered]
    total, accepted, rejected, unreadable = (
        sum(getattr(source, f"{key}_row_count") or 0 for source in delivered)
        for key in ("total", "accepted", "rejected", "unreadable")
    )
    cells = sum(one.row_count for one in report.rejected_cells)
    named = {(one.source, one.correction_id) for one in report.corrections}
    return (
        Fact(
            language("quality.loaded"), numbers.count(total), language("quality.loaded_split", sources=numbers.count(len(delivered))),
        ),
        Fact(language("quality.accepted"), numbers.count(accepted), language("quality.accepted_split")),
        Fact(
            language("quality.rejected"), numbers.count(rejected),
            language("quality.rejected_split", unreadable=numbers.count(unreadable), cells=numbers.count(cells)),
        ),
        Fact(
            language("quality.corrections"), numbers.count(len(named)),
            language("quality.corrections_split", cells=numbers.count(len(report.corrections))),
        ),
    )  # fmt: skip


def _corrections(report: RunReport, language: Language) -> Table:
    columns = (
        Column(language("rejected.source"), "text", 60),
        Column(language("corrections.id"), "code", 56),
        Column(language("rejected.column"), "code", 30),
        Column(language("corrections.old"), "text", 34),
        Column(language("corrections.new"), "text", 34),
        Column(language("corrections.by"), "text", 34),
        Column(language("corrections.on"), "text", 24),
    )
    return Table(
        title=language("corrections.table"),
        sheet=language("sheet.corrections"),
        columns=columns,
        rows=tuple(_correction(one, report, language) for one in report.corrections),
        notes=(language("corrections.note"),) if report.corrections else (),
        empty=language("corrections.none"),
    )


def _correction(one: Correction, report: RunReport, language: Language) -> Row:
    source = report.any_part_of(one.source)
    cells = (
        language.choose(source.title_ru, source.title_kk),
        one.correction_id,
        one.column_name,
        language("corrections.empty") if one.old_value is None else one.old_value,
        language("corrections.withdrawn") if one.new_value is None else one.new_value,
        language.known("role", one.decided_by),
        one.decided_on.strftime("%d.%m.%Y"),
    )
    return Row(cells, marks=("demonstration",) if source.is_demonstration else ())


def _rejected(report: RunReport, language: Language) -> Table:
    columns = (
        Column(language("rejected.source"), "text", 84),
        Column(language("rejected.part"), "text", 34),
        Column(language("rejected.column"), "code", 40),
        Column(language("rejected.reason"), "text", 80),
        Column(language("rejected.cells"), "count", 22),
    )
    rows = []
    for one in report.rejected_cells:
        source = report.source(one.source, one.part)
        cells = (*_named(source, language), one.column_name, language.rejection(one.reason), one.row_count)
        rows.append(Row(cells, marks=("demonstration",) if source.is_demonstration else ()))
    return Table(
        title=language("rejected.table"),
        sheet=language("sheet.rejected"),
        columns=columns,
        rows=tuple(rows),
        notes=(language("rejected.note"),) if rows else (),
        empty=language("rejected.none"),
    )


def _unknown_names(report: RunReport, language: Language) -> Table:
    columns = (
        Column(language("rejected.source"), "text", 84),
        Column(language("rejected.part"), "text", 34),
        Column(language("rejected.name"), "text", 70),
        Column(language("rejected.reason"), "text", 60),
        Column(language("rejected.rows"), "count", 22),
    )
    rows = []
    for one in report.unknown_names:
        source = report.source(one.source, one.part)
        cells = (*_named(source, language), one.raw_value, language.rejection(one.reason), one.row_count)
        rows.append(Row(cells, marks=("demonstration",) if source.is_demonstration else ()))
    return Table(
        title=language("rejected.names_table"),
        sheet=language("sheet.rejected_names"),
        columns=columns,
        rows=tuple(rows),
    )


def _delivered(rows: Sequence[Source], language: Language) -> Table:
    columns = (
        Column(language("sources.source"), "text", 56),
        Column(language("sources.part"), "text", 26),
        Column(language("sources.owner"), "text", 56),
        Column(language("sources.period"), "text", 20),
        Column(language("sources.licence"), "text", 50),
        Column(language("sources.sha256"), "digest", 50),
    )
    return Table(
        title=language("sources.table"),
        sheet=language("sheet.sources"),
        columns=columns,
        rows=tuple(
            Row(
                (
                    *_named(source, language),
                    language.choose(source.owner_ru, source.owner_kk),
                    source.period,
                    language.known("licence", source.licence or language("value.absent")),
                    source.sha256,
                ),
                marks=("demonstration",) if source.is_demonstration else (),
            )
            for source in rows
        ),
        empty=language("sources.none"),
    )


def _gaps(rows: Sequence[Source], language: Language) -> Table:
    columns = (
        Column(language("sources.source"), "text", 86),
        Column(language("sources.owner"), "text", 60),
        Column(language("sources.gaps_reason"), "text", 115),
    )
    cells = [
        (
            language.choose(source.title_ru, source.title_kk),
            language.choose(source.owner_ru, source.owner_kk),
            language.choose(source.gap_reason_ru or "", source.gap_reason_kk or ""),
        )
        for source in rows
    ]
    return Table(
        title=language("sources.gaps_table"),
        sheet=language("sheet.gaps"),
        columns=columns,
        rows=tuple(Row(one) for one in cells),
    )


def _named(source: Source, language: Language) -> tuple[str, str]:
    part = language.known("part", source.part) if source.part else language("value.whole_file")
    return language.choose(source.title_ru, source.title_kk), part
