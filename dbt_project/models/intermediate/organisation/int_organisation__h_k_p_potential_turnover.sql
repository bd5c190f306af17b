-- Potential turnover, paragraph 28: full points less the shares of those who plan to leave the service and of those who would
-- move to another body. A "yes" to both counts in both, and each share is of those who answered the question (A-104).
with

asked as (

    {{ survey_asked('B3.H.K.P') }}

),

counted as (

    select
        asked.*,
        leaving.sheet_count,
        leaving.unreadable_sheet_count,
        leaving.plans_sheet_count,
        leaving.digest_sum,
        leaving.answer_sum as leaving_count,
        leaving.answer_count as asked_leaving_count,
        moving.answer_sum as moving_count,
        moving.answer_count as asked_moving_count,
        {{ formula_parameter('asked', 'full_points') }} as full_points
    from asked
    left join {{ ref('int_organisation__survey_by_body') }} as leaving
        on
            asked.load_id = leaving.load_id
            and asked.body_code = leaving.body_code
            and leaving.item = 'A'
    left join {{ ref('int_organisation__survey_by_body') }} as moving
        on
            asked.load_id = moving.load_id
            and asked.body_code = moving.body_code
            and moving.item = 'B'

),

-- sheets that cannot be read may all have said yes to both, or no
shared as (

    select
        *,
        {{ quotient('leaving_count', 'asked_leaving_count') }} + {{ quotient('moving_count', 'asked_moving_count') }} as criterion_value,
        {{ quotient('leaving_count + unreadable_sheet_count', 'asked_leaving_count + unreadable_sheet_count') }}
        + {{ quotient('moving_count + unreadable_sheet_count', 'asked_moving_count + unreadable_sheet_count') }} as highest_share,
        {{ quotient('leaving_count', 'asked_leaving_count + unreadable_sheet_count') }}
        + {{ quotient('moving_count', 'asked_moving_count + unreadable_sheet_count') }} as lowest_share
    from counted

),

judged as (

    select
        *,
        leaving_count + moving_count as numerator,
        plans_sheet_count as denominator,
        greatest(full_points * (1 - criterion_value), 0) as points,
        greatest(full_points * (1 - highest_share), 0) as lowest_points,
        greatest(full_points * (1 - lowest_share), 0) as highest_points,
        cast(null as text) as not_applicable_reason,
        {{ survey_absent_reason() }} as no_data_reason,
        {{ survey_open_reason('asked_leaving_count = 0 or asked_moving_count = 0') }} as open_reason,
        leaving_count || ' of ' || asked_leaving_count || ' plan to leave the service, ' || moving_count || ' of ' || asked_moving_count
        || ' would move to another body'
        || case when unreadable_sheet_count > 0 then '; ' || unreadable_sheet_count || ' sheets cannot be read' else '' end as status_reason,
        false as has_no_events,
        array['computed', 'counted'] as conditions,
        'servants_survey' as evidence_source,
        load_id as evidence_load_id,
        'stg_servants_survey__sheets: body_code = ''' || body_code || '''' as evidence_predicate,
        coalesce(sheet_count, 0) as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from shared

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
