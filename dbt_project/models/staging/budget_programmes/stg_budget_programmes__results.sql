select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    goal_code,
    programme_code,
    programme_kind,
    result_code,
    result_kind,
    direction,

    -- texts
    btrim(raw_body_name) as body_name,
    goal_name,
    programme_name,
    result_name,
    measurement_unit,
    stated_percent,
    remark,

    -- numbers
    plan_value,
    fact_value,

    -- flags
    is_law_enforcement
from {{ ref('base_budget_programmes__results') }}
where is_accepted
