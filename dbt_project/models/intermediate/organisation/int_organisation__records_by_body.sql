-- What the Agency counted of the servants of a body. Rows of law enforcement units count nowhere (A-99); those of a former
-- name are added (A-106).
{%- set counts = ['head_leavers', 'other_leavers', 'first_year_dismissed', 'appointed', 'dismissed'] %}

with

loads as (

    select
        run_load.run_id,
        run_load.load_id,
        run_load.is_demonstration,
        {{ takes_alternative('run_load', 'A-99') }} as takes_law_enforcement
    from {{ source('ledger', 'run_load') }} as run_load
    inner join {{ ref('int_assessment__runs') }} as runs on run_load.run_id = runs.run_id
    where run_load.source = 'staff_records'

),

records as (

    select
        loads.run_id,
        loads.load_id,
        loads.is_demonstration,
        loads.takes_law_enforcement,
        records.body_code,
        {% for name in counts %}
        records.{{ name }}_count,
        {% endfor %}
        records.is_accepted and (loads.takes_law_enforcement or not records.is_law_enforcement) as is_counted,
        records.is_accepted and records.is_law_enforcement and not loads.takes_law_enforcement as is_left_out,
        not records.is_accepted
        and not records.is_copy
        and (loads.takes_law_enforcement or records.is_law_enforcement is not true) as is_doubtful,
        {{ row_digest(row_text('records', [
            'body_code', 'unit', 'head_leavers_count', 'other_leavers_count', 'first_year_dismissed_count', 'appointed_count',
            'dismissed_count', 'is_law_enforcement',
        ])) }} as row_digest
    from {{ ref('base_staff_records__bodies') }} as records
    inner join loads on records.load_id = loads.load_id
    where records.body_code is not null

),

final as (

    select
        -- ids
        run_id,
        body_code,
        load_id as records_load_id,

        -- numbers
        {% for name in counts %}
        sum({{ name }}_count) filter (where is_counted) as {{ name }}_count,
        {% endfor %}
        count(*) filter (where is_left_out) as left_out_row_count,

        -- flags
        is_demonstration,

        -- words that the answers share
        case
            when count(*) filter (where is_doubtful) > 0 then 'the monitoring of staff holds rows that cannot be read'
            when count(*) filter (where is_counted) = 0 then 'the monitoring of staff names law enforcement units of the body alone'
        end as open_reason,

        -- evidence
        'stg_staff_records__bodies: body_code = ''' || body_code || ''''
        || case when takes_law_enforcement then '' else ' and not is_law_enforcement' end as records_predicate,
        count(*) filter (where is_counted) as records_row_count,
        coalesce(sum(row_digest) filter (where is_counted), 0) as records_digest_sum
    from records
    group by run_id, body_code, load_id, is_demonstration, takes_law_enforcement

)

select * from final
