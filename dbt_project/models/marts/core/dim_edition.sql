with

runs as (

    select * from {{ ref('int_assessment__runs') }}

),

criteria as (

    select
        edition,
        string_agg(block_code || ': ' || legal_ref, '; ' order by block_code) filter (where parent_code is null) as legal_refs,
        count(*) as criterion_count,
        count(*) filter (where is_leaf) as leaf_count
    from {{ ref('criteria') }}
    group by edition

),

assumptions as (

    select
        edition,
        count(*) as assumption_count
    from {{ ref('assumptions') }}
    group by edition

),

closed as (

    select * from {{ ref('closed') }}

),

final as (

    select
        -- ids
        cast(runs.run_id as bigint) as run_id,
        cast(runs.edition as text) as edition,
        cast(runs.reporting_year as smallint) as reporting_year,

        -- what it is
        cast(criteria.legal_refs as text) as legal_refs,
        cast(closed.edition is not null as boolean) as is_closed,
        cast(closed.closed_on as date) as closed_on,
        cast(closed.sha256 as text) as closed_sha256,

        -- numbers
        cast(criteria.criterion_count as int) as criterion_count,
        cast(criteria.leaf_count as int) as leaf_count,
        cast(coalesce(assumptions.assumption_count, 0) as int) as assumption_count
    from runs
    inner join criteria on runs.edition = criteria.edition
    left join assumptions on runs.edition = assumptions.edition
    left join closed on runs.edition = closed.edition

)

select * from final
