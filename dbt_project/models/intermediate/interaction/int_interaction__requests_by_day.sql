-- One pass over the records of Monitoring: each request counts on the day of its receipt, of its result and of its entry.
{#- Postgres overestimates the number of groups, and would sort what it had better hash. -#}
{{ config(pre_hook="set local enable_sort = off") }}

with

judged as (

    select * from {{ ref('int_interaction__requests_judged') }}
    where not is_law_enforcement

),

-- a row for each event a request may have; the list is constant, because one made of the request's own days costs more
events as (

    select
        judged.load_id,
        judged.body_code,
        case event.name
            when 'received' then judged.received_on
            when 'rendered' then judged.rendered_on
            -- the day of a late entry may be missing, the entry is not
            else coalesce(judged.entered_on, judged.received_on)
        end as day,
        judged.channel,
        judged.result,
        event.name,
        judged.is_excused,
        judged.is_breach
    from judged
    cross join (values ('received'), ('rendered'), ('entered late')) as event (name)
    where
        event.name = 'received'
        or (event.name = 'rendered' and judged.is_counted)
        or (event.name = 'entered late' and judged.is_late_entry)

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
        count(*) filter (where name = 'received') as received_count,
        count(*) filter (where name = 'rendered') as rendered_count,
        count(*) filter (where name = 'rendered' and is_breach) as breach_count,
        count(*) filter (where name = 'rendered' and is_excused) as excused_count,
        count(*) filter (where name = 'entered late') as late_entry_count
    from events
    group by load_id, body_code, day, channel, result

)

select * from final
