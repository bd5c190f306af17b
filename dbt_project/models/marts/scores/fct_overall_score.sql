with

runs as (

    select * from {{ ref('int_assessment__runs') }}

),

blocks as (

    {{ of_this_build(ref('fct_block_score')) }}

),

weighted as (

    select
        blocks.*,
        runs.edition,
        bodies.body_kind,
        case when {{ takes_alternative('blocks', 'A-01') }} then weights.alternative_weight else weights.weight end as weight,
        -- as its conclusion prints it, with two decimals (A-91)
        case when {{ takes_alternative('blocks', 'A-91') }} then blocks.score_unrounded else blocks.score end as counted_score
    from blocks
    inner join runs on blocks.run_id = runs.run_id
    inner join {{ ref('int_assessment__bodies') }} as bodies
        on
            blocks.run_id = bodies.run_id
            and blocks.body_code = bodies.body_code
    left join {{ ref('overall_weights') }} as weights
        on
            runs.edition = weights.edition
            and blocks.block_code = weights.block_code

),

-- the mean of the block results that apply, by weights that are assumed to be equal (A-01)
summed as (

    select
        run_id,
        body_code,
        body_kind,
        edition,
        case
            when bool_and(status = 'not_applicable') then 'not_applicable'
            when bool_or(status = 'no_data') then 'no_data'
            else 'scored'
        end as status,
        {%- set applicable_weight = "sum(weight) filter (where status <> 'not_applicable')" %}
        {{ quotient('sum(weight * counted_score)', applicable_weight) }} as mean_score,
        {{ quotient('sum(weight * lowest_score)', applicable_weight) }} as mean_lowest,
        {{ quotient('sum(weight * highest_score)', applicable_weight) }} as mean_highest,
        {{ quotient('sum(weight * coverage_pct)', applicable_weight) }} as mean_coverage,
        bool_or(is_partial) as is_partial,
        bool_or(is_demonstration) as is_demonstration
    from weighted
    group by run_id, body_code, body_kind, edition

),

rounded as (

    select
        *,
        case when status = 'scored' then mean_score end as score_unrounded,
        case when status = 'scored' then round(mean_score, 2) end as score,
        round(mean_lowest, 2) as lowest_score,
        round(mean_highest, 2) as highest_score
    from summed

),

graded as (

    select
        rounded.*,
        {{ degree_of('rounded.edition', "'OVERALL'", 'rounded.score') }} as degree_of_score,
        {{ degree_of('rounded.edition', "'OVERALL'", 'rounded.lowest_score') }} as lowest_degree,
        {{ degree_of('rounded.edition', "'OVERALL'", 'rounded.highest_score') }} as highest_degree
    from rounded

),

-- equal to 12 decimals is a tie: equal ranks, and the next rank is skipped (A-91)
ranked as (

    select
        run_id,
        body_code,
        rank() over (partition by run_id, body_kind order by score_unrounded desc) as peer_rank,
        count(*) over (partition by run_id, body_kind, score_unrounded) > 1 as is_tied
    from graded
    where score_unrounded is not null

),

final as (

    select
        -- ids
        cast(graded.run_id as bigint) as run_id,
        cast(graded.body_code as text) as body_code,
        cast(graded.body_kind as text) as body_kind,

        -- status
        cast(graded.status as text) as status,

        -- numbers
        cast(graded.score_unrounded as numeric(38, 12)) as score_unrounded,
        cast(graded.score as numeric(5, 2)) as score,
        cast(graded.lowest_score as numeric(5, 2)) as lowest_score,
        cast(graded.highest_score as numeric(5, 2)) as highest_score,

        -- degrees
        cast(
            coalesce(
                graded.degree_of_score,
                case when graded.lowest_degree = graded.highest_degree then graded.lowest_degree end
            ) as text
        ) as degree,
        cast(graded.lowest_degree as text) as lowest_degree,
        cast(graded.highest_degree as text) as highest_degree,

        -- ranks among the bodies of the kind that have a score
        cast(ranked.peer_rank as int) as peer_rank,
        cast(count(graded.score_unrounded) over (partition by graded.run_id, graded.body_kind) as int) as peer_count,
        cast(coalesce(ranked.is_tied, false) as boolean) as is_tied,
        cast(coalesce(graded.mean_coverage, 0) as numeric(5, 2)) as coverage_pct,

        -- flags
        cast(graded.status = 'scored' and graded.is_partial as boolean) as is_partial,
        cast(graded.is_demonstration as boolean) as is_demonstration
    from graded
    left join ranked
        on
            graded.run_id = ranked.run_id
            and graded.body_code = ranked.body_code

)

select * from final
