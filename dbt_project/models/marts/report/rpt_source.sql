with

inputs as (

    select run_input.* from {{ source('ledger', 'run_input') }} as run_input
    inner join {{ source('ledger', 'run_to_build') }} as run_to_build on run_input.run_id = run_to_build.run_id

),

accounting as (

    {{ of_this_build(ref('fct_source_accounting')) }}

),

final as (

    select
        -- ids
        cast(inputs.run_id as bigint) as run_id,
        cast(inputs.source as text) as source,
        cast(inputs.part as text) as part,

        -- names
        cast(sources.title_ru as text) as title_ru,
        cast(sources.title_kk as text) as title_kk,
        cast(sources.title_en as text) as title_en,
        cast(sources.owner_ru as text) as owner_ru,
        cast(sources.owner_kk as text) as owner_kk,

        -- identity of the delivery
        cast(snapshots.period as text) as period,
        cast(snapshots.licence as text) as licence,
        cast(snapshots.sha256 as text) as sha256,
        cast(coalesce(snapshots.is_demonstration, false) as boolean) as is_demonstration,

        -- numbers
        cast(accounting.declared_row_count as bigint) as declared_row_count,
        cast(accounting.total_row_count as bigint) as total_row_count,
        cast(accounting.accepted_row_count as bigint) as accepted_row_count,
        cast(accounting.rejected_row_count as bigint) as rejected_row_count,
        cast(accounting.unreadable_row_count as bigint) as unreadable_row_count,

        -- why it is missing
        cast(inputs.gap_reason ->> 'ru' as text) as gap_reason_ru,
        cast(inputs.gap_reason ->> 'kk' as text) as gap_reason_kk,
        cast(inputs.gap_reason ->> 'en' as text) as gap_reason_en
    from inputs
    inner join {{ ref('sources') }} as sources on inputs.source = sources.source
    left join {{ source('ledger', 'snapshot') }} as snapshots on inputs.snapshot_id = snapshots.snapshot_id
    left join accounting
        on
            inputs.run_id = accounting.run_id
            and inputs.source = accounting.source
            and inputs.part = accounting.part

)

select * from final
