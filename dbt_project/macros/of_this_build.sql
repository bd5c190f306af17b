{#- Rows of a kept table that belong to the runs of this build. -#}
{% macro of_this_build(relation) -%}
    select * from {{ relation }}
    where run_id in (select run_to_build.run_id from {{ source('ledger', 'run_to_build') }} as run_to_build)
{%- endmacro %}
