{#- Rows that belong to the runs of this build: a table may also hold those of earlier builds, or of the what-ifs that were
    built with the run while its report is made for the run alone. -#}
{% macro of_this_build(relation) -%}
    select * from {{ relation }}
    where run_id in (select run_to_build.run_id from {{ source('ledger', 'run_to_build') }} as run_to_build)
{%- endmacro %}
