with

runs as (

    select * from {{ ref('int_assessment__runs') }}

),

directions as (

    {{ of_this_build(ref('fct_direction_score')) }}

),

weighted as (

    select
        directions.*,
        runs.edition,
        case
            when {{ takes_alternative('directions', 'A-69') }} then coalesce(weights.alternative_weight, weights.weight)
            else weights.weight
        end as weight,
        bodies.body_kind
    from directions
    inner join runs on directions.run_id = runs.run_id
    inner join {{ ref('int_assessment__bodies') }} as bodies
        on
            directions.run_id = bodies.run_id
            and directions.body_code = bodies.body_code
    left join {{ ref('block_weights') }} as weights
        on
            runs.edition = weights.edition
            and directions.direction_code = weights.direction_code
            and bodies.body_kind = weights.body_kind

),

summed as (

    select
        run_id,
        body_code,
        block_code,
        edition,
        body_kind,
        case
            when bool_and(status = 'not_applicable') then 'not_applicable'
            when bool_or(status = 'no_data') then 'no_data'
            else 'scored'
        end as status,
        sum(weight) filter (where status <> 'not_applicable') as applicable_weight,
        sum(weight * score) as weighted_score,
        sum(weight * lowest_score) as weighted_lowest,
        sum(weight * highest_score) as weighted_highest,
        sum(weight * coverage_pct) as weighted_coverage,
        bool_or(is_partial) as has_partial_direction,
        bool_or(is_demonstration) as is_demonstration
    from weighted
    group by run_id, body_code, block_code, edition, body_kind

),

caps as (

    select
        edition,
        target_code,
        body_kind,
        sum(group_cap_points) as highest_deduction_points,
        bool_or(group_cap_points is null) as is_unlimited
    from (
        select distinct
            edition,
            target_code,
            kinds.body_kind,
            cap_group,
            group_cap_points
        from {{ ref('penalties') }} as penalties
        inner join (values ('central'), ('local')) as kinds (body_kind) on penalties.body_kind in (kinds.body_kind, 'both')
        where penalty_level = 'block'
    ) as groups
    group by edition, target_code, body_kind

),

deducted as (

    select
        summed.*,
        caps.target_code is not null as has_deduction,
        case
            when caps.target_code is null then cast(0 as numeric)
            when caps.is_unlimited then cast(100 as numeric)
            else caps.highest_deduction_points
        end as highest_deduction_points
    from summed
    left join caps
        on
            summed.edition = caps.edition
            and summed.block_code = caps.target_code
            and summed.body_kind = caps.body_kind

),

bounded as (

    select
        *,
        case when status = 'scored' then {{ clamp(quotient('weighted_score', 'applicable_weight')) }} end as score_unrounded
    from deducted

),

-- directions enter unrounded, the result of the block has two decimals (A-03)
rounded as (

    select
        *,
        round(score_unrounded, 2) as score,
        case
            when status <> 'not_applicable'
                then round({{ clamp(quotient('weighted_lowest', 'applicable_weight') ~ ' - highest_deduction_points') }}, 2)
        end as lowest_score,
        case
            when status <> 'not_applicable'
                then round({{ clamp(quotient('weighted_highest', 'applicable_weight')) }}, 2)
        end as highest_score,
        round({{ quotient('weighted_coverage', 'applicable_weight') }}, 2) as coverage_pct
    from bounded

),

graded as (

    select
        rounded.*,
        {{ degree_of('rounded.edition', 'rounded.block_code', 'rounded.score') }} as degree_of_score,
        {{ degree_of('rounded.edition', 'rounded.block_code', 'rounded.lowest_score') }} as lowest_degree,
        {{ degree_of('rounded.edition', 'rounded.block_code', 'rounded.highest_score') }} as highest_degree
    from rounded

),

final as (

    select
        -- ids
        cast(run_id as bigint) as run_id,
        cast(body_code as text) as body_code,
        cast(block_code as text) as block_code,

        -- status
        cast(status as text) as status,

        -- numbers
        cast(score_unrounded as numeric(38, 12)) as score_unrounded,
        cast(score as numeric(5, 2)) as score,
        cast(lowest_score as numeric(5, 2)) as lowest_score,
        cast(highest_score as numeric(5, 2)) as highest_score,

        -- degrees; without a score the degree is certain only where both bounds have the same
        cast(coalesce(degree_of_score, case when lowest_degree = highest_degree then lowest_degree end) as text) as degree,
        cast(lowest_degree as text) as lowest_degree,
        cast(highest_degree as text) as highest_degree,
        cast(coverage_pct as numeric(5, 2)) as coverage_pct,

        -- flags
        cast(status = 'scored' and (has_partial_direction or has_deduction) as boolean) as is_partial,
        cast(is_demonstration as boolean) as is_demonstration
    from graded

)

select * from final
