with

bodies as (

    select
        *,
        coalesce(reference.is_cyrillic(name_en) and not reference.is_cyrillic(name_kk), false) as is_language_swapped
    from {{ ref('base_open_data_statistics__bodies') }}
    where is_accepted

)

select
    -- ids
    load_id,
    row_number,
    part,
    reporting_year,
    body_code,
    gov_agency as portal_body_id,

    -- names
    btrim(raw_name_ru) as name_ru,
    case when is_language_swapped then name_en else name_kk end as name_kk,
    case when is_language_swapped then name_kk else name_en end as name_en,

    -- numbers
    all_placed_datasets_count as due_data_set_count,
    placed_datasets_count as published_data_set_count,
    actual_placed_datasets_count as up_to_date_data_set_count,
    all_datasets_count as all_data_set_count,
    all_actual_datasets_count as all_up_to_date_data_set_count,

    -- flags
    is_language_swapped
from bodies
