"""What changed against last year: measured where the rules are the same, only set side by side where they are not."""

from __future__ import annotations

from collections.abc import Sequence

from report.languages import Language
from report.records import Change, RunReport
from report.sections.common import by_kind, marks_of, name_of, result_name
from report.tables import Column, Row, Section, Table, Value


def since_last_year(report: RunReport, language: Language) -> Section:
    """The results of both years, or the sentence that last year was not published."""
    year = report.run.reporting_year - 1
    if not report.changes:
        return Section(language("change.title"), (language("change.no_last_year", year=year),))
    same = [row for row in report.changes if row.is_comparable]
    other = [row for row in report.changes if not row.is_comparable]
    tables = []
    if same:
        tables.append(_comparable(same, year, language))
    if other:
        tables.append(_apart(other, year, language))
    return Section(
        language("change.title"), (language("change.intro", year=year),), tables=tuple(tables), is_landscape=True
    )


def _comparable(rows: Sequence[Change], year: int, language: Language) -> Table:
    columns = (
        Column(language("results.body"), "text", 84),
        Column(language("change.score_before", year=year), "score", 28),
        Column(language("change.score_now", year=year + 1), "score", 28),
        Column(language("change.difference"), "change", 24),
        Column(language("change.degree_before", year=year), "text", 30),
        Column(language("change.degree_now", year=year + 1), "text", 30),
        Column(language("change.rank_before", year=year), "count", 18),
        Column(language("change.rank_now", year=year + 1), "count", 18),
    )
    return Table(
        title=language("change.table"),
        sheet=language("sheet.change"),
        columns=columns,
        rows=tuple(
            Row(
                (
                    name_of(row, language), *_scores(row, language), row.score_change, *_degrees(row, language),
                    row.previous_peer_rank, row.peer_rank,
                ),
                _group(row, language),
                marks_of({"demonstration": row.is_demonstration}),
            )
            for row in _ordered(rows)
        ),
        group_titles=_group_titles(language),
    )  # fmt: skip


def _apart(rows: Sequence[Change], year: int, language: Language) -> Table:
    columns = (
        Column(language("results.body"), "text", 96),
        Column(language("change.score_before", year=year), "score", 34),
        Column(language("change.score_now", year=year + 1), "score", 34),
        Column(language("change.degree_before", year=year), "text", 36),
        Column(language("change.degree_now", year=year + 1), "text", 36),
    )
    first = rows[0]
    # Without another edition the rules differ because a run reads an assumption otherwise.
    reason = "readings" if first.edition == first.previous_edition else "editions"
    return Table(
        title=language("change.apart_table"),
        sheet=language("sheet.change_apart"),
        columns=columns,
        rows=tuple(
            Row(
                (name_of(row, language), *_scores(row, language), *_degrees(row, language)),
                _group(row, language),
                marks_of({"demonstration": row.is_demonstration}),
            )
            for row in _ordered(rows)
        ),
        group_titles=_group_titles(language),
        notes=(language(f"change.apart_{reason}", before=first.previous_edition, now=first.edition),),
    )


def _ordered(rows: Sequence[Change]) -> list[Change]:
    # The overall result first, then the blocks; sorting keeps the order within.
    return sorted(by_kind(rows), key=lambda row: (row.result_code != "OVERALL", row.result_code))


def _group_titles(language: Language) -> tuple[str, str]:
    return language("change.result"), language("not_scored.kind")


def _group(row: Change, language: Language) -> tuple[str, str]:
    return result_name(row.result_code, language), language(f"body_kind.{row.body_kind}")


def _scores(row: Change, language: Language) -> tuple[Value, Value]:
    unknown = language("value.no_score")
    before: Value = unknown if row.previous_score is None else row.previous_score
    now: Value = unknown if row.score is None else row.score
    return before, now


def _degrees(row: Change, language: Language) -> tuple[str | None, str | None]:
    before, now = (None if one is None else language(f"degree.{one}") for one in (row.previous_degree, row.degree))
    return before, now
