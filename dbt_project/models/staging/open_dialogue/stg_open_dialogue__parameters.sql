select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    item_code,
    language_code,

    -- texts
    finding,

    -- numbers
    defect_count,
    asked_count,
    answered_count,

    -- flags
    is_present,

    -- times
    checked_on
from {{ ref('base_open_dialogue__parameters') }}
where is_accepted
