-- Goals, paragraphs 17-21: attainment A, efficiency B, interrelation C and the result R. Only what the sources leave open
-- parts the bounds from the value.
with

bodies as (

    select
        asked.*,
        delivered.is_plan_delivered and delivered.plan_unplaced_count = 0 as is_plan_known,
        delivered.is_form_delivered and delivered.programme_unplaced_count = 0 as are_programmes_known
    from {{ ref('int_goals__central_asked') }} as asked
    inner join {{ ref('int_goals__central_delivered') }} as delivered
        on
            asked.run_id = delivered.run_id
            and asked.body_code = delivered.body_code

),

indicators as (

    select
        run_id,
        body_code,
        goal_code,
        max(goal_name) as goal_name,
        count(*) as indicator_count,
        count(*) filter (where attainment is not null) as counted_indicator_count,
        count(*) filter (where doubt_reason is not null) as doubtful_indicator_count,
        -- an indicator that is rejected, or has no fact, may still turn out to be left out; any other one belongs to the mean
        count(*) filter (where left_out_reason is null and coalesce(doubt_reason, '') not in ('rejected', 'no_fact')) as certain_indicator_count,
        count(*) filter (where left_out_reason is not null) as left_out_indicator_count,
        count(*) filter (where left_out_reason = 'law_enforcement') as law_enforcement_indicator_count,
        count(*) filter (where cause_count > 0) as corrected_indicator_count,
        count(*) filter (where is_zero_or_negative) as zero_or_negative_count,
        sum(attainment) as attainment_sum,
        sum(lowest_attainment) as lowest_attainment_sum,
        sum(highest_attainment) as highest_attainment_sum
    from {{ ref('int_goals__indicators_judged') }}
    group by run_id, body_code, goal_code

),

programmes as (

    select
        run_id,
        body_code,
        goal_code,
        max(goal_name) as goal_name,
        count(*) as programme_count,
        count(*) filter (where efficiency is not null) as counted_programme_count,
        count(*) filter (where doubt_reason is not null) as doubtful_programme_count,
        count(*) filter (where left_out_reason is not null) as left_out_programme_count,
        sum(law_enforcement_result_count) as law_enforcement_result_count,
        count(*) filter (where is_low_absorption) as low_absorption_count,
        count(*) filter (where is_without_absorption) as no_absorption_count,
        count(*) filter (where is_above_one) as above_one_count,
        sum(efficiency) as efficiency_sum,
        sum(lowest_efficiency) as lowest_efficiency_sum,
        sum(highest_efficiency) as highest_efficiency_sum
    from {{ ref('int_goals__programmes_judged') }}
    group by run_id, body_code, goal_code

),

goals as (

    select
        coalesce(indicators.run_id, programmes.run_id) as run_id,
        coalesce(indicators.body_code, programmes.body_code) as body_code,
        coalesce(indicators.goal_code, programmes.goal_code) as goal_code,
        coalesce(indicators.goal_name, programmes.goal_name) as goal_name,
        {% for column in [
            'indicator_count', 'counted_indicator_count', 'doubtful_indicator_count', 'certain_indicator_count',
            'left_out_indicator_count', 'law_enforcement_indicator_count', 'corrected_indicator_count', 'zero_or_negative_count',
            'programme_count', 'counted_programme_count', 'doubtful_programme_count', 'left_out_programme_count',
            'law_enforcement_result_count', 'low_absorption_count', 'no_absorption_count', 'above_one_count',
        ] %}
        coalesce({{ column }}, 0) as {{ column }},
        {% endfor %}
        attainment_sum,
        lowest_attainment_sum,
        highest_attainment_sum,
        efficiency_sum,
        lowest_efficiency_sum,
        highest_efficiency_sum
    from indicators
    full join programmes
        on
            indicators.run_id = programmes.run_id
            and indicators.body_code = programmes.body_code
            and indicators.goal_code = programmes.goal_code

),

-- the National Bank answers for goals alone, paragraph 24
placed as (

    select
        bodies.*,
        goals.goal_code,
        goals.goal_name,
        goals.indicator_count,
        goals.counted_indicator_count,
        goals.doubtful_indicator_count,
        goals.certain_indicator_count,
        goals.left_out_indicator_count,
        goals.law_enforcement_indicator_count,
        goals.corrected_indicator_count,
        goals.zero_or_negative_count,
        goals.programme_count,
        goals.counted_programme_count,
        goals.doubtful_programme_count,
        goals.left_out_programme_count,
        goals.law_enforcement_result_count,
        goals.low_absorption_count,
        goals.no_absorption_count,
        goals.above_one_count,
        goals.attainment_sum,
        goals.lowest_attainment_sum,
        goals.highest_attainment_sum,
        goals.efficiency_sum,
        goals.lowest_efficiency_sum,
        goals.highest_efficiency_sum,
        bodies.direction_code = 'B1.C' as has_programmes,
        bodies.is_plan_known and goals.counted_indicator_count + goals.doubtful_indicator_count = 0 as is_without_indicators,
        bodies.are_programmes_known and goals.counted_programme_count + goals.doubtful_programme_count = 0 as is_without_programmes
    from goals
    inner join bodies
        on
            goals.run_id = bodies.run_id
            and goals.body_code = bodies.body_code

),

-- an incomplete goal leaves the mean, or its coefficient; by the other reading of A-16 both are 0
coefficients as (

    select
        *,
        not is_without_indicators or is_incomplete_goal_zero as is_counted,
        not is_plan_known or (certain_indicator_count = 0 and not is_without_indicators) as is_open_whether_counted,
        case
            when is_without_indicators then case when is_incomplete_goal_zero then 0 end
            when not is_plan_known then lowest_ratio
            else {{ quotient('lowest_attainment_sum', 'counted_indicator_count + doubtful_indicator_count') }}
        end as lowest_attainment,
        case
            when is_without_indicators then case when is_incomplete_goal_zero then 0 end
            when not is_plan_known then highest_ratio
            else {{ quotient('highest_attainment_sum', 'counted_indicator_count + doubtful_indicator_count') }}
        end as highest_attainment,
        case
            when not has_programmes then null
            when is_without_programmes then case when is_incomplete_goal_zero then 0 end
            when not are_programmes_known then 0
            else {{ quotient('lowest_efficiency_sum', 'counted_programme_count + doubtful_programme_count') }}
        end as lowest_efficiency,
        case
            when not has_programmes then null
            when is_without_programmes then case when is_incomplete_goal_zero then 0 end
            when not are_programmes_known
                then case
                    when is_efficiency_capped then highest_result_ratio
                    else {{ quotient('highest_result_ratio', 'low_absorption_to_ratio') }}
                end
            else {{ quotient('highest_efficiency_sum', 'counted_programme_count + doubtful_programme_count') }}
        end as highest_efficiency
    from placed

),

-- apart, A and B are related worst at two opposite corners of their bounds; where the bounds meet, fully
cornered as (

    select
        *,
        has_programmes
        and not is_without_programmes
        and lowest_attainment is not null
        and lowest_efficiency is not null as is_related,
        lowest_attainment <= highest_efficiency and lowest_efficiency <= highest_attainment as do_bounds_meet,
        {{ interrelation('lowest_attainment', 'highest_efficiency') }} as interrelation_at_lowest,
        {{ interrelation('highest_attainment', 'lowest_efficiency') }} as interrelation_at_highest
    from coefficients

),

related as (

    select
        *,
        case
            when is_incomplete_goal_zero and (is_without_indicators or (has_programmes and is_without_programmes)) then 0
            when is_related then least(interrelation_at_lowest, interrelation_at_highest)
            when has_programmes and is_counted then equal_value
        end as lowest_interrelation,
        case
            when is_incomplete_goal_zero and (is_without_indicators or (has_programmes and is_without_programmes)) then 0
            when is_related and do_bounds_meet then equal_value
            when is_related then greatest(interrelation_at_lowest, interrelation_at_highest)
            when has_programmes and is_counted then equal_value
        end as highest_interrelation
    from cornered

),

-- without programmes the goal is worth its attainment (A-16)
resulted as (

    select
        *,
        case
            when lowest_interrelation = 0 and not is_related then 0
            when not is_related then lowest_attainment
            when is_mean_of_three then {{ goal_result('lowest_attainment', 'lowest_efficiency', 'lowest_interrelation') }}
            else least(
                {{ goal_result('lowest_attainment', 'highest_efficiency', 'interrelation_at_lowest') }},
                {{ goal_result('highest_attainment', 'lowest_efficiency', 'interrelation_at_highest') }}
            )
        end as lowest_result,
        case
            when highest_interrelation = 0 and not is_related then 0
            when not is_related then highest_attainment
            when is_mean_of_three then {{ goal_result('highest_attainment', 'highest_efficiency', 'highest_interrelation') }}
            when do_bounds_meet then least(highest_attainment, highest_efficiency)
            else greatest(
                {{ goal_result('lowest_attainment', 'highest_efficiency', 'interrelation_at_lowest') }},
                {{ goal_result('highest_attainment', 'lowest_efficiency', 'interrelation_at_highest') }}
            )
        end as highest_result
    from related

),

final as (

    select
        -- ids
        run_id,
        body_code,
        direction_code,
        goal_code,

        -- names
        goal_name,

        -- counts
        indicator_count,
        counted_indicator_count,
        doubtful_indicator_count,
        left_out_indicator_count,
        law_enforcement_indicator_count,
        corrected_indicator_count,
        zero_or_negative_count,
        programme_count,
        counted_programme_count,
        doubtful_programme_count,
        left_out_programme_count,
        law_enforcement_result_count,
        low_absorption_count,
        no_absorption_count,
        above_one_count,

        -- sums, for the mean over all indicators (A-25)
        attainment_sum,
        lowest_attainment_sum,
        highest_attainment_sum,

        -- coefficients and the result
        {% for name in ['attainment', 'efficiency', 'interrelation', 'result'] %}
        cast(case
            when is_counted {{ 'and not is_open_whether_counted ' if name != 'efficiency' }}and lowest_{{ name }} = highest_{{ name }}
                then lowest_{{ name }}
        end as numeric(38, 12)) as {{ name }},
        cast(lowest_{{ name }} as numeric(38, 12)) as lowest_{{ name }},
        cast(highest_{{ name }} as numeric(38, 12)) as highest_{{ name }},
        {% endfor %}

        -- flags
        is_counted,
        is_open_whether_counted,
        is_without_indicators,
        has_programmes and is_without_programmes as is_without_programmes
    from resulted

)

select * from final
