{#- How `typed_rows` reads one cell, and what it says against it. The usual spelling of a cell is compared first: a register has
    millions of those, and a function is called only for the others. -#}

{#- The value of a cell, null where there is none or where it cannot be read. -#}
{% macro typed_cell(column, text, is_looked_up=false) -%}
    {%- if column.type == "count" -%} cast(reference.to_count({{ text }}, {{ units_of(column) }}) as numeric(18, 0))
    {%- elif column.type == "number" -%} cast(reference.to_measure({{ text }}, {{ units_of(column) }}) as numeric(38, 12))
    {%- elif column.type in ("date", "timestamp") and is_looked_up -%}
        coalesce({{ column.name }}_read.day, case when {{ text }} <> '' then reference.to_date({{ text }}) end)
    {%- elif column.type in ("date", "timestamp") -%} reference.to_date({{ text }})
    {%- elif column.type == "month" -%} reference.to_month({{ text }})
    {%- elif column.type == "boolean" -%}
        case when {{ text }} = 'да' then true when {{ text }} = 'нет' then false when {{ text }} <> '' then reference.to_boolean({{ text }}) end
    {%- elif column.type == "choice" -%}
        case when {{ text }} = any({{ allowed_values(column) }}) then {{ text }} else nullif(lower(btrim({{ text }})), '') end
    {%- else -%} nullif(btrim({{ text }}), '')
    {%- endif -%}
{%- endmacro %}


{#- The branch of a `case` that gives the reason against a cell, from its value and its text. What has a value is in order,
    numbers apart, which also have limits. -#}
{% macro defect_of_type(column, text, is_body) -%}
    {%- set filled = "true" if column.must_be_filled else "false" -%}
    {%- set is_given = "" if column.must_be_filled else "(" ~ text ~ " <> '') is true and " -%}  {#- null would not end the `and` #}
    {%- if column.type in ("count", "number") -%}
        {%- set whole = "true" if column.type == "count" else "false" -%}
        {%- set limits = column.get("minimum", "null") ~ ", " ~ column.get("maximum", "null") -%}
        {{ reason_if("reference.number_defect(" ~ text ~ ", " ~ filled ~ ", " ~ whole ~ ", " ~ limits ~ ", " ~ units_of(column) ~ ")") }}
    {%- elif column.type in ("date", "timestamp", "month", "boolean") -%}
        {%- set kind = "date" if column.type == "timestamp" else column.type -%}
        {{ reason_if("reference." ~ kind ~ "_defect(" ~ text ~ ", " ~ filled ~ ")", is_given ~ column.name ~ " is null and ") }}
    {%- elif column.type == "choice" -%}
        {%- set allowed = allowed_values(column) -%}
        {{ reason_if("reference.choice_defect(" ~ text ~ ", " ~ filled ~ ", " ~ allowed ~ ")", is_given ~ "coalesce(" ~ column.name ~ " <> all(" ~ allowed ~ "), true) and ") }}
    {%- elif column.must_be_filled -%}
        {#- a name that is known, or a code that begins with a digit, does not say that there is nothing -#}
        {%- set condition = "is_known is null and " if is_body else "coalesce(ascii(" ~ column.name ~ ") not between 48 and 57, true) and " -%}
        {{ reason_if("reference.empty_defect(" ~ text ~ ", true)", condition) }}
    {%- endif -%}
{%- endmacro %}


{% macro reason_if(reason, condition="") -%}
    when {{ condition }}{{ reason }} is not null then {{ reason }}
{%- endmacro %}


{% macro allowed_values(column) -%}
    array['{{ column.allowed_values | join("', '") }}']
{%- endmacro %}


{#- The units that may stand behind the number in its cell, as they are compared. -#}
{% macro units_of(column) -%}
    {%- if column.accepted_units -%}
        array[{% for unit in column.accepted_units %}reference.normalise_unit('{{ unit }}'){{ ", " if not loop.last }}{% endfor %}]
    {%- else -%} null
    {%- endif -%}
{%- endmacro %}
