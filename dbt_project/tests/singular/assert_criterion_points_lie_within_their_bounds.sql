-- 0 <= lowest <= points <= highest <= most points; points exactly where the status is scored. A coefficient has a value instead.
select *
from ({{ of_this_build(ref('fct_criterion_score')) }}) as scores
where
    (status = 'scored') <> (case when max_points is null then criterion_value else points end is not null)
    or (max_points is null and coalesce(points, lowest_points, highest_points) is not null)
    or points not between lowest_points and highest_points
    or lowest_points < 0
    or lowest_points > highest_points
    or highest_points > max_points
    or (status = 'not_applicable' and (lowest_points is not null or highest_points is not null))
    or (status not in ('scored', 'not_applicable') and max_points is not null and (lowest_points <> 0 or highest_points is null) and status <> 'manual_check_needed')
    or (status = 'scored' and not is_partial and (lowest_points <> points or highest_points <> points))
    or (is_partial and status <> 'scored')
