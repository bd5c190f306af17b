-- Last year is what was published of it. Two years are comparable where the editions hold the same rules and both runs read
-- the same assumptions in their alternative.
with

runs as (

    {{ of_this_build(ref('int_assessment__runs')) }}

),

published as (

    select distinct on (publication.profile, publication.reporting_year)
        publication.profile,
        publication.reporting_year,
        publication.run_id,
        run.edition
    from {{ source('ledger', 'publication') }} as publication
    inner join {{ source('ledger', 'run') }} as run on publication.run_id = run.run_id
    order by publication.profile asc, publication.reporting_year asc, publication.publication_id desc

),

alternatives as (

    select
        run_id,
        string_agg(assumption_id, ' ' order by assumption_id) as assumption_ids
    from {{ source('ledger', 'run_choice') }}
    where choice = 'alternative'
    group by run_id

),

pairs as (

    select
        runs.run_id,
        runs.edition,
        published.run_id as previous_run_id,
        published.reporting_year as previous_year,
        published.edition as previous_edition,
        rules.block_code as result_code,
        rules.rules_digest = previous_rules.rules_digest
        and taken.assumption_ids is not distinct from previously_taken.assumption_ids as is_comparable
    from runs
    inner join published
        on
            runs.profile = published.profile
            and runs.reporting_year - 1 = published.reporting_year
    inner join {{ ref('int_assessment__rules') }} as rules on runs.edition = rules.edition
    inner join {{ ref('int_assessment__rules') }} as previous_rules
        on
            published.edition = previous_rules.edition
            and rules.block_code = previous_rules.block_code
    left join alternatives as taken on runs.run_id = taken.run_id
    left join alternatives as previously_taken on published.run_id = previously_taken.run_id

),

-- of every run that is kept: last year's lie there as they were built
results as (

    select
        run_id,
        body_code,
        'OVERALL' as result_code,
        status,
        score,
        degree,
        peer_rank,
        is_demonstration
    from {{ ref('fct_overall_score') }}

    union all

    select
        run_id,
        body_code,
        block_code as result_code,
        status,
        score,
        degree,
        cast(null as int) as peer_rank,
        is_demonstration
    from {{ ref('fct_block_score') }}

),

final as (

    select
        -- ids
        cast(pairs.run_id as bigint) as run_id,
        cast(row_number() over (
            partition by pairs.run_id
            order by pairs.result_code desc, bodies.body_kind, bodies.name_ru, bodies.body_code
        ) as int) as sort_order,
        cast(bodies.body_code as text) as body_code,
        cast(bodies.body_kind as text) as body_kind,

        -- names
        cast(bodies.name_ru as text) as name_ru,
        cast(bodies.name_kk as text) as name_kk,
        cast(bodies.name_en as text) as name_en,
        cast(pairs.result_code as text) as result_code,

        -- the rules of both years
        cast(pairs.previous_year as smallint) as previous_year,
        cast(pairs.edition as text) as edition,
        cast(pairs.previous_edition as text) as previous_edition,
        cast(pairs.is_comparable as boolean) as is_comparable,

        -- results
        cast(results.score as numeric(5, 2)) as score,
        cast(results.degree as text) as degree,
        cast(results.peer_rank as int) as peer_rank,
        cast(previous.score as numeric(5, 2)) as previous_score,
        cast(previous.degree as text) as previous_degree,
        cast(previous.peer_rank as int) as previous_peer_rank,
        cast(case when pairs.is_comparable then results.score - previous.score end as numeric(5, 2)) as score_change,
        cast(results.is_demonstration or coalesce(previous.is_demonstration, false) as boolean) as is_demonstration
    from pairs
    inner join results
        on
            pairs.run_id = results.run_id
            and pairs.result_code = results.result_code
    inner join {{ ref('dim_body') }} as bodies
        on
            results.run_id = bodies.run_id
            and results.body_code = bodies.body_code
    left join results as previous
        on
            pairs.previous_run_id = previous.run_id
            and results.body_code = previous.body_code
            and results.result_code = previous.result_code
    where results.status <> 'not_applicable' or previous.status <> 'not_applicable'

)

select * from final
