select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    line_number,

    -- names
    btrim(raw_body_name) as body_name,
    system_name,

    -- flags
    has_description,
    has_trial_operation_act,
    has_technical_documentation,
    is_nil_return
from {{ ref('base_system_registration__systems') }}
where is_accepted
