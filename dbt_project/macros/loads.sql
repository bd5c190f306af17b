{#- The loads of one source that the runs of this build rest on, as literals: only a literal prunes the partitions
    of a large raw table, a subquery reads them all. -#}
{% macro loads_of(source_code) -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- set rows = run_query(
            "select distinct run_load.load_id from ledger.run_load inner join ledger.run_to_build on run_load.run_id = run_to_build.run_id"
            ~ " where run_load.source = '" ~ source_code ~ "' order by run_load.load_id"
        ) -%}
        {%- for row in rows -%}{%- do found.append(row[0] | string) -%}{%- endfor -%}
    {%- endif -%}
    (cast({{ found | join(" as bigint), cast(") if found else "null" }} as bigint))
{%- endmacro %}
