-- Reports that were late, never came or lacked parts, B1 paragraphs 47-48 and B3 paragraphs 91-92: a comparison of days and
-- flags in the table of arrivals. The re-check record names such facts too; they are counted here alone, and so once.
-- A report that never came is not late besides (A-26), and of any number of reports each deduction is made once (A-79).
with

-- what can be read of a row; where day and presence contradict each other, neither is believed
readable as (

    select
        load_id,
        body_code,
        is_accepted,
        case when block_defect is null then block end as block,
        case
            when is_accepted then is_present
            when is_present_defect is null and is_present = (nullif(btrim(raw_arrived_on), '') is not null) then is_present
        end as is_present,
        case when due_on_defect is null and arrived_on_defect is null then arrived_on > due_on end as is_after_due_day,
        case when missing_parts_count_defect is null then missing_parts_count > 0 end as has_missing_parts,
        concat_ws('|', body_code, block, report_name, due_on, arrived_on, is_present, missing_parts_count) as row_text
    from {{ ref('base_report_arrivals__reports') }}
    where
        body_code is not null
        and (is_accepted or not is_copy)

),

-- a rejected row whose block is not readable may be of each
placed as (

    select
        readable.load_id,
        readable.body_code,
        readable.is_accepted,
        readable.row_text,
        blocks.block,
        readable.is_present and readable.is_after_due_day as is_late,
        not readable.is_present as is_missing,
        readable.is_present and readable.has_missing_parts as is_incomplete
    from readable
    inner join (values ('1'), ('3')) as blocks (block)
        on readable.block = blocks.block or (not readable.is_accepted and readable.block is null)

),

-- what a rejected row leaves open counts as a doubt
counted as (

    select
        load_id,
        body_code,
        block,
        count(*) filter (where is_accepted) as record_row_count,
        {{ evidence_digest('row_text', 'is_accepted') }} as digest,
        count(*) filter (where is_accepted and is_late) as late_count,
        count(*) filter (where not is_accepted and coalesce(is_late, true)) as doubtful_late_count,
        count(*) filter (where is_accepted and is_missing) as missing_count,
        count(*) filter (where not is_accepted and coalesce(is_missing, true)) as doubtful_missing_count,
        count(*) filter (where is_accepted and is_incomplete) as incomplete_count,
        count(*) filter (where not is_accepted and coalesce(is_incomplete, true)) as doubtful_incomplete_count
    from placed
    group by load_id, body_code, block

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

kinds as (

    select *
    from (
        values
        ('W1.LATE', '1', 'late'), ('W1.MISSING', '1', 'missing'), ('W1.INCOMPLETE', '1', 'incomplete'),
        ('W3.LATE', '3', 'late'), ('W3.MISSING', '3', 'missing'), ('W3.INCOMPLETE', '3', 'incomplete')
    ) as named (penalty_code, block, kind)

),

-- by the other reading of A-26 a report that never came is late as well
facts as (

    select
        asked.run_id,
        asked.body_code,
        asked.penalty_code,
        asked.points_per_unit,
        asked.is_once,
        asked.is_added_up,
        kinds.kind,
        kinds.block,
        recorded.load_id,
        recorded.is_demonstration,
        recorded.record_row_count,
        recorded.digest,
        recorded.missing_count,
        case kinds.kind
            when 'late' then recorded.late_count + case when asked.is_added_up then recorded.missing_count else 0 end
            when 'missing' then recorded.missing_count
            else recorded.incomplete_count
        end as fact_count,
        case kinds.kind
            when 'late' then recorded.doubtful_late_count + case when asked.is_added_up then recorded.doubtful_missing_count else 0 end
            when 'missing' then recorded.doubtful_missing_count
            else recorded.doubtful_incomplete_count
        end as doubtful_count
    from {{ ref('int_assessment__deductions_asked') }} as asked
    inner join kinds on asked.penalty_code = kinds.penalty_code
    left join recorded
        on
            asked.run_id = recorded.run_id
            and asked.body_code = recorded.body_code
            and kinds.block = recorded.block

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
        charged.fact_units * points_per_unit as points_before_cap,
        charged.highest_units * points_per_unit as highest_before_cap,
        record_row_count,
        digest,
        'stg_report_arrivals__reports: body_code = ''' || body_code || ''' and block = ''' || block || '''' as predicate
    from facts
    cross join lateral (
        select
            case
                when facts.load_id is null then null
                when facts.kind = 'late' and facts.is_once and not facts.is_added_up and facts.missing_count > 0 then 0
                when facts.is_once then least(facts.fact_count, 1)
                else facts.fact_count
            end as fact_units,
            case
                when facts.load_id is null then null
                when facts.kind = 'late' and facts.is_once and not facts.is_added_up and facts.missing_count > 0 then 0
                when facts.is_once then least(facts.fact_count + facts.doubtful_count, 1)
                else facts.fact_count + facts.doubtful_count
            end as highest_units
    ) as charged

)

select * from final
