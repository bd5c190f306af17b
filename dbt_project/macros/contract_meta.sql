{#- What the contract says, from the generated source: columns with their types, keys, crosswalk and rules. Nothing is
    known while dbt parses. -#}
{% macro contract_meta(source_code, entity) -%}
    {%- if not execute -%}
        {{ return({"columns": [], "crosswalk": none, "rules": [], "keys": {"columns": [], "duplicates": ""}}) }}
    {%- endif -%}
    {%- set node = graph.sources["source.olshem.raw." ~ source_code ~ "__" ~ entity] -%}
    {%- set columns = [] -%}
    {%- for name, column in node.columns.items() -%}
        {%- do columns.append(dict(column.config.meta, name=name)) -%}
    {%- endfor -%}
    {{ return(dict(node.config.meta, columns=columns)) }}
{%- endmacro %}
