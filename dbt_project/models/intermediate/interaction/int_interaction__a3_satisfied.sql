-- Satisfied, paragraph 112: full weight for a satisfied appeal, the smaller weight for an explained one.
with

asked as (

    select
        appeals.*,
        {{ formula_parameter('appeals', 'satisfied_points') }} as satisfied_points,
        {{ formula_parameter('appeals', 'explained_points') }} as explained_points
    from {{ ref('int_interaction__appeals_asked') }} as appeals
    where appeals.criterion_code in ('B2.C.A3', 'B2.M.A3')

),

weighed as (

    select
        *,
        satisfied_points * satisfied_count + explained_points * explained_count as earned_points
    from asked

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers
        cast(earned_points as numeric(38, 12)) as numerator,
        cast(handled_count as numeric(38, 12)) as denominator,
        {{ quotient('earned_points', 'handled_count') }} as criterion_value,
        cast(bounded.points as numeric(38, 12)) as points,
        cast(case when is_doubtful then 0 else bounded.points end as numeric(38, 12)) as lowest_points,
        cast(case when is_doubtful then max_points else bounded.points end as numeric(38, 12)) as highest_points,

        -- status and flags
        {{ appeals_status() }} as status,
        case
            when has_no_events then source_words || 'no complaint or application was handled in the year'
            when is_doubtful then doubt_reason
            else source_words || satisfied_count || ' satisfied and ' || explained_count || ' explained'
        end as status_reason,
        false as is_partial,
        has_no_events,
        is_demonstration,
        array[source_condition, case when has_no_events then 'no_events' else 'computed' end] as conditions,

        -- evidence
        source as evidence_source,
        load_id as evidence_load_id,
        handled_predicate as evidence_predicate,
        cast(handled_evidence_count as bigint) as evidence_row_count,
        coalesce(handled_digest, '0') as evidence_digest
    from weighed
    cross join lateral (
        select case
            when weighed.has_no_events then weighed.max_points
            when not weighed.is_doubtful
                then least({{ quotient('weighed.earned_points', 'weighed.handled_count') }}, weighed.max_points)
        end as points
    ) as bounded

)

select {{ answer_columns() | join(", ") }} from final
