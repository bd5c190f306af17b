-- Exit interviews, paragraph 29: full points times the share of leavers interviewed in writing, less a point where more than half
-- of the leavers name negative sides of the body. A reason that cannot be read may be one of them.
with

-- the total counts and the units are a check, or the other way round (A-105); former names are added (A-106)
summed as (

    select
        load_id,
        body_code,
        is_total,
        sum(left_count) filter (where is_accepted) as left_count,
        sum(interviewed_count) filter (where is_accepted) as interviewed_count,
        coalesce(sum(reason_count) filter (where is_accepted and is_negative), 0) as negative_count,
        count(*) filter (where is_accepted and left_count is not null and interviewed_count is null) as unknown_interviews_count,
        count(*) filter (where is_unreadable and (left_count is not null or left_count_defect is not null)) as unreadable_unit_count,
        count(*) filter (
            where is_unreadable and left_count is null and left_count_defect is null and (is_negative or is_negative is null)
        ) as unreadable_reason_count,
        count(*) filter (where is_accepted) as row_count,
        sum(row_digest) filter (where is_accepted) as digest_sum
    from (
        select
            *,
            coalesce(lower(btrim(unit)) = 'всего', false) as is_total,
            not is_accepted and not is_copy as is_unreadable,
            {{ row_digest(row_text('units', ['body_code', 'line_code', 'unit', 'left_count', 'interviewed_count', 'reason', 'reason_count', 'is_negative'])) }} as row_digest
        from {{ ref('base_exit_interviews__units') }} as units
        where body_code is not null
    ) as units
    group by load_id, body_code, is_total

),

delivered as (

    select distinct
        load_id,
        body_code
    from summed

),

index_rows as (

    select
        index_rows.*,
        run_load.load_id,
        run_load.is_demonstration,
        {{ takes_alternative('index_rows', 'A-105') }} as takes_parts,
        {{ takes_alternative('index_rows', 'A-67') }} as leaves_no_events_out,
        {{ formula_parameter('index_rows', 'full_points') }} as full_points,
        {{ formula_parameter('index_rows', 'negative_reasons_above_share') }} as negative_above_share,
        penalties.points_per_unit as deduction_points
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'exit_interviews'
    left join {{ ref('penalties') }} as penalties
        on
            index_rows.edition = penalties.edition
            and index_rows.criterion_code = penalties.target_code
            and penalties.penalty_code = 'W3.EXITNEG'
    where
        index_rows.criterion_code = 'B3.H.K.V'
        and index_rows.task = 'to_answer'

),

asked as (

    select
        index_rows.*,
        delivered.body_code is not null as is_delivered,
        summed.left_count,
        summed.interviewed_count,
        summed.negative_count,
        coalesce(summed.unknown_interviews_count, 0) as unknown_interviews_count,
        coalesce(summed.unreadable_unit_count, 0) as unreadable_unit_count,
        coalesce(summed.unreadable_reason_count, 0) as unreadable_reason_count,
        coalesce(summed.row_count, 0) as row_count,
        summed.digest_sum
    from index_rows
    left join delivered
        on
            index_rows.load_id = delivered.load_id
            and index_rows.body_code = delivered.body_code
    left join summed
        on
            index_rows.load_id = summed.load_id
            and index_rows.body_code = summed.body_code
            and index_rows.takes_parts <> summed.is_total

),

shared as (

    select
        *,
        {{ quotient('interviewed_count', 'left_count') }} as criterion_value,
        {{ quotient('full_points * interviewed_count', 'left_count') }} as interview_points,
        coalesce({{ quotient('negative_count', 'left_count') }} > negative_above_share, false) as is_deducted,
        coalesce(left_count = 0 and unreadable_unit_count = 0, false) as has_no_events
    from asked

),

judged as (

    select
        *,
        interviewed_count as numerator,
        left_count as denominator,
        case
            when has_no_events then full_points
            else greatest(interview_points - case when is_deducted then deduction_points else 0 end, 0)
        end as points,
        case
            when has_no_events then full_points
            else greatest(interview_points - case when is_deducted or unreadable_reason_count > 0 then deduction_points else 0 end, 0)
        end as lowest_points,
        case
            when has_no_events then full_points
            else greatest(interview_points - case when is_deducted then deduction_points else 0 end, 0)
        end as highest_points,
        case when has_no_events and leaves_no_events_out then 'nobody left in the year' end as not_applicable_reason,
        case when not is_delivered then 'the form on exit interviews came without this body' end as no_data_reason,
        case
            when unreadable_unit_count > 0 then 'the form on exit interviews holds rows that cannot be read'
            when left_count is null then 'the form on exit interviews has no total'
            when left_count > 0 and unknown_interviews_count > 0 then 'the form leaves empty how many were interviewed'
        end as open_reason,
        case
            when has_no_events then 'nobody left in the year'
            else
                interviewed_count || ' of ' || left_count || ' leavers were interviewed, ' || negative_count || ' name negative sides'
                || case when is_deducted then ': more than half, less ' || trim_scale(deduction_points) else '' end
                || case when unreadable_reason_count > 0 then '; ' || unreadable_reason_count || ' reasons cannot be read' else '' end
        end as status_reason,
        array['computed', 'counted', case when has_no_events then 'no_events' end] as conditions,
        'exit_interviews' as evidence_source,
        load_id as evidence_load_id,
        'stg_exit_interviews__units: body_code = ''' || body_code || ''' and ' || case when takes_parts then 'not ' else '' end || 'is_total' as evidence_predicate,
        row_count as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from shared

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
