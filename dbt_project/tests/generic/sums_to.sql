{#- Within each group the column sums to the expected value, to the last decimal. -#}
{% test sums_to(model, sum_of, group_columns, expected) %}

select
    {{ group_columns | join(", ") }},
    sum({{ sum_of }}) as found
from {{ model }}
group by {{ group_columns | join(", ") }}
having sum({{ sum_of }}) <> {{ expected }}

{% endtest %}
