{#- How marts are kept: the rows of the runs of this build go, and what the model says now comes, in one transaction.
    The runs come from the ledger and not from the new rows, so a result that has become empty leaves nothing old. -#}
{% macro get_incremental_replace_runs_sql(arg_dict) %}
    {%- set columns = arg_dict["dest_columns"] | map(attribute="quoted") | join(", ") -%}
    delete from {{ arg_dict["target_relation"] }}
    where run_id in (select run_to_build.run_id from {{ source('ledger', 'run_to_build') }} as run_to_build);

    insert into {{ arg_dict["target_relation"] }} ({{ columns }})
    select {{ columns }}
    from {{ arg_dict["temp_relation"] }};
{% endmacro %}
