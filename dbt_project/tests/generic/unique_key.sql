{#- Every combination of the key columns occurs once; neither they nor the further columns `never_null` are ever null.

One reading of the model for all of it: the failure names the key, how often it occurs, and the columns that are null there. -#}
{% test unique_key(model, columns, never_null=[]) %}

select
    {{ columns | join(", ") }},
    count(*) as row_count,
    concat_ws(
        ', '
        {%- for column in columns + never_null %},
        case when count({{ column }}) < count(*) then '{{ column | replace("'", "''") }}' end
        {%- endfor %}
    ) as null_columns
from {{ model }}
group by {{ columns | join(", ") }}
having count(*) > 1 {%- for column in columns + never_null %} or count({{ column }}) < count(*){% endfor %}

{% endtest %}
