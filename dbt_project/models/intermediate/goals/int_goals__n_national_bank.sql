-- The National Bank, paragraphs 24-25: its goals alone, 100 times their mean attainment.
with

asked as (

    select
        index_rows.criterion_code,
        index_rows.max_points,
        by_body.*
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ ref('int_goals__by_body') }} as by_body
        on
            index_rows.run_id = by_body.run_id
            and index_rows.body_code = by_body.body_code
    where
        index_rows.criterion_code = 'B1.N'
        and index_rows.task = 'to_answer'

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers
        cast(case when attainment_status = 'scored' then attainment_sum end as numeric(38, 12)) as numerator,
        cast(case when attainment_status = 'scored' then attainment_base end as numeric(38, 12)) as denominator,
        case when attainment_status = 'scored' then {{ quotient('attainment_sum', 'attainment_base') }} end as criterion_value,
        case when attainment_status = 'scored' then result end as points,
        case attainment_status
            when 'not_applicable' then null
            when 'no_data_body' then cast(0 as numeric(38, 12))
            else lowest_result
        end as lowest_points,
        case attainment_status
            when 'not_applicable' then null
            when 'no_data_body' then cast(max_points as numeric(38, 12))
            else highest_result
        end as highest_points,

        -- status and flags
        attainment_status as status,
        {{ attainment_reason() }} as status_reason,
        false as is_partial,
        false as has_no_events,
        is_plan_demonstration as is_demonstration,
        array_remove(array[
            case when attainment_status = 'scored' then 'computed' end,
            case when corrected_indicator_count > 0 then 'corrective' end,
            case when zero_or_negative_count > 0 then 'zero_or_negative' end,
            case when law_enforcement_indicator_count > 0 then 'left_out' end
        ], null) as conditions,

        -- evidence
        'strategic_plan_indicators' as evidence_source,
        plan_load_id as evidence_load_id,
        'stg_strategic_plan_indicators__indicators: body_code = ''' || body_code || '''' as evidence_predicate,
        cast(plan_row_count as bigint) as evidence_row_count,
        plan_digest as evidence_digest
    from asked

)

select {{ answer_columns() | join(", ") }} from final
