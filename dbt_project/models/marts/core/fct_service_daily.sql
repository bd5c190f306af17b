select
    -- ids
    cast(run_load.run_id as bigint) as run_id,
    cast(by_day.body_code as text) as body_code,
    cast(by_day.day as date) as day,

    -- codes
    cast(by_day.channel as text) as channel,
    cast(by_day.result as text) as result,

    -- numbers
    cast(by_day.received_count as bigint) as received_count,
    cast(by_day.rendered_count as bigint) as rendered_count,
    cast(by_day.breach_count as bigint) as breach_count,
    cast(by_day.excused_count as bigint) as excused_count,
    cast(by_day.late_entry_count as bigint) as late_entry_count,

    -- flags
    cast(run_load.is_demonstration as boolean) as is_demonstration
from {{ ref('int_interaction__requests_by_day') }} as by_day
inner join {{ source('ledger', 'run_load') }} as run_load on by_day.load_id = run_load.load_id
inner join {{ source('ledger', 'run_to_report') }} as run_to_report on run_load.run_id = run_to_report.run_id
where run_load.source = 'services_monitoring'
