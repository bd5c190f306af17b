"""The chapters on single criteria: what their points were computed from, and the absorption of the budget beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from report import legal, numbers
from report.languages import Language
from report.records import Criterion, RunReport
from report.sections.common import assumption_links, by_kind, criterion_link, linked_words, marks_of
from report.tables import Column, Link, Links, Mark, Row, Section, Table, Value

BUDGET = "budget_execution"
PARTS = {"central": "cgo", "local": "mio"}


def criteria(report: RunReport, language: Language) -> Section:
    """One table per scored criterion with what its points were computed from."""
    rows = sorted(report.criteria, key=lambda row: _shared_code(row.criterion_code))
    by_code = groupby(rows, key=lambda row: _shared_code(row.criterion_code))
    tables = tuple(_criterion(code, list(group), report, language) for code, group in by_code)
    return Section(
        title=language("criteria.title"),
        paragraphs=(language("criteria.intro" if tables else "criteria.none"),),
        tables=tables,
    )


def absorption(report: RunReport, language: Language) -> Section:
    """Planned and paid budgets by administrator: shown, never scored."""
    columns = (
        Column(language("absorption.code"), "code", 12),
        Column(language("absorption.name"), "text", 70),
        Column(language("absorption.body"), "text", 21),
        Column(language("absorption.plan"), "amount", 28),
        Column(language("absorption.paid"), "amount", 28),
        Column(language("absorption.percent"), "score", 19),
    )
    rows = []
    is_demonstration = any(source.is_demonstration for source in report.sources if source.source == BUDGET)
    for one in report.absorption:
        named = language.code == "ru" or one.name_kk is not None
        name = language.choose(one.administrator_name_ru, one.name_kk or one.administrator_name_ru)
        amounts = (one.plan_thousand_kzt, one.paid_thousand_kzt, one.absorption_pct)
        assessed = None if one.body_code is None else language("value.assessed")
        cells = (one.administrator_code, name, assessed, *amounts)
        flags: dict[Mark, bool] = {"demonstration": is_demonstration, "source_language": not named}
        rows.append(Row(cells, marks=marks_of(flags)))
    table = Table(
        title=language("absorption.table"),
        sheet=language("sheet.absorption"),
        columns=columns,
        rows=tuple(rows),
        empty=language("absorption.none"),
    )
    return Section(title=language("absorption.title"), paragraphs=(language("absorption.intro"),), tables=(table,))


def _criterion(code: str, rows: Sequence[Criterion], report: RunReport, language: Language) -> Table:
    measure = f"measure.{code.split('.', 1)[1].replace('.', '_')}" if "." in code else ""
    known = f"{measure}.numerator" in language.strings
    prefix = measure if known else "criteria"
    columns = (
        Column(language("criteria.body"), "text", 64),
        Column(language(f"{prefix}.numerator"), "quantity", 38),
        Column(language(f"{prefix}.denominator"), "quantity", 31),
        Column(language("criteria.points"), "score", 18),
        Column(language("criteria.lowest"), "score", 21),
        Column(language("criteria.highest"), "score", 21),
    )
    ordered = by_kind(rows)
    codes = ", ".join(sorted({row.criterion_code for row in rows}))
    name = language.choose(rows[0].criterion_name_ru, rows[0].criterion_name_kk)
    return Table(
        title=language("criteria.table", code=codes, name=name),
        sheet=language("sheet.criterion", code=codes),
        columns=columns,
        rows=tuple(_criterion_row(row, language) for row in ordered),
        group_titles=(language("not_scored.kind"),),
        notes=_criterion_notes(rows, report, language),
    )


def _criterion_notes(rows: Sequence[Criterion], report: RunReport, language: Language) -> tuple[str | Links, ...]:
    indexed = {one.criterion_code for one in report.methodology}
    listed = {one.assumption_id for one in report.assumptions}
    codes = sorted({row.criterion_code for row in rows})
    ids = {one for row in rows for one in row.assumption_ids.replace(",", " ").split()}
    references = sorted({legal.localised(row.legal_ref, language) for row in rows})
    sentences: list[Links] = [
        linked_words(
            language("criteria.codes", codes="{links}"),
            tuple(link for code in codes for link in criterion_link(code, indexed)),
        ),
        (Link(language("criteria.reference", reference="; ".join(references)).rstrip(".")),),
        *((Link(words),) for words in _maximum(rows, language)),
    ]
    if ids:
        sentences.append(
            linked_words(language("criteria.assumptions", ids="{links}"), assumption_links(" ".join(ids), listed))
        )
    pieces = [piece for sentence in sentences for piece in (*sentence, Link(". "))]
    return ((*pieces[:-1], Link(".")),)


def _maximum(rows: Sequence[Criterion], language: Language) -> Iterator[str]:
    """The highest points, and of which kind of bodies where central and local ones can earn different ones."""
    maxima = {row.body_kind: numbers.quantity(row.max_points) for row in by_kind(rows) if row.max_points is not None}
    if len(set(maxima.values())) > 1:
        parts = (f"{points} ({language(f'part.{PARTS[kind]}')})" for kind, points in maxima.items())
        yield language("criteria.maximum", points="; ".join(parts))
    elif maxima:
        yield language("criteria.maximum", points=next(iter(maxima.values())))


def _points(row: Criterion, language: Language) -> Value:
    if row.max_points is None:
        return language("value.coefficient")
    return language("value.no_points") if row.points is None else row.points


def _criterion_row(row: Criterion, language: Language) -> Row:
    cells = (
        language.choose(row.name_ru, row.name_kk),
        row.numerator,
        row.denominator,
        _points(row, language),
        row.lowest_points,
        row.highest_points,
    )
    flags: dict[Mark, bool] = {
        "demonstration": row.is_demonstration, "partial": row.is_partial, "no_events": row.has_no_events,
    }  # fmt: skip
    return Row(cells, (language(f"body_kind.{row.body_kind}"),), marks_of(flags))


def _shared_code(code: str) -> str:
    # Never printed, since no index knows it: B2.C.A1 and B2.M.A1 are one criterion of central and of local (M) bodies.
    parts = code.split(".")
    return ".".join([parts[0], *parts[2:]]) if len(parts) > 2 and parts[1] in ("C", "M") else code
