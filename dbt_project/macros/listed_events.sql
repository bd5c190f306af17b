{#- A criterion whose points are its full points times the share of the listed events that are as they should be: a whole model.
    `is_event`, `is_met` and `is_read_otherwise` are SQL over the base rows of the source: whether a row counts, whether it is as
    it should be, and whether a rejected row is read well enough to know that it is not one more event. Rejected rows widen the
    bounds. A body that says it had none had no events (A-67). -#}
{% macro listed_events_answer(criterion_code, source_code, entity, is_event, is_met, is_read_otherwise, columns, words, none_words, predicate) -%}
with

listed as (

    select
        load_id,
        body_code,
        is_accepted and is_nil_return as is_nil,
        is_accepted and not is_nil_return and {{ is_event }} as is_event,
        {{ is_met }} as is_met,
        is_accepted and not is_nil_return and not ({{ is_event }}) as is_other,
        not is_accepted and not is_copy and not coalesce({{ is_read_otherwise }}, false) as is_doubtful,
        {{ row_digest(row_text('events', columns)) }} as row_digest
    from {{ ref('base_' ~ source_code ~ '__' ~ entity) }} as events
    where body_code is not null

),

counted as (

    select
        load_id,
        body_code,
        count(*) filter (where is_event) as event_count,
        count(*) filter (where is_event and is_met) as met_count,
        count(*) filter (where is_nil) as nil_count,
        count(*) filter (where is_other) as other_count,
        count(*) filter (where is_doubtful) as doubtful_count,
        count(*) filter (where is_event or is_nil) as row_count,
        sum(row_digest) filter (where is_event or is_nil) as digest_sum
    from listed
    group by load_id, body_code

),

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    select
        index_rows.*,
        run_load.load_id,
        run_load.is_demonstration,
        counted.body_code is not null as is_delivered,
        counted.event_count,
        counted.met_count,
        counted.nil_count,
        counted.other_count,
        counted.doubtful_count,
        coalesce(counted.row_count, 0) as row_count,
        counted.digest_sum,
        {{ formula_parameter('index_rows', 'full_points') }} as full_points,
        {{ takes_alternative('index_rows', 'A-67') }} as leaves_no_events_out
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = '{{ source_code }}'
    left join counted
        on
            run_load.load_id = counted.load_id
            and index_rows.body_code = counted.body_code
    where
        index_rows.criterion_code = '{{ criterion_code }}'
        and index_rows.task = 'to_answer'

),

shared as (

    select
        *,
        coalesce(event_count = 0 and doubtful_count = 0 and nil_count + other_count > 0, false) as has_no_events,
        {{ quotient('met_count', 'event_count') }} as criterion_value
    from asked

),

judged as (

    select
        *,
        met_count as numerator,
        event_count as denominator,
        case when has_no_events then full_points else {{ quotient('full_points * met_count', 'event_count') }} end as points,
        case when has_no_events then full_points else {{ quotient('full_points * met_count', 'event_count + doubtful_count') }} end as lowest_points,
        case when has_no_events then full_points else {{ quotient('full_points * (met_count + doubtful_count)', 'event_count + doubtful_count') }} end as highest_points,
        case when has_no_events and leaves_no_events_out then '{{ none_words }}' end as not_applicable_reason,
        case when not is_delivered then 'the list came without this body' end as no_data_reason,
        case
            when event_count = 0 and not has_no_events then 'the list holds rows of this body that cannot be read, and no other'
        end as open_reason,
        case
            when has_no_events then '{{ none_words }}'
            else
                met_count || ' of ' || event_count || ' {{ words }}'
                || case when doubtful_count > 0 then '; ' || doubtful_count || ' rows cannot be read' else '' end
        end as status_reason,
        array['computed', case when has_no_events then 'no_events' end] as conditions,
        '{{ source_code }}' as evidence_source,
        load_id as evidence_load_id,
        'stg_{{ source_code }}__{{ entity }}: body_code = ''' || body_code || ''' and {{ predicate | replace("'", "''") }}' as evidence_predicate,
        row_count as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from shared

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
{%- endmacro %}
