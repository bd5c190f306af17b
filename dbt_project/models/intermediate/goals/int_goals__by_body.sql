-- Bodies: the means over their goals, and the result of the direction with what is still open.
with

bodies as (

    select
        asked.*,
        delivered.plan_load_id,
        delivered.form_load_id,
        delivered.execution_load_id,
        delivered.plan_row_count,
        delivered.form_row_count,
        delivered.execution_row_count,
        delivered.plan_digest,
        delivered.form_digest,
        delivered.execution_digest,
        delivered.plan_unplaced_count,
        delivered.programme_unplaced_count,
        delivered.is_plan_delivered,
        delivered.is_form_delivered,
        delivered.is_execution_delivered,
        delivered.is_plan_demonstration,
        delivered.is_programme_demonstration
    from {{ ref('int_goals__central_asked') }} as asked
    inner join {{ ref('int_goals__central_delivered') }} as delivered
        on
            asked.run_id = delivered.run_id
            and asked.body_code = delivered.body_code

),

goals as (

    select
        run_id,
        body_code,
        count(*) filter (where is_counted) as goal_count,
        count(*) filter (where is_counted and efficiency is not null) as goal_with_programmes_count,
        sum(counted_indicator_count) as counted_indicator_count,
        sum(doubtful_indicator_count) as doubtful_indicator_count,
        sum(law_enforcement_indicator_count) as law_enforcement_indicator_count,
        sum(corrected_indicator_count) as corrected_indicator_count,
        sum(zero_or_negative_count) as zero_or_negative_count,
        sum(counted_programme_count) filter (where is_counted) as counted_programme_count,
        sum(doubtful_programme_count) filter (where is_counted) as doubtful_programme_count,
        sum(law_enforcement_result_count) as law_enforcement_result_count,
        sum(low_absorption_count) as low_absorption_count,
        sum(no_absorption_count) as no_absorption_count,
        sum(above_one_count) as above_one_count,
        count(*) filter (where is_without_indicators) as without_indicators_count,
        count(*) filter (where is_counted and is_without_programmes) as without_programmes_count,
        sum(attainment) filter (where is_counted) as attainment_sum,
        sum(efficiency) filter (where is_counted) as efficiency_sum,
        sum(interrelation) filter (where is_counted) as interrelation_sum,
        sum(result) filter (where is_counted) as result_sum,
        -- a goal that may leave the mean can pull it neither below nothing nor above the whole
        sum(case when is_open_whether_counted then 0 else lowest_result end) filter (where is_counted) as lowest_result_sum,
        sum(case when is_open_whether_counted then greatest(highest_result, 1) else highest_result end)
            filter (where is_counted) as highest_result_sum,
        sum(attainment_sum) as indicator_attainment_sum,
        sum(lowest_attainment_sum) as lowest_indicator_attainment_sum,
        sum(highest_attainment_sum) as highest_indicator_attainment_sum
    from {{ ref('int_goals__goals_judged') }}
    group by run_id, body_code

),

counted as (

    select
        bodies.*,
        {% for column in [
            'goal_count', 'goal_with_programmes_count', 'counted_indicator_count', 'doubtful_indicator_count',
            'law_enforcement_indicator_count', 'corrected_indicator_count', 'zero_or_negative_count', 'counted_programme_count',
            'doubtful_programme_count', 'law_enforcement_result_count', 'low_absorption_count', 'no_absorption_count',
            'above_one_count', 'without_indicators_count', 'without_programmes_count',
        ] %}
        coalesce(goals.{{ column }}, 0) as {{ column }},
        {% endfor %}
        goals.attainment_sum,
        goals.efficiency_sum,
        goals.interrelation_sum,
        goals.result_sum,
        goals.lowest_result_sum,
        goals.highest_result_sum,
        goals.indicator_attainment_sum,
        goals.lowest_indicator_attainment_sum,
        goals.highest_indicator_attainment_sum,
        bodies.is_plan_delivered and bodies.plan_unplaced_count = 0 as is_plan_known
    from bodies
    left join goals
        on
            bodies.run_id = goals.run_id
            and bodies.body_code = goals.body_code

),

parts_judged as (

    select
        *,
        is_plan_known and goal_count = 0 as is_without_goals,
        case
            when not is_plan_delivered then 'no_data_body'
            when plan_unplaced_count + doubtful_indicator_count > 0 then 'manual_check_needed'
            when goal_count = 0 then 'not_applicable'
            else 'scored'
        end as attainment_status,
        case
            when is_plan_known and goal_count = 0 then 'not_applicable'
            when not is_form_delivered or (not is_execution_delivered and counted_programme_count + doubtful_programme_count > 0)
                then 'no_data_body'
            when programme_unplaced_count + doubtful_programme_count > 0 then 'manual_check_needed'
            when counted_programme_count = 0 and not (is_incomplete_goal_zero and goal_count > 0) then 'not_applicable'
            else 'scored'
        end as efficiency_status
    from counted

),

judged as (

    select
        *,
        case
            when is_without_goals then 'not_applicable'
            when 'no_data_body' in (attainment_status, efficiency_status) then 'no_data_body'
            when 'manual_check_needed' in (attainment_status, efficiency_status) then 'manual_check_needed'
            else 'scored'
        end as interrelation_status,
        case
            when direction_code = 'B1.N' and is_mean_of_indicators
                then goal_scale * {{ quotient('indicator_attainment_sum', 'counted_indicator_count') }}
            when direction_code = 'B1.N' then goal_scale * {{ quotient('result_sum', 'goal_count') }}
            else {{ quotient('goal_scale * result_sum', 'goal_count') }}
        end as exact_result,
        case
            when not is_plan_known then 0
            when direction_code = 'B1.N' and is_mean_of_indicators
                then goal_scale * {{ quotient('lowest_indicator_attainment_sum', 'counted_indicator_count + doubtful_indicator_count') }}
            when direction_code = 'B1.N' then goal_scale * {{ quotient('lowest_result_sum', 'goal_count') }}
            else {{ quotient('goal_scale * lowest_result_sum', 'goal_count') }}
        end as lowest_open,
        case
            when not is_plan_known then goal_scale
            when direction_code = 'B1.N' and is_mean_of_indicators
                then goal_scale * {{ quotient('highest_indicator_attainment_sum', 'counted_indicator_count + doubtful_indicator_count') }}
            when direction_code = 'B1.N' then goal_scale * {{ quotient('highest_result_sum', 'goal_count') }}
            else {{ quotient('goal_scale * highest_result_sum', 'goal_count') }}
        end as highest_open
    from parts_judged

),

resulted as (

    select
        *,
        case direction_code
            when 'B1.N' then attainment_status in ('scored', 'not_applicable')
            else interrelation_status in ('scored', 'not_applicable')
        end as is_result_known
    from judged

),

final as (

    select
        -- ids
        run_id,
        body_code,
        direction_code,
        plan_load_id,
        form_load_id,
        execution_load_id,

        -- statuses of the coefficients
        attainment_status,
        efficiency_status,
        interrelation_status,

        -- counts
        goal_count,
        goal_with_programmes_count,
        counted_indicator_count,
        doubtful_indicator_count + plan_unplaced_count as doubtful_indicator_count,
        law_enforcement_indicator_count,
        corrected_indicator_count,
        zero_or_negative_count,
        counted_programme_count,
        doubtful_programme_count + programme_unplaced_count as doubtful_programme_count,
        law_enforcement_result_count,
        low_absorption_count,
        no_absorption_count,
        above_one_count,
        without_indicators_count,
        without_programmes_count,
        plan_row_count,
        form_row_count,
        execution_row_count,

        -- sums over the goals, or over the indicators where the run reads A-25 so
        case
            when direction_code = 'B1.N' and is_mean_of_indicators then indicator_attainment_sum else attainment_sum
        end as attainment_sum,
        case
            when direction_code = 'B1.N' and is_mean_of_indicators then counted_indicator_count else goal_count
        end as attainment_base,
        efficiency_sum,
        interrelation_sum,

        -- result of the direction before deductions
        cast(case when is_result_known then {{ clamp('exact_result') }} end as numeric(38, 12)) as result,
        cast(case when not is_without_goals then {{ clamp('lowest_open') }} end as numeric(38, 12)) as lowest_result,
        cast(case when not is_without_goals then {{ clamp('highest_open') }} end as numeric(38, 12)) as highest_result,

        -- flags
        is_plan_delivered,
        is_form_delivered,
        is_execution_delivered,
        is_plan_demonstration,
        is_programme_demonstration,

        -- digests
        plan_digest,
        form_digest,
        execution_digest
    from resulted

)

select * from final
