"""The report of a run in one language, put together from its chapters."""

from __future__ import annotations

from report.languages import Language, banner
from report.records import RunReport
from report.sections import annexes, assumptions, change, criteria, deductions, evidence, overview, results
from report.tables import Column, Document, Row, Section, Table


def compose(report: RunReport, language: Language) -> Document:
    """Everything that is printed, in the order in which it is read."""
    run = report.run
    return Document(
        language=language,
        title=language("document.title"),
        short_title=language("document.short_title", year=run.reporting_year),
        subtitle=language("document.for_year", year=run.reporting_year),
        title_lines=(
            language("document.addressee"),
            language(f"profile.{run.profile}"),
            language("document.stage"),
            language("document.edition", edition=run.edition),
            language("document.basis"),
        ),
        banner=banner(language) if report.contains_demonstration_data else "",
        demonstration_notice=language("demonstration.explanation") if report.contains_demonstration_data else "",
        result_digest=run.result_digest,
        sections=(
            overview.glance(report, language),
            overview.reading(language),
            overview.bounds(report, language),
            results.overall(report, language),
            results.side_by_side(report, language),
            results.places(report, language),
            change.since_last_year(report, language),
            deductions.kinds(report, language),
            evidence.not_scored(report, language),
            evidence.accounting(report, language),
            assumptions.assumptions(report, language),
            criteria.absorption(report, language),
            evidence.sources(report, language),
            annexes.criteria_index(report, language),
            annexes.every_criterion(report, language),
            results.blocks(report, language),
            criteria.criteria(report, language),
            deductions.by_body(report, language),
            assumptions.changed_degrees(report, language),
            _digests(report, language),
        ),
    )


def _digests(report: RunReport, language: Language) -> Section:
    run = report.run
    rows = (
        Row((language("digests.year"), str(run.reporting_year))),
        Row((language("digests.edition"), run.edition)),
        Row((language("digests.profile"), language(f"profile.{run.profile}"))),
        Row((language("digests.input"), run.input_digest)),
        Row((language("digests.result"), run.result_digest)),
    )
    table = Table(
        title="",
        sheet=language("sheet.about"),
        columns=(Column(language("digests.name"), "text", 50), Column(language("digests.value"), "code", 124)),
        rows=rows,
    )
    return Section(language("digests.title"), (language("digests.intro"),), tables=(table,))
