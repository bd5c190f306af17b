{#- The rows of staging are counted once, not once for each load that asks. -#}
with

loads as (

    select run_load.* from {{ source('ledger', 'run_load') }} as run_load
    inner join {{ source('ledger', 'run_to_report') }} as run_to_report on run_load.run_id = run_to_report.run_id

),

accepted as materialized (
    {% for staged in staged_sources() %}
    select load_id, count(*) as row_count
    from {{ ref(staged["accepted"]) }}
    group by load_id
    {{ "union all" if not loop.last }}
    {%- endfor %}

),

rejected as materialized (
    {% for staged in staged_sources() %}
    select load_id, count(distinct row_number) as row_count
    from {{ ref(staged["rejected"]) }}
    group by load_id
    {{ "union all" if not loop.last }}
    {%- endfor %}

),

final as (

    select
        -- ids
        cast(loads.run_id as bigint) as run_id,
        cast(loads.source as text) as source,
        cast(loads.part as text) as part,
        cast(loads.load_id as bigint) as load_id,

        -- numbers
        cast(loads.declared_row_count as bigint) as declared_row_count,
        cast(loads.total_row_count as bigint) as total_row_count,
        cast(coalesce(accepted.row_count, 0) as bigint) as accepted_row_count,
        cast(coalesce(rejected.row_count, 0) as bigint) as rejected_row_count,
        cast(loads.unreadable_row_count as bigint) as unreadable_row_count
    from loads
    left join accepted on loads.load_id = accepted.load_id
    left join rejected on loads.load_id = rejected.load_id

)

select * from final
