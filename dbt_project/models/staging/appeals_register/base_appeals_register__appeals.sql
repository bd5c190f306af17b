{%- set kinds = ['жалоба', 'заявление', 'предложение', 'запрос'] -%}
{%- set statuses = [
    'рассмотрено', 'в работе', 'перенаправлено', 'возвращено', 'отозвано', 'оставлено без рассмотрения', 'присоединено',
] -%}
{%- set outcomes = ['удовлетворено', 'частично удовлетворено', 'разъяснено', 'отказано', 'прочее'] -%}
{%- set upholders = ['суд', 'вышестоящий орган'] -%}

with

loads as (

    select distinct
        run_load.load_id,
        snapshot.reporting_year
    from {{ source('ledger', 'run_load') }} as run_load
    inner join {{ source('ledger', 'run_to_build') }} as run_to_build on run_load.run_id = run_to_build.run_id
    inner join {{ source('ledger', 'snapshot') }} as snapshot on run_load.snapshot_id = snapshot.snapshot_id
    where run_load.source = 'appeals_register'

),

source as (

    select
        _load_id as load_id,
        _row_number as row_number,
        appeal_id as raw_appeal_id,
        body_name as raw_body_name,
        kind as raw_kind,
        channel,
        received_on as raw_received_on,
        due_on as raw_due_on,
        extended_to as raw_extended_to,
        answered_on as raw_answered_on,
        status as raw_status,
        outcome as raw_outcome,
        on_time_flag,
        upheld_by as raw_upheld_by,
        upheld_on as raw_upheld_on,
        region,
        topic
    from {{ source('raw', 'appeals_register__appeals') }}
    where _load_id in {{ loads_of('appeals_register') }}

),

-- names are compared once per spelling, not once per appeal
spellings as (

    select distinct
        load_id,
        raw_body_name
    from source

),

crosswalk as (

    select
        body_code,
        valid_from,
        coalesce(valid_to, 'infinity') as valid_to,
        reference.normalise_name(source_name) as normal_name
    from {{ ref('body_names') }}
    where source = 'appeals_register'

),

known_names as (

    select distinct on (spellings.load_id, spellings.raw_body_name)
        spellings.load_id,
        spellings.raw_body_name,
        crosswalk.body_code,
        make_date(loads.reporting_year, 12, 31) between crosswalk.valid_from and crosswalk.valid_to as is_valid
    from spellings
    inner join loads on spellings.load_id = loads.load_id
    inner join crosswalk on reference.normalise_name(spellings.raw_body_name) = crosswalk.normal_name
    order by spellings.load_id, spellings.raw_body_name, is_valid desc, crosswalk.valid_from desc

),

read as (

    select
        source.*,
        loads.reporting_year,
        known_names.body_code,
        known_names.is_valid as is_name_valid,
        btrim(source.raw_appeal_id) as appeal_id,
        lower(btrim(source.raw_kind)) as kind,
        lower(btrim(source.raw_status)) as status,
        lower(btrim(source.raw_outcome)) as outcome,
        lower(btrim(source.raw_upheld_by)) as upheld_by,
        reference.to_date(source.raw_received_on) as received_on,
        case when source.raw_due_on <> '' then reference.to_date(source.raw_due_on) end as due_on,
        case when source.raw_extended_to <> '' then reference.to_date(source.raw_extended_to) end as extended_to,
        case when source.raw_answered_on <> '' then reference.to_date(source.raw_answered_on) end as answered_on,
        case when source.raw_upheld_on <> '' then reference.to_date(source.raw_upheld_on) end as upheld_on,
        row_number() over (partition by source.load_id, btrim(source.raw_appeal_id) order by source.row_number) as copy_number
    from source
    inner join loads on source.load_id = loads.load_id
    left join known_names
        on
            source.load_id = known_names.load_id
            and source.raw_body_name = known_names.raw_body_name

),

final as (

    select
        -- ids
        load_id,
        row_number,
        reporting_year,
        appeal_id,
        case when is_name_valid then body_code end as body_code,

        -- codes
        kind,
        btrim(channel) as channel,
        status,
        outcome,
        lower(btrim(on_time_flag)) as on_time_flag,
        upheld_by,

        -- texts
        btrim(region) as region,
        btrim(topic) as topic,

        -- times
        received_on,
        due_on,
        extended_to,
        answered_on,
        upheld_on,

        -- flags
        copy_number > 1 as is_copy,

        -- raw cells and what is wrong with them
        raw_appeal_id,
        raw_body_name,
        raw_kind,
        raw_status,
        raw_outcome,
        raw_upheld_by,
        raw_received_on,
        raw_due_on,
        raw_extended_to,
        raw_answered_on,
        raw_upheld_on,
        case
            when coalesce(appeal_id, '') = '' then 'is empty'
            when copy_number > 1 then 'repeats the number of an earlier row'
        end as appeal_id_defect,
        case
            when is_name_valid is null then 'names no body that the crosswalk knows'
            when not is_name_valid then 'names a body by a name that is not valid in the reporting year'
        end as body_name_defect,
        {{ accepted_value_defect("coalesce(kind, '')", kinds) }} as kind_defect,
        {{ accepted_value_defect("coalesce(status, '')", statuses) }} as status_defect,
        case
            when status = 'рассмотрено' and coalesce(outcome, '') = '' then 'is empty though the appeal was handled'
            else {{ accepted_value_defect("coalesce(outcome, '')", outcomes, is_required=false) }}
        end as outcome_defect,
        {{ accepted_value_defect("coalesce(upheld_by, '')", upholders, is_required=false) }} as upheld_by_defect,
        {{ date_defect('raw_received_on', 'received_on', is_required=true) }} as received_on_defect,
        {{ date_defect('raw_due_on', 'due_on', is_required=false) }} as due_on_defect,
        {{ date_defect('raw_extended_to', 'extended_to', is_required=false) }} as extended_to_defect,
        case
            when status = 'рассмотрено' and coalesce(btrim(raw_answered_on), '') = '' then 'is empty though the appeal was handled'
            when answered_on < received_on then 'lies before the day of receipt'
            else {{ date_defect('raw_answered_on', 'answered_on', is_required=false) }}
        end as answered_on_defect,
        case
            when coalesce(upheld_by, '') <> '' and coalesce(btrim(raw_upheld_on), '') = '' then 'is empty though the appeal was upheld'
            else {{ date_defect('raw_upheld_on', 'upheld_on', is_required=false) }}
        end as upheld_on_defect
    from read

)

select
    *,
    coalesce(
        appeal_id_defect, body_name_defect, kind_defect, status_defect, outcome_defect, upheld_by_defect,
        received_on_defect, due_on_defect, extended_to_defect, answered_on_defect, upheld_on_defect
    ) is null as is_accepted
from final
