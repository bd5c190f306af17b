with

asked as (

    select * from {{ ref('int_assessment__index') }}
    where task in ('not_applicable', 'no_data_source', 'not_computed')

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers
        cast(null as numeric(38, 12)) as numerator,
        cast(null as numeric(38, 12)) as denominator,
        cast(null as numeric(38, 12)) as criterion_value,
        cast(null as numeric(38, 12)) as points,
        cast(case when task <> 'not_applicable' and max_points is not null then 0 end as numeric(38, 12)) as lowest_points,
        cast(case when task <> 'not_applicable' then max_points end as numeric(38, 12)) as highest_points,

        -- status and flags
        case when task = 'not_computed' then 'manual_check_needed' else task end as status,
        case task
            when 'not_applicable' then scope_reason
            when 'not_computed' then 'the formula of this criterion is not computed by this version'
            else 'source ' || missing_source || ' did not come'
        end as status_reason,
        false as is_partial,
        false as has_no_events,
        false as is_demonstration,
        cast(array[] as text[]) as conditions,

        -- evidence
        missing_source as evidence_source,
        cast(null as bigint) as evidence_load_id,
        cast(null as text) as evidence_predicate,
        cast(null as bigint) as evidence_row_count,
        cast(null as text) as evidence_digest
    from asked

)

select * from final
