with

runs as (

    select run.* from {{ source('ledger', 'run') }} as run
    inner join {{ source('ledger', 'run_to_build') }} as run_to_build on run.run_id = run_to_build.run_id

),

criteria as (

    {{ of_this_build(ref('fct_criterion_score')) }}

),

bodies as (

    select
        run_id,
        count(*) filter (where body_kind = 'central') as central_body_count,
        count(*) filter (where body_kind = 'local') as local_body_count
    from {{ ref('dim_body') }}
    group by run_id

),

-- content only: no run, no load, no time. The same results give the same digest in every run.
results as (

    select
        run_id,
        encode(
            sha256(
                convert_to(
                    string_agg(
                        concat_ws(
                            '|', body_code, criterion_code, status,
                            coalesce(cast(points as text), '-'),
                            coalesce(cast(lowest_points as text), '-'),
                            coalesce(cast(highest_points as text), '-')
                        ),
                        e'\n' order by body_code, criterion_code
                    ),
                    'UTF8'
                )
            ),
            'hex'
        ) as result_digest,
        bool_or(is_demonstration) as contains_demonstration_data,
        count(*) as index_row_count,
        count(*) filter (where status = 'scored') as scored_row_count,
        count(*) filter (where status = 'not_applicable') as not_applicable_row_count,
        count(*) filter (where status not in ('scored', 'not_applicable')) as missing_row_count
    from criteria
    group by run_id

),

final as (

    select
        cast(runs.run_id as bigint) as run_id,
        cast(runs.profile as text) as profile,
        cast(runs.reporting_year as smallint) as reporting_year,
        cast(runs.edition as text) as edition,
        cast(runs.input_digest as text) as input_digest,
        cast(results.result_digest as text) as result_digest,
        cast(results.contains_demonstration_data as boolean) as contains_demonstration_data,
        cast(bodies.central_body_count as int) as central_body_count,
        cast(bodies.local_body_count as int) as local_body_count,
        cast(results.index_row_count as bigint) as index_row_count,
        cast(results.scored_row_count as bigint) as scored_row_count,
        cast(results.not_applicable_row_count as bigint) as not_applicable_row_count,
        cast(results.missing_row_count as bigint) as missing_row_count
    from runs
    inner join results on runs.run_id = results.run_id
    inner join bodies on runs.run_id = bodies.run_id

)

select * from final
