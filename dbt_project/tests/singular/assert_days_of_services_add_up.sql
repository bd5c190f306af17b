-- What the days of a body sum to is what its criteria of services count. A body whose requests are all of law enforcement
-- has no day.
with

by_day as (

    select
        run_id,
        body_code,
        sum(rendered_count) as rendered_count,
        sum(breach_count) as breach_count,
        sum(excused_count) as excused_count,
        sum(late_entry_count) as late_entry_count
    from {{ ref('fct_service_daily') }}
    where run_id in (select run_to_report.run_id from {{ source('ledger', 'run_to_report') }} as run_to_report)
    group by run_id, body_code

),

by_body as (

    select
        run_load.run_id,
        counted.body_code,
        sum(counted.rendered_count) as rendered_count,
        sum(counted.breach_count) as breach_count,
        sum(counted.rendered_count - counted.term_count) as excused_count,
        sum(counted.late_entry_count) as late_entry_count
    from {{ ref('int_interaction__requests_by_service') }} as counted
    inner join {{ source('ledger', 'run_load') }} as run_load on counted.load_id = run_load.load_id
    inner join {{ source('ledger', 'run_to_report') }} as run_to_report on run_load.run_id = run_to_report.run_id
    group by run_load.run_id, counted.body_code

)

select
    coalesce(by_day.run_id, by_body.run_id) as run_id,
    coalesce(by_day.body_code, by_body.body_code) as body_code
from by_day
full join by_body
    on
        by_day.run_id = by_body.run_id
        and by_day.body_code = by_body.body_code
where
    (
        coalesce(by_day.rendered_count, 0), coalesce(by_day.breach_count, 0),
        coalesce(by_day.excused_count, 0), coalesce(by_day.late_entry_count, 0)
    ) is distinct from (by_body.rendered_count, by_body.breach_count, by_body.excused_count, by_body.late_entry_count)
