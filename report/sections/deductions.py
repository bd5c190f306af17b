"""What was taken away: each kind of deduction with what came of it, and each deduction of each body."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from report import legal
from report.languages import Language
from report.records import Penalty, RunReport
from report.sections.common import assumption_links, criterion_anchor, criterion_link, marks_of, name_of
from report.tables import Column, Link, Links, Row, Section, Table, Value


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
    listed = {one.assumption_id for one in report.assumptions}
    indexed = {one.criterion_code for one in report.methodology}
    table = Table(
        title=language("deductions.table"),
        sheet=language("sheet.deductions"),
        columns=columns,
        rows=tuple(_penalty(one, listed, indexed, language) for one in report.penalties),
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
        language("deductions.no_cap") if first.cap_points is None else first.cap_points,
        sum(one.points is not None and one.points > 0 for one in rows),
        sum(one.points == 0 for one in rows),
        sum(one.points is None for one in rows),
        legal.localised(first.legal_ref, language),
    )
    return Row(cells, marks=marks_of({"demonstration": any(one.is_demonstration for one in rows)}))


def _penalty(one: Penalty, listed: set[str], indexed: set[str], language: Language) -> Row:
    no_cap = language("deductions.no_cap")
    highest: Value = no_cap if one.highest_points is None else one.highest_points
    cells = (
        language(f"penalty.{one.penalty_code}"),
        criterion_link(one.target_code, indexed),
        language("deductions.not_known") if one.fact_count is None else one.fact_count,
        one.points_per_unit,
        no_cap if one.cap_points is None else one.cap_points,
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
