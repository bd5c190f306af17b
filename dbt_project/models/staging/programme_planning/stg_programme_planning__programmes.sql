select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    administrator_code,
    programme_code,

    -- texts
    btrim(raw_region_name) as region_name,
    administrator_name,
    programme_name,
    planning_defects,

    -- flags
    has_no_planning_defect
from {{ ref('base_programme_planning__programmes') }}
where is_accepted
