{#- Points of the band that a value falls into, or another column of it. Null outside every band, and for a value that is
    null. With a `run_id`, a run that takes the assumption behind the band in its alternative gets the other reading's points. -#}
{% macro band_points(edition, criterion_code, band_table, value, column='points', run_id=none) -%}
    (
        select {% if run_id %}case when run_choice.run_id is null then bands.points else bands.alternative_points end
        {%- else %}bands.{{ column }}{% endif %}
        from {{ ref('point_bands') }} as bands
        {%- if run_id %}
        left join {{ source('ledger', 'run_choice') }} as run_choice
            on
                bands.alternative_points is not null
                and run_choice.run_id = {{ run_id }}
                and bands.assumption_ids = run_choice.assumption_id
                and run_choice.choice = 'alternative'
        {%- endif %}
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
