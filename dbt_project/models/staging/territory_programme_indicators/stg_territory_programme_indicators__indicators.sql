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
    btrim(raw_region_name) as region_name,
    goal_name,
    indicator_name,
    measurement_unit,

    -- numbers
    plan_value,
    fact_value,

    -- flags
    is_base_exempt
from {{ ref('base_territory_programme_indicators__indicators') }}
where is_accepted
