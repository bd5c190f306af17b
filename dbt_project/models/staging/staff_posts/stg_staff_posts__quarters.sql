select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    data_year,
    quarter,

    -- names
    btrim(raw_body_name) as body_name,
    unit,

    -- numbers
    head_posts_count,
    other_posts_count,
    coalesce(total_posts_count, head_posts_count + other_posts_count) as total_posts_count,

    -- flags
    is_law_enforcement
from {{ ref('base_staff_posts__quarters') }}
where is_accepted
