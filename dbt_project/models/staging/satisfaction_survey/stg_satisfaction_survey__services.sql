select
    -- ids
    load_id,
    row_number,
    reporting_year,
    service_code,
    body_code,

    -- texts
    service_name,

    -- numbers
    respondents_count,
    average_score
from {{ ref('base_satisfaction_survey__services') }}
where is_accepted
