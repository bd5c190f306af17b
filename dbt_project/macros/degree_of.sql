{#- The degree of a result that has been rounded to two decimals: the bands of the edition then have no holes (A-02). -#}
{% macro degree_of(edition, block_code, score) -%}
    (
        select degrees.degree
        from {{ ref('degrees') }} as degrees
        where
            degrees.edition = {{ edition }}
            and degrees.block_code = {{ block_code }}
            and {{ score }} between degrees.from_value and degrees.to_value
    )
{%- endmacro %}
