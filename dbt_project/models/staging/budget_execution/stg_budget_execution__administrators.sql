select
    -- ids
    load_id,
    row_number,
    reporting_year,
    btrim(raw_code) as administrator_code,
    body_code,

    -- names
    regexp_replace(name, '\s+', ' ', 'g') as administrator_name_ru,

    -- numbers, thousand tenge, cumulative since January
    cast(utv as numeric(24, 6)) as approved_thousand_kzt,
    cast(utch as numeric(24, 6)) as adjusted_thousand_kzt,
    cast(plg as numeric(24, 6)) as plan_thousand_kzt,
    cast(plgp as numeric(24, 6)) as period_plan_thousand_kzt,
    cast(sumrg as numeric(24, 6)) as paid_thousand_kzt,

    -- flags
    is_corrected,

    -- times
    month as month_start
from {{ ref('base_budget_execution__administrators') }}
where is_accepted
