{#- Every record of a source as its contract types it: one row per load and record, for each column of the contract its
    value, the raw text (`raw_...`) and the reason against it (`..._defect`), and whether the record is accepted.
    The contract reaches dbt through `models/raw.yml`, which is made from it. `olshem check` renders this file by itself, with
    a table of its own for `raw`: what is not defined in it (`contract_meta`, `loads_of`, `loads_being_built`) is given there. -#}
{% macro typed_rows(source_code, entity) -%}
    {{- config(materialized='table') -}}
    {%- set names = ref('body_names') -%}  {#- said outright: dbt does not see what only some contracts need -#}
    {%- set contract = contract_meta(source_code, entity) -%}
    {%- set columns = contract.columns -%}
    {%- set body = contract.crosswalk.column if contract.crosswalk else none -%}

with

loads as (

    {{ loads_being_built(source_code) }}

),

source as (

    select
        records._load_id as load_id,
        records._row_number as row_number,
        loads.part,
        loads.reporting_year,
        {%- for column in columns %}
        records.{{ column.name }} as raw_{{ column.name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ source('raw', source_code ~ '__' ~ entity) }} as records
    inner join loads on records._load_id = loads.load_id
    where records._load_id in {{ loads_of(source_code) }}

),

typed as (

    select
        load_id,
        row_number,
        part,
        reporting_year,
        {%- for column in columns %}
        raw_{{ column.name }},
        {%- if column.name != body %}
        {{ typed_cell(column) }} as {{ column.name }},
        {%- endif %}
        {{ cell_defect(column) }} as {{ column.name }}_type_defect{{ "," if not loop.last }}
        {%- endfor %}
    from source

),
{% if body %}
{{ named_bodies(source_code, contract.crosswalk, names) }}
{% endif %}
judged as (

    select
        typed.*,
        {%- if body %}
        known_names.body_code,
        known_names.is_known,
        known_names.is_valid,
        {%- endif %}
        {{ copy_number(contract) }} as copy_number
    from typed
    {%- if body %}
    left join known_names
        on
            typed.load_id = known_names.load_id
            and typed.raw_{{ body }} = known_names.raw_name
            and {{ valid_day(contract.crosswalk, 'typed') }} = known_names.valid_on
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
        copy_number > 1 as is_copy,
        {%- for column in columns %}
        raw_{{ column.name }},
        case
            when {{ column.name }}_type_defect is not null then {{ column.name }}_type_defect
            {%- if column.name == contract["keys"].columns[0] %}
            when copy_number > 1 then 'repeats the key of an earlier row'
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

)

select
    *,
    coalesce({% for column in columns %}{{ column.name }}_defect{{ ", " if not loop.last }}{% endfor %}) is null as is_accepted
from explained
{%- endmacro %}


{% macro typed_cell(column) -%}
    {%- set raw = "raw_" ~ column.name -%}
    {%- if column.type == "count" -%} cast(reference.to_numeric({{ raw }}) as numeric(18, 0))
    {%- elif column.type == "number" -%} cast(reference.to_numeric({{ raw }}) as numeric(38, 12))
    {%- elif column.type == "date" -%} reference.to_date({{ raw }})
    {%- elif column.type == "month" -%} reference.to_month({{ raw }})
    {%- elif column.type == "timestamp" -%} reference.to_date({{ raw }})
    {%- elif column.type == "boolean" -%} reference.to_boolean({{ raw }})
    {%- elif column.type == "choice" -%} nullif(lower(btrim({{ raw }})), '')
    {%- else -%} nullif(btrim({{ raw }}), '')
    {%- endif -%}
{%- endmacro %}


{% macro cell_defect(column) -%}
    {%- set raw = "raw_" ~ column.name -%}
    {%- set filled = "true" if column.must_be_filled else "false" -%}
    {%- if column.type in ("count", "number") -%}
        reference.number_defect({{ raw }}, {{ filled }}, {{ "true" if column.type == "count" else "false" }}, {{ column.minimum | default("null") }}, {{ column.maximum | default("null") }})
    {%- elif column.type in ("date", "timestamp") -%} reference.date_defect({{ raw }}, {{ filled }})
    {%- elif column.type == "month" -%} reference.month_defect({{ raw }}, {{ filled }})
    {%- elif column.type == "boolean" -%} reference.boolean_defect({{ raw }}, {{ filled }})
    {%- elif column.type == "choice" -%} reference.choice_defect({{ raw }}, {{ filled }}, array['{{ column.allowed_values | join("', '") }}'])
    {%- else -%} reference.empty_defect({{ raw }}, {{ filled }})
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
{% macro named_bodies(source_code, crosswalk, names) -%}
spellings as (

    select distinct
        load_id,
        raw_{{ crosswalk.column }} as raw_name,
        {{ valid_day(crosswalk, 'typed') }} as valid_on
    from typed

),

crosswalk as (

    select
        body_code,
        valid_from,
        coalesce(valid_to, 'infinity') as valid_to,
        reference.normalise_name(source_name) as normal_name
    from {{ names }}
    where source in ('{{ source_code }}', 'any')

),

known_names as (

    select distinct on (spellings.load_id, spellings.raw_name, spellings.valid_on)
        spellings.load_id,
        spellings.raw_name,
        spellings.valid_on,
        crosswalk.body_code,
        true as is_known,
        spellings.valid_on between crosswalk.valid_from and crosswalk.valid_to as is_valid
    from spellings
    inner join crosswalk on reference.normalise_name(spellings.raw_name) = crosswalk.normal_name
    order by spellings.load_id, spellings.raw_name, spellings.valid_on, is_valid desc, crosswalk.valid_from desc

),
{%- endmacro %}


{#- How many records of the load had the key of this one before it. Where a repeated key refuses the delivery, none did. -#}
{% macro copy_number(contract) -%}
    {%- if contract["keys"].duplicates == "reject_in_staging" -%}
    row_number() over (
        partition by typed.load_id{% for key in contract["keys"].columns %}, btrim(typed.raw_{{ key }}){% endfor %}
        order by typed.row_number
    )
    {%- else -%} 1
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
