"""The chapters with results: overall, by block, by criterion, and the absorption of the budget beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TypeVar

from report import legal, numbers
from report.languages import Language
from report.read import BODY_KINDS, Block, Criterion, Result, RunReport
from report.tables import Column, Mark, Row, Section, Table, Value

Record = TypeVar("Record", Block, Criterion)


def overall(report: RunReport, language: Language) -> Section:
    """The table of results of each kind of body."""
    present = {result.body_kind for result in report.results}
    return Section(
        title=language("results.title"),
        tables=tuple(_results(report.results, kind, language) for kind in BODY_KINDS if kind in present),
        is_landscape=True,
    )


def blocks(report: RunReport, language: Language) -> Section:
    """One table per block, central bodies before local ones."""
    rows = sorted(report.blocks, key=lambda block: block.block_code)
    by_code = groupby(rows, key=lambda block: block.block_code)
    return Section(title=language("blocks.title"), tables=tuple(_block(list(group), language) for _, group in by_code))


def criteria(report: RunReport, language: Language) -> Section:
    """One table per scored criterion with what its points were computed from."""
    rows = sorted(report.criteria, key=lambda row: _short_code(row.criterion_code))
    by_code = groupby(rows, key=lambda row: _short_code(row.criterion_code))
    tables = tuple(_criterion(code, list(group), language) for code, group in by_code)
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
    for one in report.absorption:
        named = language.code == "ru" or one.name_kk is not None
        name = language.choose(one.administrator_name_ru, one.name_kk or one.administrator_name_ru)
        amounts = (one.plan_thousand_kzt, one.paid_thousand_kzt, one.absorption_pct)
        assessed = None if one.body_code is None else language("value.assessed")
        cells = (one.administrator_code, name, assessed, *amounts)
        rows.append(Row(cells, marks=() if named else ("source_language",)))
    table = Table(
        title=language("absorption.table"),
        sheet=language("sheet.absorption"),
        columns=columns,
        rows=tuple(rows),
        empty=language("absorption.none"),
    )
    return Section(title=language("absorption.title"), paragraphs=(language("absorption.intro"),), tables=(table,))


def _results(results: Sequence[Result], kind: str, language: Language) -> Table:
    chosen = [result for result in results if result.body_kind == kind]
    columns = (
        Column(language("results.number"), "count", 9),
        Column(language("results.body"), "text", 100),
        Column(language("results.score"), "score", 26),
        Column(language("results.lowest"), "score", 22),
        Column(language("results.highest"), "score", 22),
        Column(language("results.degree"), "text", 41),
        Column(language("results.coverage"), "score", 18),
        Column(language("results.rank"), "count", 14),
    )
    rows = tuple(_result(number, result, language) for number, result in enumerate(chosen, start=1))
    return Table(
        title=language("results.table", kind=language(f"body_kind.{kind}").lower()),
        sheet=language(f"sheet.results_{kind}"),
        columns=columns,
        rows=rows,
        notes=(language("results.note_weights"),),
    )


def _result(number: int, result: Result, language: Language) -> Row:
    cells = (
        number,
        language.choose(result.name_ru, result.name_kk),
        language("value.no_score") if result.score is None else result.score,
        result.lowest_score,
        result.highest_score,
        _degree(result.degree, result.lowest_degree, result.highest_degree, language),
        result.coverage_pct,
        result.peer_rank,
    )
    flags: dict[Mark, bool] = {
        "demonstration": result.is_demonstration,
        "partial": result.is_partial,
        "tied": result.is_tied,
    }
    return Row(cells, marks=_marks(flags))


def _degree(degree: str | None, lowest: str | None, highest: str | None, language: Language) -> str | None:
    if degree is not None:
        return language(f"degree.{degree}")
    if lowest is None or highest is None:
        return None
    ends = (language(f"degree.{lowest}"), language(f"degree.{highest}"))
    return ends[0] if lowest == highest else language("value.range", lowest=ends[0], highest=ends[1])


def _block(rows: Sequence[Block], language: Language) -> Table:
    first = rows[0]
    number = first.block_code.removeprefix("B")
    columns = (
        Column(language("results.body"), "text", 66),
        Column(language("results.score"), "score", 26),
        Column(language("results.lowest"), "score", 23),
        Column(language("results.highest"), "score", 23),
        Column(language("results.degree"), "text", 28),
        Column(language("results.coverage"), "score", 17),
    )
    ordered = _by_kind(rows)
    return Table(
        title=language("blocks.table", number=number, name=language.choose(first.block_name_ru, first.block_name_kk)),
        sheet=language("sheet.block", number=number),
        columns=columns,
        rows=tuple(_block_row(row, language) for row in ordered),
        group_titles=(language("not_scored.kind"),),
    )


def _block_row(row: Block, language: Language) -> Row:
    group = (language(f"body_kind.{row.body_kind}"),)
    name = language.choose(row.name_ru, row.name_kk)
    if row.status == "not_applicable":
        return Row((name, language("value.not_assessed"), None, None, None, None), group)
    score: Value = language("value.no_score") if row.score is None else row.score
    degree = None if row.degree is None else language(f"degree.{row.degree}")
    cells = (name, score, row.lowest_score, row.highest_score, degree, row.coverage_pct)
    return Row(cells, group, _marks({"demonstration": row.is_demonstration, "partial": row.is_partial}))


def _criterion(code: str, rows: Sequence[Criterion], language: Language) -> Table:
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
    ordered = _by_kind(rows)
    codes = sorted({row.criterion_code for row in rows})
    name = language.choose(rows[0].criterion_name_ru, rows[0].criterion_name_kk)
    return Table(
        title=language("criteria.table", code=code, name=name),
        sheet=language("sheet.criterion", code=code),
        columns=columns,
        rows=tuple(_criterion_row(row, language) for row in ordered),
        group_titles=(language("not_scored.kind"),),
        notes=_criterion_notes(rows, codes, language),
    )


def _criterion_notes(rows: Sequence[Criterion], codes: Sequence[str], language: Language) -> tuple[str, ...]:
    maxima = sorted({row.max_points for row in rows if row.max_points is not None})
    ids = sorted({one for row in rows for one in row.assumption_ids.replace(",", " ").split()}, key=numbers.natural)
    references = sorted({legal.localised(row.legal_ref, language) for row in rows})
    notes = [
        language("criteria.code", codes=", ".join(codes)),
        language("criteria.reference", reference="; ".join(references)),
    ]
    if maxima:
        notes.append(language("criteria.maximum", points="; ".join(numbers.quantity(one) for one in maxima)))
    if ids:
        notes.append(language("criteria.assumptions", ids=", ".join(ids)))
    return (". ".join(note.rstrip(".") for note in notes) + ".",)


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
    return Row(cells, (language(f"body_kind.{row.body_kind}"),), _marks(flags))


def _by_kind(rows: Iterable[Record]) -> list[Record]:
    return sorted(rows, key=lambda row: BODY_KINDS.index(row.body_kind))


def _short_code(code: str) -> str:
    # B2.C.A1 and B2.M.A1 are one criterion of central and of local (M) bodies.
    parts = code.split(".")
    return ".".join([parts[0], *parts[2:]]) if len(parts) > 2 and parts[1] in ("C", "M") else code


def _marks(flags: dict[Mark, bool]) -> tuple[Mark, ...]:
    return tuple(mark for mark, is_set in flags.items() if is_set)
