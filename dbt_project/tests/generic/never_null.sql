{#- None of the columns is ever null: one reading of the model for all of them, and the failure names the columns. -#}
{% test never_null(model, columns) %}

with

tested as (

    select * from {{ model }}

)

select
    cell.null_column,
    count(*) as null_count
from tested
cross join lateral (
    values
    {%- for column in columns %}
        ('{{ column }}', tested.{{ column }} is null){{ "," if not loop.last }}
    {%- endfor %}
) as cell (null_column, is_null)
where cell.is_null
group by cell.null_column

{% endtest %}
