with

runs as (

    select * from {{ ref('int_assessment__runs') }}

),

needed as (

    select distinct
        runs.run_id,
        criterion_source.edition,
        criterion_source.criterion_code,
        criterion_source.body_kind,
        criterion_source.source,
        sources.sort_order
    from runs
    inner join {{ ref('criterion_source') }} as criterion_source on runs.edition = criterion_source.edition
    inner join {{ ref('sources') }} as sources on criterion_source.source = sources.source
    where criterion_source.is_required

),

loaded as (

    select distinct
        run_load.run_id,
        run_load.source
    from {{ source('ledger', 'run_load') }} as run_load
    inner join runs on run_load.run_id = runs.run_id

),

-- a source is there when it came, or when one came that the edition lets stand in for it
present as (

    select
        needed.run_id,
        needed.criterion_code,
        needed.body_kind,
        needed.source
    from needed
    inner join {{ ref('criterion_source') }} as offered
        on
            needed.edition = offered.edition
            and needed.criterion_code = offered.criterion_code
            and needed.body_kind = offered.body_kind
            and needed.source in (offered.source, offered.alternative_to)
    inner join loaded
        on
            needed.run_id = loaded.run_id
            and offered.source = loaded.source

),

-- one reason is enough for a criterion: the first of its sources that did not come
final as (

    select distinct on (needed.run_id, needed.criterion_code, needed.body_kind)
        needed.run_id,
        needed.criterion_code,
        needed.body_kind,
        needed.source
    from needed
    left join present
        on
            needed.run_id = present.run_id
            and needed.criterion_code = present.criterion_code
            and needed.body_kind = present.body_kind
            and needed.source = present.source
    where present.source is null
    order by needed.run_id, needed.criterion_code, needed.body_kind, needed.sort_order

)

select * from final
