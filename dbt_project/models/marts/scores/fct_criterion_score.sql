select
    -- ids
    cast(run_id as bigint) as run_id,
    cast(body_code as text) as body_code,
    cast(criterion_code as text) as criterion_code,
    cast(body_kind as text) as body_kind,
    cast(block_code as text) as block_code,
    cast(direction_code as text) as direction_code,

    -- numbers
    cast(max_points as numeric(6, 2)) as max_points,
    cast(numerator as numeric(38, 12)) as numerator,
    cast(denominator as numeric(38, 12)) as denominator,
    cast(criterion_value as numeric(38, 12)) as criterion_value,
    cast(points as numeric(38, 12)) as points,
    cast(lowest_points as numeric(38, 12)) as lowest_points,
    cast(highest_points as numeric(38, 12)) as highest_points,

    -- status and flags
    cast(status as text) as status,
    cast(status_reason as text) as status_reason,
    cast(is_partial as boolean) as is_partial,
    cast(is_under_appeal as boolean) as is_under_appeal,
    cast(has_no_events as boolean) as has_no_events,
    cast(is_demonstration as boolean) as is_demonstration,
    cast(assumption_ids as text) as assumption_ids,
    cast(legal_ref as text) as legal_ref,

    -- evidence
    cast(evidence_source as text) as evidence_source,
    cast(evidence_load_id as bigint) as evidence_load_id,
    cast(evidence_predicate as text) as evidence_predicate,
    cast(evidence_row_count as bigint) as evidence_row_count,
    cast(evidence_digest as text) as evidence_digest
from {{ ref('int_assessment__criteria') }}
