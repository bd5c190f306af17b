{#- One number of a formula from the edition of the row, named by its criterion. Null when the edition lacks it, which
    a data test then shows as a score that is missing. -#}
{% macro formula_parameter(row, name) -%}
    (
        select formula_parameters.value
        from {{ ref('formula_parameters') }} as formula_parameters
        where
            formula_parameters.edition = {{ row }}.edition
            and formula_parameters.criterion_code = {{ row }}.criterion_code
            and formula_parameters.parameter = '{{ name }}'
    )
{%- endmacro %}

{#- Status of a criterion of complaints: what was counted decides, and rows that could not be read forbid to say that
    nothing happened. Where forms were handed in, a body without one has no data. -#}
{% macro appeals_status(extra_doubt='false') -%}
    case when not is_delivered then 'no_data_body' when is_doubtful or {{ extra_doubt }} then 'manual_check_needed' else 'scored' end
{%- endmacro %}
