-- One pass over the records of Monitoring: every count that the criteria of services need, service by service.
{#- Postgres overestimates the number of groups, and would sort what it had better hash. -#}
{{ config(pre_hook="set local enable_sort = off") }}

with

judged as (

    select * from {{ ref('int_interaction__requests_judged') }}

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
        sum({{ digest_bits(row_text('judged', [
            'request_number', 'body_code', 'service_code', 'received_on', 'due_on', 'rendered_on', 'result',
            'is_late_by_failure', 'is_entry_late', 'is_entry_late_by_failure', 'failure_document',
        ])) }}) filter (where is_counted or is_late_entry) as evidence_digest_sum
    from judged
    group by load_id, body_code, service_code

)

select * from final
