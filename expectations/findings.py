"""What a gate found, how it is told to a person, and how it is kept in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg

from expectations.suites import Check, Gate, Subject
from olshem.warehouse import Terminal
from olshem.warehouse.ledger import record_event

Outcome = Literal["passed", "failed", "error"]


class GateStopped(Terminal):
    """A `block` check failed or could not be carried out: the run goes no further. The message lists every such check."""


@dataclass(frozen=True)
class Finding:
    """The outcome of one check. `observed` is for people; `unexpected_count` counts rows of the subject."""

    check: Check
    subject: Subject
    outcome: Outcome
    observed: str
    unexpected_count: int | None = None

    @property
    def stops(self) -> bool:
        """Whether the run must not go on."""
        return self.outcome != "passed" and self.check.severity == "block"

    def told(self) -> str:
        """The finding as a paragraph: what, where, expected, found, meaning, what to do, and who answers."""
        what = "could not be carried out" if self.outcome == "error" else "failed"
        return "\n".join(
            (
                f"`{self.check.check_id}` ({self.check.severity}) {what}",
                f"  where:      {self.subject.name}: {self.subject.grain}",
                f"  expected:   {self.check.expected}",
                f"  found:      {self.observed}",
                f"  meaning:    {self.check.meaning}",
                f"  what to do: {self.check.what_to_do}",
                f"  answers:    {self.check.owner}",
            )
        )


@dataclass(frozen=True)
class GateSummary:
    """A gate that was carried out. `not_checked` are the declared gaps of the run, as `source` or `source/part`."""

    run_id: int
    gate: Gate
    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...]
    seconds: float
    data_docs: Path

    def of(self, outcome: Outcome, severity: str | None = None) -> tuple[Finding, ...]:
        """The findings of an outcome, of one severity or of both."""
        return tuple(
            finding
            for finding in self.findings
            if finding.outcome == outcome and severity in (None, finding.check.severity)
        )

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """The findings for which the run stops."""
        return tuple(finding for finding in self.findings if finding.stops)

    def __str__(self) -> str:
        """The summary in one line."""
        gaps = f"; not checked, declared gaps: {', '.join(self.not_checked)}" if self.not_checked else ""
        return (
            f"gate {self.gate}: {len(self.findings)} checks, {len(self.of('passed'))} passed, "
            f"{len(self.of('failed', 'block'))} failed, {len(self.of('failed', 'warn'))} warned, "
            f"{len(self.of('error'))} could not be carried out, {self.seconds:.1f} s{gaps}"
        )

    def warnings(self) -> str:
        """What was found but does not stop the run, a line each."""
        return "\n".join(
            f"`{finding.check.check_id}`: {finding.observed}"
            for finding in self.findings
            if finding.outcome != "passed" and not finding.stops
        )

    def reason_to_stop(self) -> str:
        """Why the run stops here, complete enough to act on it."""
        told = "\n\n".join(finding.told() for finding in self.stopping)
        return (
            f"Gate `{self.gate}` stopped run {self.run_id}; nothing of it is published.\n\n{told}\n\n"
            f"{self}\nData Docs: {self.data_docs}"
        )


def record(connection: psycopg.Connection, summary: GateSummary, attempt: str) -> None:
    """Append the findings and the event of a gate to the ledger, in the connection's transaction."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ledger.check_result (run_id, gate, attempt, check_id, severity, outcome, subject, expectation, observed, "
            "unexpected_count) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    summary.run_id, summary.gate, attempt, finding.check.check_id, finding.check.severity, finding.outcome,
                    f"{finding.subject.name}: {finding.subject.grain}", finding.check.expected, finding.observed,
                    finding.unexpected_count,
                )
                for finding in summary.findings
            ],
        )  # fmt: skip
    event: Literal["gate_stopped", "gate_passed"] = "gate_stopped" if summary.stopping else "gate_passed"
    record_event(connection, summary.run_id, event, actor=f"gate {summary.gate}", detail=str(summary))
