select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    site,
    case loading when 'сама' then 'auto_loads' when 'по ссылке' then 'link_only' else 'none' end as loading_code,

    -- flags
    has_link_back,

    -- times
    checked_on
from {{ ref('base_site_mobile_versions__sites') }}
where is_accepted
