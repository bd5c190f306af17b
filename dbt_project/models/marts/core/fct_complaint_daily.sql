select
    -- ids
    cast(run_load.run_id as bigint) as run_id,
    cast(by_day.body_code as text) as body_code,
    cast(by_day.day as date) as day,

    -- codes
    cast(by_day.channel as text) as channel,
    cast(by_day.outcome as text) as outcome,

    -- numbers
    cast(by_day.received_count as bigint) as received_count,
    cast(by_day.handled_count as bigint) as handled_count,
    cast(by_day.late_count as bigint) as late_count,
    cast(by_day.unknown_deadline_count as bigint) as unknown_deadline_count,
    cast(by_day.court_upheld_count as bigint) as court_upheld_count,
    cast(by_day.superior_upheld_count as bigint) as superior_upheld_count,

    -- flags
    cast(run_load.is_demonstration as boolean) as is_demonstration
from {{ ref('int_interaction__appeals_by_day') }} as by_day
inner join {{ source('ledger', 'run_load') }} as run_load on by_day.load_id = run_load.load_id
inner join {{ source('ledger', 'run_to_report') }} as run_to_report on run_load.run_id = run_to_report.run_id
where run_load.source = 'appeals_register'
