select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    line_number,
    servant_name_hmac,
    order_number,

    -- codes
    post_category,

    -- names
    btrim(raw_body_name) as body_name,
    unit,
    new_post,
    former_post,

    -- flags
    is_own_servant,
    is_lowest_post,
    is_nil_return,

    -- times
    appointed_on
from {{ ref('base_promotions__appointments') }}
where is_accepted
