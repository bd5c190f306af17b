select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    line_number,
    object_code,

    -- codes
    object_kind,
    system_kind,
    system_owner,

    -- names
    btrim(raw_body_name) as body_name,
    object_name,
    system_name,

    -- texts
    left_out_reason,
    automation_due,
    technical_document,

    -- flags
    is_interdepartmental,
    is_left_out
from {{ ref('base_information_systems__automation') }}
where is_accepted
