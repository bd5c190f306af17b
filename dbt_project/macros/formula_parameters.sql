{#- One number of a formula from the edition of the row, named by its criterion; the other reading's number where the run
    of the row takes the assumption behind it in its alternative. Null when the edition lacks it, which a data test then
    shows as a score that is missing. -#}
{% macro formula_parameter(row, name) -%}
    (
        select
            case when run_choice.run_id is null then formula_parameters.value else formula_parameters.alternative_value end
        from {{ ref('formula_parameters') }} as formula_parameters
        left join {{ source('ledger', 'run_choice') }} as run_choice
            on
                formula_parameters.alternative_value is not null
                and run_choice.run_id = {{ row }}.run_id
                and formula_parameters.assumption_id = run_choice.assumption_id
                and run_choice.choice = 'alternative'
        where
            formula_parameters.edition = {{ row }}.edition
            and formula_parameters.criterion_code = {{ row }}.criterion_code
            and formula_parameters.parameter = '{{ name }}'
    )
{%- endmacro %}
