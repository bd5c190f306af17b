{#- Of the records with the same key all but one are copies, and each of them is told in the model of remarked records. With the
accounting, which would see a record twice, it says that a key occurs once in staging; and it reads only what is repeated. -#}
{% test copies_are_told(model, key, remarked) %}

with

told as (

    select
        load_id,
        coalesce({{ key }}, '') as {{ key }},
        count(*) as copy_count
    from {{ remarked }}
    where is_copy
    group by load_id, coalesce({{ key }}, '')

)

select
    repeated.load_id,
    repeated.{{ key }},
    repeated.record_count,
    told.copy_count
from {{ model }} as repeated
left join told
    on
        repeated.load_id = told.load_id
        and repeated.{{ key }} = told.{{ key }}
where coalesce(told.copy_count, 0) <> repeated.record_count - 1

{% endtest %}
