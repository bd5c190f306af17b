select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    data_year,

    -- names
    btrim(raw_body_name) as body_name,
    unit,

    -- numbers
    head_leavers_count,
    other_leavers_count,
    first_year_dismissed_count,
    appointed_count,
    dismissed_count,

    -- flags
    is_law_enforcement
from {{ ref('base_staff_records__bodies') }}
where is_accepted
