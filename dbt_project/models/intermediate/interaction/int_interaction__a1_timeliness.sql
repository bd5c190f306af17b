-- Timeliness of handling, paragraph 108: full points less the share handled late, times the factor of the edition.
with

asked as (

    select
        appeals.*,
        {{ formula_parameter('appeals', 'full_points') }} as full_points,
        {{ formula_parameter('appeals', 'late_share_factor') }} as late_share_factor
    from {{ ref('int_interaction__appeals_asked') }} as appeals
    where appeals.criterion_code in ('B2.C.A1', 'B2.M.A1')

),

judged as (

    select
        *,
        -- none of the handled appeals has a deadline: nothing can be said of lateness
        handled_count > 0 and known_deadline_count = 0 as has_no_deadline
    from asked

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers
        cast(late_count as numeric(38, 12)) as numerator,
        cast(known_deadline_count as numeric(38, 12)) as denominator,
        {{ quotient('late_count', 'known_deadline_count') }} as criterion_value,
        cast(case
            when has_no_events then full_points
            when is_doubtful or has_no_deadline then null
            else greatest({{ points_less_rate('full_points', quotient('late_share_factor * late_count', 'known_deadline_count'), 'judged', 'A-48') }}, 0)
        end as numeric(38, 12)) as points,
        cast(case
            when has_no_events then full_points
            when is_doubtful then 0
            else greatest({{ points_less_rate('full_points', quotient('late_share_factor * (late_count + unknown_deadline_count)', 'handled_count'), 'judged', 'A-48') }}, 0)
        end as numeric(38, 12)) as lowest_points,
        cast(case
            when has_no_events or is_doubtful then full_points
            else greatest({{ points_less_rate('full_points', quotient('late_share_factor * late_count', 'handled_count'), 'judged', 'A-48') }}, 0)
        end as numeric(38, 12)) as highest_points,

        -- status and flags
        {{ appeals_status('has_no_deadline') }} as status,
        case
            when has_no_events then source_words || 'no complaint or application was handled in the year'
            when is_doubtful then doubt_reason
            when has_no_deadline then 'no handled appeal has a recorded deadline'
            when unknown_deadline_count > 0 then unknown_deadline_count || ' handled appeals have no recorded deadline'
            when source = 'form_1ol' then source_words || late_count || ' of those handled were late'
            else 'all handled appeals have a recorded deadline'
        end as status_reason,
        not is_doubtful and not has_no_deadline and unknown_deadline_count > 0 as is_partial,
        has_no_events,
        is_demonstration,
        array_remove(array[
            source_condition,
            case when has_no_events then 'no_events' else 'computed' end,
            case when unknown_deadline_count > 0 then 'unknown_deadline' end,
            case when contradicted_flag_count > 0 then 'contradicted_flag' end
        ], null) as conditions,

        -- evidence
        source as evidence_source,
        load_id as evidence_load_id,
        handled_predicate as evidence_predicate,
        cast(handled_evidence_count as bigint) as evidence_row_count,
        coalesce(handled_digest, '0') as evidence_digest
    from judged

)

select {{ answer_columns() | join(", ") }} from final
