-- Goals of the territory programme, paragraph 28: the mean attainment of the target indicators that can be counted.
-- Without a plan or without data an indicator is left out; the corrective and the ladder of rankings are not printed here.
with

asked as (

    select
        index_rows.run_id,
        index_rows.body_code,
        index_rows.criterion_code,
        index_rows.max_points,
        run_load.load_id,
        run_load.is_demonstration,
        {{ formula_parameter('index_rows', 'full_points') }} as full_points,
        {{ formula_parameter('index_rows', 'lowest_ratio') }} as lowest_ratio,
        {{ formula_parameter('index_rows', 'highest_ratio') }} as highest_ratio,
        {{ takes_alternative('index_rows', 'A-18') }} as is_literal,
        {{ takes_alternative('index_rows', 'A-59') }} as is_by_goal,
        {{ takes_alternative('index_rows', 'A-102') }} as is_by_letter
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'territory_programme_indicators'
    where
        index_rows.criterion_code = 'B1.M.D'
        and index_rows.task = 'to_answer'

),

indicators as (

    select
        asked.*,
        case when asked.is_by_goal then indicators.goal_code else '' end as unit_code,
        indicators.plan_value,
        indicators.fact_value,
        indicators.data_status,
        indicators.is_accepted,
        indicators.plan_value_defect,
        indicators.direction = 'меньше - лучше' and not asked.is_literal as is_less_better,
        {{ row_digest(row_text('indicators', ['body_code', 'indicator_code', 'direction', 'plan_value', 'fact_value', 'data_status'])) }} as digest
    from asked
    inner join {{ ref('base_territory_programme_indicators__indicators') }} as indicators
        on
            asked.load_id = indicators.load_id
            and asked.body_code = indicators.body_code
    where not indicators.is_copy

),

-- what becomes of each indicator: a row that cannot be read is left out too where what can be read of it says so
sorted as (

    select
        *,
        case
            when (plan_value is null and plan_value_defect is null) or data_status = 'нет' then 'left_out'
            when not is_accepted then 'unread'
            when fact_value is null then 'without_fact'
            when not is_by_letter and (plan_value < 0 or (is_less_better and fact_value < 0)) then 'for_evaluator'
            when is_less_better and fact_value = 0 then 'reached'
            when plan_value = 0 then 'left_out'
            else 'counted'
        end as outcome,
        coalesce(is_accepted and (plan_value <= 0 or fact_value < 0 or (is_less_better and fact_value = 0)), false) as is_zero_or_negative
    from indicators

),

attained as (

    select
        *,
        case outcome
            when 'reached' then highest_ratio
            when 'counted' then {{ clamp(attainment_ratio('plan_value', 'fact_value', 'is_less_better'), 'lowest_ratio', 'highest_ratio') }}
        end as attainment
    from sorted

),

bounded as (

    select
        *,
        case when outcome <> 'left_out' then coalesce(attainment, lowest_ratio) end as lowest_attainment,
        case when outcome <> 'left_out' then coalesce(attainment, highest_ratio) end as highest_attainment
    from attained

),

-- the whole programme, or each of its goals by the other reading (A-59)
units as (

    select
        run_id,
        body_code,
        unit_code,
        {{ mean_with_bounds('attainment') }},
        sum(attainment) as attainment_sum,
        count(*) as indicator_count,
        count(attainment) as counted_count,
        count(*) filter (where outcome = 'left_out') as left_out_count,
        count(*) filter (where outcome = 'unread') as unread_count,
        count(*) filter (where outcome = 'without_fact') as without_fact_count,
        count(*) filter (where outcome = 'for_evaluator') as for_evaluator_count,
        bool_or(is_zero_or_negative) as has_zero_or_negative,
        count(*) filter (where is_accepted) as accepted_count,
        sum(digest) filter (where is_accepted) as digest_sum
    from bounded
    group by run_id, body_code, unit_code

),

programmes as (

    select
        run_id,
        body_code,
        {{ mean_with_bounds('attainment') }},
        sum(attainment) as unit_attainment_sum,
        count(attainment) as counted_unit_count,
        -- an unread indicator whose goal is unknown can change the mean of any goal
        bool_or(unit_code is null) as has_unknown_goal,
        {% for column in ['attainment_sum', 'indicator_count', 'counted_count', 'left_out_count', 'unread_count', 'without_fact_count', 'for_evaluator_count', 'accepted_count', 'digest_sum'] -%}
        sum({{ column }}) as {{ column }},
        {% endfor -%}
        bool_or(has_zero_or_negative) as has_zero_or_negative
    from units
    group by run_id, body_code

),

judged as (

    select
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        asked.max_points,
        asked.is_demonstration,
        case when asked.is_by_goal then unit_attainment_sum else attainment_sum end as numerator,
        case when asked.is_by_goal then counted_unit_count else counted_count end as denominator,
        attainment as criterion_value,
        full_points * attainment as points,
        full_points * case when has_unknown_goal then lowest_ratio else lowest_attainment end as lowest_points,
        full_points * case when has_unknown_goal then highest_ratio else highest_attainment end as highest_points,
        case when indicator_count = left_out_count then 'no target indicator has both a plan and data' end as not_applicable_reason,
        case when programmes.run_id is null then 'the indicators of territory programmes came without this body' end as no_data_reason,
        case
            when for_evaluator_count > 0 then 'indicators with a plan or a fact below 0: ' || for_evaluator_count
            when counted_count = 0 then 'no target indicator can be read whole'
        end as open_reason,
        'indicators counted: ' || counted_count
        || case when left_out_count > 0 then '; left out, without a plan or data: ' || left_out_count else '' end
        || case when without_fact_count > 0 then '; without a fact: ' || without_fact_count else '' end
        || case when unread_count > 0 then '; that cannot be read: ' || unread_count else '' end as status_reason,
        false as has_no_events,
        array['computed', case when has_zero_or_negative then 'zero_or_negative' end] as conditions,
        'territory_programme_indicators' as evidence_source,
        asked.load_id as evidence_load_id,
        'stg_territory_programme_indicators__indicators: body_code = ''' || asked.body_code || '''' as evidence_predicate,
        coalesce(accepted_count, 0) as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from asked
    left join programmes
        on
            asked.run_id = programmes.run_id
            and asked.body_code = programmes.body_code

),

final as (

    {{ criterion_answers('judged', keeps_bounds_of_open=true) }}

)

select {{ answer_columns() | join(", ") }} from final
