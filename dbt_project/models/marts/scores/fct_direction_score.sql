with

criteria as (

    {{ of_this_build(ref('fct_criterion_score')) }}

),

runs as (

    select * from {{ ref('int_assessment__runs') }}

),

leaves as (

    select
        run_id,
        body_code,
        direction_code,
        block_code,
        cast(count(*) as int) as leaf_count,
        cast(count(*) filter (where status = 'scored') as int) as scored_leaf_count,
        cast(count(*) filter (where status = 'not_applicable') as int) as not_applicable_leaf_count,
        cast(count(*) filter (where status not in ('scored', 'not_applicable')) as int) as missing_leaf_count,
        sum(points) as earned_points,
        sum(lowest_points) as lowest_points,
        sum(highest_points) as highest_points,
        sum(max_points) filter (where status <> 'not_applicable') as applicable_points,
        sum(max_points) filter (where status = 'scored') as scored_points,
        -- a coefficient has no points: its direction is known only when nothing is missing
        bool_or(max_points is null) as has_coefficients,
        bool_or(is_partial) as has_partial_leaf,
        bool_or(is_demonstration) as is_demonstration
    from criteria
    group by run_id, body_code, direction_code, block_code

),

caps as (

    select
        edition,
        target_code,
        sum(group_cap_points) as highest_deduction_points,
        bool_or(group_cap_points is null) as is_unlimited
    from (
        select distinct
            edition,
            target_code,
            cap_group,
            group_cap_points
        from {{ ref('penalties') }}
        where penalty_level = 'direction'
    ) as groups
    group by edition, target_code

),

-- no re-check record has come yet: what it may take away is between nothing and the cap
deducted as (

    select
        leaves.*,
        caps.target_code is not null as has_deduction,
        case
            when caps.target_code is null then cast(0 as numeric)
            when caps.is_unlimited then cast(100 as numeric)
            else caps.highest_deduction_points
        end as highest_deduction_points
    from leaves
    inner join runs on leaves.run_id = runs.run_id
    left join caps
        on
            runs.edition = caps.edition
            and leaves.direction_code = caps.target_code

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

-- leaves that do not apply leave the base, and the others are scaled up to the whole (A-90)
scaled as (

    select
        *,
        {{ quotient('100 * earned_points', 'applicable_points') }} as earned_scaled,
        {{ quotient('100 * lowest_points', 'applicable_points') }} as lowest_scaled,
        {{ quotient('100 * highest_points', 'applicable_points') }} as highest_scaled
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
        cast(case when status <> 'not_applicable' and not has_deduction then 0 end as numeric(38, 12)) as deduction_points,
        cast(case when status <> 'not_applicable' then highest_deduction_points end as numeric(38, 12)) as highest_deduction_points,
        cast(case when status = 'scored' then {{ clamp('earned_scaled') }} end as numeric(38, 12)) as score,
        cast(case
            when status = 'not_applicable' then null
            when has_coefficients then 0
            else {{ clamp('lowest_scaled - highest_deduction_points') }}
        end as numeric(38, 12)) as lowest_score,
        cast(case
            when status = 'not_applicable' then null
            when has_coefficients then 100
            else {{ clamp('highest_scaled') }}
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
        cast(status = 'scored' and (has_partial_leaf or has_deduction) as boolean) as is_partial,
        cast(is_demonstration as boolean) as is_demonstration
    from scaled

)

select * from final
