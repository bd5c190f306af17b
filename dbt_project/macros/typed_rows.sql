{#- Every record of a source as its contract types it: one row per load and record, for each column of the contract its
    value, the raw text (`raw_...`) and the reason against it (`..._defect`), and whether the record is accepted.
    `raw_...` is what was delivered. Where the run was frozen with a correction of the cell (corrections.sql), the value comes
    from the corrected text; `is_corrected` and `correction_ids` lead to both texts in `ledger.run_correction`.
    A large source, one partitioned by load, keeps the raw text here only where something is to be said of it: of rejected and
    corrected records. The others have it in `raw`, and the table is half as large to write and to read.
    The contract reaches dbt through `models/raw.yml`, which is made from it. `olshem check` renders this file by itself, with
    a table of its own for `raw`: what is not defined in it (`contract_meta`, `loads_of`, ...) is given there. -#}
{% macro typed_rows(source_code, entity) -%}
    {#- A load of a moment ago has no statistics: Postgres would take it for one row and compare its records with every day
        and name, one by one. -#}
    {{- config(materialized='table', pre_hook="set local enable_nestloop = off") -}}
    {%- set names = ref('body_names') -%}  {#- said outright: dbt does not see what only some contracts need -#}
    {%- set decided = source('ledger', 'run_correction') -%}
    {%- set contract = contract_meta(source_code, entity) -%}
    {%- set columns = contract.columns -%}
    {%- set body = contract.crosswalk.column if contract.crosswalk else none -%}
    {%- set corrected = corrected_columns(source_code) -%}
    {%- set dated = columns | selectattr("type", "in", ["date", "timestamp"]) | map(attribute="name") | list -%}

with

loads as (

    {{ loads_being_built(source_code) }}

),
{% if corrected %}
{{ corrections_of(source_code, contract["keys"].columns, corrected, decided) }}
{% endif %}
source as not materialized (

    select
        records._load_id as load_id,
        records._row_number as row_number,
        loads.part,
        loads.reporting_year,
        {%- for column in columns %}
        records.{{ column.name }} as raw_{{ column.name }}{{ "," if corrected or not loop.last }}
        {%- endfor %}
        {%- for name in corrected %}
        {{ correction_of("records", name) }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ source('raw', source_code ~ '__' ~ entity) }} as records
    inner join loads on records._load_id = loads.load_id
    {%- if corrected %}
    left join corrections on {{ is_row_of("corrections", "records", contract["keys"].columns) }}
    {%- endif %}
    where records._load_id in {{ loads_of(source_code) }}

),

{% if dated -%}
{{ read_days(dated, corrected) }}
{% endif -%}
typed as not materialized (

    select
        source.load_id,
        source.row_number,
        source.part,
        source.reporting_year,
        {%- for column in columns %}
        source.raw_{{ column.name }},
        {%- if column.name != body %}
        {{ typed_cell(column, text_of(column.name, corrected, "source.")) }} as {{ column.name }},
        {%- endif %}
        {{ cell_defect(column, text_of(column.name, corrected, "source.")) }} as {{ column.name }}_type_defect{{ "," if corrected or not loop.last }}
        {%- endfor %}
        {%- for name in corrected %}
        source.{{ name }}_is_corrected,
        source.{{ name }}_correction,
        source.{{ name }}_correction_id{{ "," if not loop.last }}
        {%- endfor %}
    from source
    {%- for name in dated %}
    left join days as {{ name }}_read on {{ text_of(name, corrected, "source.") }} = {{ name }}_read.given_day
    {%- endfor %}
    offset 0  -- a fence: a cell is typed once, not again in each place that asks for it

),
{% if body %}
{{ named_bodies(source_code, contract.crosswalk, names, corrected) }}
{% endif -%}
{% if contract["keys"].duplicates == "reject_in_staging" -%}
{{ repeated_keys(contract["keys"].columns) }}
{% endif -%}
judged as (

    select
        typed.*,
        {%- if body %}
        known_names.body_code,
        known_names.is_known,
        known_names.is_valid,
        {%- endif %}
        {{ is_copy(contract) }} as is_copy
    from typed
    {%- if body %}
    left join known_names
        on
            typed.load_id = known_names.load_id
            and {{ text_of(body, corrected, "typed.") }} = known_names.given_name
            and {{ valid_day(contract.crosswalk, 'typed') }} = known_names.valid_on
    {%- endif %}
    {%- if contract["keys"].duplicates == "reject_in_staging" %}
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
        is_copy,
        {{ is_corrected(corrected) }} as is_corrected,
        {{ correction_ids(corrected) }} as correction_ids,
        {%- for column in columns %}
        raw_{{ column.name }},
        case
            {%- if column.name in corrected %}
            when {{ column.name }}_is_corrected and {{ column.name }}_correction is null then null  -- withdrawn, not rejected
            {%- endif %}
            when {{ column.name }}_type_defect is not null then {{ column.name }}_type_defect
            {%- if column.name == contract["keys"].columns[0] %}
            when is_copy then 'repeats the key of an earlier row'
            {%- endif %}
            {%- if column.name == body %}
            when is_known is null then 'names no body that the crosswalk knows'
            when not is_valid then 'names a body by a name that is not valid {{ "in the reporting year" if contract.crosswalk.valid_on == "year_end" else "on the day of the record" }}'
            {%- endif %}
            {%- for rule in contract.rules if rule.column == column.name %}
            when {{ rule.fails_when }} then '{{ rule.reason }}'
            {%- endfor %}
        end as {{ column.name }}_defect{{ "," if not loop.last }}
        {%- endfor %}
    from judged

),

accounted as (

    select
        *,
        coalesce({% for column in columns %}{{ column.name }}_defect{{ ", " if not loop.last }}{% endfor %}) is null as is_accepted
    from explained
    offset 0  -- as above, for the reasons

)

select
    {%- if contract.is_partitioned_by_load %}
    load_id,
    row_number,
    part,
    reporting_year,
    {%- if body %}
    body_code,
    {%- endif %}
    {%- for column in columns if column.name != body %}
    {{ column.name }},
    {%- endfor %}
    is_copy,
    is_corrected,
    correction_ids,
    {%- for column in columns %}
    case when not is_accepted or is_corrected then raw_{{ column.name }} end as raw_{{ column.name }},
    {{ column.name }}_defect,
    {%- endfor %}
    is_accepted
    {%- else %}
    *
    {%- endif %}
from accounted
{%- endmacro %}


{#- The days that the spellings of a source mean: a register of ten million records has a thousand of them, and each is read
    once. -#}
{% macro read_days(dated, corrected) -%}
days as materialized (

    select
        given.given_day,
        reference.to_date(given.given_day) as day
    from (
        {%- for name in dated %}
        select {{ text_of(name, corrected) }} as given_day from source
        {{ "union all" if not loop.last }}
        {%- endfor %}
    ) as given
    where given.given_day is not null
    group by given.given_day

),
{%- endmacro %}


{% macro typed_cell(column, text) -%}
    {%- if column.type == "count" -%} cast(reference.to_count({{ text }}, {{ units_of(column) }}) as numeric(18, 0))
    {%- elif column.type == "number" -%} cast(reference.to_measure({{ text }}, {{ units_of(column) }}) as numeric(38, 12))
    {%- elif column.type in ("date", "timestamp") -%} {{ column.name }}_read.day
    {%- elif column.type == "month" -%} reference.to_month({{ text }})
    {%- elif column.type == "boolean" -%} reference.to_boolean({{ text }})
    {%- elif column.type == "choice" -%} nullif(lower(btrim({{ text }})), '')
    {%- else -%} nullif(btrim({{ text }}), '')
    {%- endif -%}
{%- endmacro %}


{% macro cell_defect(column, text) -%}
    {%- set filled = "true" if column.must_be_filled else "false" -%}
    {%- if column.type in ("count", "number") -%}
        reference.number_defect({{ text }}, {{ filled }}, {{ "true" if column.type == "count" else "false" }}, {{ column.get("minimum", "null") }}, {{ column.get("maximum", "null") }}, {{ units_of(column) }})
    {%- elif column.type in ("date", "timestamp") -%} case when {{ column.name }}_read.day is null then reference.date_defect({{ text }}, {{ filled }}) end
    {%- elif column.type == "month" -%} reference.month_defect({{ text }}, {{ filled }})
    {%- elif column.type == "boolean" -%} reference.boolean_defect({{ text }}, {{ filled }})
    {%- elif column.type == "choice" -%}
        {%- set allowed = "array['" ~ column.allowed_values | join("', '") ~ "']" -%}
        case when lower(btrim({{ text }})) = any({{ allowed }}) then null else reference.choice_defect({{ text }}, {{ filled }}, {{ allowed }}) end
    {%- else -%} reference.empty_defect({{ text }}, {{ filled }})
    {%- endif -%}
{%- endmacro %}


{#- The units that may stand behind the number in its cell, as they are compared. -#}
{% macro units_of(column) -%}
    {%- if column.accepted_units -%}
        array[{% for unit in column.accepted_units %}reference.normalise_unit('{{ unit }}'){{ ", " if not loop.last }}{% endfor %}]
    {%- else -%} null
    {%- endif -%}
{%- endmacro %}


{#- The day on which the name of a body must be valid; without a readable day, its latest meaning is taken. -#}
{% macro valid_day(crosswalk, relation) -%}
    {%- if crosswalk.valid_on == "year_end" -%} make_date({{ relation }}.reporting_year, 12, 31)
    {%- else -%} coalesce({{ relation }}.{{ crosswalk.valid_on }}, 'infinity')
    {%- endif -%}
{%- endmacro %}


{#- The bodies that the spellings of a source mean: names are compared once per spelling, not once per record. Of all the
    meanings a name ever had, the one valid on the day comes first. -#}
{% macro named_bodies(source_code, crosswalk, names, corrected) -%}
{%- set relation = "source" if crosswalk.valid_on == "year_end" else "typed" -%}
spellings as (

    select distinct
        load_id,
        {{ text_of(crosswalk.column, corrected) }} as given_name,
        {{ valid_day(crosswalk, relation) }} as valid_on
    from {{ relation }}

),

-- kept apart from the comparison: a name is normalised once, and not again for each name it is compared with
given_names as materialized (

    select
        distinct_names.given_name,
        reference.normalise_name(distinct_names.given_name) as normal_name
    from (select distinct spellings.given_name from spellings) as distinct_names

),

crosswalk as materialized (

    select
        body_code,
        valid_from,
        coalesce(valid_to, 'infinity') as valid_to,
        reference.normalise_name(source_name) as normal_name
    from {{ names }}
    where source in ('{{ source_code }}', 'any')

),

known_names as (

    select distinct on (spellings.load_id, spellings.given_name, spellings.valid_on)
        spellings.load_id,
        spellings.given_name,
        spellings.valid_on,
        crosswalk.body_code,
        true as is_known,
        spellings.valid_on between crosswalk.valid_from and crosswalk.valid_to as is_valid
    from spellings
    inner join given_names on spellings.given_name = given_names.given_name
    inner join crosswalk on given_names.normal_name = crosswalk.normal_name
    order by spellings.load_id, spellings.given_name, spellings.valid_on, is_valid desc, crosswalk.valid_from desc

),
{%- endmacro %}


{#- Keys that stand in more than one record of a load, and the first record of each. -#}
{% macro repeated_keys(keys) -%}
repeated_keys as (

    select
        load_id,
        {%- for key in keys %}
        {{ key_text("source", key) }} as {{ key }},
        {%- endfor %}
        min(row_number) as first_row_number
    from source
    group by load_id{% for key in keys %}, {{ key_text("source", key) }}{% endfor %}
    having count(*) > 1

),
{%- endmacro %}


{#- A part of a key as it is compared: two empty ones are the same. -#}
{% macro key_text(relation, key) -%}
    coalesce(btrim({{ relation }}.raw_{{ key }}), '')
{%- endmacro %}


{#- Whether an earlier record of the load had the same key. Where a repeated key refuses the delivery, none did. -#}
{% macro is_copy(contract) -%}
    {%- if contract["keys"].duplicates == "reject_in_staging" -%} coalesce(typed.row_number > repeated_keys.first_row_number, false)
    {%- else -%} false
    {%- endif -%}
{%- endmacro %}


{#- Rejected cells of a model of typed rows: one row for each cell that has a reason against it. -#}
{% macro rejected_cells_of(source_code, entity) -%}
    {%- set columns = contract_meta(source_code, entity).columns -%}
    select
        base.load_id,
        base.row_number,
        cell.column_name,
        cell.raw_value,
        cell.reason
    from {{ ref('base_' ~ source_code ~ '__' ~ entity) }} as base
    cross join lateral (
        values
        {%- for column in columns %}
            ('{{ column.name }}', base.raw_{{ column.name }}, base.{{ column.name }}_defect){{ "," if not loop.last }}
        {%- endfor %}
    ) as cell (column_name, raw_value, reason)
    where not base.is_accepted and cell.reason is not null
{%- endmacro %}
