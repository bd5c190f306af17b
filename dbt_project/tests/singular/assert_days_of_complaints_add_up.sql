-- What the days of a body sum to is what its criteria of complaints count.
with

by_day as (

    select
        run_id,
        body_code,
        sum(received_count) as counted_kind_count,
        sum(handled_count) as handled_count,
        sum(late_count) as late_count,
        sum(unknown_deadline_count) as unknown_deadline_count,
        sum(court_upheld_count) as court_upheld_count,
        sum(superior_upheld_count) as superior_upheld_count,
        coalesce(sum(handled_count) filter (where outcome in ('удовлетворено', 'частично удовлетворено')), 0) as satisfied_count,
        coalesce(sum(handled_count) filter (where outcome = 'разъяснено'), 0) as explained_count
    from {{ ref('fct_complaint_daily') }}
    where run_id in (select run_to_report.run_id from {{ source('ledger', 'run_to_report') }} as run_to_report)
    group by run_id, body_code

),

by_body as (

    select
        run_load.run_id,
        counted.*
    from {{ ref('int_interaction__appeals_by_body') }} as counted
    inner join {{ source('ledger', 'run_load') }} as run_load on counted.load_id = run_load.load_id
    inner join {{ source('ledger', 'run_to_report') }} as run_to_report on run_load.run_id = run_to_report.run_id
    where counted.counted_kind_count > 0

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
        by_day.counted_kind_count, by_day.handled_count, by_day.late_count, by_day.unknown_deadline_count,
        by_day.court_upheld_count, by_day.superior_upheld_count, by_day.satisfied_count, by_day.explained_count
    ) is distinct from (
        by_body.counted_kind_count, by_body.handled_count, by_body.late_count, by_body.unknown_deadline_count,
        by_body.court_upheld_count, by_body.superior_upheld_count, by_body.satisfied_count, by_body.explained_count
    )
