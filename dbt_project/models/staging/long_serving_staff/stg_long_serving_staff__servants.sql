select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    line_number,
    servant_name_hmac,
    order_number,

    -- names
    btrim(raw_body_name) as body_name,
    unit,

    -- numbers
    service_years,

    -- flags
    is_law_enforcement,
    is_nil_return,

    -- times
    ordered_on
from {{ ref('base_long_serving_staff__servants') }}
where is_accepted
