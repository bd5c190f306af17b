{#- One reading of a large model for what other models are asked in several tests: columns that hold only the values listed
for them, columns that name a row of another model (`references`: column, then model and column), and columns that are never
null. The failure names the combination of values that is wrong, and the columns that are null there. -#}
{% test known_values(model, values, references, never_null) %}

{%- set listed = values.keys() | list + references.keys() | list %}

with

found as (

    select
        {{ listed | join(", ") }},
        count(*) as row_count,
        concat_ws(
            ', '
            {%- for column in never_null %},
            case when count({{ column }}) < count(*) then '{{ column }}' end
            {%- endfor %}
        ) as null_columns
    from {{ model }}
    group by {{ listed | join(", ") }}

)

select *
from found
where
    null_columns <> ''
    {%- for column, allowed in values.items() %}
    or {{ column }} not in ('{{ allowed | join("', '") }}')
    {%- endfor %}
    {%- for column, target in references.items() %}
    or not exists (select from {{ target[0] }} as other where other.{{ target[1] }} = found.{{ column }})
    {%- endfor %}

{% endtest %}
