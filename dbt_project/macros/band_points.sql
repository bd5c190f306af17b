{#- Points of the band that a value falls into, or another column of it. Null outside every band, and for a value that is
    null. -#}
{% macro band_points(edition, criterion_code, band_table, value, column='points') -%}
    (
        select bands.{{ column }}
        from {{ ref('point_bands') }} as bands
        where
            bands.edition = {{ edition }}
            and bands.criterion_code = {{ criterion_code }}
            and bands.band_table = '{{ band_table }}'
            and bands.category is null
            and {{ value }} is not null
            and (bands.from_value is null or {{ value }} > bands.from_value or (bands.is_from_inclusive and {{ value }} = bands.from_value))
            and (bands.to_value is null or {{ value }} < bands.to_value or (bands.is_to_inclusive and {{ value }} = bands.to_value))
    )
{%- endmacro %}

{#- Points of a category of a table of bands. -#}
{% macro category_points(edition, criterion_code, band_table, category) -%}
    (
        select bands.points
        from {{ ref('point_bands') }} as bands
        where
            bands.edition = {{ edition }}
            and bands.criterion_code = {{ criterion_code }}
            and bands.band_table = '{{ band_table }}'
            and bands.category = {{ category }}
    )
{%- endmacro %}
