-- One pass over the sheets of the survey: answers to each statement and question by body. A sheet is complete when it skips no
-- scored statement (A-72); a "yes" counts as 1. A sheet that cannot be read is counted as such and nowhere else.
{%- set answers = [] %}
{%- for number in range(1, 26) %}{% do answers.append('answer_%02d' % number) %}{% endfor %}
{%- set questions = ['plans_to_leave_service', 'would_move_to_another_body', 'overtime_frequency'] %}

with

sheets as (

    select
        *,
        not is_accepted and not is_copy as is_unreadable,
        is_accepted and num_nonnulls({{ answers | join(", ") }}) = {{ answers | length }} as is_complete,
        {{ row_digest(row_text('sheets', ['body_code', 'sheet_number'] + answers + questions)) }} as row_digest
    from {{ ref('base_servants_survey__sheets') }} as sheets
    where body_code is not null

),

bodies as (

    select
        load_id,
        body_code,
        count(*) filter (where is_accepted) as sheet_count,
        count(*) filter (where is_complete) as complete_sheet_count,
        count(*) filter (where is_unreadable) as unreadable_sheet_count,
        {% for answer in answers %}
        count({{ answer }}) filter (where is_accepted) as {{ answer }}_count,
        sum({{ answer }}) filter (where is_accepted) as {{ answer }}_sum,
        sum({{ answer }}) filter (where is_complete) as {{ answer }}_complete_sum,
        {% endfor %}
        {% for question in questions[:2] %}
        count({{ question }}) filter (where is_accepted) as {{ question }}_count,
        count(*) filter (where is_accepted and {{ question }}) as {{ question }}_yes_count,
        {% endfor %}
        count(overtime_frequency) filter (where is_accepted) as overtime_frequency_count,
        count(*) filter (where is_accepted and overtime_frequency = 'несколько раз в неделю') as weekly_count,
        count(*) filter (where is_accepted and overtime_frequency = 'ежедневно и в выходные') as daily_count,
        count(*) filter (where is_accepted and (plans_to_leave_service is not null or would_move_to_another_body is not null)) as plans_sheet_count,
        coalesce(sum(row_digest) filter (where is_accepted), 0) as digest_sum
    from sheets
    group by load_id, body_code

),

final as (

    select
        -- ids
        bodies.load_id,
        bodies.body_code,
        items.item,

        -- numbers: sheets
        bodies.sheet_count,
        bodies.unreadable_sheet_count,
        bodies.plans_sheet_count,

        -- numbers: answers
        items.answer_count,
        cast(coalesce(items.answer_sum, 0) as bigint) as answer_sum,
        items.complete_answer_count,
        cast(coalesce(items.complete_answer_sum, 0) as bigint) as complete_answer_sum,
        items.weekly_count,
        items.daily_count,

        -- evidence
        bodies.digest_sum
    from bodies
    cross join lateral (
        values
        {% for answer in answers %}
        ('i{{ loop.index }}', {{ answer }}_count, {{ answer }}_sum, complete_sheet_count, {{ answer }}_complete_sum, null, null),
        {% endfor %}
        ('A', plans_to_leave_service_count, plans_to_leave_service_yes_count, null, null, null, null),
        ('B', would_move_to_another_body_count, would_move_to_another_body_yes_count, null, null, null, null),
        ('C', overtime_frequency_count, null, null, null, weekly_count, daily_count)
    ) as items (item, answer_count, answer_sum, complete_answer_count, complete_answer_sum, weekly_count, daily_count)

)

select * from final
