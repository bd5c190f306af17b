-- What each appeal of the register counts as. The counts by body and the counts by day rest on these marks alone.
{{ config(materialized='view') }}

with

appeals as (

    select
        *,
        kind in ('жалоба', 'заявление') as is_counted_kind,
        status = 'рассмотрено'
        and answered_on between make_date(reporting_year, 1, 1) and make_date(reporting_year, 12, 31) as is_answered_in_year,
        upheld_on between make_date(reporting_year, 1, 1) and make_date(reporting_year, 12, 31) as is_upheld_in_year,
        coalesce(extended_to, due_on) as deadline
    from {{ ref('stg_appeals_register__appeals') }}

),

final as (

    select
        *,
        is_counted_kind and coalesce(is_answered_in_year, false) as is_handled,
        is_counted_kind and upheld_by = 'суд' and coalesce(is_upheld_in_year, false) as is_upheld_by_court,
        is_counted_kind and upheld_by = 'вышестоящий орган' and coalesce(is_upheld_in_year, false) as is_upheld_by_superior,
        answered_on > deadline as is_late,
        concat_ws(
            '|', appeal_id, body_code, kind, status, outcome, received_on, due_on, extended_to, answered_on, upheld_by, upheld_on
        ) as row_text
    from appeals

)

select * from final
