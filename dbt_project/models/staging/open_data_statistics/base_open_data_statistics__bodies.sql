with

loads as (

    select distinct
        run_load.load_id,
        run_load.part,
        snapshot.reporting_year
    from {{ source('ledger', 'run_load') }} as run_load
    inner join {{ source('ledger', 'run_to_build') }} as run_to_build on run_load.run_id = run_to_build.run_id
    inner join {{ source('ledger', 'snapshot') }} as snapshot on run_load.snapshot_id = snapshot.snapshot_id
    where run_load.source = 'open_data_statistics'

),

source as (

    select
        _load_id as load_id,
        _row_number as row_number,
        name_ru as raw_name_ru,
        name_kk,
        name_en,
        gov_agency as portal_body_id,
        all_placed_datasets_count as raw_all_placed_datasets_count,
        placed_datasets_count as raw_placed_datasets_count,
        actual_placed_datasets_count as raw_actual_placed_datasets_count,
        all_datasets_count as raw_all_datasets_count,
        all_actual_datasets_count as raw_all_actual_datasets_count
    from {{ source('raw', 'open_data_statistics__bodies') }}
    where _load_id in {{ loads_of('open_data_statistics') }}

),

named as (

    select
        source.*,
        loads.part,
        loads.reporting_year,
        known.body_code,
        known.is_valid as is_name_valid
    from source
    inner join loads on source.load_id = loads.load_id
    left join lateral (
        -- of all meanings a name ever had, the one that is valid in the reporting year comes first
        select
            body_names.body_code,
            body_names.valid_from <= make_date(loads.reporting_year, 12, 31)
            and coalesce(body_names.valid_to, 'infinity') >= make_date(loads.reporting_year, 12, 31) as is_valid
        from {{ ref('body_names') }} as body_names
        where
            body_names.source = 'open_data_statistics'
            and reference.normalise_name(body_names.source_name) = reference.normalise_name(source.raw_name_ru)
        order by is_valid desc, body_names.valid_from desc
        limit 1
    ) as known on true

),

final as (

    select
        -- ids
        load_id,
        row_number,
        part,
        reporting_year,
        case when is_name_valid then body_code end as body_code,
        btrim(portal_body_id) as portal_body_id,

        -- names
        btrim(raw_name_ru) as name_ru,
        btrim(name_kk) as name_kk,
        btrim(name_en) as name_en,

        -- numbers
        cast(reference.to_numeric(raw_all_placed_datasets_count) as numeric(18, 0)) as due_data_set_count,
        cast(reference.to_numeric(raw_placed_datasets_count) as numeric(18, 0)) as published_data_set_count,
        cast(reference.to_numeric(raw_actual_placed_datasets_count) as numeric(18, 0)) as up_to_date_data_set_count,
        cast(reference.to_numeric(raw_all_datasets_count) as numeric(18, 0)) as all_data_set_count,
        cast(reference.to_numeric(raw_all_actual_datasets_count) as numeric(18, 0)) as all_up_to_date_data_set_count,

        -- raw cells and what is wrong with them
        raw_name_ru,
        raw_all_placed_datasets_count,
        raw_placed_datasets_count,
        raw_actual_placed_datasets_count,
        raw_all_datasets_count,
        raw_all_actual_datasets_count,
        case
            when is_name_valid is null then 'names no body that the crosswalk knows'
            when not is_name_valid then 'names a body by a name that is not valid in the reporting year'
            when row_number() over (partition by load_id, body_code order by row_number) > 1 then 'names a body that an earlier row names'
        end as name_ru_defect,
        {{ count_defect('raw_all_placed_datasets_count') }} as all_placed_datasets_count_defect,
        {{ count_defect('raw_placed_datasets_count') }} as placed_datasets_count_defect,
        {{ count_defect('raw_actual_placed_datasets_count') }} as actual_placed_datasets_count_defect,
        {{ count_defect('raw_all_datasets_count') }} as all_datasets_count_defect,
        {{ count_defect('raw_all_actual_datasets_count') }} as all_actual_datasets_count_defect
    from named

)

select * from final
