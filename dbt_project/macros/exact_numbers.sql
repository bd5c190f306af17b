{#- The only division of the project: 12 decimals, half away from zero, null for a zero base (A-91).
    30 working decimals lie beyond any tie that counts below 10^17 can make. -#}
{% macro quotient(numerator, denominator) -%}
    cast(round(cast({{ numerator }} as numeric(60, 30)) / nullif(cast({{ denominator }} as numeric(60, 30)), 0), 12) as numeric(38, 12))
{%- endmacro %}

{#- A number kept between two bounds; null stays null. -#}
{% macro clamp(value, lowest=0, highest=100) -%}
    case when {{ value }} is not null then least(greatest({{ value }}, {{ lowest }}), {{ highest }}) end
{%- endmacro %}
