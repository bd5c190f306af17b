select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    line_number,
    protocol_number,

    -- codes
    competition_group,

    -- names
    btrim(raw_body_name) as body_name,

    -- flags
    has_observer,
    is_nil_return,

    -- times
    held_on
from {{ ref('base_competitions__competitions') }}
where is_accepted
