-- Upheld by a court or a superior body, paragraph 110: full points less the share upheld, times a coefficient that
-- grows with the number handled.
with

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    select
        appeals.*,
        {{ formula_parameter('appeals', 'full_points') }} as full_points,
        {{ band_points('appeals.edition', 'appeals.criterion_code', 'volume_coefficient', 'appeals.handled_count', run_id='appeals.run_id') }} as volume_coefficient,
        -- one appeal counts once, and no more are upheld than were handled
        least(appeals.court_upheld_count + appeals.superior_upheld_count, appeals.handled_count) as upheld_count
    from {{ ref('int_interaction__appeals_asked') }} as appeals
    where appeals.criterion_code in ('B2.C.A2', 'B2.M.A2')

),

judged as (

    select
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        asked.max_points,
        asked.upheld_count as numerator,
        asked.handled_count as denominator,
        {{ quotient('asked.upheld_count', 'asked.handled_count') }} as criterion_value,
        reckoned.points,
        reckoned.points as lowest_points,
        reckoned.points as highest_points,
        cast(null as text) as not_applicable_reason,
        asked.no_data_reason,
        case when asked.is_doubtful then asked.doubt_reason end as open_reason,
        case
            when asked.has_no_events then asked.source_words || 'no complaint or application was handled in the year'
            else asked.source_words || 'volume coefficient ' || trim_scale(asked.volume_coefficient)
        end as status_reason,
        asked.has_no_events,
        asked.is_demonstration,
        array[asked.source_condition, case when asked.has_no_events then 'no_events' else 'computed' end] as conditions,
        asked.source as evidence_source,
        asked.load_id as evidence_load_id,
        asked.handled_predicate
        || case when asked.source = 'form_1ol' then '' else ', or upheld_by is given and upheld_on in ' || asked.reporting_year end as evidence_predicate,
        asked.upheld_evidence_count as evidence_row_count,
        asked.upheld_evidence_digest as evidence_digest
    from asked
    cross join lateral (
        select case
            when asked.has_no_events then asked.full_points
            when not asked.is_doubtful
                then greatest({{ points_less_rate('asked.full_points', quotient('asked.volume_coefficient * asked.upheld_count', 'asked.handled_count'), 'asked', 'A-47') }}, 0)
        end as points
    ) as reckoned

),

answers as (

    {{ criterion_answers('judged', keeps_bounds_of_open=true) }}

)

select * from answers
