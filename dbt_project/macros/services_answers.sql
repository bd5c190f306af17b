{#- Last step of the models of services: a body without a service in the Register has nothing that the direction could
    judge (A-90). -#}
{% macro services_answers(judged) -%}
    {{ criterion_answers(
        judged,
        not_applicable_reason="case when has_services then not_applicable_reason else 'the body has no service in the Register' end",
        keeps_bounds_of_open=true,
    ) }}
{%- endmacro %}

{#- What the report of a body lacks, as a reason; null where it was read. -#}
{% macro report_unread() -%}
    case when not has_report and has_rejected_report then 'the report of internal control holds cells that cannot be read' end
{%- endmacro %}

{#- Requests of which a reader should know that they were left out, or that they may be counted twice. -#}
{% macro words_of_doubtful_requests() -%}
    case when left_out_count > 0 then '; left out as law enforcement: ' || left_out_count else '' end
    || case when unconnected_request_count > 0 then '; in Monitoring, but not connected by the Register: ' || unconnected_request_count else '' end
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
