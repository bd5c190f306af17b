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


{#- Points less a rate, as the lost pictures of block 2 are read; by the other reading the rate takes its part of the points,
    points x (1 - rate). -#}
{% macro points_less_rate(points, rate, row, assumption_id) -%}
    {{ points }} - {{ rate }} * case when {{ takes_alternative(row, assumption_id) }} then {{ points }} else 1 end
{%- endmacro %}
