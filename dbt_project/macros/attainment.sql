{#- How far a plan was reached, as a plain ratio: fact over plan, or plan over fact where less is better. Null where the
    base is zero. -#}
{% macro attainment_ratio(plan, fact, is_less_better) -%}
    case when {{ is_less_better }} then {{ quotient(plan, fact) }} else {{ quotient(fact, plan) }} end
{%- endmacro %}


{#- Three columns of a level of averaging: the mean of what is known, and the least and the most that it can be. Below it a
    row that is undecided is empty in `name` and has its bounds in `lowest_` and `highest_`; a row that leaves the calculation
    is empty in all three. -#}
{% macro mean_with_bounds(name) -%}
    {% for column in [name, 'lowest_' ~ name, 'highest_' ~ name] -%}
    {{ quotient('sum(' ~ column ~ ')', 'count(' ~ column ~ ')') }} as {{ column }}{{ "," if not loop.last }}
    {% endfor %}
{%- endmacro %}


{#- A percent as a table of bands reads it: rounded to its decimals, or cut off where the run reads it so. -#}
{% macro percent_of_band(percent, decimals, is_cut) -%}
    case when {{ is_cut }} then trunc({{ percent }}, {{ decimals }}) else round({{ percent }}, {{ decimals }}) end
{%- endmacro %}
