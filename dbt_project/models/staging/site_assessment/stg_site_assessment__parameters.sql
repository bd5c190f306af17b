select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    site,
    case indicator when 'доступность' then 'O2.1' when 'полнота' then 'O2.2' else 'O2.3' end as indicator_code,
    item_code,
    case language_code when 'обе' then 'both' else language_code end as language_code,
    quarter,

    -- texts
    finding,

    -- numbers
    points,
    defect_count,

    -- flags
    is_present,
    site_kind = 'основной' as is_main_site,
    coalesce(has_message, false) as has_message,

    -- times
    checked_on
from {{ ref('base_site_assessment__parameters') }}
where is_accepted
