select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    goal_code,
    indicator_code,
    direction,
    data_status,

    -- texts
    btrim(raw_body_name) as body_name,
    goal_name,
    indicator_name,
    measurement_unit,
    excuse_document,

    -- numbers
    plan_value,
    fact_value,
    previous_fact_value,
    earlier_plan_value,

    -- flags
    is_plan_lowered,
    is_excused,
    is_left_out_ranking,
    has_calculation_method,
    is_law_enforcement
from {{ ref('base_strategic_plan_indicators__indicators') }}
where is_accepted
