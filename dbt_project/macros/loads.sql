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


{#- These loads as literals: only a literal prunes the partitions of a large raw table, a subquery reads them all; and beside a
    query of the ledger the records would not be read by several processes at once. -#}
{% macro loads_being_built(source_code) -%}
    {%- set found = loads_found(source_code) -%}
    {%- if found -%}
    select
        given.load_id,
        given.part,
        given.reporting_year
    from (
        values
        {%- for load_id, part, reporting_year in found %}
        (cast({{ load_id }} as bigint), '{{ part | replace("'", "''") }}', {{ reporting_year }}){{ "," if not loop.last }}
        {%- endfor %}
    ) as given (load_id, part, reporting_year)
    {%- else -%}
    select
        cast(null as bigint) as load_id,
        cast(null as text) as part,
        cast(null as int) as reporting_year
    where false
    {%- endif -%}
{%- endmacro %}


{% macro loads_of(source_code) -%}
    {%- set found = loads_found(source_code) -%}
    ({% for load in found %}{{ load[0] }}{{ ", " if not loop.last }}{% else %}null{% endfor %})
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
