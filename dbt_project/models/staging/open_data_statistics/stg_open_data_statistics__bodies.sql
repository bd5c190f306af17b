with

base as (

    select * from {{ ref('base_open_data_statistics__bodies') }}

),

final as (

    select
        -- ids
        load_id,
        row_number,
        part,
        reporting_year,
        body_code,
        portal_body_id,

        -- names
        name_ru,
        name_kk,
        name_en,

        -- numbers
        due_data_set_count,
        published_data_set_count,
        up_to_date_data_set_count,
        all_data_set_count,
        all_up_to_date_data_set_count
    from base
    where
        name_ru_defect is null
        and all_placed_datasets_count_defect is null
        and placed_datasets_count_defect is null
        and actual_placed_datasets_count_defect is null
        and all_datasets_count_defect is null
        and all_actual_datasets_count_defect is null

)

select * from final
