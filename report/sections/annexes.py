"""The annexes: where each criterion leads, and every criterion of every body."""

from __future__ import annotations

from report import legal
from report.languages import Language
from report.records import BODY_KINDS, Answer, Methodology, RunReport
from report.sections.common import ROOT, assumption_links, criterion_anchor, criterion_link, marks_of, name_of
from report.tables import Column, Link, Mark, Row, Section, Table, Value


def criteria_index(report: RunReport, language: Language) -> Section:
    """Each criterion with its paragraph, its page, its model and its assumptions, all of them one step away."""
    columns = (
        Column(language("not_scored.code"), "code", 25),
        Column(language("not_scored.criterion"), "text", 66),
        Column(language("not_scored.maximum"), "quantity", 15),
        Column(language("criteria_index.paragraph"), "text", 50),
        Column(language("assumptions.certainty"), "text", 24),
        Column(language("criteria_index.page"), "file", 50),
        Column(language("criteria_index.model"), "file", 58),
        Column(language("criteria_index.assumptions"), "text", 36),
    )
    listed = {one.assumption_id for one in report.assumptions}
    table = Table(
        title=language("criteria_index.table"),
        sheet=language("sheet.criteria_index"),
        columns=columns,
        rows=tuple(_indexed(one, listed, language) for one in report.methodology),
        group_titles=(language("criteria_index.block"),),
        empty=language("criteria_index.none"),
        is_compact=True,
    )
    paragraphs = (language("criteria_index.intro"),)
    return Section(language("annex.criteria_index"), paragraphs, tables=(table,), is_landscape=True)


def every_criterion(report: RunReport, language: Language) -> Section:
    """One table for each kind of bodies: body by body, each criterion with its value, points, paragraph and grounds."""
    present = {answer.body_kind for answer in report.answers}
    tables = tuple(_answers(report, kind, language) for kind in BODY_KINDS if kind in present)
    paragraphs = (language("every_criterion.intro"), *_acts(report, language))
    return Section(language("annex.every_criterion"), paragraphs, tables=tables, is_landscape=True)


def _indexed(one: Methodology, listed: set[str], language: Language) -> Row:
    page = Link(one.page_file, ROOT + one.page_file)
    model: Value = None
    if one.model_file is not None:
        model = (Link(one.model_file, ROOT + one.model_file),)
    elif one.is_leaf:
        model = language("criteria_index.no_model")
    cells: tuple[Value, ...] = (
        (Link(one.criterion_code, page.target),),
        name_of(one, language),
        one.max_points,
        (Link(legal.localised(one.legal_ref, language), legal.address(one.legal_ref, language)),),
        language.known("certainty_short", one.certainty),
        (page,),
        model,
        assumption_links(one.assumption_ids, listed),
    )
    block = language("sheet.block", number=one.block_code.removeprefix("B"))
    return Row(cells, (block,), anchor=criterion_anchor(one.criterion_code))


def _answers(report: RunReport, kind: str, language: Language) -> Table:
    columns = (
        Column(language("not_scored.code"), "code", 24),
        Column(language("not_scored.criterion"), "text", 82),
        Column(language("not_scored.maximum"), "quantity", 14),
        Column(language("every_criterion.value"), "quantity", 22),
        Column(language("criteria.points"), "score", 38),
        Column(language("criteria.lowest"), "score", 18),
        Column(language("criteria.highest"), "score", 18),
        Column(language("criteria_index.paragraph"), "text", 36),
        Column(language("assumptions.certainty"), "text", 26),
        Column(language("criteria_index.assumptions"), "text", 40),
    )
    listed = {one.assumption_id for one in report.assumptions}
    indexed = {one.criterion_code for one in report.methodology}
    return Table(
        title=language("every_criterion.table", kind=language(f"body_kind.{kind}").lower()),
        sheet=language(f"sheet.every_criterion_{kind}"),
        columns=columns,
        rows=tuple(_answer(one, listed, indexed, language) for one in report.answers if one.body_kind == kind),
        group_titles=(language("results.body"),),
        is_compact=True,
    )


def _answer(one: Answer, listed: set[str], indexed: set[str], language: Language) -> Row:
    cells: tuple[Value, ...] = (
        criterion_link(one.criterion_code, indexed),
        language.choose(one.criterion_name_ru, one.criterion_name_kk),
        one.max_points,
        one.criterion_value if one.status == "scored" else None,
        _points(one, language),
        one.lowest_points,
        one.highest_points,
        (Link(legal.within_act(one.legal_ref, language), legal.address(one.legal_ref, language)),),
        language.known("certainty_short", one.certainty),
        assumption_links(one.assumption_ids, listed),
    )
    flags: dict[Mark, bool] = {
        "demonstration": one.is_demonstration, "partial": one.is_partial, "no_events": one.has_no_events,
    }  # fmt: skip
    return Row(cells, (name_of(one, language),), marks_of(flags))


def _points(one: Answer, language: Language) -> Value:
    """The points, or why there are none."""
    if one.points is not None:
        return one.points
    if one.status == "scored":
        return language("value.coefficient")
    reason = language.reason(one.status_reason)
    return language(f"status.{one.status}") + (f": {reason}" if reason else "")


def _acts(report: RunReport, language: Language) -> tuple[str, ...]:
    # The tables print paragraphs alone; which act they stand in is said once.
    acts: dict[str, str] = {}
    for one in report.methodology:
        named = legal.act(one.legal_ref, language)
        if named:
            acts.setdefault(one.block_code, named)
    return tuple(
        language("every_criterion.act", number=code.removeprefix("B"), act=named)
        for code, named in sorted(acts.items())
    )
