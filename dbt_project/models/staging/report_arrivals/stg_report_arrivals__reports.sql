select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    block,

    -- texts
    btrim(raw_body_name) as body_name,
    report_name,
    missing_parts,

    -- numbers
    missing_parts_count,

    -- flags
    is_present,

    -- times
    due_on,
    arrived_on
from {{ ref('base_report_arrivals__reports') }}
where is_accepted
