-- Which deductions are asked of whom: those from the blocks and directions in which a body is evaluated.
-- A deduction that is counted from plan and fact is asked only where a criterion of the body reads the same source: the
-- National Bank, evaluated on its goals alone, has no budget programmes to overfulfil.
with

leaves as (

    select * from {{ ref('int_assessment__index') }}
    where task <> 'not_applicable'

),

assessed as (

    select distinct
        run_id,
        body_code,
        body_kind,
        edition,
        'block' as penalty_level,
        block_code as target_code
    from leaves

    union all

    select distinct
        run_id,
        body_code,
        body_kind,
        edition,
        'direction' as penalty_level,
        direction_code as target_code
    from leaves

),

sources_read as (

    select distinct
        leaves.run_id,
        leaves.body_code,
        criterion_source.source
    from leaves
    inner join {{ ref('criterion_source') }} as criterion_source
        on
            leaves.edition = criterion_source.edition
            and leaves.criterion_code = criterion_source.criterion_code
            and criterion_source.body_kind in (leaves.body_kind, 'both')

),

sources_of_criteria as (

    select distinct
        edition,
        source
    from {{ ref('criterion_source') }}

),

ruled as (

    select
        assessed.*,
        penalties.penalty_code,
        penalties.unit,
        penalties.points_per_unit,
        penalties.cap_group,
        penalties.group_cap_points,
        penalties.legal_ref,
        coalesce(penalties.assumption_ids, '') as assumption_ids,
        penalties.source as source_of_rule,
        assessed.body_kind = 'local' and penalties.body_kind = 'central' as is_widened
    from assessed
    inner join {{ ref('penalties') }} as penalties
        on
            assessed.edition = penalties.edition
            and assessed.penalty_level = penalties.penalty_level
            and assessed.target_code = penalties.target_code
            and (
                penalties.body_kind in (assessed.body_kind, 'both')
                -- by the other reading a missing method costs every body
                or (
                    penalties.penalty_code = 'W1.NOMETHOD'
                    and {{ takes_alternative('assessed', 'A-30') }}
                )
            )

),

-- the plans of regions say nothing of methods: for them the re-check record is the only source that does
sourced as (

    select
        *,
        case when is_widened then 'recheck_records' else source_of_rule end as source
    from ruled

),

-- the other readings: reports counted one by one, late and missing added up, repeated facts beyond the cap
readings as (

    select
        *,
        {{ takes_alternative('sourced', 'A-79') }} as is_per_report,
        {{ takes_alternative('sourced', 'A-26') }} as is_added_up,
        penalty_code = 'W1.REPEAT' and {{ takes_alternative('sourced', 'A-27') }} as is_beyond_cap
    from sourced

),

final as (

    select
        -- ids
        readings.run_id,
        readings.body_code,
        readings.penalty_code,

        -- codes
        readings.body_kind,
        readings.edition,
        readings.penalty_level,
        readings.target_code,
        readings.source,
        case
            when readings.is_beyond_cap or (readings.unit = 'once' and (readings.is_per_report or readings.is_added_up)) then readings.penalty_code
            else readings.cap_group
        end as cap_group,

        -- numbers
        readings.points_per_unit,
        case
            when readings.is_beyond_cap or (readings.unit = 'once' and readings.is_per_report) then null
            when readings.unit = 'once' and readings.is_added_up then readings.points_per_unit
            else readings.group_cap_points
        end as cap_points,

        -- flags
        readings.unit = 'once' and not readings.is_per_report as is_once,
        readings.is_added_up,

        -- texts
        readings.legal_ref,
        readings.assumption_ids
    from readings
    left join sources_of_criteria
        on
            readings.edition = sources_of_criteria.edition
            and readings.source = sources_of_criteria.source
    left join sources_read
        on
            readings.run_id = sources_read.run_id
            and readings.body_code = sources_read.body_code
            and readings.source = sources_read.source
    where
        sources_of_criteria.source is null
        or sources_read.source is not null

)

select * from final
