-- A goal lies within its bounds and, as paragraph 18 is read, never above either of its coefficients; a run that reads A-10 in
-- its alternative may exceed them.
select *
from ({{ of_this_build(ref('fct_goal_score')) }}) as goals
where
    result not between lowest_result and highest_result
    or lowest_result < 0
    or lowest_result > highest_result
    or attainment not between 0 and 1
    or interrelation not between 0 and 1
    or efficiency < 0
    or (is_counted and not is_without_indicators and lowest_result is null)
    or (not is_counted and result is not null)
    or (result > least(attainment, efficiency) and not {{ takes_alternative('goals', 'A-10') }})
    or indicator_count <> counted_indicator_count + left_out_indicator_count + doubtful_indicator_count
    or programme_count <> counted_programme_count + left_out_programme_count + doubtful_programme_count
