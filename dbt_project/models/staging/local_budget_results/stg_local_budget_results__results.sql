select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    administrator_code,
    programme_code,
    project_kind,

    -- texts
    btrim(raw_region_name) as region_name,
    administrator_name,
    programme_name,
    programme_description,
    project_name,
    indicator_name,
    measurement_unit,
    stated_deviation,
    stated_percent,
    reason,

    -- numbers
    plan_value,
    fact_value,

    -- flags
    is_measurable
from {{ ref('base_local_budget_results__results') }}
where is_accepted
