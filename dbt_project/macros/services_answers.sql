{#- Last step of the models of services: judged rows become answers. Each row says why it has no data of the body
    (`no_data_reason`) or why the evaluator must decide (`open_reason`); where both are empty it is scored. A body without a
    service in the Register has nothing that the direction could judge (A-90). -#}
{% macro services_answers(judged) -%}
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
            when 'manual_check_needed' then coalesce(lowest_points, 0)
            when 'no_data_body' then 0
        end as numeric(38, 12)) as lowest_points,
        cast(case answer.status
            when 'scored' then highest_points
            when 'manual_check_needed' then coalesce(highest_points, max_points)
            when 'no_data_body' then max_points
        end as numeric(38, 12)) as highest_points,

        -- status and flags
        answer.status,
        case answer.status
            when 'not_applicable' then case when has_services then not_applicable_reason else 'the body has no service in the Register' end
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
                when not has_services or not_applicable_reason is not null then 'not_applicable'
                when no_data_reason is not null then 'no_data_body'
                when open_reason is not null then 'manual_check_needed'
                else 'scored'
            end as status
    ) as answer
{%- endmacro %}

{#- What the report of a body lacks, as a reason; null where it was read. -#}
{% macro report_unread() -%}
    case when not has_report and has_rejected_report then 'the report of internal control holds cells that cannot be read' end
{%- endmacro %}

{#- Text of a row for its digest: an empty cell keeps its place. -#}
{% macro row_text(relation, columns) -%}
    concat_ws('|'{% for column in columns %}, coalesce(cast({{ relation }}.{{ column }} as text), ''){% endfor %})
{%- endmacro %}

{#- The kinds of cases that S3 counts, as the columns of inspections and reports begin. -#}
{% macro quality_kinds() -%}
    {{ return(["unjustified_refusals", "incomplete_packages", "extra_documents", "process_breaches"]) }}
{%- endmacro %}

{#- The columns of an inspection that S3 reads. -#}
{% macro quality_columns() -%}
    {%- set columns = [] -%}
    {%- for kind in quality_kinds() -%}{%- do columns.append(kind ~ "_count") -%}{%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}
