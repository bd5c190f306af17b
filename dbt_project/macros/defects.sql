{#- Why a cell cannot be used, or null. `is_required` says whether an empty cell is a defect. -#}
{% macro number_defect(column, is_required=true) -%}
    case
        when coalesce(btrim({{ column }}), '') = '' then {{ "'is empty'" if is_required else "null" }}
        when reference.to_numeric({{ column }}) is null then 'is not a number'
    end
{%- endmacro %}

{% macro count_defect(column) -%}
    case
        when coalesce(btrim({{ column }}), '') = '' then 'is empty'
        when reference.to_numeric({{ column }}) is null then 'is not a number'
        when reference.to_numeric({{ column }}) < 0 then 'is below zero'
        when reference.to_numeric({{ column }}) <> trunc(reference.to_numeric({{ column }})) then 'is not a whole number'
    end
{%- endmacro %}

{% macro date_defect(raw_column, date_column, is_required) -%}
    case
        when coalesce(btrim({{ raw_column }}), '') = '' then {{ "'is empty'" if is_required else "null" }}
        when {{ date_column }} is null then 'is not a date'
    end
{%- endmacro %}

{% macro accepted_value_defect(column, accepted, is_required=true) -%}
    case
        when {{ column }} = '' then {{ "'is empty'" if is_required else "null" }}
        when {{ column }} not in ('{{ accepted | join("', '") }}') then 'is not one of: {{ accepted | join(", ") }}'
    end
{%- endmacro %}

{#- Rejected cells of a base model: one row for each column that has a reason. `cells` maps the column of the source
    to the pair of its raw text and its reason. -#}
{% macro rejected_cells(base, columns) -%}
    select
        base.load_id,
        base.row_number,
        cell.column_name,
        cell.raw_value,
        cell.reason
    from {{ base }} as base
    cross join lateral (
        values
        {%- for column in columns %}
            ('{{ column }}', base.raw_{{ column }}, base.{{ column }}_defect){{ "," if not loop.last }}
        {%- endfor %}
    ) as cell (column_name, raw_value, reason)
    where cell.reason is not null
{%- endmacro %}
