select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    budget_level,
    administrator_code,
    programme_code,

    -- texts
    btrim(raw_body_name) as body_name,
    administrator_name,
    programme_name,

    -- numbers
    planned_thousand_kzt,
    spent_thousand_kzt
from {{ ref('base_programme_execution__programmes') }}
where is_accepted
