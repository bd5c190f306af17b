with

loads as (

    select distinct
        run_load.load_id,
        snapshot.reporting_year
    from {{ source('ledger', 'run_load') }} as run_load
    inner join {{ source('ledger', 'run_to_build') }} as run_to_build on run_load.run_id = run_to_build.run_id
    inner join {{ source('ledger', 'snapshot') }} as snapshot on run_load.snapshot_id = snapshot.snapshot_id
    where run_load.source = 'budget_execution'

),

source as (

    select
        _load_id as load_id,
        _row_number as row_number,
        code as raw_code,
        name as raw_name,
        month as raw_month,
        utv as raw_utv,
        utch as raw_utch,
        plg as raw_plg,
        plgp as raw_plgp,
        sumrg as raw_sumrg,
        -- the file writes a month as 12.2024
        reference.to_date('01.' || btrim(month)) as month_start
    from {{ source('raw', 'budget_execution__administrators') }}
    where _load_id in {{ loads_of('budget_execution') }}

),

named as (

    select
        source.*,
        loads.reporting_year,
        known.body_code,
        known.is_valid as is_code_valid
    from source
    inner join loads on source.load_id = loads.load_id
    left join lateral (
        -- an administrator means what it meant in the month of the row: the file goes over several years
        select
            body_names.body_code,
            source.month_start is null
            or (
                body_names.valid_from <= source.month_start
                and coalesce(body_names.valid_to, 'infinity') >= source.month_start
            ) as is_valid
        from {{ ref('body_names') }} as body_names
        where
            body_names.source = 'budget_execution'
            and body_names.source_name = btrim(source.raw_code)
        order by is_valid desc, body_names.valid_from desc
        limit 1
    ) as known on true

),

final as (

    select
        -- ids
        load_id,
        row_number,
        reporting_year,
        btrim(raw_code) as administrator_code,
        body_code,

        -- names
        regexp_replace(btrim(raw_name), '\s+', ' ', 'g') as administrator_name_ru,

        -- numbers, thousand tenge, cumulative since January
        cast(reference.to_numeric(raw_utv) as numeric(24, 6)) as approved_thousand_kzt,
        cast(reference.to_numeric(raw_utch) as numeric(24, 6)) as adjusted_thousand_kzt,
        cast(reference.to_numeric(raw_plg) as numeric(24, 6)) as plan_thousand_kzt,
        cast(reference.to_numeric(raw_plgp) as numeric(24, 6)) as period_plan_thousand_kzt,
        cast(reference.to_numeric(raw_sumrg) as numeric(24, 6)) as paid_thousand_kzt,

        -- times
        month_start,

        -- raw cells and what is wrong with them
        raw_code,
        raw_name,
        raw_month,
        raw_utv,
        raw_utch,
        raw_plg,
        raw_plgp,
        raw_sumrg,
        case
            when coalesce(btrim(raw_code), '') = '' then 'is empty'
            when is_code_valid is null then 'is the code of no administrator that the crosswalk knows'
            when not is_code_valid then 'is a code that was not valid in the month of the row'
            when row_number() over (partition by load_id, month_start, btrim(raw_code) order by row_number) > 1
                then 'repeats an earlier row of the same month'
        end as code_defect,
        case when coalesce(btrim(raw_name), '') = '' then 'is empty' end as name_defect,
        case
            when coalesce(btrim(raw_month), '') = '' then 'is empty'
            when month_start is null then 'is not a month'
        end as month_defect,
        {{ number_defect('raw_utv') }} as utv_defect,
        {{ number_defect('raw_utch') }} as utch_defect,
        {{ number_defect('raw_plg') }} as plg_defect,
        {{ number_defect('raw_plgp') }} as plgp_defect,
        {{ number_defect('raw_sumrg') }} as sumrg_defect
    from named

)

select * from final
