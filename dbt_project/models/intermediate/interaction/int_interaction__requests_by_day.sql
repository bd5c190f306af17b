-- One pass over the records of Monitoring: each request counts on the day of its receipt, of its result and of its entry.
{#- Postgres overestimates the number of groups, and would sort what it had better hash. -#}
{{ config(pre_hook="set local enable_sort = off") }}

with

judged as (

    select * from {{ ref('int_interaction__requests_judged') }}
    where not is_law_enforcement

),

-- a row for each event a request may have. The list is constant, because one made of the request's own days costs more; and of flags,
-- because names of events would be compared some ten times for each record
events as (

    select
        judged.load_id,
        judged.body_code,
        case
            when event.is_receipt then judged.received_on
            when event.is_result then judged.rendered_on
            -- the day of a late entry may be missing, the entry is not
            else coalesce(judged.entered_on, judged.received_on)
        end as day,
        judged.channel,
        judged.result,
        event.is_receipt,
        event.is_result,
        event.is_late_entry,
        judged.is_excused,
        judged.is_breach
    from judged
    cross join (
        values
        (true, false, false),
        (false, true, false),
        (false, false, true)
    ) as event (is_receipt, is_result, is_late_entry)
    where
        event.is_receipt
        or (event.is_result and judged.is_counted)
        or (event.is_late_entry and judged.is_late_entry)

),

final as (

    select
        -- ids
        load_id,
        body_code,
        day,

        -- codes
        channel,
        result,

        -- numbers
        count(*) filter (where is_receipt) as received_count,
        count(*) filter (where is_result) as rendered_count,
        count(*) filter (where is_result and is_breach) as breach_count,
        count(*) filter (where is_result and is_excused) as excused_count,
        count(*) filter (where is_late_entry) as late_entry_count
    from events
    group by load_id, body_code, day, channel, result

)

select * from final
