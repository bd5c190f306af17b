"""The chapters with results: overall, the blocks side by side and one by one, and the places among peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from report.languages import Language
from report.records import BODY_KINDS, Block, Result, RunReport
from report.sections.common import by_kind, degree_words, marks_of, name_of, score_or_bounds
from report.tables import Column, Mark, Row, Section, Table, Value

BLOCK_CODES = ("B1", "B2", "B3")


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


def side_by_side(report: RunReport, language: Language) -> Section:
    """The three blocks of each body beside its overall result."""
    present = {result.body_kind for result in report.results}
    blocks_of = {(block.body_code, block.block_code): block for block in report.blocks}
    tables = tuple(_side_by_side(report, kind, blocks_of, language) for kind in BODY_KINDS if kind in present)
    return Section(language("side.title"), (language("side.intro"),), tables=tables, is_landscape=True)


def places(report: RunReport, language: Language) -> Section:
    """The bodies with a score, in their order, with those that share a place."""
    present = {result.body_kind for result in report.results}
    tables = tuple(_places(report.results, kind, language) for kind in BODY_KINDS if kind in present)
    return Section(language("places.title"), (language("places.intro"),), tables=tables)


def _side_by_side(
    report: RunReport, kind: str, blocks_of: Mapping[tuple[str, str], Block], language: Language
) -> Table:
    columns = [Column(language("results.body"), "text", 80)]
    for code in BLOCK_CODES:
        number = code.removeprefix("B")
        columns.append(Column(language("side.block", number=number), "score", 25))
        columns.append(Column(language("side.block_degree", number=number), "text", 25))
    columns += [Column(language("overall.score"), "score", 27), Column(language("overall.degree"), "text", 27)]
    rows = []
    for result in report.results:
        if result.body_kind != kind:
            continue
        cells: list[Value] = [name_of(result, language)]
        for code in BLOCK_CODES:
            cells += _block_cells(blocks_of.get((result.body_code, code)), language)
        cells.append(score_or_bounds(result.score, result.lowest_score, result.highest_score, language))
        cells.append(degree_words(result.degree, result.lowest_degree, result.highest_degree, language))
        flags: dict[Mark, bool] = {"demonstration": result.is_demonstration, "partial": result.is_partial}
        rows.append(Row(tuple(cells), marks=marks_of(flags)))
    return Table(
        title=language("side.table", kind=language(f"body_kind.{kind}").lower()),
        sheet=language(f"sheet.side_{kind}"),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(language("results.note_weights"),),
    )


def _block_cells(block: Block | None, language: Language) -> tuple[Value, Value]:
    if block is None or block.status == "not_applicable":
        return language("value.not_assessed"), None
    score = score_or_bounds(block.score, block.lowest_score, block.highest_score, language)
    return score, degree_words(block.degree, block.lowest_degree, block.highest_degree, language)


def _places(results: Sequence[Result], kind: str, language: Language) -> Table:
    peers = [result for result in results if result.body_kind == kind]
    ranked = sorted(
        (result for result in peers if result.peer_rank is not None), key=lambda result: result.peer_rank or 0
    )
    columns = (
        Column(language("results.rank"), "count", 14),
        Column(language("results.body"), "text", 76),
        Column(language("overall.score"), "score", 28),
        Column(language("overall.degree"), "text", 30),
        Column(language("places.shared_with"), "text", 48),
    )
    rows = tuple(_place(result, ranked, language) for result in ranked)
    open_count = len(peers) - len(ranked)
    notes = [language("results.note_weights"), language("results.note_blocks")] if ranked else []
    if open_count and ranked:
        notes.append(language("places.without", count=open_count))
    return Table(
        title=language("places.table", kind=language(f"body_kind.{kind}").lower()),
        sheet=language(f"sheet.places_{kind}"),
        columns=columns,
        rows=rows,
        notes=tuple(notes),
        empty=language("places.none"),
    )


def _place(result: Result, ranked: Sequence[Result], language: Language) -> Row:
    equals = [one for one in ranked if one.peer_rank == result.peer_rank and one.body_code != result.body_code]
    cells = (
        result.peer_rank,
        name_of(result, language),
        result.score,
        degree_words(result.degree, result.lowest_degree, result.highest_degree, language),
        "; ".join(name_of(one, language) for one in equals) or None,
    )
    flags: dict[Mark, bool] = {
        "demonstration": result.is_demonstration, "partial": result.is_partial, "tied": result.is_tied,
    }  # fmt: skip
    return Row(cells, marks=marks_of(flags))


def _results(results: Sequence[Result], kind: str, language: Language) -> Table:
    chosen = [result for result in results if result.body_kind == kind]
    columns = (
        Column(language("results.number"), "count", 9),
        Column(language("results.body"), "text", 100),
        Column(language("overall.score"), "score", 30),
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
        notes=(language("results.note_weights"), language("results.note_blocks")),
    )


def _result(number: int, result: Result, language: Language) -> Row:
    cells = (
        number,
        name_of(result, language),
        language("value.no_score") if result.score is None else result.score,
        result.lowest_score,
        result.highest_score,
        degree_words(result.degree, result.lowest_degree, result.highest_degree, language),
        result.coverage_pct,
        result.peer_rank,
    )
    flags: dict[Mark, bool] = {
        "demonstration": result.is_demonstration,
        "partial": result.is_partial,
        "tied": result.is_tied,
    }
    return Row(cells, marks=marks_of(flags))


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
    ordered = by_kind(rows)
    return Table(
        title=language("blocks.table", number=number, name=language.choose(first.block_name_ru, first.block_name_kk)),
        sheet=language("sheet.block", number=number),
        columns=columns,
        rows=tuple(_block_row(row, language) for row in ordered),
        group_titles=(language("not_scored.kind"),),
    )


def _block_row(row: Block, language: Language) -> Row:
    group = (language(f"body_kind.{row.body_kind}"),)
    name = name_of(row, language)
    if row.status == "not_applicable":
        return Row((name, language("value.not_assessed"), None, None, None, None), group)
    score: Value = language("value.no_score") if row.score is None else row.score
    degree = degree_words(row.degree, row.lowest_degree, row.highest_degree, language)
    cells = (name, score, row.lowest_score, row.highest_score, degree, row.coverage_pct)
    return Row(cells, group, marks_of({"demonstration": row.is_demonstration, "partial": row.is_partial}))
