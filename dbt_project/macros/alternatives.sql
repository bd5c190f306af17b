{#- Whether the run of a row reads a switchable assumption in its alternative: a condition. A run without a choice takes
    the decision as recorded. -#}
{% macro takes_alternative(row, assumption_id) -%}
    exists (
        select 1
        from {{ source('ledger', 'run_choice') }} as run_choice
        where
            run_choice.run_id = {{ row }}.run_id
            and run_choice.assumption_id = '{{ assumption_id }}'
            and run_choice.choice = 'alternative'
    )
{%- endmacro %}
