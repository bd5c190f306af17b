"""The rows that the report reads, each as its mart holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from olshem.warehouse.errors import Terminal

BodyKind = Literal["central", "local"]
BODY_KINDS: tuple[BodyKind, ...] = ("central", "local")


@dataclass(frozen=True)
class Run:
    """A run and the counts of its index rows."""

    profile: str
    reporting_year: int
    edition: str
    input_digest: str
    result_digest: str
    contains_demonstration_data: bool
    central_body_count: int
    local_body_count: int
    index_row_count: int
    scored_row_count: int
    not_applicable_row_count: int
    missing_row_count: int


@dataclass(frozen=True)
class Result:
    """The overall result of a body. Scores and bounds in points of 100, null where nothing applies or is known."""

    body_code: str
    body_kind: str
    name_ru: str
    name_kk: str
    status: str
    score: Decimal | None
    lowest_score: Decimal | None
    highest_score: Decimal | None
    degree: str | None
    lowest_degree: str | None
    highest_degree: str | None
    peer_rank: int | None
    is_tied: bool
    coverage_pct: Decimal
    is_partial: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Block:
    """The result of a body in one block."""

    body_code: str
    body_kind: str
    name_ru: str
    name_kk: str
    block_code: str
    block_name_ru: str
    block_name_kk: str
    status: str
    score: Decimal | None
    lowest_score: Decimal | None
    highest_score: Decimal | None
    degree: str | None
    lowest_degree: str | None
    highest_degree: str | None
    coverage_pct: Decimal | None
    deduction_points: Decimal | None
    highest_deduction_points: Decimal | None
    is_partial: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Criterion:
    """A scored criterion of a body, with what it was computed from."""

    body_code: str
    body_kind: str
    name_ru: str
    name_kk: str
    criterion_code: str
    criterion_name_ru: str
    criterion_name_kk: str
    max_points: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    points: Decimal | None
    lowest_points: Decimal | None
    highest_points: Decimal | None
    is_partial: bool
    has_no_events: bool
    is_demonstration: bool
    assumption_ids: str
    legal_ref: str


@dataclass(frozen=True)
class NotScored:
    """A criterion that has no score for `body_count` bodies of a kind, for one reason."""

    body_kind: str
    criterion_code: str
    criterion_name_ru: str
    criterion_name_kk: str
    status: str
    reason_ru: str
    reason_kk: str
    status_reason: str
    legal_ref: str
    body_count: int
    max_points: Decimal | None


@dataclass(frozen=True)
class Source:
    """A part of a source: delivered, with the account of its rows, or a gap with its reason."""

    source: str
    part: str
    title_ru: str
    title_kk: str
    owner_ru: str
    owner_kk: str
    period: str | None
    licence: str | None
    sha256: str | None
    is_demonstration: bool
    declared_row_count: int | None
    total_row_count: int | None
    accepted_row_count: int | None
    rejected_row_count: int | None
    unreadable_row_count: int | None
    gap_reason_ru: str | None
    gap_reason_kk: str | None

    @property
    def is_delivered(self) -> bool:
        """Whether the source came: a gap has no file."""
        return self.sha256 is not None


@dataclass(frozen=True)
class Assumption:
    """A decision taken where the act is silent, with the alternative and how many scores it touches."""

    assumption_id: str
    place: str
    decision_ru: str
    decision_kk: str
    alternative_ru: str
    alternative_kk: str
    certainty: str
    touched_criteria: str
    touched_score_count: int


@dataclass(frozen=True)
class Absorption:
    """Planned and paid amounts of a budget administrator, thousand tenge, and their ratio in percent."""

    administrator_code: str
    administrator_name_ru: str
    body_code: str | None
    name_kk: str | None
    plan_thousand_kzt: Decimal
    paid_thousand_kzt: Decimal
    absorption_pct: Decimal | None


@dataclass(frozen=True)
class RejectedCells:
    """How many rows of a source were rejected for one reason in one column."""

    source: str
    part: str
    column_name: str
    reason: str
    row_count: int


@dataclass(frozen=True)
class UnknownName:
    """A name or code that the crosswalk knows for no body in the year, and in how many rows it stands."""

    source: str
    part: str
    raw_value: str
    reason: str
    row_count: int


@dataclass(frozen=True)
class Answer:
    """A leaf criterion of a body with its answer, scored or not. `criterion_value` is numerator over denominator."""

    body_code: str
    body_kind: str
    name_ru: str
    name_kk: str
    criterion_code: str
    criterion_name_ru: str
    criterion_name_kk: str
    max_points: Decimal | None
    criterion_value: Decimal | None
    points: Decimal | None
    lowest_points: Decimal | None
    highest_points: Decimal | None
    status: str
    status_reason: str
    is_partial: bool
    has_no_events: bool
    is_demonstration: bool
    assumption_ids: str
    legal_ref: str
    certainty: str


@dataclass(frozen=True)
class Methodology:
    """A criterion of the edition and where it is explained and computed: paths from the root of the project."""

    criterion_code: str
    block_code: str
    is_leaf: bool
    name_ru: str
    name_kk: str
    max_points: Decimal | None
    legal_ref: str
    certainty: str
    page_file: str
    model_file: str | None
    assumption_ids: str


@dataclass(frozen=True)
class Penalty:
    """A deduction from a body. Points are null where no record was delivered; `highest_points` also where no cap is printed.

    Where other kinds share the cap, points know it for this kind alone; the block's own know it for all.
    """

    body_code: str
    body_kind: str
    name_ru: str
    name_kk: str
    penalty_code: str
    target_code: str
    fact_count: int | None
    points_per_unit: Decimal
    cap_points: Decimal | None
    is_cap_shared: bool
    points: Decimal | None
    lowest_points: Decimal
    highest_points: Decimal | None
    is_certain: bool
    is_demonstration: bool
    assumption_ids: str
    legal_ref: str


@dataclass(frozen=True)
class Degree:
    """A degree of the overall result, with the scores that it covers."""

    degree: str
    from_score: Decimal
    to_score: Decimal


@dataclass(frozen=True)
class Change:
    """A result beside that of the year before. `score_change` is null unless the rules are the same and both are known."""

    body_code: str
    body_kind: str
    name_ru: str
    name_kk: str
    result_code: str
    edition: str
    previous_edition: str
    is_comparable: bool
    score: Decimal | None
    degree: str | None
    peer_rank: int | None
    previous_score: Decimal | None
    previous_degree: str | None
    previous_peer_rank: int | None
    score_change: Decimal | None
    is_demonstration: bool


@dataclass(frozen=True)
class WhatIf:
    """A result as it stands, and as it would be if some assumptions were read in their alternative."""

    assumption_ids: str
    body_code: str
    result_code: str
    score: Decimal | None
    lowest_score: Decimal | None
    highest_score: Decimal | None
    degree: str | None
    lowest_degree: str | None
    highest_degree: str | None
    peer_rank: int | None
    other_score: Decimal | None
    other_lowest_score: Decimal | None
    other_highest_score: Decimal | None
    other_degree: str | None
    other_lowest_degree: str | None
    other_highest_degree: str | None
    other_peer_rank: int | None


@dataclass(frozen=True)
class Correction:
    """A cell that the run reads otherwise than it was delivered. Null values are empty cells; withdrawn ones are read as empty."""

    source: str
    correction_id: str
    column_name: str
    old_value: str | None
    new_value: str | None
    is_withdrawn: bool
    decided_by: str
    decided_on: date


@dataclass(frozen=True)
class RunReport:
    """Everything that the report prints about a run."""

    run: Run
    results: Sequence[Result]
    blocks: Sequence[Block]
    criteria: Sequence[Criterion]
    not_scored: Sequence[NotScored]
    sources: Sequence[Source]
    assumptions: Sequence[Assumption]
    absorption: Sequence[Absorption]
    rejected_cells: Sequence[RejectedCells]
    unknown_names: Sequence[UnknownName]
    answers: Sequence[Answer]
    methodology: Sequence[Methodology]
    penalties: Sequence[Penalty]
    degrees: Sequence[Degree]
    changes: Sequence[Change]
    what_ifs: Sequence[WhatIf]
    corrections: Sequence[Correction]

    @property
    def contains_demonstration_data(self) -> bool:
        """Whether a score or a source of the run is demonstration data: then every page says so."""
        return self.run.contains_demonstration_data or any(source.is_demonstration for source in self.sources)

    def source(self, source: str, part: str) -> Source:
        """The source that a row of an account belongs to."""
        for one in self.sources:
            if (one.source, one.part) == (source, part):
                return one
        raise Terminal(
            f"`marts.rpt_source` has no row for source `{source}`, part `{part}`, which another table names. "
            "Build stage `report` of the run again."
        )

    def any_part_of(self, source: str) -> Source:
        """A source by its code alone: its parts share one title."""
        part = next((one.part for one in self.sources if one.source == source), "")
        return self.source(source, part)

    def result_of(self, body_code: str) -> Result:
        """The overall result of a body, with its names."""
        for one in self.results:
            if one.body_code == body_code:
                return one
        raise Terminal(
            f"`marts.rpt_result` has no row for body `{body_code}`, which another table of the report names. "
            "Build stage `report` of the run again."
        )
