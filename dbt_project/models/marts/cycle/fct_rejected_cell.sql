{#- Cells are looked for by load in a table, never row by row in the views of all sources. -#}
{{ config(pre_hook="set local enable_nestloop = off") }}

with

loads as (

    select run_load.* from {{ source('ledger', 'run_load') }} as run_load
    inner join {{ source('ledger', 'run_to_report') }} as run_to_report on run_load.run_id = run_to_report.run_id

),

cells as materialized (
    {% for staged in staged_sources() %}
    select load_id, row_number, column_name, raw_value, reason
    from {{ ref(staged["rejected"]) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}

),

final as (

    select
        cast(loads.run_id as bigint) as run_id,
        cast(loads.source as text) as source,
        cast(loads.part as text) as part,
        cast(cells.load_id as bigint) as load_id,
        cast(cells.row_number as bigint) as row_number,
        cast(cells.column_name as text) as column_name,
        cast(cells.raw_value as text) as raw_value,
        cast(cells.reason as text) as reason
    from loads
    inner join cells on loads.load_id = cells.load_id

)

select * from final
