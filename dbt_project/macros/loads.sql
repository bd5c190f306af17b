{#- The loads of one source that the runs of this build rest on, each with what a record does not say of itself: its part and
    its year. -#}
{% macro loads_found(source_code) -%}
    {%- set run_load, snapshot = source('ledger', 'run_load'), source('ledger', 'snapshot') -%}
    {%- set run_to_build = source('ledger', 'run_to_build') -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- set rows = run_query(
            "select distinct run_load.load_id, snapshot.part, snapshot.reporting_year from " ~ run_load ~ " as run_load"
            ~ " inner join " ~ run_to_build ~ " as run_to_build on run_load.run_id = run_to_build.run_id"
            ~ " inner join " ~ snapshot ~ " as snapshot on run_load.snapshot_id = snapshot.snapshot_id"
            ~ " where run_load.source = '" ~ source_code ~ "' order by run_load.load_id"
        ) -%}
        {%- for row in rows -%}{%- do found.append(row) -%}{%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}


{#- The columns of a source in which a correction changes a cell, by name. -#}
{% macro corrected_columns(source_code) -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- set rows = run_query(
            "select distinct run_correction.column_name from ledger.run_correction"
            ~ " inner join ledger.run_to_build on run_correction.run_id = run_to_build.run_id"
            ~ " where run_correction.source = '" ~ source_code ~ "' order by run_correction.column_name"
        ) -%}
        {%- for row in rows -%}{%- do found.append(row[0]) -%}{%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}
