-- Working time. Central bodies, paragraphs 32-34: full points less the overtime of one servant beyond the norm of the year, then
-- less what hours on days off take (A-64, A-65). Local bodies, paragraph 35: full points less the shares of those who say that
-- they work late.
with

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
central as materialized (

    select
        index_rows.*,
        run_load.load_id,
        run_load.is_demonstration,
        {{ takes_alternative('index_rows', 'A-105') }} as takes_parts,
        {{ formula_parameter('index_rows', 'full_points') }} as full_points,
        {{ formula_parameter('index_rows', 'overtime_factor') }} as overtime_factor,
        -- the calendar of the reporting year: the edition holds the working days of each year that it evaluates
        (
            {{ formula_parameter('index_rows', "working_days_' || index_rows.reporting_year || '") }}
            - {{ formula_parameter('index_rows', 'leave_days') }}
        ) * {{ formula_parameter('index_rows', 'day_hours') }} as norm_hours,
        penalties.group_cap_points as most_deduction_points
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'man_hours'
    left join {{ ref('penalties') }} as penalties
        on
            index_rows.edition = penalties.edition
            and index_rows.criterion_code = penalties.target_code
            and penalties.penalty_code = 'W3.WEEKEND'
    where
        index_rows.criterion_code = 'B3.H.O.N'
        and index_rows.body_kind = 'central'
        and index_rows.task = 'to_answer'

),

-- the total counts and the units are a check, or the other way round (A-105); former names are added (A-106)
summed as (

    select
        load_id,
        body_code,
        is_total,
        sum(working_day_hours) filter (where is_accepted) as working_hours,
        sum(day_off_hours) filter (where is_accepted) as day_off_hours,
        sum(mean_staff_count) filter (where is_accepted) as staff_count,
        count(*) filter (where not is_accepted and not is_copy) as doubtful_count,
        count(*) filter (where is_accepted) as row_count,
        sum(row_digest) filter (where is_accepted) as digest_sum
    from (
        select
            *,
            coalesce(lower(btrim(unit)) = 'всего', false) as is_total,
            {{ row_digest(row_text('units', ['body_code', 'unit', 'working_day_hours', 'day_off_hours', 'mean_staff_count'])) }} as row_digest
        from {{ ref('base_man_hours__units') }} as units
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

worked as (

    select
        central.*,
        delivered.body_code is not null as is_delivered,
        summed.working_hours,
        summed.day_off_hours,
        summed.staff_count,
        coalesce(summed.doubtful_count, 0) as doubtful_count,
        coalesce(summed.row_count, 0) as row_count,
        summed.digest_sum,
        {{ quotient('summed.working_hours', 'summed.staff_count') }} as hours_each,
        {{ quotient('summed.day_off_hours', 'summed.staff_count') }} as day_off_hours_each
    from central
    left join delivered
        on
            central.load_id = delivered.load_id
            and central.body_code = delivered.body_code
    left join summed
        on
            central.load_id = summed.load_id
            and central.body_code = summed.body_code
            and central.takes_parts <> summed.is_total

),

deducted as (

    select
        *,
        {{ clamp('full_points * (1 - ' ~ quotient('overtime_factor * (hours_each - norm_hours)', 'norm_hours') ~ ')', 0, 'full_points') }} as points_of_hours,
        least(
            {{ band_points('worked.edition', 'worked.criterion_code', 'weekend_deduction', 'worked.day_off_hours_each', run_id='worked.run_id') }},
            most_deduction_points
        ) as deduction_points
    from worked

),

judged_central as (

    select
        run_id,
        body_code,
        criterion_code,
        max_points,
        hours_each as numerator,
        norm_hours as denominator,
        {{ quotient('hours_each', 'norm_hours') }} as criterion_value,
        greatest(points_of_hours - deduction_points, 0) as points,
        greatest(points_of_hours - deduction_points, 0) as lowest_points,
        greatest(points_of_hours - deduction_points, 0) as highest_points,
        cast(null as text) as not_applicable_reason,
        case when not is_delivered then 'the form on hours came without this body' end as no_data_reason,
        case
            when norm_hours is null then 'the edition does not say how many working days the year had'
            when doubtful_count > 0 then 'the form on hours holds rows that cannot be read'
            when row_count = 0 then 'the form on hours has no total'
            when staff_count = 0 then 'the form on hours names no staff'
        end as open_reason,
        trim_scale(hours_each) || ' hours of ' || trim_scale(norm_hours) || ', ' || trim_scale(day_off_hours_each) || ' on days off'
        || case when deduction_points > 0 then ': less ' || trim_scale(deduction_points) else '' end as status_reason,
        false as has_no_events,
        is_demonstration,
        array[
            'computed',
            'counted',
            'working_hours',
            case when day_off_hours > 0 or deduction_points > 0 then 'weekend_hours' end
        ] as conditions,
        'man_hours' as evidence_source,
        load_id as evidence_load_id,
        'stg_man_hours__units: body_code = ''' || body_code || ''' and ' || case when takes_parts then 'not ' else '' end || 'is_total' as evidence_predicate,
        row_count as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from deducted

),

local as (

    {{ survey_asked('B3.H.O.N', 'local') }}

),

answered as (

    select
        local.*,
        survey.sheet_count,
        survey.unreadable_sheet_count,
        survey.answer_count,
        survey.daily_count,
        survey.weekly_count,
        survey.digest_sum,
        {{ formula_parameter('local', 'full_points') }} as full_points,
        {{ formula_parameter('local', 'daily_weight') }} as daily_weight,
        {{ formula_parameter('local', 'weekly_weight') }} as weekly_weight
    from local
    left join {{ ref('int_organisation__survey_by_body') }} as survey
        on
            local.load_id = survey.load_id
            and local.body_code = survey.body_code
            and survey.item = 'C'

),

-- sheets that cannot be read may all have said "every day", or "never"
shared as (

    select
        *,
        daily_weight * daily_count + weekly_weight * weekly_count as late_count,
        {{ quotient('daily_weight * daily_count + weekly_weight * weekly_count', 'answer_count') }} as criterion_value
    from answered

),

judged_local as (

    select
        run_id,
        body_code,
        criterion_code,
        max_points,
        late_count as numerator,
        answer_count as denominator,
        criterion_value,
        greatest(full_points * (1 - {{ quotient('late_count', 'answer_count') }}), 0) as points,
        greatest(
            full_points * (1 - {{ quotient('late_count + daily_weight * unreadable_sheet_count', 'answer_count + unreadable_sheet_count') }}), 0
        ) as lowest_points,
        greatest(full_points * (1 - {{ quotient('late_count', 'answer_count + unreadable_sheet_count') }}), 0) as highest_points,
        cast(null as text) as not_applicable_reason,
        {{ survey_absent_reason() }} as no_data_reason,
        {{ survey_open_reason('answer_count = 0') }} as open_reason,
        'of ' || answer_count || ' asked, ' || daily_count || ' work late every day and ' || weekly_count || ' several times a week'
        || case when unreadable_sheet_count > 0 then '; ' || unreadable_sheet_count || ' sheets cannot be read' else '' end as status_reason,
        false as has_no_events,
        is_demonstration,
        array['computed', 'counted'] as conditions,
        'servants_survey' as evidence_source,
        load_id as evidence_load_id,
        'stg_servants_survey__sheets: body_code = ''' || body_code || '''' as evidence_predicate,
        coalesce(sheet_count, 0) as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from shared

),

judged as (

    select * from judged_central
    union all
    select * from judged_local

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
