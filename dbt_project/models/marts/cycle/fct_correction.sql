with

corrections as (

    select run_correction.*
    from {{ source('ledger', 'run_correction') }} as run_correction
    inner join {{ source('ledger', 'run_to_report') }} as run_to_report on run_correction.run_id = run_to_report.run_id

),

final as (

    select
        cast(run_id as bigint) as run_id,
        cast(source as text) as source,
        cast(correction_id as text) as correction_id,
        cast(column_name as text) as column_name,
        cast(row_match as text) as row_key,
        cast(old_value as text) as old_value,
        cast(new_value as text) as new_value,
        new_value is null as is_withdrawn,
        cast(reason as text) as reason,
        cast(document as text) as document,
        cast(decided_by as text) as decided_by,
        cast(decided_on as date) as decided_on,
        cast(reported_to as text) as reported_to,
        cast(reported_on as date) as reported_on
    from corrections

)

select * from final
