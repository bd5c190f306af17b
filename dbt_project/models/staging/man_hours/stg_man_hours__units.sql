select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    line_number,
    data_year,

    -- names
    btrim(raw_body_name) as body_name,
    unit,

    -- numbers
    working_day_hours,
    day_off_hours,
    mean_staff_count,

    -- flags
    lower(unit) = 'всего' as is_total
from {{ ref('base_man_hours__units') }}
where is_accepted
