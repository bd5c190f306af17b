select
    -- ids
    cast(goals.run_id as bigint) as run_id,
    cast(goals.body_code as text) as body_code,
    cast(goals.direction_code as text) as direction_code,
    cast(goals.goal_code as text) as goal_code,

    -- names
    cast(goals.goal_name as text) as goal_name,

    -- coefficients and the result
    cast(goals.attainment as numeric(38, 12)) as attainment,
    cast(goals.efficiency as numeric(38, 12)) as efficiency,
    cast(goals.interrelation as numeric(38, 12)) as interrelation,
    cast(goals.result as numeric(38, 12)) as result,
    cast(goals.lowest_result as numeric(38, 12)) as lowest_result,
    cast(goals.highest_result as numeric(38, 12)) as highest_result,

    -- counts
    cast(goals.indicator_count as int) as indicator_count,
    cast(goals.counted_indicator_count as int) as counted_indicator_count,
    cast(goals.corrected_indicator_count as int) as corrected_indicator_count,
    cast(goals.left_out_indicator_count as int) as left_out_indicator_count,
    cast(goals.law_enforcement_indicator_count as int) as law_enforcement_indicator_count,
    cast(goals.doubtful_indicator_count as int) as doubtful_indicator_count,
    cast(goals.programme_count as int) as programme_count,
    cast(goals.counted_programme_count as int) as counted_programme_count,
    cast(goals.left_out_programme_count as int) as left_out_programme_count,
    cast(goals.doubtful_programme_count as int) as doubtful_programme_count,
    cast(goals.law_enforcement_result_count as int) as law_enforcement_result_count,

    -- flags
    cast(goals.is_counted as boolean) as is_counted,
    cast(goals.is_without_indicators as boolean) as is_without_indicators,
    cast(goals.is_without_programmes as boolean) as is_without_programmes,
    cast(
        (goals.indicator_count > 0 and bodies.is_plan_demonstration) or (goals.programme_count > 0 and bodies.is_programme_demonstration)
        as boolean
    ) as is_demonstration
from {{ ref('int_goals__goals_judged') }} as goals
inner join {{ ref('int_goals__by_body') }} as bodies
    on
        goals.run_id = bodies.run_id
        and goals.body_code = bodies.body_code
