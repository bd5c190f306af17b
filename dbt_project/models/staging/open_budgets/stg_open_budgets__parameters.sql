select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    item_code,
    language_code,
    mark,

    -- texts
    finding,

    -- numbers
    defect_count,

    -- flags
    is_present,
    coalesce(mark = 'не администратор бюджетных программ', false) as is_no_administrator,
    coalesce(mark = 'публиковать нечего', false) as has_nothing_to_publish,

    -- times
    checked_on
from {{ ref('base_open_budgets__parameters') }}
where is_accepted
