select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    item_code,
    language_code,
    mark,

    -- texts
    finding,

    -- numbers
    defect_count,

    -- flags
    is_present,
    mark is not null as has_nothing_to_publish,

    -- times
    checked_on
from {{ ref('base_open_npa__parameters') }}
where is_accepted
