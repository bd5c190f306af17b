{#- None of the columns is ever null: one reading of the model for all of them, and the failure names the columns. -#}
{% test never_null(model, columns) %}

with

counted as (

    select
        count(*) as row_count,
        concat_ws(
            ', '
            {%- for column in columns %},
            case when count({{ column }}) < count(*) then '{{ column | replace("'", "''") }}' end
            {%- endfor %}
        ) as null_columns
    from {{ model }}

)

select * from counted
where null_columns <> ''

{% endtest %}
