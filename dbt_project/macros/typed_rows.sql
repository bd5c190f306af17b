{#- Every record of a source as its contract types it: one row per load and record, for each column of the contract its
    value, the raw text (`raw_...`) and the reason against it (`..._defect`), and whether the record is accepted.
    `raw_...` is what was delivered. Where the run was frozen with a correction of the cell (corrections.sql), the value comes
    from the corrected text; `is_corrected` and `correction_ids` lead to both texts in `ledger.run_correction`.

    A large source (one with `left_in_raw`, see large_sources.sql) is typed in parts, and of its records only those of which something
    is to be said keep their raw texts and the reasons against them.

    The contract reaches dbt through `models/raw.yml`, which is made from it. `olshem check` renders this file by itself, with
    a table of its own for `raw`: what is not defined in it (`contract_meta`, `loads_found`, ...) is given there. -#}
{% macro typed_rows(source_code, entity, left_in_raw=none) -%}
    {%- set is_large = left_in_raw is not none -%}
    {#- A load of a moment ago has no statistics: Postgres would take it for one row and compare its records with every day
        and name, one by one. -#}
    {{- config(materialized='table', pre_hook=["set local enable_nestloop = off"] + ([half_of_the_cores()] if is_large else [])) -}}
    {%- if is_large %}
        {#- Nothing in it ever changes: a vacuum in the midst of the build that reads it would write all of it once more for nothing. -#}
        {{- config(post_hook="alter table {{ this }} set (autovacuum_enabled = off)") -}}
    {%- endif -%}
    {%- set base = "base_" ~ source_code ~ "__" -%}
    {%- set known_names = ref(base ~ "known_names") if is_large else none -%}
    {%- set repeated_hashes = ref(base ~ "repeated_hashes") if is_large else none -%}
    {%- set names = ref('body_names') -%}  {#- said outright: dbt does not see what only some contracts need -#}
    {%- set decided = source('ledger', 'run_correction') -%}
    {%- set contract = contract_meta(source_code, entity) -%}
    {%- set columns = contract.columns -%}
    {%- set body = contract.crosswalk.column if contract.crosswalk else none -%}
    {%- set corrected = corrected_columns(source_code) -%}
    {%- set unites_names = contract["keys"].get("unites_names", false) -%}
    {%- set has_copies = contract["keys"].duplicates == "reject_in_staging" -%}  {#- otherwise a repeated key refuses the delivery -#}
    {#- Looking dates up in a table of days pays only where there are very many; of the table, the days about the reporting years
        are enough, and lie close at hand for the processor. A day that is not found is read by the function. -#}
    {%- set dates = columns | selectattr("type", "in", ["date", "timestamp"]) | map(attribute="name") | list -%}
    {%- set years = loads_found(source_code) | map(attribute=2) | list if contract.is_partitioned_by_load else [] -%}
    {%- set looked_up = dates if years else [] -%}

with

{{ records_of(source_code, entity, contract, corrected, decided) }}
typed as not materialized (

    select
        source.load_id,
        source.row_number,
        source.part,
        source.reporting_year,
        {%- for column in columns if column.name != body %}
        {{ typed_cell(column, text_of(column.name, corrected, "source."), column.name in looked_up) }} as {{ column.name }},
        {%- endfor %}
        {%- for name in corrected %}
        source.{{ name }}_is_corrected,
        source.{{ name }}_correction,
        source.{{ name }}_correction_id,
        {%- endfor %}
        {%- for column in columns %}
        source.raw_{{ column.name }}{{ "," if not loop.last }}
        {%- endfor %}
    from source
    {%- for name in looked_up %}
    left join reference.written_day as {{ name }}_read
        on
            {{ text_of(name, corrected, "source.") }} = {{ name }}_read.written
            and {{ name }}_read.day between date '{{ years | min - 2 }}-01-01' and date '{{ years | max + 1 }}-12-31'
    {%- endfor %}
    -- a fence: a cell is typed once, not again in each place that asks for it. Postgres reads the query in parallel only where it
    -- sees at once that nothing is skipped: 0 is an integer that it would have to cast
    offset cast('0' as bigint)

),
{% if body and not known_names %}
{{ names_in(source_code, contract, names, corrected) }},
{% endif -%}
{% if has_copies and not repeated_hashes %}
{{ keys_in(contract) }},
{% endif %}
judged as (

    select
        typed.*,
        {%- if body %}
        known_names.body_code,
        known_names.is_known,
        known_names.is_valid,
        {%- endif %}
        {%- if unites_names %}
        -- two names of one body make one key: the later record is set aside, as nobody knows whether it repeats or adds
        row_number() over (
            partition by typed.load_id, known_names.body_code, known_names.is_valid{% for key in contract["keys"].columns if key != body %}, {{ key_text("typed", key) }}{% endfor %}
            order by typed.row_number
        ) > 1 as has_earlier_of_body,
        {%- endif %}
        {%- if is_large %}
        repeated_hashes.key_hash is not null as is_perhaps_repeated
        {%- else %}
        {{ "coalesce(typed.row_number > repeated_keys.first_row_number, false)" if has_copies else "false" }} as is_copy
        {%- endif %}
    from typed
    {%- if body %}
    left join {{ known_names ~ " as " if known_names }}known_names
        on
            typed.load_id = known_names.load_id
            and {{ text_of(body, corrected, "typed.") }} = known_names.given_name
            {%- if contract.crosswalk.valid_on != "year_end" %}
            and {{ valid_day(contract.crosswalk, 'typed') }} = known_names.valid_on
            {%- endif %}
    {%- endif %}
    {%- if is_large %}
    left join {{ repeated_hashes }} as repeated_hashes on {{ key_hash("typed", contract) }} = repeated_hashes.key_hash
    {%- elif has_copies %}
    left join repeated_keys
        on
            typed.load_id = repeated_keys.load_id
            {%- for key in contract["keys"].columns %}
            and {{ key_text("typed", key) }} = repeated_keys.{{ key }}
            {%- endfor %}
    {%- endif %}

),

explained as (

    select
        load_id,
        row_number,
        part,
        reporting_year,
        {%- if body %}
        case when is_valid then body_code end as body_code,
        {%- endif %}
        {%- for column in columns if column.name != body %}
        {{ column.name }},
        {%- endfor %}
        {{ "is_perhaps_repeated" if is_large else "is_copy" }},
        {{ is_corrected(corrected) }} as is_corrected,
        {{ correction_ids(corrected) }} as correction_ids,
        {%- for column in columns %}
        raw_{{ column.name }},
        {%- set reasons -%}
            {%- if column.name in corrected %}
            when {{ column.name }}_is_corrected and {{ column.name }}_correction is null then null  -- withdrawn, not rejected
            {%- endif %}
            {{ defect_of_type(column, text_of(column.name, corrected), column.name == body) }}
            {%- if column.name == contract["keys"].columns[0] and not is_large %}
            when is_copy then 'repeats the key of an earlier row'
            {%- endif %}
            {%- if column.name == body %}
            when is_known is null then 'names no body that the crosswalk knows'
            when not is_valid then 'names a body by a name that is not valid {{ "in the reporting year" if contract.crosswalk.valid_on == "year_end" else "on the day of the record" }}'
            {%- if unites_names %}
            when has_earlier_of_body and not is_copy then 'names the same body as an earlier row under another name'
            {%- endif %}
            {%- endif %}
            {%- for rule in contract.rules if rule.column == column.name %}
            when {{ rule.fails_when }} then '{{ rule.reason }}'
            {%- endfor %}
        {%- endset %}
        {{ "case " ~ reasons ~ " end" if reasons | trim else "cast(null as text)" }} as {{ column.name }}_defect{{ "," if not loop.last }}
        {%- endfor %}
    from judged

),

accounted as (

    select
        *,
        coalesce({% for column in columns %}{{ column.name }}_defect{{ ", " if not loop.last }}{% endfor %}) is null as is_accepted
    from explained
    offset cast('0' as bigint)  -- as above, for the reasons

)

select
    {%- if is_large %}
    {{ kept_columns(contract, left_in_raw) | join(",\n    ") }},
    {{ remarks(contract) }}
    {%- else %}
    *
    {%- endif %}
from accounted
{%- endmacro %}


{#- Rejected cells of a source: one row for each cell that has a reason against it. A large source tells of them in a model of its
    own (`told_in`). -#}
{% macro rejected_cells_of(source_code, entity, told_in=none) -%}
    {%- set columns = contract_meta(source_code, entity).columns -%}
    select
        base.load_id,
        base.row_number,
        cell.column_name,
        cell.raw_value,
        cell.reason
    from {{ ref('base_' ~ source_code ~ '__' ~ (told_in or entity)) }} as base
    cross join lateral (
        values
        {%- for column in columns %}
            ('{{ column.name }}', base.raw_{{ column.name }}, base.{{ column.name }}_defect){{ "," if not loop.last }}
        {%- endfor %}
    ) as cell (column_name, raw_value, reason)
    where not base.is_accepted and cell.reason is not null
{%- endmacro %}
