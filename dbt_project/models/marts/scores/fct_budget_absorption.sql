select
    -- ids
    cast(run_id as bigint) as run_id,
    cast(administrator_code as text) as administrator_code,
    cast(administrator_name_ru as text) as administrator_name_ru,
    cast(body_code as text) as body_code,

    -- numbers
    cast(plan_thousand_kzt as numeric(24, 6)) as plan_thousand_kzt,
    cast(paid_thousand_kzt as numeric(24, 6)) as paid_thousand_kzt,
    cast(absorption_pct as numeric(38, 12)) as absorption_pct,

    -- evidence
    cast(load_id as bigint) as evidence_load_id,
    cast(row_number as bigint) as evidence_row_number
from {{ ref('int_goals__budget_absorption') }}
