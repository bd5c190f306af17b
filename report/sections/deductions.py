"""What was taken away: each kind of deduction with what came of it, and each deduction of each body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from report import legal, numbers
from report.languages import Language
from report.records import Block, Penalty, RunReport
from report.sections.common import assumption_links, criterion_anchor, criterion_link, marks_of, name_of
from report.tables import Column, Link, Links, Mark, Row, Section, Table, Value


def kinds(report: RunReport, language: Language) -> Section:
    """One line for each kind of deduction: how many bodies it touched, how many it spared, of how many nothing is known."""
    columns = (
        Column(language("deductions.what"), "text", 76),
        Column(language("deductions.target"), "text", 56),
        Column(language("deductions.per_unit"), "quantity", 20),
        Column(language("deductions.cap"), "quantity", 24),
        Column(language("deductions.touched"), "count", 20),
        Column(language("deductions.spared"), "count", 20),
        Column(language("deductions.unknown"), "count", 22),
        Column(language("criteria_index.paragraph"), "text", 34),
    )
    ordered = sorted(report.penalties, key=lambda one: (one.target_code, one.penalty_code))
    by_kind = groupby(ordered, key=lambda one: (one.target_code, one.penalty_code))
    table = Table(
        title=language("deductions.kinds_table"),
        sheet=language("sheet.deduction_kinds"),
        columns=columns,
        rows=tuple(_kind(list(group), report, language) for _, group in by_kind),
        notes=(language("deductions.note"),) if report.penalties else (),
        empty=language("deductions.none"),
    )
    return Section(language("deductions.title"), (language("deductions.intro"),), tables=(table,), is_landscape=True)


def by_body(report: RunReport, language: Language) -> Section:
    """Each deduction of each body: facts, points, cap, paragraph; bounds in place of points where nothing is known."""
    columns = (
        Column(language("deductions.what"), "text", 96),
        Column(language("deductions.target"), "text", 22),
        Column(language("deductions.facts"), "count", 20),
        Column(language("deductions.per_unit"), "quantity", 20),
        Column(language("deductions.cap"), "quantity", 23),
        Column(language("deductions.points"), "quantity", 20),
        Column(language("deductions.lowest"), "quantity", 20),
        Column(language("deductions.highest"), "quantity", 24),
        Column(language("criteria_index.paragraph"), "text", 30),
        Column(language("criteria_index.assumptions"), "text", 22),
    )
    by_body = (rows for _, rows in groupby(report.penalties, key=lambda one: one.body_code))
    table = Table(
        title=language("deductions.table"),
        sheet=language("sheet.deductions"),
        columns=columns,
        rows=tuple(row for body in by_body for row in _of_body(list(body), report, language)),
        group_titles=(language("results.body"),),
        notes=(language("deductions.note"),) if report.penalties else (),
        empty=language("deductions.none"),
        is_compact=True,
    )
    return Section(language("annex.deductions"), tables=(table,), is_landscape=True)


def _kind(rows: Sequence[Penalty], report: RunReport, language: Language) -> Row:
    first = rows[0]
    cells = (
        language(f"penalty.{first.penalty_code}"),
        _target(first, report, language),
        first.points_per_unit,
        _cap(first, language),
        sum(one.points is not None and one.points > 0 for one in rows),
        sum(one.points == 0 for one in rows),
        sum(one.points is None for one in rows),
        legal.localised(first.legal_ref, language),
    )
    return Row(cells, marks=marks_of({"demonstration": any(one.is_demonstration for one in rows)}))


def _of_body(rows: Sequence[Penalty], report: RunReport, language: Language) -> Iterator[Row]:
    """The deductions of a body, those from a whole block with their total behind them."""
    listed = {one.assumption_id for one in report.assumptions}
    indexed = {one.criterion_code for one in report.methodology}
    totals = {block.block_code: block for block in report.blocks if block.body_code == rows[0].body_code}
    for target, group in groupby(rows, key=lambda one: one.target_code):
        of_target = list(group)
        yield from (_penalty(one, listed, indexed, language) for one in of_target)
        if target in totals:
            yield _total(of_target, totals[target], indexed, language)


def _total(rows: Sequence[Penalty], block: Block, indexed: set[str], language: Language) -> Row:
    is_known = all(one.points is not None for one in rows)
    has_no_cap = any(one.highest_points is None for one in rows)
    cells: tuple[Value, ...] = (
        language("deductions.total", number=block.block_code.removeprefix("B")),
        criterion_link(block.block_code, indexed),
        None,
        None,
        None,
        block.deduction_points if is_known else language("deductions.not_known"),
        block.deduction_points,
        language("deductions.no_cap") if has_no_cap else block.highest_deduction_points,
        None,
        (),
    )
    flags: dict[Mark, bool] = {
        "demonstration": any(one.is_demonstration for one in rows),
        "doubtful": is_known and block.deduction_points != block.highest_deduction_points,
    }
    return Row(cells, (name_of(rows[0], language),), marks_of(flags))


def _cap(one: Penalty, language: Language) -> Value:
    if one.cap_points is None:
        return language("deductions.no_cap")
    if one.is_cap_shared:
        return language("deductions.shared_cap", points=numbers.quantity(one.cap_points))
    return one.cap_points


def _penalty(one: Penalty, listed: set[str], indexed: set[str], language: Language) -> Row:
    no_cap = language("deductions.no_cap")
    highest: Value = no_cap if one.highest_points is None else one.highest_points
    cells = (
        language(f"penalty.{one.penalty_code}"),
        criterion_link(one.target_code, indexed),
        language("deductions.not_known") if one.fact_count is None else one.fact_count,
        one.points_per_unit,
        _cap(one, language),
        language("deductions.not_known") if one.points is None else one.points,
        one.lowest_points,
        highest,
        legal.localised(one.legal_ref, language),
        assumption_links(one.assumption_ids, listed),
    )
    marks = marks_of({"demonstration": one.is_demonstration, "doubtful": not one.is_certain and one.points is not None})
    return Row(cells, (name_of(one, language),), marks)


def _target(one: Penalty, report: RunReport, language: Language) -> Links:
    named = next((row for row in report.methodology if row.criterion_code == one.target_code), None)
    if named is None:
        return (Link(one.target_code),)
    return (Link(f"{one.target_code} {name_of(named, language)}", f"#{criterion_anchor(one.target_code)}"),)
