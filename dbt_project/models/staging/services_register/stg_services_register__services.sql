select
    -- ids
    load_id,
    row_number,
    reporting_year,
    service_code,
    body_code,

    -- texts
    name_ru,
    name_kk,

    -- flags
    is_one_working_day,
    is_connected_to_monitoring,

    -- times
    included_on,
    excluded_on
from {{ ref('base_services_register__services') }}
where is_accepted
