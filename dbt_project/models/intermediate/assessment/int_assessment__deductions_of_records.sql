-- Unreliable facts of the re-check records: B1 paragraph 49, B2 paragraph 15, B3 paragraph 93. A record says what was found,
-- or that nothing was. The other kinds of facts that a record lists are counted from the table of arrivals and from plan and
-- fact themselves; only the missing methods of local bodies (A-30) have no source but the record.
with

-- how the records name what a penalty counts; an empty direction or repetition asks nothing
kinds as (

    select *
    from (
        values
        ('W1.UNRELIABLE', '1', null, 'недостоверность', false),
        ('W1.REPEAT', '1', null, 'недостоверность', true),
        ('W1.NOMETHOD', '1', null, 'отсутствие методики', null),
        ('W2.UNRELIABLE.S', '2', 'услуги', 'недостоверность', null),
        ('W2.UNRELIABLE.O', '2', 'открытость', 'недостоверность', null),
        ('W2.UNRELIABLE.A', '2', 'обращения', 'недостоверность', null),
        ('W3.UNRELIABLE', '3', null, 'недостоверность', null)
    ) as named (penalty_code, block, direction, fact_kind, is_repeated)

),

rows_of_records as (

    select
        facts.load_id,
        facts.body_code,
        kinds.penalty_code,
        facts.is_accepted,
        facts.fact_kind = kinds.fact_kind and coalesce(facts.is_repeated = kinds.is_repeated, true) as is_counted,
        coalesce(facts.is_of_administrator, false) as is_of_administrator,
        -- a rejected row may hide one more fact, unless what can be read of it speaks of something else
        not facts.is_accepted
        and not facts.is_copy
        and (facts.block = kinds.block or facts.block_defect is not null)
        and (kinds.direction is null or facts.direction = kinds.direction or facts.direction is null or facts.direction_defect is not null)
        and (facts.fact_kind = kinds.fact_kind or facts.fact_kind_defect is not null)
        and (kinds.is_repeated is null or facts.is_repeated = kinds.is_repeated or facts.is_repeated_defect is not null) as is_doubtful,
        concat_ws(
            '|', facts.body_code, facts.record_code, facts.block, facts.direction, facts.fact_code, facts.fact_kind,
            facts.is_repeated, facts.is_of_administrator
        ) as row_text
    from {{ ref('base_recheck_records__facts') }} as facts
    inner join kinds
        on not facts.is_accepted or (facts.block = kinds.block and coalesce(facts.direction = kinds.direction, true))
    where facts.body_code is not null

),

counted as (

    select
        load_id,
        body_code,
        penalty_code,
        count(*) filter (where is_accepted) as record_row_count,
        count(*) filter (where is_accepted and is_counted) as fact_count,
        count(*) filter (where is_accepted and is_counted and is_of_administrator) as administrator_fact_count,
        count(*) filter (where is_doubtful) as doubtful_count,
        {{ evidence_digest('row_text', 'is_accepted') }} as digest
    from rows_of_records
    group by load_id, body_code, penalty_code

),

recorded as (

    select
        run_load.run_id,
        run_load.is_demonstration,
        counted.*
    from counted
    inner join {{ source('ledger', 'run_load') }} as run_load on counted.load_id = run_load.load_id
    where counted.record_row_count > 0

),

asked as (

    select
        asked.*,
        asked.target_code as criterion_code,
        kinds.block,
        kinds.direction
    from {{ ref('int_assessment__deductions_asked') }} as asked
    inner join kinds on asked.penalty_code = kinds.penalty_code
    where asked.source = 'recheck_records'

),

multiplied as (

    select
        asked.*,
        recorded.load_id,
        recorded.is_demonstration,
        recorded.fact_count,
        recorded.doubtful_count,
        recorded.record_row_count,
        recorded.digest,
        recorded.administrator_fact_count * asked.points_per_unit as administrator_points,
        (recorded.fact_count - recorded.administrator_fact_count) * asked.points_per_unit as other_points,
        -- the programmes of a local body have administrators of their own, whose facts have a cap
        case
            when asked.body_kind = 'local' and asked.penalty_code in ('W1.UNRELIABLE', 'W1.REPEAT')
                then {{ formula_parameter('asked', 'administrator_facts_cap_points') }}
        end as administrator_cap_points
    from asked
    left join recorded
        on
            asked.run_id = recorded.run_id
            and asked.body_code = recorded.body_code
            and asked.penalty_code = recorded.penalty_code

),

-- The cap of administrators covers their first facts (A-100); by the other reading the repeated ones fill what these leave.
limited as (

    select
        multiplied.*,
        case
            when multiplied.administrator_cap_points is null then multiplied.administrator_points
            when multiplied.penalty_code = 'W1.UNRELIABLE'
                then least(multiplied.administrator_points, multiplied.administrator_cap_points)
            when {{ takes_alternative('multiplied', 'A-100') }}
                then least(
                    multiplied.administrator_points,
                    greatest(multiplied.administrator_cap_points - coalesce(first_facts.administrator_points, 0), 0)
                )
            else multiplied.administrator_points
        end as limited_administrator_points
    from multiplied
    left join multiplied as first_facts
        on
            multiplied.run_id = first_facts.run_id
            and multiplied.body_code = first_facts.body_code
            and multiplied.penalty_code = 'W1.REPEAT'
            and first_facts.penalty_code = 'W1.UNRELIABLE'

),

final as (

    select
        run_id,
        body_code,
        penalty_code,
        load_id,
        is_demonstration,
        fact_count,
        doubtful_count,
        cast(0 as bigint) as left_out_count,
        other_points + limited_administrator_points as points_before_cap,
        other_points + limited_administrator_points + doubtful_count * points_per_unit as highest_before_cap,
        record_row_count,
        digest,
        'stg_recheck_records__facts: body_code = ''' || body_code || ''' and block = ''' || block || ''''
        || coalesce(' and direction = ''' || direction || '''', '') as predicate
    from limited

)

select * from final
