-- One pass over the register: each complaint and application counts on the day of its receipt, of its answer and of the
-- decision that upheld it.
{#- Postgres overestimates the number of groups, and would sort what it had better hash. -#}
{{ config(pre_hook="set local enable_sort = off") }}

with

judged as (

    select * from {{ ref('int_interaction__appeals_judged') }}
    where is_counted_kind

),

events as (

    select
        judged.load_id,
        judged.body_code,
        event.day,
        coalesce(judged.channel, '') as channel,
        coalesce(judged.outcome, '') as outcome,
        event.name,
        judged.deadline,
        judged.is_late
    from judged
    cross join lateral (
        values
        ('received', judged.received_on),
        ('handled', case when judged.is_handled then judged.answered_on end),
        ('upheld by court', case when judged.is_upheld_by_court then judged.upheld_on end),
        ('upheld by superior', case when judged.is_upheld_by_superior then judged.upheld_on end)
    ) as event (name, day)
    where event.day is not null

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
