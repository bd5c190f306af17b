-- One pass over the register: each complaint and application counts on the day of its receipt, of its answer and of the
-- decision that upheld it.
{#- Postgres overestimates the number of groups, and would sort what it had better hash. -#}
{{ config(pre_hook="set local enable_sort = off") }}

with

judged as (

    select * from {{ ref('int_interaction__appeals_judged') }}
    where is_counted_kind

),

-- a row for each event an appeal may have. The list is constant, because one made of the appeal's own days costs more; and of flags,
-- because names of events would be compared some ten times for each record
events as (

    select
        judged.load_id,
        judged.body_code,
        case
            when event.is_receipt then judged.received_on
            when event.is_answer then judged.answered_on
            else judged.upheld_on
        end as day,
        coalesce(judged.channel, '') as channel,
        coalesce(judged.outcome, '') as outcome,
        event.is_receipt,
        event.is_answer,
        event.is_decision and judged.is_upheld_by_court as is_court_decision,
        event.is_decision and judged.is_upheld_by_superior as is_superior_decision,
        judged.deadline,
        judged.is_late
    from judged
    cross join (
        values
        (true, false, false),
        (false, true, false),
        (false, false, true)
    ) as event (is_receipt, is_answer, is_decision)
    where
        event.is_receipt
        or (event.is_answer and judged.is_handled)
        or (event.is_decision and (judged.is_upheld_by_court or judged.is_upheld_by_superior))

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
        count(*) filter (where is_receipt) as received_count,
        count(*) filter (where is_answer) as handled_count,
        count(*) filter (where is_answer and deadline is not null and is_late) as late_count,
        count(*) filter (where is_answer and deadline is null) as unknown_deadline_count,
        count(*) filter (where is_court_decision) as court_upheld_count,
        count(*) filter (where is_superior_decision) as superior_upheld_count
    from events
    group by load_id, body_code, day, channel, outcome

)

select * from final
