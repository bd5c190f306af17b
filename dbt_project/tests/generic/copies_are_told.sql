{#- Every record whose key may be repeated is told in the model of remarked records, and of those with the same key all but one are
copies. With the accounting, which would see a record twice, it says that a key occurs once in staging; and it reads only what may be
repeated. -#}
{% test copies_are_told(model, remarked, source_code, entity) %}

{%- set contract = contract_meta(source_code, entity) -%}
{%- set keys = contract["keys"].columns if execute else [] %}

with

told as (

    select
        {{ key_hash("remarked", contract) if execute else "0" }} as key_hash,
        count(*) as record_count,
        count(*) filter (where not is_copy) as first_count
    from {{ remarked }} as remarked
    group by load_id{% for key in keys %}, {{ key_text("remarked", key) }}{% endfor %}

),

told_of_hash as (

    select
        key_hash,
        sum(record_count) as record_count,
        count(*) as key_count,
        sum(first_count) as first_count
    from told
    group by key_hash

)

select
    repeated.key_hash,
    repeated.record_count,
    told_of_hash.record_count as told_count,
    told_of_hash.key_count,
    told_of_hash.first_count
from {{ model }} as repeated
left join told_of_hash on repeated.key_hash = told_of_hash.key_hash
where
    told_of_hash.record_count is distinct from repeated.record_count
    or told_of_hash.first_count is distinct from told_of_hash.key_count

{% endtest %}
