-- One pass over the register: each complaint and application counts on the day of its receipt, of its answer and of the
-- decision that upheld it.
{#- Postgres overestimates the number of groups, and would sort what it had better hash. -#}
{{ config(pre_hook="set local enable_sort = off") }}

with

judged as (

    select * from {{ ref('int_interaction__appeals_judged') }}
    where is_counted_kind

),

-- a row for each event an appeal may have; the list is constant, because one made of the appeal's own days costs more
events as (

    select
        judged.load_id,
        judged.body_code,
        case event.name
            when 'received' then judged.received_on
            when 'handled' then judged.answered_on
            else judged.upheld_on
        end as day,
        coalesce(judged.channel, '') as channel,
        coalesce(judged.outcome, '') as outcome,
        event.name,
        judged.deadline,
        judged.is_late
    from judged
    cross join (values ('received'), ('handled'), ('upheld by court'), ('upheld by superior')) as event (name)
    where
        event.name = 'received'
        or (event.name = 'handled' and judged.is_handled)
        or (event.name = 'upheld by court' and judged.is_upheld_by_court)
        or (event.name = 'upheld by superior' and judged.is_upheld_by_superior)

),

final as (

    select
        -- ids
        load_id,
        body_code,
        day,

        -- codes
        channel,
        outcome,

        -- numbers
        count(*) filter (where name = 'received') as received_count,
        count(*) filter (where name = 'handled') as handled_count,
        count(*) filter (where name = 'handled' and deadline is not null and is_late) as late_count,
        count(*) filter (where name = 'handled' and deadline is null) as unknown_deadline_count,
        count(*) filter (where name = 'upheld by court') as court_upheld_count,
        count(*) filter (where name = 'upheld by superior') as superior_upheld_count
    from events
    group by load_id, body_code, day, channel, outcome

)

select * from final
