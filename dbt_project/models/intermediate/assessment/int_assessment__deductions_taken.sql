-- What a block or a direction loses: its deductions, those of one group up to the cap that they share. Without a cap a
-- deduction that is not known can take the whole.
with

groups as (

    select
        run_id,
        body_code,
        target_code,
        cap_group,
        least(sum(points), max(cap_points)) as points,
        bool_or(points is null) as is_unknown,
        least(sum(lowest_points), max(cap_points)) as lowest_points,
        case
            when bool_or(highest_points is null) then 100
            else least(sum(highest_points), max(cap_points))
        end as highest_points,
        bool_or(is_demonstration) as is_demonstration
    from {{ ref('int_assessment__deductions') }}
    group by run_id, body_code, target_code, cap_group

),

final as (

    select
        run_id,
        body_code,
        target_code,
        case when not bool_or(is_unknown) then sum(points) end as points,
        sum(lowest_points) as lowest_points,
        least(sum(highest_points), 100) as highest_points,
        -- facts beyond a cap leave no doubt
        not bool_or(is_unknown) and sum(lowest_points) = least(sum(highest_points), 100) as is_certain,
        bool_or(is_demonstration) as is_demonstration
    from groups
    group by run_id, body_code, target_code

)

select * from final
