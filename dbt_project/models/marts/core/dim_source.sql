with

inputs as (

    select
        run_input.run_id,
        run_input.source,
        count(run_input.snapshot_id) as part_count,
        bool_or(coalesce(snapshot.is_demonstration, false)) as is_demonstration,
        min(run_input.gap_reason ->> 'ru') as gap_reason_ru,
        min(run_input.gap_reason ->> 'kk') as gap_reason_kk,
        min(run_input.gap_reason ->> 'en') as gap_reason_en
    from {{ source('ledger', 'run_input') }} as run_input
    inner join {{ source('ledger', 'run_to_build') }} as run_to_build on run_input.run_id = run_to_build.run_id
    left join {{ source('ledger', 'snapshot') }} as snapshot on run_input.snapshot_id = snapshot.snapshot_id
    group by run_input.run_id, run_input.source

),

needed as (

    select
        runs.run_id,
        criterion_source.source,
        count(distinct criterion_source.criterion_code) as criterion_count
    from {{ ref('int_assessment__runs') }} as runs
    inner join {{ ref('criterion_source') }} as criterion_source on runs.edition = criterion_source.edition
    group by runs.run_id, criterion_source.source

),

final as (

    select
        -- ids
        cast(inputs.run_id as bigint) as run_id,
        cast(inputs.source as text) as source,
        cast(sources.sort_order as int) as sort_order,

        -- names
        cast(sources.title_ru as text) as title_ru,
        cast(sources.title_kk as text) as title_kk,
        cast(sources.title_en as text) as title_en,
        cast(sources.owner_ru as text) as owner_ru,
        cast(sources.owner_kk as text) as owner_kk,
        cast(sources.owner_en as text) as owner_en,

        -- what came
        cast(inputs.part_count > 0 as boolean) as is_delivered,
        cast(inputs.is_demonstration as boolean) as is_demonstration,
        cast(inputs.part_count as int) as part_count,
        cast(coalesce(needed.criterion_count, 0) as int) as criterion_count,

        -- why it is missing
        cast(inputs.gap_reason_ru as text) as gap_reason_ru,
        cast(inputs.gap_reason_kk as text) as gap_reason_kk,
        cast(inputs.gap_reason_en as text) as gap_reason_en
    from inputs
    inner join {{ ref('sources') }} as sources on inputs.source = sources.source
    left join needed
        on
            inputs.run_id = needed.run_id
            and inputs.source = needed.source

)

select * from final
