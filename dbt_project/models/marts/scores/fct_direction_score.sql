with

criteria as (

    {{ of_this_build(ref('fct_criterion_score')) }}

),

-- by another reading the parts of a group may have more points together than the group, which then counts (A-107)
most as (

    select
        run_id,
        body_code,
        direction_code,
        -- `least` passes over what is missing: a group of which nothing applies has nothing
        sum(least(applicable_points, group_points)) filter (where applicable_points is not null) as applicable_points,
        sum(least(scored_points, group_points)) filter (where scored_points is not null) as scored_points
    from (
        select
            criteria.run_id,
            criteria.body_code,
            criteria.direction_code,
            parents.max_points as group_points,
            sum(criteria.max_points) filter (where criteria.status <> 'not_applicable') as applicable_points,
            sum(criteria.max_points) filter (where criteria.status = 'scored') as scored_points
        from criteria
        inner join {{ ref('int_assessment__runs') }} as runs on criteria.run_id = runs.run_id
        inner join {{ ref('criteria') }} as leaves
            on
                runs.edition = leaves.edition
                and criteria.criterion_code = leaves.criterion_code
        inner join {{ ref('criteria') }} as parents
            on
                leaves.edition = parents.edition
                and leaves.parent_code = parents.criterion_code
        group by criteria.run_id, criteria.body_code, criteria.direction_code, leaves.parent_code, parents.max_points
    ) as by_parent
    group by run_id, body_code, direction_code

),

leaves as (

    select
        criteria.run_id,
        criteria.body_code,
        criteria.direction_code,
        criteria.block_code,
        cast(count(*) as int) as leaf_count,
        cast(count(*) filter (where status = 'scored') as int) as scored_leaf_count,
        cast(count(*) filter (where status = 'not_applicable') as int) as not_applicable_leaf_count,
        cast(count(*) filter (where status not in ('scored', 'not_applicable')) as int) as missing_leaf_count,
        sum(points) as earned_points,
        sum(lowest_points) as lowest_points,
        sum(highest_points) as highest_points,
        most.applicable_points,
        most.scored_points,
        -- a coefficient has no points: its direction is put together from the goals
        bool_or(max_points is null) as has_coefficients,
        bool_or(is_partial) as has_partial_leaf,
        bool_or(is_demonstration) as is_demonstration
    from criteria
    inner join most
        on
            criteria.run_id = most.run_id
            and criteria.body_code = most.body_code
            and criteria.direction_code = most.direction_code
    group by
        criteria.run_id,
        criteria.body_code,
        criteria.direction_code,
        criteria.block_code,
        most.applicable_points,
        most.scored_points

),

-- what the goals of a body make of its coefficients
goals as (

    select
        run_id,
        body_code,
        direction_code,
        result,
        lowest_result,
        highest_result
    from {{ ref('int_goals__by_body') }}

),

deductions as (

    select * from {{ ref('int_assessment__deductions_taken') }}

),

-- a direction without penalties loses nothing, and that is certain
deducted as (

    select
        leaves.*,
        goals.result as goals_result,
        -- what no model knows lies between nothing and the whole
        coalesce(goals.lowest_result, 0) as lowest_goals_result,
        coalesce(goals.highest_result, 100) as highest_goals_result,
        case when deductions.run_id is null then 0 else deductions.points end as deduction_points,
        coalesce(deductions.lowest_points, 0) as lowest_deduction_points,
        coalesce(deductions.highest_points, 0) as highest_deduction_points,
        coalesce(deductions.is_certain, true) as is_deduction_certain,
        coalesce(deductions.is_demonstration, false) as is_deduction_demonstration
    from leaves
    left join deductions
        on
            leaves.run_id = deductions.run_id
            and leaves.body_code = deductions.body_code
            and leaves.direction_code = deductions.target_code
    left join goals
        on
            leaves.run_id = goals.run_id
            and leaves.body_code = goals.body_code
            and leaves.direction_code = goals.direction_code

),

judged as (

    select
        *,
        case
            when leaf_count = not_applicable_leaf_count then 'not_applicable'
            when missing_leaf_count > 0 then 'no_data'
            else 'scored'
        end as status
    from deducted

),

-- leaves that do not apply leave the base, and the others are scaled up to the whole (A-90); coefficients come whole
scaled as (

    select
        *,
        case when has_coefficients then goals_result else {{ quotient('100 * earned_points', 'applicable_points') }} end as earned_scaled,
        case
            when has_coefficients then lowest_goals_result
            else {{ quotient('100 * lowest_points', 'applicable_points') }}
        end as lowest_scaled,
        case
            when has_coefficients then highest_goals_result
            else {{ quotient('100 * highest_points', 'applicable_points') }}
        end as highest_scaled
    from judged

),

final as (

    select
        -- ids
        cast(run_id as bigint) as run_id,
        cast(body_code as text) as body_code,
        cast(direction_code as text) as direction_code,
        cast(block_code as text) as block_code,

        -- status
        cast(status as text) as status,

        -- numbers
        cast(case when status <> 'not_applicable' and not has_coefficients then coalesce(earned_points, 0) end as numeric(38, 12)) as earned_points,
        cast(case when status <> 'not_applicable' then deduction_points end as numeric(38, 12)) as deduction_points,
        cast(case when status <> 'not_applicable' then highest_deduction_points end as numeric(38, 12)) as highest_deduction_points,
        -- a deduction that is not known is left to the bounds
        cast(case when status = 'scored' then {{ clamp('earned_scaled - lowest_deduction_points') }} end as numeric(38, 12)) as score,
        cast(case
            when status <> 'not_applicable' then {{ clamp('lowest_scaled - highest_deduction_points') }}
        end as numeric(38, 12)) as lowest_score,
        cast(case
            when status <> 'not_applicable' then {{ clamp('highest_scaled - lowest_deduction_points') }}
        end as numeric(38, 12)) as highest_score,
        leaf_count,
        scored_leaf_count,
        not_applicable_leaf_count,
        missing_leaf_count,
        cast(case
            when status = 'not_applicable' then null
            when has_coefficients then {{ quotient('100 * scored_leaf_count', 'leaf_count - not_applicable_leaf_count') }}
            else {{ quotient('100 * coalesce(scored_points, 0)', 'applicable_points') }}
        end as numeric(5, 2)) as coverage_pct,

        -- flags
        cast(status = 'scored' and (has_partial_leaf or not is_deduction_certain) as boolean) as is_partial,
        cast(is_demonstration or is_deduction_demonstration as boolean) as is_demonstration
    from scaled

)

select * from final
