-- Deductions counted from plan and fact themselves: indicators of strategic plans without a method (B1 paragraph 50),
-- indicators of territory programmes overfulfilled by 25 percent and more (51), results of budget programmes overfulfilled by
-- more than 5 percent (52). The re-check record lists such facts too; they are counted here alone, and so once.
-- Every source is read once per load and reading, whatever the number of runs that rest on it.
with

-- the ways in which the runs of this build read a load
run_readings as (

    select
        runs.run_id,
        run_load.load_id,
        run_load.is_demonstration,
        {{ formula_parameter('runs', 'overfulfilled_indicator_from_ratio') }} as indicator_from_ratio,
        {{ formula_parameter('runs', 'overfulfilled_result_above_ratio') }} as result_above_ratio,
        {{ takes_alternative('runs', 'A-99') }} as is_nothing_left_out,
        {{ takes_alternative('runs', 'A-101') }} as is_per_project
    from (
        select
            run_id,
            edition,
            'B1' as criterion_code
        from {{ ref('int_assessment__runs') }}
    ) as runs
    inner join {{ source('ledger', 'run_load') }} as run_load on runs.run_id = run_load.run_id
    where run_load.source in ('strategic_plan_indicators', 'territory_programme_indicators', 'budget_programmes', 'local_budget_results')

),

readings as (

    select distinct
        load_id,
        indicator_from_ratio,
        result_above_ratio,
        is_nothing_left_out,
        is_per_project
    from run_readings

),

-- Of each row what can be read: a cell that was rejected counts as not known. `is_harmless` says that the row costs nothing
-- at whatever ratio, `unit_key` what is one result, and `project_key` what is one project.
indicators_of_plans as (

    select
        'W1.NOMETHOD' as penalty_code,
        load_id,
        body_code,
        is_accepted,
        false as is_of_region,
        cast(row_number as text) as unit_key,
        cast(row_number as text) as project_key,
        is_law_enforcement_defect is null and is_law_enforcement as is_flagged,
        has_calculation_method_defect is null and has_calculation_method as is_harmless,
        case when has_calculation_method_defect is null then not has_calculation_method end as lacks_method,
        cast(null as numeric) as plan_value,
        cast(null as numeric) as fact_value,
        cast(null as text) as direction,
        cast(null as numeric) as plan_of_unit,
        cast(null as numeric) as fact_of_unit,
        concat_ws('|', body_code, goal_code, indicator_code, has_calculation_method, is_law_enforcement) as row_text
    from {{ ref('base_strategic_plan_indicators__indicators') }}
    where is_accepted or not is_copy

),

-- no plan, no data of nine months: the indicator is left out, as in the evaluation
indicators_of_programmes as (

    select
        'W1.OVER25' as penalty_code,
        load_id,
        body_code,
        is_accepted,
        false as is_of_region,
        cast(row_number as text) as unit_key,
        cast(row_number as text) as project_key,
        false as is_flagged,
        (is_base_exempt_defect is null and is_base_exempt)
        or (data_status_defect is null and data_status = 'нет')
        or (plan_value_defect is null and plan_value is null) as is_harmless,
        cast(null as boolean) as lacks_method,
        case when plan_value_defect is null then plan_value end as plan_value,
        case when fact_value_defect is null then fact_value end as fact_value,
        case when direction_defect is null then direction end as direction,
        cast(null as numeric) as plan_of_unit,
        cast(null as numeric) as fact_of_unit,
        concat_ws('|', body_code, indicator_code, direction, plan_value, fact_value, data_status, is_base_exempt) as row_text
    from {{ ref('base_territory_programme_indicators__indicators') }}
    where is_accepted or not is_copy

),

-- a programme stands under every goal that it serves, and its results with it: one result all the same
results_of_programmes as (

    select
        'W1.OVER5' as penalty_code,
        load_id,
        body_code,
        is_accepted,
        false as is_of_region,
        case when is_accepted then concat_ws('|', programme_code, result_code) else cast(row_number as text) end as unit_key,
        case when is_accepted then concat_ws('|', programme_code, result_code) else cast(row_number as text) end as project_key,
        is_law_enforcement_defect is null and is_law_enforcement as is_flagged,
        direction_defect is null and direction <> 'больше - лучше' as is_harmless,
        cast(null as boolean) as lacks_method,
        case when plan_value_defect is null then plan_value end as plan_value,
        case when fact_value_defect is null then fact_value end as fact_value,
        case when direction_defect is null then direction end as direction,
        cast(null as numeric) as plan_of_unit,
        cast(null as numeric) as fact_of_unit,
        concat_ws('|', body_code, goal_code, programme_code, result_code, direction, plan_value, fact_value, is_law_enforcement) as row_text
    from {{ ref('base_budget_programmes__results') }}
    where is_accepted or not is_copy

),

-- of direct results more is better, and an event without a number overfulfils nothing; a result of a programme is what all its
-- projects reached of all that was planned for them, and counts once (A-101)
results_of_regions as (

    select
        'W1.OVER5' as penalty_code,
        load_id,
        body_code,
        is_accepted,
        true as is_of_region,
        case
            when is_accepted then concat_ws('|', administrator_code, programme_code, indicator_name)
            else cast(row_number as text)
        end as unit_key,
        case
            when is_accepted then concat_ws('|', administrator_code, programme_code, project_name)
            else cast(row_number as text)
        end as project_key,
        false as is_flagged,
        is_measurable_defect is null and not is_measurable as is_harmless,
        cast(null as boolean) as lacks_method,
        case when plan_value_defect is null then plan_value end as plan_value,
        case when fact_value_defect is null then fact_value end as fact_value,
        'больше - лучше' as direction,
        case when count(*) filter (where plan_value is null) over of_result = 0 then sum(plan_value) over of_result end as plan_of_unit,
        case when count(*) filter (where fact_value is null) over of_result = 0 then sum(fact_value) over of_result end as fact_of_unit,
        concat_ws('|', body_code, administrator_code, programme_code, project_name, indicator_name, plan_value, fact_value, is_measurable) as row_text
    from {{ ref('base_local_budget_results__results') }}
    where is_accepted or not is_copy
    window of_result as (
        partition by
            load_id, body_code, administrator_code, programme_code, indicator_name,
            coalesce(is_measurable, true), case when is_accepted then 0 else row_number end
    )

),

gathered as (

    select * from indicators_of_plans
    union all
    select * from indicators_of_programmes
    union all
    select * from results_of_programmes
    union all
    select * from results_of_regions

),

-- A plan of 0 leaves the calculation, and where less is better a fact of 0 is a ratio of 1 (A-28): neither overfulfils.
measured as (

    select
        gathered.*,
        coalesce(is_harmless, false)
        or coalesce(coalesce(plan_of_unit, plan_value) = 0, false)
        or coalesce(direction = 'меньше - лучше' and fact_value = 0, false) as costs_nothing,
        case direction
            when 'больше - лучше' then {{ quotient('fact_value', 'plan_value') }}
            when 'меньше - лучше' then {{ quotient('plan_value', 'fact_value') }}
        end as ratio,
        {{ quotient('fact_of_unit', 'plan_of_unit') }} as ratio_of_unit
    from gathered
    where body_code is not null

),

-- true, false, or empty where it cannot be told
judged as (

    select
        measured.load_id,
        measured.body_code,
        measured.penalty_code,
        measured.is_accepted,
        measured.row_text,
        case when readings.is_per_project then measured.project_key else measured.unit_key end as counted_key,
        readings.indicator_from_ratio,
        readings.result_above_ratio,
        readings.is_nothing_left_out,
        readings.is_per_project,
        coalesce(measured.is_flagged, false) and not readings.is_nothing_left_out as is_left_out,
        case
            when measured.costs_nothing then false
            when measured.penalty_code = 'W1.NOMETHOD' then measured.lacks_method
            when measured.penalty_code = 'W1.OVER25' then measured.ratio >= readings.indicator_from_ratio
            when measured.is_of_region and not readings.is_per_project then measured.ratio_of_unit > readings.result_above_ratio
            else measured.ratio > readings.result_above_ratio
        end as is_fact
    from measured
    inner join readings on measured.load_id = readings.load_id

),

-- a fact is sure in an accepted row; a row that was rejected, or that says too little, leaves a doubt
units as (

    select
        load_id,
        indicator_from_ratio,
        result_above_ratio,
        is_nothing_left_out,
        is_per_project,
        body_code,
        penalty_code,
        counted_key,
        count(*) filter (where is_accepted) as record_row_count,
        count(*) filter (where is_accepted and is_left_out) as left_out_count,
        coalesce(bool_or(is_fact) filter (where is_accepted and not is_left_out), false) as is_fact,
        coalesce(bool_or(not is_accepted or is_fact is null) filter (where not is_left_out and coalesce(is_fact, true)), false) as is_doubtful,
        sum({{ row_digest('row_text') }}) filter (where is_accepted) as digest
    from judged
    group by
        load_id, indicator_from_ratio, result_above_ratio, is_nothing_left_out, is_per_project, body_code, penalty_code, counted_key

),

counted as (

    select
        load_id,
        indicator_from_ratio,
        result_above_ratio,
        is_nothing_left_out,
        is_per_project,
        body_code,
        penalty_code,
        cast(sum(record_row_count) as bigint) as record_row_count,
        cast(sum(left_out_count) as bigint) as left_out_count,
        count(*) filter (where is_fact) as fact_count,
        count(*) filter (where is_doubtful and not is_fact) as doubtful_count,
        cast(sum(digest) as text) as digest
    from units
    group by load_id, indicator_from_ratio, result_above_ratio, is_nothing_left_out, is_per_project, body_code, penalty_code

),

recorded as (

    select
        run_readings.run_id,
        run_readings.is_demonstration,
        counted.*
    from run_readings
    inner join counted
        on
            run_readings.load_id = counted.load_id
            and run_readings.indicator_from_ratio = counted.indicator_from_ratio
            and run_readings.result_above_ratio = counted.result_above_ratio
            and run_readings.is_nothing_left_out = counted.is_nothing_left_out
            and run_readings.is_per_project = counted.is_per_project
    where counted.record_row_count > 0

),

final as (

    select
        asked.run_id,
        asked.body_code,
        asked.penalty_code,
        recorded.load_id,
        recorded.is_demonstration,
        recorded.fact_count,
        recorded.doubtful_count,
        recorded.left_out_count,
        recorded.fact_count * asked.points_per_unit as points_before_cap,
        (recorded.fact_count + recorded.doubtful_count) * asked.points_per_unit as highest_before_cap,
        recorded.record_row_count,
        recorded.digest,
        case asked.source
            when 'strategic_plan_indicators' then 'stg_strategic_plan_indicators__indicators: body_code = '''
            when 'territory_programme_indicators' then 'stg_territory_programme_indicators__indicators: body_code = '''
            when 'budget_programmes' then 'stg_budget_programmes__results: body_code = '''
            else 'stg_local_budget_results__results: body_code = '''
        end || asked.body_code || '''' as predicate
    from {{ ref('int_assessment__deductions_asked') }} as asked
    left join recorded
        on
            asked.run_id = recorded.run_id
            and asked.body_code = recorded.body_code
            and asked.penalty_code = recorded.penalty_code
    where asked.source in ('strategic_plan_indicators', 'territory_programme_indicators', 'budget_programmes', 'local_budget_results')

)

select * from final
