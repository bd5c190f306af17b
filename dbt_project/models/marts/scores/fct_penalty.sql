select
    -- ids
    cast(run_id as bigint) as run_id,
    cast(body_code as text) as body_code,
    cast(penalty_code as text) as penalty_code,

    -- codes
    cast(penalty_level as text) as penalty_level,
    cast(target_code as text) as target_code,
    cast(cap_group as text) as cap_group,

    -- numbers
    cast(fact_count as bigint) as fact_count,
    cast(left_out_count as bigint) as left_out_count,
    cast(points_per_unit as numeric(6, 3)) as points_per_unit,
    cast(points_before_cap as numeric(12, 3)) as points_before_cap,
    cast(cap_points as numeric(6, 2)) as cap_points,
    cast(points as numeric(12, 3)) as points,
    cast(lowest_points as numeric(12, 3)) as lowest_points,
    cast(highest_points as numeric(12, 3)) as highest_points,

    -- flags and texts
    cast(is_certain as boolean) as is_certain,
    cast(is_demonstration as boolean) as is_demonstration,
    cast(legal_ref as text) as legal_ref,
    cast(assumption_ids as text) as assumption_ids,

    -- evidence
    cast(evidence_source as text) as evidence_source,
    cast(evidence_load_id as bigint) as evidence_load_id,
    cast(evidence_predicate as text) as evidence_predicate,
    cast(evidence_row_count as bigint) as evidence_row_count,
    cast(evidence_digest as text) as evidence_digest
from {{ ref('int_assessment__deductions') }}
