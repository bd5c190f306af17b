{#- The columns in which every criterion model answers, in one order, so that the answers can be put under each other. -#}
{% macro answer_columns() %}
{{ return([
    "run_id", "body_code", "criterion_code",
    "numerator", "denominator", "criterion_value",
    "points", "lowest_points", "highest_points",
    "status", "status_reason", "is_partial", "has_no_events", "is_demonstration", "conditions",
    "evidence_source", "evidence_load_id", "evidence_predicate", "evidence_row_count", "evidence_digest",
]) }}
{% endmacro %}


{#- Last step of a criterion model: judged rows become answers. A row says why it does not apply (`not_applicable_reason`), why it
    has no data of the body (`no_data_reason`) or why the evaluator must decide (`open_reason`); where all are empty it is
    scored. What the evaluator decides lies between nothing and the most points, or within the bounds of the row where
    `keeps_bounds_of_open` says that they hold for it too. -#}
{% macro criterion_answers(judged, not_applicable_reason='not_applicable_reason', keeps_bounds_of_open=false) -%}
    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers
        cast(numerator as numeric(38, 12)) as numerator,
        cast(denominator as numeric(38, 12)) as denominator,
        cast(criterion_value as numeric(38, 12)) as criterion_value,
        cast(case when answer.status = 'scored' then points end as numeric(38, 12)) as points,
        cast(case answer.status
            when 'scored' then lowest_points
            when 'manual_check_needed' then {{ 'coalesce(lowest_points, 0)' if keeps_bounds_of_open else '0' }}
            when 'no_data_body' then 0
        end as numeric(38, 12)) as lowest_points,
        cast(case answer.status
            when 'scored' then highest_points
            when 'manual_check_needed' then {{ 'coalesce(highest_points, max_points)' if keeps_bounds_of_open else 'max_points' }}
            when 'no_data_body' then max_points
        end as numeric(38, 12)) as highest_points,

        -- status and flags
        answer.status,
        case answer.status
            when 'not_applicable' then {{ not_applicable_reason }}
            when 'no_data_body' then no_data_reason
            when 'manual_check_needed' then open_reason
            else status_reason
        end as status_reason,
        coalesce(answer.status = 'scored' and lowest_points < highest_points, false) as is_partial,
        coalesce(answer.status = 'scored' and has_no_events, false) as has_no_events,
        is_demonstration,
        case
            when answer.status = 'scored' then array_remove(conditions, null)
            when answer.status = 'no_data_body' then array['row_absent']
            else cast(array[] as text[])
        end as conditions,

        -- evidence
        evidence_source,
        evidence_load_id,
        evidence_predicate,
        cast(evidence_row_count as bigint) as evidence_row_count,
        coalesce(evidence_digest, '0') as evidence_digest
    from {{ judged }}
    cross join lateral (
        select
            case
                when {{ not_applicable_reason }} is not null then 'not_applicable'
                when no_data_reason is not null then 'no_data_body'
                when open_reason is not null then 'manual_check_needed'
                else 'scored'
            end as status
    ) as answer
{%- endmacro %}
