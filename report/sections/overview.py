"""The first chapters: the results at a glance, how to read bounds and coverage, and where each score lies."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report import charts, numbers
from report.languages import Language
from report.records import BODY_KINDS, Result, RunReport
from report.tables import Fact, Figure, Section

NAMES_SHOWN = 3
DEGREES = ("high", "medium", "low", "ineffective")
READING = ("score", "bounds", "coverage", "degree", "rank", "weights", "marks")


def glance(report: RunReport, language: Language) -> Section:
    """What a member of the Commission must know if only this page is read."""
    return Section(
        title=language("glance.title"),
        facts=_facts(report, language),
        paragraphs=_statements(report.results, language),
    )


def bounds(report: RunReport, language: Language) -> Section:
    """The overall scores of all bodies with their bounds and degrees, as a picture."""
    return Section(
        title=language("glance.figures_title"),
        figures=tuple(figure for kind in BODY_KINDS for figure in _figures(report, kind, language)),
    )


def reading(language: Language) -> Section:
    """What the words of the tables mean."""
    paragraphs = tuple(language(f"reading.{key}") for key in READING)
    return Section(title=language("reading.title"), paragraphs=paragraphs, continues_page=True)


def _facts(report: RunReport, language: Language) -> tuple[Fact, ...]:
    run, coverages = report.run, [result.coverage_pct for result in report.results]
    total = run.central_body_count + run.local_body_count
    determined = sum(result.score is not None for result in report.results)
    rows = {
        "scored": numbers.count(run.scored_row_count),
        "not_applicable": numbers.count(run.not_applicable_row_count),
        "missing": numbers.count(run.missing_row_count),
        # two different things to do: to ask for data, or to decide
        "no_data": numbers.count(sum(one.status.startswith("no_data") for one in report.answers)),
        "undecided": numbers.count(sum(one.status == "manual_check_needed" for one in report.answers)),
    }
    coverage = (
        language("value.range", lowest=numbers.decimal(min(coverages), 1), highest=numbers.decimal(max(coverages), 1))
        if coverages
        else language("value.absent")
    )
    return (
        Fact(
            language("glance.bodies"), numbers.count(total),
            language("glance.bodies_split", central=run.central_body_count, local=run.local_body_count),
        ),
        Fact(language("glance.determined"), numbers.count(determined), language("glance.determined_split", total=total)),
        Fact(language("glance.index"), numbers.count(run.index_row_count), language("glance.index_split", **rows)),
        Fact(language("glance.coverage"), coverage, language("glance.coverage_unit")),
    )  # fmt: skip


def _statements(results: Sequence[Result], language: Language) -> tuple[str, ...]:
    statements = []
    known = [result.degree for result in results if result.degree is not None]
    if known:
        counts = [
            language("glance.degree_count", degree=language(f"degree.{degree}"), count=known.count(degree))
            for degree in DEGREES
            if degree in known
        ]
        statements.append(
            language(
                "glance.degrees",
                counts=", ".join(counts),
                open=len(results) - len(known),
            )
        )
    if any(result.score is None for result in results):
        none = all(result.score is None for result in results)
        statements.append(language("glance.no_scores" if none else "glance.some_scores"))
    if results:
        coverages = [result.coverage_pct for result in results]
        statements.append(_covered("best", max(coverages), results, language))
        statements.append(_covered("worst", min(coverages), results, language))
    return tuple(statements)


def _covered(key: str, coverage: Decimal, results: Sequence[Result], language: Language) -> str:
    bodies = [language.choose(one.name_ru, one.name_kk) for one in results if one.coverage_pct == coverage]
    names = ", ".join(bodies[:NAMES_SHOWN])
    if len(bodies) > NAMES_SHOWN:
        names = language("glance.and_others", names=names, count=len(bodies) - NAMES_SHOWN)
    return language(f"glance.{key}", coverage=numbers.decimal(coverage, 1), names=names)


def _figures(report: RunReport, kind: str, language: Language) -> list[Figure]:
    results = [result for result in report.results if result.body_kind == kind]
    name = language(f"body_kind.{kind}")
    return [
        Figure(
            title=name,
            alternative=language("glance.figure_alt", kind=name.lower()),
            svg=svg,
            note=f"{language('glance.figure_note')} {language('results.note_weights')}",
            is_demonstration=any(result.is_demonstration for result in results),
        )
        for svg in charts.ranges(results, report.degrees, language)
    ]
