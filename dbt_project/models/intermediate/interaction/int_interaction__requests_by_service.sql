-- One pass over the records of Monitoring: every count that the criteria of services need, service by service.
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

judged as (

    select
        *,
        coalesce(is_rendered and not is_law_enforcement, false) as is_counted,
        coalesce(is_rendered and not is_law_enforcement and is_late and is_late_by_proven_failure, false) as is_excused,
        coalesce(is_rendered and not is_law_enforcement and is_late and not is_late_by_proven_failure, false) as is_breach,
        not is_law_enforcement and is_entry_late_unexcused as is_late_entry
    from requests

),

final as (

    select
        -- ids
        load_id,
        body_code,
        service_code,

        -- numbers
        count(*) filter (where is_counted) as rendered_count,
        count(*) filter (where is_counted and not is_excused) as term_count,
        count(*) filter (where is_breach) as breach_count,
        count(*) filter (where is_late_entry) as late_entry_count,
        count(*) filter (where is_rendered and is_law_enforcement) as left_out_count,

        -- evidence
        count(*) filter (where is_counted or is_late_entry) as evidence_row_count,
        sum({{ row_digest(row_text('judged', [
            'request_number', 'body_code', 'service_code', 'received_on', 'due_on', 'rendered_on', 'result',
            'is_late_by_failure', 'is_entry_late', 'is_entry_late_by_failure', 'failure_document',
        ])) }}) filter (where is_counted or is_late_entry) as evidence_digest_sum
    from judged
    group by load_id, body_code, service_code

)

select * from final
