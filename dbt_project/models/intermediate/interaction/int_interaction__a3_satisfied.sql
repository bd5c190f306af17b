-- Satisfied, paragraph 112: full weight for a satisfied appeal, the smaller weight for an explained one.
with

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    select
        appeals.*,
        {{ formula_parameter('appeals', 'satisfied_points') }} as satisfied_points,
        {{ formula_parameter('appeals', 'explained_points') }} as explained_points
    from {{ ref('int_interaction__appeals_asked') }} as appeals
    where appeals.criterion_code in ('B2.C.A3', 'B2.M.A3')

),

weighed as (

    select
        asked.*,
        earned.points as earned_points,
        {{ quotient('earned.points', 'asked.handled_count') }} as earned_mean
    from asked
    cross join lateral (
        select asked.satisfied_points * asked.satisfied_count + asked.explained_points * asked.explained_count as points
    ) as earned

),

judged as (

    select
        weighed.run_id,
        weighed.body_code,
        weighed.criterion_code,
        weighed.max_points,
        weighed.earned_points as numerator,
        weighed.handled_count as denominator,
        weighed.earned_mean as criterion_value,
        reckoned.points,
        reckoned.points as lowest_points,
        reckoned.points as highest_points,
        cast(null as text) as not_applicable_reason,
        weighed.no_data_reason,
        case when weighed.is_doubtful then weighed.doubt_reason end as open_reason,
        case
            when weighed.has_no_events then weighed.source_words || 'no complaint or application was handled in the year'
            else weighed.source_words || weighed.satisfied_count || ' satisfied and ' || weighed.explained_count || ' explained'
        end as status_reason,
        weighed.has_no_events,
        weighed.is_demonstration,
        array[weighed.source_condition, case when weighed.has_no_events then 'no_events' else 'computed' end] as conditions,
        weighed.source as evidence_source,
        weighed.load_id as evidence_load_id,
        weighed.handled_predicate as evidence_predicate,
        weighed.handled_evidence_count as evidence_row_count,
        weighed.handled_digest as evidence_digest
    from weighed
    cross join lateral (
        select case
            when weighed.has_no_events then weighed.max_points
            when not weighed.is_doubtful then least(weighed.earned_mean, weighed.max_points)
        end as points
    ) as reckoned

),

answers as (

    {{ criterion_answers('judged', keeps_bounds_of_open=true) }}

)

select * from answers
