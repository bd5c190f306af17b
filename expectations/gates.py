"""The gates: a run's checks carried out by Great Expectations, kept in the ledger and as Data Docs.

This is the only file that imports `great_expectations`, and it does so inside functions: the import takes seconds, which
a scheduler that only reads a task's name should not pay.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy.exc

from expectations import docs
from expectations.findings import Finding, GateStopped, GateSummary, record
from expectations.inputs import RunInputs, read_inputs
from expectations.suites import Check, Gate, Subject, read_suite
from olshem.settings import home
from olshem.warehouse import connect, connection_parameters, url
from olshem.warehouse.ledger import run_header

if TYPE_CHECKING:
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.data_context import EphemeralDataContext
    from great_expectations.data_context.types.resource_identifiers import ValidationResultIdentifier
    from great_expectations.datasource.fluent import PostgresDatasource
    from great_expectations.expectations import Expectation

SHOWN_ROWS = 5
URL_VARIABLE = "OLSHEM_GATE_WAREHOUSE"
HAS_ROWS, HAS_VALUES = "has rows", "has values"


def run_gate(run_id: int, gate: Gate) -> GateSummary:
    """Carry out a gate on a run. Results go to `ledger.check_result`, Data Docs to `data_docs/` in the home folder.

    Sources that are gaps of the run are not checked, and the summary names them. Raises `GateStopped` after everything
    has been recorded, when a `block` check failed or could not be carried out.
    """
    started = time.monotonic()
    subjects = read_suite(gate)
    with connect("builder") as connection:
        profile, year = run_header(connection, run_id)
        inputs = read_inputs(connection, run_id, profile, year)
    with closing(connect("builder", autocommit=True)) as site:
        site.execute(
            "select pg_advisory_lock(hashtext('olshem data docs'))"
        )  # gates of two runs share the site's folder
        validation = _Validation(inputs)
        findings = list(_look(inputs, validation, [subject for subject in subjects if _is_there(subject, inputs)]))
        validation.write_docs()
        summary = GateSummary(
            run_id=run_id,
            gate=gate,
            findings=tuple(findings),
            not_checked=inputs.gaps,
            seconds=time.monotonic() - started,
            data_docs=docs.folder() / "index.html",
        )
        with connect("builder") as connection:
            record(connection, summary, validation.attempt)
        docs.write_index(site)
    if summary.stopping:
        raise GateStopped(summary.reason_to_stop())
    return summary


def _is_there(subject: Subject, inputs: RunInputs) -> bool:
    return not subject.source or subject.source in inputs.sources


def _look(inputs: RunInputs, validation: _Validation, subjects: Sequence[Subject]) -> Iterator[Finding]:
    """Check every subject. What needs a year before that is not there passes, and says that nothing was compared."""
    with validation:
        for subject in subjects:
            if subject.compares_with_last_year and not inputs.earlier_run_id:
                yield from (
                    Finding(check, subject, "passed", _without_earlier_year(inputs)) for check in subject.checks
                )
            else:
                yield from validation.check(subject, inputs.fill(subject.query, subject.source).as_string())


def _without_earlier_year(inputs: RunInputs) -> str:
    return f"not compared: profile {inputs.profile} has no earlier year, no run of {inputs.reporting_year - 1} reached its results"


class _Validation:
    """One gate of one run in Great Expectations: an ephemeral context, whose results and pages are files."""

    def __init__(self, inputs: RunInputs) -> None:
        os.environ["GX_ANALYTICS_ENABLED"] = "false"
        logging.getLogger("great_expectations").setLevel(logging.ERROR)  # it warns of each number that JSON shortens
        from great_expectations.core.run_identifier import RunIdentifier

        moment = datetime.now(UTC)
        self.context = _context()
        self.run = RunIdentifier(docs.run_name(inputs.profile, inputs.reporting_year, inputs.run_id), moment)
        self.attempt = moment.strftime("%Y%m%dT%H%M%S.%fZ")  # as the addresses of pages have it
        self.pages: dict[ValidationResultIdentifier, Path] = {}

    def __enter__(self) -> _Validation:
        # temporary tables: a subject is computed once, and its checks see the same rows
        self.warehouse: PostgresDatasource = self.context.data_sources.add_postgres(
            "warehouse", connection_string="${" + URL_VARIABLE + "}", create_temp_table=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.warehouse.get_execution_engine().close()
        self.warehouse.get_engine().dispose()

    def check(self, subject: Subject, query: str) -> list[Finding]:
        """Carry out the checks of a subject. What cannot be carried out is a finding of its own kind."""
        from great_expectations.exceptions import GreatExpectationsError

        try:
            results = self._validate(subject, query)
        except (GreatExpectationsError, sqlalchemy.exc.SQLAlchemyError) as error:
            return [
                Finding(check, subject, "error", f"the query of the subject failed: {_first_lines(error)}")
                for check in subject.checks
            ]
        return [_finding(subject, check, results) for check in subject.checks]

    def _validate(self, subject: Subject, query: str) -> dict[tuple[str, str], ExpectationValidationResult]:
        """Results by check id, and by column for the preconditions `HAS_ROWS` and `HAS_VALUES`."""
        from great_expectations import ExpectationSuite, ValidationDefinition
        from great_expectations.data_context.types.resource_identifiers import (
            ExpectationSuiteIdentifier,
            ValidationResultIdentifier,
        )

        name = f"{subject.gate}.{subject.name}"
        # the asset's query must begin with `select`, ours begin as they like
        asset = self.warehouse.add_query_asset(name, query=f"select * from ({query}) as {subject.name}")
        suite = self.context.suites.add_or_update(ExpectationSuite(name=name, expectations=_expectations(subject)))
        definition = self.context.validation_definitions.add(
            ValidationDefinition(name=name, data=asset.add_batch_definition_whole_table("all rows"), suite=suite)
        )
        outcome = definition.run(
            run_id=self.run,
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": list(subject.where),
                "return_unexpected_index_query": False,
            },
        )
        page = ValidationResultIdentifier(ExpectationSuiteIdentifier(name), self.run, f"warehouse-{name}")
        self.pages[page] = docs.folder() / docs.page_of(subject.gate, subject.name, self.run.run_name, self.attempt)
        return {
            (result.expectation_config.meta["check_id"], result.expectation_config.meta.get("of_column", "")): result
            for result in outcome.results
        }

    def write_docs(self) -> None:
        """Render the pages of this gate."""
        if self.pages:  # without any, Great Expectations would render all that there ever were
            self.context.build_data_docs(resource_identifiers=list(self.pages), build_index=False)
        docs.cut_off(self.pages.values())


def _context() -> EphemeralDataContext:
    """A context whose results and suites are files under the home folder. The warehouse's address is in memory alone."""
    from great_expectations import get_context
    from great_expectations.data_context.types.base import DataContextConfig

    def store(kind: str, folder: str) -> dict[str, Any]:
        backend = {
            "class_name": "TupleFilesystemStoreBackend",
            "base_directory": str(home() / "gates" / folder),
            "filepath_suffix": ".json",
        }
        return {"class_name": kind, "store_backend": backend}

    config = DataContextConfig(
        config_version=4.0,
        analytics_enabled=False,
        expectations_store_name="suites",
        validation_results_store_name="results",
        checkpoint_store_name="checkpoints",
        fluent_datasources={},
        stores={
            "suites": store("ExpectationsStore", "suites"),
            "results": store("ValidationResultsStore", "results"),
            "checkpoints": {"class_name": "CheckpointStore"},
            "validation_definition_store": {"class_name": "ValidationDefinitionStore"},
        },
        data_docs_sites={
            "gates": {
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs.folder())},
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            }
        },
    )
    # Great Expectations only takes an address whose host has a name it can check
    address = url("builder").replace("@127.0.0.1:", "@localhost:")
    context = get_context(mode="ephemeral", project_config=config, runtime_environment={URL_VARIABLE: address})
    context.variables.progress_bars = {"globally": False}
    return context


def _expectations(subject: Subject) -> list[Expectation]:
    """The expectations of a subject, after their preconditions: it has rows, and they have the values that are compared."""
    from great_expectations import expectations

    built: list[Expectation] = []
    if not subject.empty_means:
        built.append(expectations.ExpectTableRowCountToBeBetween(min_value=1, meta={"check_id": HAS_ROWS}))
    needed = {column for check in subject.checks for column in check.columns if column not in check.may_be_missing}
    for column in sorted(needed):
        built.append(
            expectations.ExpectColumnValuesToNotBeNull(
                column=column, meta={"check_id": HAS_VALUES, "of_column": column}
            )
        )
    for check in subject.checks:
        kwargs = dict(check.kwargs)
        if "column_A" in kwargs:
            kwargs["ignore_row_if"] = "either_value_is_missing"
        built.append(
            getattr(expectations, check.expectation)(
                **kwargs,
                severity="critical" if check.severity == "block" else "warning",
                meta={"check_id": check.check_id},
                description=check.described(),
            )
        )
    return built


def _finding(subject: Subject, check: Check, results: dict[tuple[str, str], ExpectationValidationResult]) -> Finding:
    """Read a result. A check of nothing, or of values that are not there, has not been carried out."""
    result = results[check.check_id, ""]
    raised = _exception_of(result)
    if raised:
        return Finding(check, subject, "error", raised)
    rows = results.get((HAS_ROWS, ""))
    if rows is not None and not rows.success:
        return Finding(check, subject, "error", "the subject has no rows: there was nothing to check")
    for column in check.columns:
        values = results.get((HAS_VALUES, column))
        if column not in check.may_be_missing and values is not None and not values.success:
            empty = values.result.get("unexpected_index_list") or []
            where = _rows([{name: value for name, value in row.items() if name != column} for row in empty])
            return Finding(check, subject, "error", f"`{column}` has no value to compare in {where}")
    if result.success:
        return Finding(check, subject, "passed", _observed_when_passed(subject, result), 0)
    unexpected = result.result.get("unexpected_index_list") or []
    observed = _rows(unexpected) if unexpected else f"observed {_shown(result.result.get('observed_value'))}"
    return Finding(check, subject, "failed", observed, result.result.get("unexpected_count"))


def _observed_when_passed(subject: Subject, result: ExpectationValidationResult) -> str:
    count = result.result.get("element_count")
    if count == 0:
        return subject.empty_means
    return "as expected" if count is None else f"as expected in {count} {'row' if count == 1 else 'rows'}"


def _exception_of(result: ExpectationValidationResult) -> str:
    """What an expectation raised, or nothing. Great Expectations nests it one level deeper when a metric raised."""
    info: dict[str, Any] = result.exception_info or {}
    entries: Iterable[Any] = [info] if "raised_exception" in info else info.values()
    for entry in entries:
        if entry.get("raised_exception"):
            return _first_lines(str(entry.get("exception_message")))
    return ""


def _rows(unexpected: Sequence[dict[str, Any]]) -> str:
    """Rows of a subject as `name=value` pairs, the first few in full."""
    shown = [
        "(" + ", ".join(f"{name}={_shown(value)}" for name, value in row.items()) + ")"
        for row in unexpected[:SHOWN_ROWS]
    ]
    more = f" and {len(unexpected) - SHOWN_ROWS} more" if len(unexpected) > SHOWN_ROWS else ""
    return f"{len(unexpected)} {'row' if len(unexpected) == 1 else 'rows'}: {', '.join(shown)}{more}"


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


def _first_lines(error: object) -> str:
    """The beginning of an error's text, without the statement it quotes and without the password."""
    text = str(error).split("[SQL:")[0].strip()
    return text.replace(connection_parameters("builder")["password"], "***")[:600]
