-- What the re-check takes from the directions of block 2, paragraphs 12-15: so many points for each unreliable fact, up to a
-- cap. A record says what was found, or that nothing was; without a record the deduction lies between nothing and the cap.
with

-- how the records name a direction
directions as (

    select *
    from (
        values
        ('услуги', 'W2.UNRELIABLE.S'), ('открытость', 'W2.UNRELIABLE.O'), ('обращения', 'W2.UNRELIABLE.A')
    ) as named (direction, penalty_code)

),

assessed as (

    select distinct
        run_id,
        body_code,
        body_kind,
        edition,
        direction_code
    from {{ ref('int_assessment__index') }}
    where task <> 'not_applicable'

),

asked as (

    select
        assessed.run_id,
        assessed.body_code,
        assessed.direction_code,
        directions.direction,
        penalties.penalty_code,
        penalties.source,
        penalties.points_per_unit,
        penalties.cap_group,
        penalties.group_cap_points as cap_points,
        penalties.legal_ref,
        coalesce(penalties.assumption_ids, '') as assumption_ids
    from assessed
    inner join {{ ref('penalties') }} as penalties
        on
            assessed.edition = penalties.edition
            and assessed.direction_code = penalties.target_code
            and penalties.body_kind in (assessed.body_kind, 'both')
    left join directions on penalties.penalty_code = directions.penalty_code
    where penalties.penalty_level = 'direction'

),

-- of the kinds of facts in a record, paragraph 15 deducts for the unreliable ones alone
rows_of_records as (

    select
        facts.load_id,
        facts.body_code,
        directions.penalty_code,
        facts.is_accepted,
        facts.fact_kind = 'недостоверность' as is_unreliable,
        -- a rejected row may hide one more fact, unless what can be read of it speaks of something else
        not facts.is_accepted
        and not facts.is_copy
        and (facts.block = '2' or facts.block_defect is not null)
        and (facts.direction = directions.direction or facts.direction is null or facts.direction_defect is not null)
        and (facts.fact_kind = 'недостоверность' or facts.fact_kind_defect is not null) as is_doubtful,
        concat_ws('|', facts.body_code, facts.record_code, facts.direction, facts.fact_code, facts.fact_kind) as row_text
    from {{ ref('base_recheck_records__facts') }} as facts
    inner join directions
        on not facts.is_accepted or (facts.block = '2' and facts.direction = directions.direction)
    where facts.body_code is not null

),

counted as (

    select
        load_id,
        body_code,
        penalty_code,
        count(*) filter (where is_accepted) as record_row_count,
        count(*) filter (where is_accepted and is_unreliable) as fact_count,
        count(*) filter (where is_doubtful) as doubtful_count,
        {{ evidence_digest('row_text', 'is_accepted') }} as digest
    from rows_of_records
    group by load_id, body_code, penalty_code

),

multiplied as (

    select
        asked.*,
        recorded.load_id,
        recorded.fact_count,
        recorded.doubtful_count,
        recorded.record_row_count,
        recorded.digest,
        recorded.load_id is not null as is_recorded,
        coalesce(recorded.is_demonstration, false) as is_demonstration,
        recorded.fact_count * asked.points_per_unit as points_before_cap,
        (recorded.fact_count + recorded.doubtful_count) * asked.points_per_unit as highest_before_cap
    from asked
    left join (
        select
            run_load.run_id,
            run_load.is_demonstration,
            counted.*
        from counted
        inner join {{ source('ledger', 'run_load') }} as run_load on counted.load_id = run_load.load_id
        where counted.record_row_count > 0
    ) as recorded
        on
            asked.run_id = recorded.run_id
            and asked.body_code = recorded.body_code
            and asked.penalty_code = recorded.penalty_code

),

final as (

    select
        -- ids
        run_id,
        body_code,
        direction_code,
        penalty_code,

        -- codes
        cap_group,

        -- numbers; of two numbers `least` passes over a missing one, as a penalty without a cap needs it
        fact_count,
        doubtful_count,
        points_per_unit,
        points_before_cap,
        cap_points,
        case when is_recorded then least(points_before_cap, cap_points) end as points,
        case when is_recorded then least(points_before_cap, cap_points) else 0 end as lowest_points,
        case when is_recorded then least(highest_before_cap, cap_points) else cap_points end as highest_points,

        -- flags and texts
        is_recorded and doubtful_count = 0 as is_certain,
        is_demonstration,
        legal_ref,
        assumption_ids,

        -- evidence
        source as evidence_source,
        load_id as evidence_load_id,
        'stg_recheck_records__facts: body_code = ''' || body_code || ''' and block = ''2'' and direction = ''' || direction
        || '''' as evidence_predicate,
        coalesce(record_row_count, 0) as evidence_row_count,
        digest as evidence_digest
    from multiplied

)

select * from final
