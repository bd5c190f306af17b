select
    -- ids
    load_id,
    row_number,
    reporting_year,
    appeal_id,
    body_code,

    -- codes
    kind,
    channel,
    status,
    outcome,
    on_time_flag,
    upheld_by,

    -- times
    received_on,
    due_on,
    extended_to,
    answered_on,
    upheld_on
from {{ ref('base_appeals_register__appeals') }}
where is_accepted
