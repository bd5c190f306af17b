-- Timeliness of handling, paragraph 108: full points less the share handled late, times the factor of the edition.
with

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    select
        appeals.*,
        {{ formula_parameter('appeals', 'full_points') }} as full_points,
        {{ formula_parameter('appeals', 'late_share_factor') }} as late_share_factor
    from {{ ref('int_interaction__appeals_asked') }} as appeals
    where appeals.criterion_code in ('B2.C.A1', 'B2.M.A1')

),

-- without any deadline nothing can be said of lateness
judged as (

    select
        run_id,
        body_code,
        criterion_code,
        max_points,
        late_count as numerator,
        known_deadline_count as denominator,
        {{ quotient('late_count', 'known_deadline_count') }} as criterion_value,
        case
            when has_no_events then full_points
            else greatest({{ points_less_rate('full_points', quotient('late_share_factor * late_count', 'known_deadline_count'), 'asked', 'A-48') }}, 0)
        end as points,
        case
            when has_no_events then full_points
            when not is_doubtful
                then greatest({{ points_less_rate('full_points', quotient('late_share_factor * (late_count + unknown_deadline_count)', 'handled_count'), 'asked', 'A-48') }}, 0)
        end as lowest_points,
        case
            when has_no_events then full_points
            when not is_doubtful
                then greatest({{ points_less_rate('full_points', quotient('late_share_factor * late_count', 'handled_count'), 'asked', 'A-48') }}, 0)
        end as highest_points,
        cast(null as text) as not_applicable_reason,
        no_data_reason,
        case
            when is_doubtful then doubt_reason
            when handled_count > 0 and known_deadline_count = 0 then 'no handled appeal has a recorded deadline'
        end as open_reason,
        case
            when has_no_events then source_words || 'no complaint or application was handled in the year'
            when unknown_deadline_count > 0 then unknown_deadline_count || ' handled appeals have no recorded deadline'
            when source = 'form_1ol' then source_words || late_count || ' of those handled were late'
            else 'all handled appeals have a recorded deadline'
        end
        || case when open_count > 0 then '; ' || open_count || ' more are still open' else '' end as status_reason,
        has_no_events,
        is_demonstration,
        array[
            source_condition,
            case when has_no_events then 'no_events' else 'computed' end,
            case when unknown_deadline_count > 0 then 'unknown_deadline' end,
            case when contradicted_flag_count > 0 then 'contradicted_flag' end
        ] as conditions,
        source as evidence_source,
        load_id as evidence_load_id,
        handled_predicate as evidence_predicate,
        handled_evidence_count as evidence_row_count,
        handled_digest as evidence_digest
    from asked

),

answers as (

    {{ criterion_answers('judged', keeps_bounds_of_open=true) }}

)

select * from answers
