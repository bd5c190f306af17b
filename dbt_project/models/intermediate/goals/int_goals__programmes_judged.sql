-- Efficiency of budget programmes, paragraph 20: the mean attainment of the results that the programme answers for, over its
-- absorption. Of a programme that cannot be reckoned, only the bounds of any programme are known.
with

results as (

    select
        asked.*,
        base.goal_code,
        base.goal_name,
        base.programme_code,
        base.programme_name,
        base.is_accepted,
        base.direction = 'меньше - лучше' as is_less_better,
        base.plan_value,
        base.fact_value,
        coalesce(base.is_law_enforcement and not asked.is_law_enforcement_counted, false) as is_law_enforcement,
        -- a subvention answers for no result; who sends or distributes for the final ones, who receives for the direct ones
        coalesce(
            base.programme_kind = 'субвенция'
            or (base.programme_kind in ('отправитель трансферта', 'распределитель') and base.result_kind = 'прямой')
            or (base.programme_kind = 'получатель' and base.result_kind = 'конечный'),
            false
        ) as is_answered_by_others
    from {{ ref('int_goals__central_asked') }} as asked
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            asked.run_id = run_load.run_id
            and run_load.source = 'budget_programmes'
    inner join {{ ref('base_budget_programmes__results') }} as base
        on
            run_load.load_id = base.load_id
            and asked.body_code = base.body_code
    where
        asked.direction_code = 'B1.C'
        and not base.is_copy
        and base.goal_code is not null
        and base.programme_code is not null

),

attained as (

    select
        *,
        not is_law_enforcement and not is_answered_by_others as is_counted,
        case
            when is_accepted and plan_value >= 0 and fact_value >= 0 then
                case
                    when is_less_better and fact_value = 0 then highest_result_ratio
                    when is_less_better then least({{ quotient('plan_value', 'fact_value') }}, highest_result_ratio)
                    when plan_value > 0 then least({{ quotient('fact_value', 'plan_value') }}, highest_result_ratio)
                end
        end as result_attainment
    from results

),

programmes as (

    select
        run_id,
        body_code,
        goal_code,
        programme_code,
        max(goal_name) as goal_name,
        max(programme_name) as programme_name,
        count(*) as result_count,
        count(*) filter (where is_counted and result_attainment is not null) as counted_result_count,
        count(*) filter (where is_counted and result_attainment is null) as doubtful_result_count,
        count(*) filter (where is_law_enforcement) as law_enforcement_result_count,
        sum(result_attainment) filter (where is_counted) as attainment_sum
    from attained
    group by run_id, body_code, goal_code, programme_code

),

-- a rejected row of a programme leaves its sums unknown
execution as (

    select
        run_load.run_id,
        base.body_code,
        base.programme_code,
        case when bool_and(base.is_accepted) then sum(base.planned_thousand_kzt) end as planned_thousand_kzt,
        case when bool_and(base.is_accepted) then sum(base.spent_thousand_kzt) end as spent_thousand_kzt
    from {{ ref('base_programme_execution__programmes') }} as base
    inner join {{ source('ledger', 'run_load') }} as run_load on base.load_id = run_load.load_id
    where
        not base.is_copy
        and base.programme_code is not null
        and (base.budget_level = 'республиканский' or base.budget_level_defect is not null)
    group by run_load.run_id, base.body_code, base.programme_code

),

absorbed as (

    select
        asked.*,
        programmes.goal_code,
        programmes.programme_code,
        programmes.goal_name,
        programmes.programme_name,
        programmes.result_count,
        programmes.counted_result_count,
        programmes.doubtful_result_count,
        programmes.law_enforcement_result_count,
        execution.planned_thousand_kzt,
        execution.spent_thousand_kzt,
        {{ quotient('programmes.attainment_sum', 'programmes.counted_result_count') }} as mean_attainment,
        {{ quotient('execution.spent_thousand_kzt', 'execution.planned_thousand_kzt') }} as absorption
    from programmes
    inner join {{ ref('int_goals__central_asked') }} as asked
        on
            programmes.run_id = asked.run_id
            and programmes.body_code = asked.body_code
    left join execution
        on
            programmes.run_id = execution.run_id
            and programmes.body_code = execution.body_code
            and programmes.programme_code = execution.programme_code

),

judged as (

    select
        *,
        case
            when counted_result_count + doubtful_result_count = 0 and law_enforcement_result_count > 0 then 'law_enforcement'
            when counted_result_count + doubtful_result_count = 0 then 'answers_for_no_result'
            when absorption = 0 and not is_no_absorption_counted then 'no_absorption'
        end as left_out_reason,
        coalesce(
            absorption <= low_absorption_to_ratio
            and (mean_attainment > absorption or is_low_absorption_always_replaced),
            false
        ) as is_low_absorption
    from absorbed

),

-- the greatest quotient belongs to full results just above the edge of low absorption
reckoned as (

    select
        *,
        left_out_reason is null and absorption is distinct from 0 and (doubtful_result_count > 0 or absorption is null) as is_doubtful,
        case
            when left_out_reason is not null then null
            when absorption = 0 then cast(0 as numeric)
            when doubtful_result_count > 0 or absorption is null then null
            when is_low_absorption then low_absorption_value
            else {{ quotient('mean_attainment', 'absorption') }}
        end as uncapped_efficiency,
        case
            when is_efficiency_capped then highest_result_ratio
            else {{ quotient('highest_result_ratio', 'low_absorption_to_ratio') }}
        end as highest_possible
    from judged

),

final as (

    select
        -- ids
        run_id,
        body_code,
        goal_code,
        programme_code,

        -- names
        goal_name,
        programme_name,

        -- numbers
        result_count,
        counted_result_count,
        doubtful_result_count,
        law_enforcement_result_count,
        planned_thousand_kzt,
        spent_thousand_kzt,
        mean_attainment,
        absorption,
        cast(bounded.efficiency as numeric(38, 12)) as efficiency,
        cast(case when is_doubtful then 0 else bounded.efficiency end as numeric(38, 12)) as lowest_efficiency,
        cast(case when is_doubtful then highest_possible else bounded.efficiency end as numeric(38, 12)) as highest_efficiency,

        -- reasons and flags
        left_out_reason,
        case
            when not is_doubtful then null
            when doubtful_result_count > 0 then 'result_unknown'
            else 'absorption_unknown'
        end as doubt_reason,
        is_low_absorption and left_out_reason is null and not is_doubtful as is_low_absorption,
        coalesce(absorption = 0, false) and counted_result_count + doubtful_result_count > 0 as is_without_absorption,
        coalesce(uncapped_efficiency > highest_result_ratio, false) as is_above_one
    from reckoned
    cross join lateral (
        select case
            when reckoned.is_efficiency_capped and reckoned.uncapped_efficiency > reckoned.highest_result_ratio then reckoned.highest_result_ratio
            else reckoned.uncapped_efficiency
        end as efficiency
    ) as bounded

)

select * from final
