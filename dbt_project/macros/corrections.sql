{#- What `typed_rows` needs to apply the corrections that the runs of this build were frozen with (`ledger.run_correction`).
    A source without corrections costs nothing: no join, no column. -#}

{#- One row per load and corrected record, for each corrected column what is expected in it and what is read instead. Runs
    that share a load have the same corrections: the build refuses others. -#}
{% macro corrections_of(source_code, keys, corrected, decided) -%}
corrections as (

    select
        run_load.load_id,
        {%- for key in keys %}
        run_correction.row_match ->> '{{ key }}' as {{ key }},
        {%- endfor %}
        {%- for name in corrected %}
        bool_or(run_correction.column_name = '{{ name }}') as {{ name }}_is_named,
        max(run_correction.old_value) filter (where run_correction.column_name = '{{ name }}') as {{ name }}_expected,
        max(run_correction.new_value) filter (where run_correction.column_name = '{{ name }}') as {{ name }}_correction,
        max(run_correction.correction_id) filter (where run_correction.column_name = '{{ name }}') as {{ name }}_correction_id{{ "," if not loop.last }}
        {%- endfor %}
    from {{ decided }} as run_correction
    inner join {{ source('ledger', 'run_to_build') }} as run_to_build on run_correction.run_id = run_to_build.run_id
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            run_correction.run_id = run_load.run_id
            and run_correction.source = run_load.source
            and (run_correction.part is null or run_correction.part = run_load.part)
    where run_correction.source = '{{ source_code }}'
    group by run_load.load_id, run_correction.row_match

),
{%- endmacro %}


{% macro is_row_of(corrections, records, keys) -%}
    {{ corrections }}.load_id = {{ records }}._load_id
    {%- for key in keys %} and {{ corrections }}.{{ key }} = {{ records }}.{{ key }}{% endfor %}
{%- endmacro %}


{#- A correction that does not find what it expects changes nothing; `assert_corrections_still_apply` then fails. -#}
{% macro correction_of(records, name) -%}
        coalesce(corrections.{{ name }}_is_named and {{ records }}.{{ name }} is not distinct from corrections.{{ name }}_expected, false) as {{ name }}_is_corrected,
        corrections.{{ name }}_correction,
        corrections.{{ name }}_correction_id
{%- endmacro %}


{#- The text from which a cell is typed: the corrected one where there is one. -#}
{% macro text_of(name, corrected, relation="") -%}
    {%- if name in corrected -%}
        case when {{ relation }}{{ name }}_is_corrected then {{ relation }}{{ name }}_correction else {{ relation }}raw_{{ name }} end
    {%- else -%} {{ relation }}raw_{{ name }}
    {%- endif -%}
{%- endmacro %}


{% macro is_corrected(corrected) -%}
    {% for name in corrected %}{{ name }}_is_corrected{{ " or " if not loop.last }}{% else %}false{% endfor %}
{%- endmacro %}


{% macro correction_ids(corrected) -%}
    {%- if corrected -%}
        case when {{ is_corrected(corrected) }} then array(
            select distinct named.id
            from unnest(array[{% for name in corrected %}case when {{ name }}_is_corrected then {{ name }}_correction_id end{{ ", " if not loop.last }}{% endfor %}]) as named (id)
            where named.id is not null
            order by named.id
        ) end
    {%- else -%} cast(null as text[])
    {%- endif -%}
{%- endmacro %}
