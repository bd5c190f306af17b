select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    record_code,
    block,
    direction,
    fact_code,
    fact_kind,

    -- texts
    btrim(raw_body_name) as body_name,
    evaluator_name,
    fact_text,
    reported_value,
    rechecked_value,
    document,

    -- flags
    is_repeated,
    is_of_administrator,

    -- times
    recorded_on
from {{ ref('base_recheck_records__facts') }}
where is_accepted
