{#- One reading of a large model for what other models are asked in several tests: columns that hold only the values listed
for them, columns that name a row of another model (`references`: column, then model and column), and columns that are never
null. The failure is the record. -#}
{% test known_values(model, values, references, never_null) %}

select
    {{ (never_null + (values.keys() | list) + (references.keys() | list)) | unique | join(",\n    ") }}
from {{ model }}
where
    num_nulls({{ never_null | join(", ") }}) > 0
    {%- for column, allowed in values.items() %}
    or {{ column }} not in ('{{ allowed | join("', '") }}')
    {%- endfor %}
    {%- for column, target in references.items() %}
    or {{ column }} not in (select other.{{ target[1] }} from {{ target[0] }} as other)
    {%- endfor %}

{% endtest %}
