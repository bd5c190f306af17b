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

deductions as (

    select * from {{ ref('int_assessment__deductions_taken') }}

),

-- W is taken from the block, after the mean of its directions (A-75); a block without penalties loses nothing, for certain
deducted as (

    select
        summed.run_id,
        summed.body_code,
        summed.block_code,
        summed.edition,
        summed.status,
        summed.applicable_weight,
        summed.weighted_score,
        summed.weighted_lowest,
        summed.weighted_highest,
        summed.weighted_coverage,
        summed.has_partial_direction,
        summed.is_demonstration or coalesce(deductions.is_demonstration, false) as is_demonstration,
        coalesce(deductions.lowest_points, 0) as deduction_points,
        coalesce(deductions.highest_points, 0) as highest_deduction_points,
        coalesce(deductions.is_certain, true) as is_deduction_certain
    from summed
    left join deductions
        on
            summed.run_id = deductions.run_id
            and summed.body_code = deductions.body_code
            and summed.block_code = deductions.target_code

),

-- a deduction that is not known is left to the bounds
bounded as (

    select
        *,
        case
            when status = 'scored' then {{ clamp(quotient('weighted_score', 'applicable_weight') ~ ' - deduction_points') }}
        end as score_unrounded
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
                then round({{ clamp(quotient('weighted_highest', 'applicable_weight') ~ ' - deduction_points') }}, 2)
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
        cast(case when status <> 'not_applicable' then deduction_points end as numeric(38, 12)) as deduction_points,
        cast(case when status <> 'not_applicable' then highest_deduction_points end as numeric(38, 12)) as highest_deduction_points,
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
        cast(status = 'scored' and (has_partial_direction or not is_deduction_certain) as boolean) as is_partial,
        cast(is_demonstration as boolean) as is_demonstration
    from graded

)

select * from final
