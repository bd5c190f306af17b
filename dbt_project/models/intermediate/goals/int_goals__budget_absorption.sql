with

runs as (

    select * from {{ ref('int_assessment__runs') }}

),

loads as (

    select * from {{ source('ledger', 'run_load') }}
    where source = 'budget_execution'

),

administrators as (

    select * from {{ ref('stg_budget_execution__administrators') }}

),

-- the sums are cumulative, so December of the reporting year is the year
final as (

    select
        -- ids
        runs.run_id,
        administrators.administrator_code,
        administrators.body_code,
        administrators.load_id,
        administrators.row_number,

        -- names
        administrators.administrator_name_ru,

        -- numbers
        administrators.plan_thousand_kzt,
        administrators.paid_thousand_kzt,
        {{ quotient('100 * administrators.paid_thousand_kzt', 'administrators.plan_thousand_kzt') }} as absorption_pct
    from runs
    inner join loads on runs.run_id = loads.run_id
    inner join administrators
        on
            loads.load_id = administrators.load_id
            and administrators.month_start = make_date(runs.reporting_year, 12, 1)
    where administrators.administrator_code <> '0'  -- the row of totals

)

select * from final
