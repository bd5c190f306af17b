{#- The records of a source before they are typed, and what must be known of all of them together: the bodies that its names
    mean, and the keys that it repeats. -#}

{#- Two steps of a query, `loads` and `source`: the delivered cells of the loads that this build rests on, with the corrections
    that they were frozen with. -#}
{% macro records_of(source_code, entity, contract, corrected, decided) -%}
    {%- set columns = contract.columns -%}
    {%- set loads = loads_found(source_code) -%}
loads as (

    {{ literal_loads(loads) }}

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
    where records._load_id in ({% for load in loads %}{{ load[0] }}{{ ", " if not loop.last }}{% else %}null{% endfor %})

),
{%- endmacro %}


{#- Loads as literals: only a literal prunes the partitions of a large raw table, a subquery reads them all; and beside a query of
    the ledger the records would not be read by several processes at once. -#}
{% macro literal_loads(loads) -%}
    {%- if loads -%}
    select
        given.load_id,
        given.part,
        given.reporting_year
    from (
        values
        {%- for load_id, part, reporting_year in loads %}
        (cast({{ load_id }} as bigint), '{{ part | replace("'", "''") }}', {{ reporting_year }}){{ "," if not loop.last }}
        {%- endfor %}
    ) as given (load_id, part, reporting_year)
    {%- else -%}
    select
        cast(null as bigint) as load_id,
        cast(null as text) as part,
        cast(null as int) as reporting_year
    where false
    {%- endif -%}
{%- endmacro %}


{#- The steps up to `known_names`: names are compared once per spelling, not once per record. Of all the meanings a name ever had,
    the one valid on the day comes first. -#}
{% macro names_in(source_code, contract, names, corrected) -%}
{%- set crosswalk = contract.crosswalk -%}
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

)
{%- endmacro %}


{#- The day on which the name of a body must be valid; without a readable day, its latest meaning is taken. -#}
{% macro valid_day(crosswalk, relation) -%}
    {%- if crosswalk.valid_on == "year_end" -%} make_date({{ relation }}.reporting_year, 12, 31)
    {%- else -%} coalesce({{ relation }}.{{ crosswalk.valid_on }}, 'infinity')
    {%- endif -%}
{%- endmacro %}


{#- A step `repeated_keys`: keys that stand in more than one record of a load, and the first record of each. -#}
{% macro keys_in(contract) -%}
    {%- set keys = contract["keys"].columns -%}
repeated_keys as (

    select
        load_id,
        {%- for key in keys %}
        {{ key_text("source", key) }} as {{ key }},
        {%- endfor %}
        min(row_number) as first_row_number,
        count(*) as record_count
    from source
    group by load_id{% for key in keys %}, {{ key_text("source", key) }}{% endfor %}
    having count(*) > 1

)
{%- endmacro %}


{#- A part of a key as it is compared: two empty ones are the same. -#}
{% macro key_text(relation, key) -%}
    coalesce(btrim({{ relation }}.raw_{{ key }}), '')
{%- endmacro %}
