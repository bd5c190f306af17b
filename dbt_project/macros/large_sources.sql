{#- The sources with millions of records. What takes long is done once, and for as few records as may be:
    - the names of bodies and the keys that may be repeated have models of their own, in which each record is looked up;
    - a record is typed once (`typed_rows`). Of the few of which something is to be said - rejected, corrected, perhaps a copy - the
      raw texts and the reasons are kept beside it, as arrays in the order of the contract; all others are accepted as they are;
    - `remarked_rows` gives those few whole, with the verdict: whether a record is a copy, and whether it is accepted. -#}

{#- What no count needs and only `raw` keeps, under the same load and record number. -#}
{% macro columns_left_in_raw(source_code) -%}
    {{ return({
        "appeals_register": ["applicant_hmac", "postal_code", "region", "topic"],
        "services_monitoring": ["service_name", "applicant_hmac"],
    }[source_code]) }}
{%- endmacro %}


{#- The columns of a typed record, without what is to be said of it. -#}
{% macro kept_columns(contract, left_in_raw) -%}
    {%- set body = contract.crosswalk.column -%}
    {%- set found = ["load_id", "row_number", "reporting_year", "body_code"] -%}
    {%- for column in contract.columns if column.name != body and column.name not in left_in_raw -%}{%- do found.append(column.name) -%}{%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{#- What is to be said of a record: null where it is nothing. -#}
{% macro remarks(contract) -%}
    {%- set names = contract.columns | map(attribute="name") | list -%}
    {%- set is_remarked = "not is_accepted or is_corrected or is_perhaps_repeated" -%}
    case when {{ is_remarked }} then array[raw_{{ names | join(", raw_") }}] end as raw_cells,
    case when {{ is_remarked }} then array[{{ names | join("_defect, ") }}_defect] end as reasons,
    correction_ids
{%- endmacro %}


{#- The bodies that the spellings of a source mean: a whole model. One row per load and spelling. -#}
{% macro known_names_of(source_code, entity) -%}
    {{- config(materialized='table') -}}
    {%- set names = ref('body_names') -%}
    {%- set decided = source('ledger', 'run_correction') -%}
    {%- set contract = contract_meta(source_code, entity) -%}
    {%- set corrected = corrected_columns(source_code) -%}
with

{{ records_of(source_code, entity, contract, corrected, decided) }}
{% if execute %}
{%- if contract.crosswalk.valid_on != "year_end" %}
    {{ exceptions.raise_compiler_error(source_code ~ ": names that must be valid on the day of a record cannot have a model of their own") }}
{%- endif %}
{{ names_in(source_code, contract, names, corrected) }}
{% endif %}
select
    load_id,
    given_name,
    valid_on,
    body_code,
    is_known,
    is_valid
from known_names
{%- endmacro %}


{#- The keys that may be repeated, as hashes: a whole model. One row per hash that more than one record has. Numbers by themselves
    are sorted much quicker than the keys are grouped; whether two keys are the same indeed, `remarked_rows` says. -#}
{% macro repeated_hashes_of(source_code, entity) -%}
    {{- config(materialized='table', pre_hook=["set local enable_hashagg = off", half_of_the_cores()]) -}}
    {%- set decided = source('ledger', 'run_correction') -%}
    {%- set contract = contract_meta(source_code, entity) -%}
    {%- set corrected = corrected_columns(source_code) -%}
with

{{ records_of(source_code, entity, contract, corrected, decided) }}

hashes as (

    select {{ key_hash("source", contract) }} as key_hash from source
    offset cast('0' as bigint)  -- a fence: only the hash is sorted, without the key from which it comes

)

select
    key_hash,
    count(*) as record_count
from hashes
group by key_hash
having count(*) > 1
{%- endmacro %}


{#- A number for the key of a record; another one in another load. -#}
{% macro key_hash(relation, contract) -%}
    {%- set keys = contract["keys"].columns -%}
    hashtextextended({% for key in keys %}{{ key_text(relation, key) }}{{ " || chr(31) || " if not loop.last }}{% endfor %}, {{ relation }}.load_id)
{%- endmacro %}


{#- The records of which something is to be said, whole: a whole model. One row per load and record. Where a key is repeated, all of
    its records are among them, and the first is no copy. -#}
{% macro remarked_rows(source_code, entity) -%}
    {{- config(materialized='table') -}}
    {%- set contract = contract_meta(source_code, entity) -%}
    {%- set keys = contract["keys"].columns -%}
with

remarked as (

    select
        {{ kept_columns(contract, columns_left_in_raw(source_code)) | join(",\n        ") }},
        {%- for column in contract.columns %}
        raw_cells[{{ loop.index }}] as raw_{{ column.name }},
        reasons[{{ loop.index }}] as {{ column.name }}_defect,
        {%- endfor %}
        num_nonnulls(variadic reasons) = 0 as is_in_order,
        correction_ids
    from {{ ref("base_" ~ source_code ~ "__" ~ entity) }}
    where raw_cells is not null

),

compared as (

    select
        *,
        row_number > min(row_number) over (
            partition by load_id{% for key in keys %}, {{ key_text("remarked", key) }}{% endfor %}
        ) as is_copy
    from remarked

)

select
    {{ kept_columns(contract, columns_left_in_raw(source_code)) | join(",\n    ") }},
    {%- for column in contract.columns %}
    raw_{{ column.name }},
    {%- if column.name == keys[0] %}
    coalesce({{ column.name }}_defect, case when is_copy then 'repeats the key of an earlier row' end) as {{ column.name }}_defect,
    {%- else %}
    {{ column.name }}_defect,
    {%- endif %}
    {%- endfor %}
    is_in_order and not is_copy as is_accepted,
    is_copy,
    correction_ids is not null as is_corrected,
    correction_ids
from compared
{%- endmacro %}


{#- A setting under which two large sources are read side by side, each with half of the cores: a process and its helpers. More of
    them would only stand in each other's way. -#}
{% macro half_of_the_cores() -%}
    set local max_parallel_workers_per_gather = {{ [env_var("OLSHEM_DBT_CORES", "2") | int // 2 - 1, 0] | max }}
{%- endmacro %}


{#- The accepted records: those of which nothing is to be said, and the accepted ones among the others. -#}
{% macro accepted_rows(source_code, entity) -%}
    {%- set columns = kept_columns(contract_meta(source_code, entity), columns_left_in_raw(source_code)) | join(",\n        ") -%}
    {%- set base = "base_" ~ source_code ~ "__" -%}
    select
        {{ columns }}
    from {{ ref(base ~ entity) }}
    where raw_cells is null
    union all
    select
        {{ columns }}
    from {{ ref(base ~ "remarked") }}
    where is_accepted
{%- endmacro %}
