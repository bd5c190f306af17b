"""The decisions taken where the acts are silent, and what the other readings would change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from report import legal, numbers
from report.languages import Language
from report.records import Assumption, RunReport, WhatIf
from report.sections.common import (
    assumption_anchor,
    assumption_links,
    criterion_link,
    degree_words,
    marks_of,
    name_of,
    result_link,
    score_or_bounds,
)
from report.tables import Column, Link, Row, Section, Table, Value


def assumptions(report: RunReport, language: Language) -> Section:
    """What each set of other readings would change, and the decisions with their alternatives."""
    return Section(
        language("assumptions.title"),
        (language("assumptions.intro"), language("what_if.intro" if report.what_ifs else "what_if.none")),
        tables=(*_what_ifs(report, language), _decisions(report, language)),
        is_landscape=True,
    )


def changed_degrees(report: RunReport, language: Language) -> Section:
    """Each degree that another reading would change, of the overall result and of the blocks."""
    columns = (
        Column(language("what_if.set"), "text", 28),
        Column(language("results.body"), "text", 76),
        Column(language("change.result"), "text", 42),
        Column(language("what_if.score"), "score", 27),
        Column(language("what_if.other_score"), "score", 27),
        Column(language("what_if.degree"), "text", 34),
        Column(language("what_if.other_degree"), "text", 34),
    )
    changed = [row for row in _ordered(report.what_ifs) if row.degree != row.other_degree]
    changed.sort(key=lambda row: (numbers.natural(row.assumption_ids), row.result_code != "OVERALL", row.result_code))
    table = Table(
        title=language("what_if.degrees_table"),
        sheet=language("sheet.what_if_degrees"),
        columns=columns,
        rows=tuple(_changed(row, report, language) for row in changed),
        empty=language("what_if.no_degree" if report.what_ifs else "what_if.none"),
    )
    return Section(language("annex.what_if"), tables=(table,), is_landscape=True)


def _what_ifs(report: RunReport, language: Language) -> tuple[Table, ...]:
    if not report.what_ifs:
        return ()
    columns = (
        Column(language("what_if.set"), "text", 30),
        Column(language("what_if.reading"), "text", 92),
        Column(language("what_if.scores"), "count", 24),
        Column(language("what_if.degrees"), "count", 24),
        Column(language("what_if.ranks"), "count", 24),
        Column(language("what_if.largest"), "change", 26),
        Column(language("what_if.whose"), "text", 56),
    )
    by_set = groupby(_ordered(report.what_ifs), key=lambda row: row.assumption_ids)
    table = Table(
        title=language("what_if.table"),
        sheet=language("sheet.what_if"),
        columns=columns,
        rows=tuple(_what_if(ids, list(group), report, language) for ids, group in by_set),
        notes=(language("what_if.note"),),
    )
    return (table,)


def _ordered(rows: Sequence[WhatIf]) -> list[WhatIf]:
    return sorted(rows, key=lambda row: numbers.natural(row.assumption_ids))


def _what_if(ids: str, rows: Sequence[WhatIf], report: RunReport, language: Language) -> Row:
    overall = [row for row in rows if row.result_code == "OVERALL"]
    moved = [
        (row.other_score - row.score, row) for row in overall if row.score is not None and row.other_score is not None
    ]
    largest: Decimal | None = None
    whose: str | None = None
    if moved:
        largest, row = max(moved, key=lambda pair: abs(pair[0]))  # of equal changes the first in the order of codes
        whose = name_of(report.result_of(row.body_code), language) if largest else None
    cells: tuple[Value, ...] = (
        assumption_links(ids, {one.assumption_id for one in report.assumptions}),
        _reading(ids, report, language),
        sum(row.score != row.other_score for row in overall),
        sum(row.degree != row.other_degree for row in overall),
        sum(row.peer_rank != row.other_peer_rank for row in overall),
        largest,
        whose,
    )
    is_demonstration = any(report.result_of(row.body_code).is_demonstration for row in rows)
    return Row(cells, marks=marks_of({"demonstration": is_demonstration}))


def _reading(ids: str, report: RunReport, language: Language) -> str | None:
    known = {one.assumption_id: one for one in report.assumptions}
    named = sorted((name for name in ids.split() if name in known), key=numbers.natural)
    return " ".join(language.choose(known[name].alternative_ru, known[name].alternative_kk) for name in named) or None


def _changed(row: WhatIf, report: RunReport, language: Language) -> Row:
    result = report.result_of(row.body_code)
    scores = (
        score_or_bounds(row.score, row.lowest_score, row.highest_score, language),
        score_or_bounds(row.other_score, row.other_lowest_score, row.other_highest_score, language),
    )
    degrees = (
        degree_words(row.degree, row.lowest_degree, row.highest_degree, language),
        degree_words(row.other_degree, row.other_lowest_degree, row.other_highest_degree, language),
    )
    cells: tuple[Value, ...] = (
        assumption_links(row.assumption_ids, {one.assumption_id for one in report.assumptions}),
        name_of(result, language),
        result_link(row.result_code, {one.criterion_code for one in report.methodology}, language),
        *scores,
        *degrees,
    )
    return Row(cells, marks=marks_of({"demonstration": result.is_demonstration}))


def _decisions(report: RunReport, language: Language) -> Table:
    columns = (
        Column(language("assumptions.id"), "code", 15),
        Column(language("assumptions.place"), "text", 34),
        Column(language("assumptions.decision"), "text", 76),
        Column(language("assumptions.alternative"), "text", 54),
        Column(language("assumptions.certainty"), "text", 28),
        Column(language("assumptions.criteria"), "text", 34),
        Column(language("assumptions.scores"), "count", 20),
    )
    ordered = sorted(report.assumptions, key=lambda one: numbers.natural(one.assumption_id))
    return Table(
        title=language("assumptions.table"),
        sheet=language("sheet.assumptions"),
        columns=columns,
        rows=tuple(_decision(one, report, language) for one in ordered),
        empty=language("assumptions.none"),
    )


def _decision(one: Assumption, report: RunReport, language: Language) -> Row:
    indexed = {criterion.criterion_code for criterion in report.methodology}
    touched = tuple(
        Link(language.known("scope", link.words), link.target)
        for code in one.touched_criteria.replace(",", " ").split()
        for link in criterion_link(code, indexed)
    )
    cells = (
        one.assumption_id,
        legal.localised(one.place, language),
        language.choose(one.decision_ru, one.decision_kk),
        language.choose(one.alternative_ru, one.alternative_kk),
        language.known("certainty", one.certainty),
        touched,
        one.touched_score_count,
    )
    return Row(cells, anchor=assumption_anchor(one.assumption_id))
