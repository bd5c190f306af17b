-- The rules of paragraph 19 in their order, indicator by indicator. What a rejected or missing cell leaves open lies between
-- two bounds, which are equal where nothing is open.
{%- set is_ladder_open -%} is_ranking and fact_value > plan_value and previous_fact_value is null {%- endset %}

with

indicators as (

    select
        asked.*,
        base.load_id,
        base.row_number,
        base.goal_code,
        base.indicator_code,
        base.goal_name,
        base.indicator_name,
        base.direction,
        base.data_status,
        base.plan_value,
        base.fact_value,
        base.previous_fact_value,
        base.is_plan_lowered,
        base.is_accepted,
        base.direction = 'рейтинг' as is_ranking,
        base.direction in ('рейтинг', 'меньше - лучше') as is_less_better,
        -- an excuse without a document is no excuse
        coalesce(base.is_excused and base.excuse_document is not null, false) as is_excused,
        coalesce(base.is_law_enforcement, false) as is_law_enforcement,
        coalesce(base.is_left_out_ranking and base.is_left_out_ranking_defect is null, false) as is_left_out_ranking
    from {{ ref('int_goals__central_asked') }} as asked
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            asked.run_id = run_load.run_id
            and run_load.source = 'strategic_plan_indicators'
    inner join {{ ref('base_strategic_plan_indicators__indicators') }} as base
        on
            run_load.load_id = base.load_id
            and asked.body_code = base.body_code
    where
        not base.is_copy
        and base.goal_code is not null

),

sorted_out as (

    select
        *,
        case
            when is_law_enforcement and not is_law_enforcement_counted then 'law_enforcement'
            when is_left_out_ranking then 'left_out_ranking'
            when not is_accepted then null
            when plan_value is null then 'no_plan'
            when data_status = 'нет' then 'no_statistics'
            when plan_value = 0 and not (direction = 'меньше - лучше' and coalesce(fact_value, 0) = 0) then 'zero_plan'
        end as left_out_reason
    from indicators

),

measured as (

    select
        *,
        left_out_reason is null and not coalesce(
            is_accepted
            and fact_value is not null
            and (is_negative_taken_by_letter or (plan_value >= 0 and not (is_less_better and fact_value < 0))),
            false
        ) as is_unreadable,
        case
            when is_ranking then null
            when is_less_better then {{ quotient('plan_value', 'fact_value') }}
            else {{ quotient('fact_value', 'plan_value') }}
        end as raw_ratio,
        -- no worsening is progress enough (A-12); unknown without the year before
        case
            when is_excused then false
            when previous_fact_value is null then null
            when fact_value = previous_fact_value then is_standstill_corrected
            else is_less_better = (fact_value > previous_fact_value)
        end as is_without_progress
    from sorted_out

),

-- a place by the ladder, the rest by the ratio within its bounds; less is better and nothing happened: attained (A-28)
attained as (

    select
        *,
        case
            when not is_ranking and raw_ratio is null then highest_ratio
            when not is_ranking then least(greatest(raw_ratio, lowest_ratio), highest_ratio)
            when fact_value <= plan_value then {{ ladder_points('measured', 'plan_place_reached_or_better') }}
            when previous_fact_value is null then {{ ladder_points('measured', 'missed_and_worse') }}
            when fact_value < previous_fact_value then {{ ladder_points('measured', 'missed_but_better_than_last_year') }}
            when fact_value = previous_fact_value then {{ ladder_points('measured', 'missed_same_as_last_year') }}
            else {{ ladder_points('measured', 'missed_and_worse') }}
        end as lowest_uncorrected,
        case when {{ is_ladder_open }} then {{ ladder_points('measured', 'missed_but_better_than_last_year') }} end as highest_of_ladder,
        coalesce(raw_ratio >= overfulfilled_from_ratio, false) as is_overfulfilled,
        is_plan_lowered and not is_excused as is_lowered
    from measured

),

corrected as (

    select
        *,
        cast(is_overfulfilled as int) + cast(is_lowered as int) + cast(coalesce(is_without_progress, false) as int) as least_cause_count,
        cast(is_overfulfilled as int) + cast(is_lowered as int) + cast(coalesce(is_without_progress, true) as int) as most_cause_count
    from attained

),

bounded as (

    select
        *,
        case
            when left_out_reason is not null then null
            when is_unreadable then lowest_ratio
            else {{ with_corrective('lowest_uncorrected', 'most_cause_count') }}
        end as lowest_attainment,
        case
            when left_out_reason is not null then null
            when is_unreadable then highest_ratio
            else {{ with_corrective('coalesce(highest_of_ladder, lowest_uncorrected)', 'least_cause_count') }}
        end as highest_attainment
    from corrected

),

final as (

    select
        -- ids
        run_id,
        load_id,
        row_number,
        body_code,
        direction_code,
        goal_code,
        indicator_code,

        -- names
        goal_name,
        indicator_name,

        -- numbers
        plan_value,
        fact_value,
        previous_fact_value,
        cast(raw_ratio as numeric(38, 12)) as raw_ratio,
        case when left_out_reason is null and not is_unreadable then least_cause_count end as cause_count,
        cast(case when lowest_attainment = highest_attainment then lowest_attainment end as numeric(38, 12)) as attainment,
        cast(lowest_attainment as numeric(38, 12)) as lowest_attainment,
        cast(highest_attainment as numeric(38, 12)) as highest_attainment,

        -- reasons and flags
        left_out_reason,
        case
            when left_out_reason is not null or lowest_attainment = highest_attainment then null
            when not is_accepted then 'rejected'
            when fact_value is null then 'no_fact'
            when is_unreadable then 'negative'
            else 'no_previous_fact'
        end as doubt_reason,
        is_overfulfilled and left_out_reason is null and not is_unreadable as is_overfulfilled,
        is_lowered and left_out_reason is null and not is_unreadable as is_lowered,
        coalesce(is_without_progress, false) and left_out_reason is null and not is_unreadable as is_without_progress,
        left_out_reason = 'zero_plan' or (left_out_reason is null and coalesce(least(plan_value, fact_value) <= 0, false)) as is_zero_or_negative
    from bounded

)

select * from final
