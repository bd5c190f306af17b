select
    -- ids
    load_id,
    row_number,
    reporting_year,
    composite_code,
    body_code,

    -- texts
    composite_name,
    joined_service_codes,

    -- times
    included_on
from {{ ref('base_composite_services__services') }}
where is_accepted
