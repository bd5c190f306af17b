{#- Whether a list of codes parted by spaces names a code, or one above it: B2 names B2.C.S. -#}
{% macro names_code(codes, code) -%}
    exists (
        select 1
        from regexp_split_to_table({{ codes }}, ' ') as named (prefix)
        where {{ code }} = named.prefix or starts_with({{ code }}, named.prefix || '.')
    )
{%- endmacro %}
