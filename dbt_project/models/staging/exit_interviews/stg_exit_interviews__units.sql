select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    line_code,
    data_year,

    -- names
    btrim(raw_body_name) as body_name,
    unit,
    reason,

    -- numbers
    left_count,
    interviewed_count,
    reason_count,

    -- flags
    is_negative,
    lower(unit) = 'всего' as is_total
from {{ ref('base_exit_interviews__units') }}
where is_accepted
