with

base as (

    select * from {{ ref('base_budget_execution__administrators') }}

),

final as (

    select
        -- ids
        load_id,
        row_number,
        reporting_year,
        administrator_code,
        body_code,

        -- names
        administrator_name_ru,

        -- numbers, thousand tenge, cumulative since January
        approved_thousand_kzt,
        adjusted_thousand_kzt,
        plan_thousand_kzt,
        period_plan_thousand_kzt,
        paid_thousand_kzt,

        -- times
        month_start
    from base
    where
        code_defect is null
        and name_defect is null
        and month_defect is null
        and utv_defect is null
        and utch_defect is null
        and plg_defect is null
        and plgp_defect is null
        and sumrg_defect is null

)

select * from final
