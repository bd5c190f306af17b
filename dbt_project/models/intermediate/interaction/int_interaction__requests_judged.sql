-- What each request of Monitoring counts as. The counts by service and the counts by day rest on these marks alone.
{{ config(materialized='view') }}

with

requests as (

    select
        *,
        result in ('оказана', 'отказано')
        and rendered_on between make_date(reporting_year, 1, 1) and make_date(reporting_year, 12, 31) as is_rendered,
        rendered_on > due_on as is_late,
        -- a failure that no paper proves is claimed, and excuses nothing
        coalesce(is_late_by_failure, false) and failure_document is not null as is_late_by_proven_failure,
        is_entry_late and not (coalesce(is_entry_late_by_failure, false) and failure_document is not null) as is_entry_late_unexcused
    from {{ ref('stg_services_monitoring__requests') }}

),

final as (

    select
        *,
        coalesce(is_rendered and not is_law_enforcement, false) as is_counted,
        coalesce(is_rendered and not is_law_enforcement and is_late and is_late_by_proven_failure, false) as is_excused,
        coalesce(is_rendered and not is_law_enforcement and is_late and not is_late_by_proven_failure, false) as is_breach,
        not is_law_enforcement and is_entry_late_unexcused as is_late_entry
    from requests

)

select * from final
