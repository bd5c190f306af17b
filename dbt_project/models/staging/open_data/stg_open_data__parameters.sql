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

    -- flags
    is_present,

    -- times
    checked_on
from {{ ref('base_open_data__parameters') }}
where is_accepted
