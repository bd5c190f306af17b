select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    row_code,

    -- texts
    group_label,
    kind_label,
    applicant_label,

    -- numbers, appeals
    received_count,
    handled_count,
    handled_late_count,
    satisfied_count,
    explained_count,
    refused_count,
    other_count,
    upheld_by_court_count,
    satisfied_by_superior_count,
    repeated_count,

    -- times
    report_year
from {{ ref('base_form_1ol__rows') }}
where is_accepted
