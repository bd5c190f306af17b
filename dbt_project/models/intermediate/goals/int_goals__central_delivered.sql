-- What the three sources delivered for each body that is asked. A rejected row that does not even say which goal or programme
-- it is of may hide any of them; one that is readably left out hides nothing.
with

asked as (

    select * from {{ ref('int_goals__central_asked') }}

),

loads as (

    select * from {{ source('ledger', 'run_load') }}
    where source in ('strategic_plan_indicators', 'budget_programmes', 'programme_execution')

),

delivered_rows as (

    select
        'strategic_plan_indicators' as source,
        load_id,
        body_code,
        is_accepted,
        not is_accepted and not is_copy and goal_code is null as is_unplaced,
        concat_ws(
            '|', body_code, goal_code, indicator_code, direction, data_status, trim_scale(plan_value), trim_scale(fact_value),
            trim_scale(previous_fact_value), is_plan_lowered, is_excused, excuse_document, is_left_out_ranking, is_law_enforcement
        ) as row_text
    from {{ ref('base_strategic_plan_indicators__indicators') }}
    where body_code is not null

    union all

    select
        'budget_programmes' as source,
        load_id,
        body_code,
        is_accepted,
        not is_accepted and not is_copy and (goal_code is null or programme_code is null) as is_unplaced,
        concat_ws(
            '|', body_code, goal_code, programme_code, programme_kind, result_code, result_kind, direction,
            trim_scale(plan_value), trim_scale(fact_value), is_law_enforcement
        ) as row_text
    from {{ ref('base_budget_programmes__results') }}
    where body_code is not null

    union all

    select
        'programme_execution' as source,
        load_id,
        body_code,
        is_accepted,
        not is_accepted and not is_copy and programme_code is null as is_unplaced,
        concat_ws(
            '|', body_code, administrator_code, programme_code, trim_scale(planned_thousand_kzt), trim_scale(spent_thousand_kzt)
        ) as row_text
    from {{ ref('base_programme_execution__programmes') }}
    where
        body_code is not null
        and (budget_level = 'республиканский' or budget_level_defect is not null)

),

counted as (

    select
        asked.run_id,
        asked.body_code,
        loads.source,
        max(loads.load_id) as load_id,
        bool_or(loads.is_demonstration) filter (where delivered_rows.load_id is not null) as is_demonstration,
        count(delivered_rows.load_id) as delivered_count,
        count(*) filter (where delivered_rows.is_accepted) as accepted_count,
        count(*) filter (where delivered_rows.is_unplaced) as unplaced_count,
        {{ evidence_digest('delivered_rows.row_text', 'delivered_rows.is_accepted') }} as digest
    from asked
    inner join loads on asked.run_id = loads.run_id
    left join delivered_rows
        on
            loads.source = delivered_rows.source
            and loads.load_id = delivered_rows.load_id
            and asked.body_code = delivered_rows.body_code
    group by asked.run_id, asked.body_code, loads.source

),

final as (

    select
        -- ids
        asked.run_id,
        asked.body_code,
        plan.load_id as plan_load_id,
        form.load_id as form_load_id,
        execution.load_id as execution_load_id,

        -- numbers
        coalesce(plan.accepted_count, 0) as plan_row_count,
        coalesce(form.accepted_count, 0) as form_row_count,
        coalesce(execution.accepted_count, 0) as execution_row_count,
        coalesce(plan.unplaced_count, 0) as plan_unplaced_count,
        coalesce(form.unplaced_count, 0) + coalesce(execution.unplaced_count, 0) as programme_unplaced_count,
        coalesce(plan.digest, '0') as plan_digest,
        coalesce(form.digest, '0') as form_digest,
        coalesce(execution.digest, '0') as execution_digest,

        -- flags
        coalesce(plan.delivered_count, 0) > 0 as is_plan_delivered,
        coalesce(form.delivered_count, 0) > 0 as is_form_delivered,
        coalesce(execution.delivered_count, 0) > 0 as is_execution_delivered,
        coalesce(plan.is_demonstration, false) as is_plan_demonstration,
        coalesce(form.is_demonstration, false) or coalesce(execution.is_demonstration, false) as is_programme_demonstration
    from asked
    {% for name, source_code in [
        ('plan', 'strategic_plan_indicators'), ('form', 'budget_programmes'), ('execution', 'programme_execution')
    ] %}
    left join counted as {{ name }}
        on
            asked.run_id = {{ name }}.run_id
            and asked.body_code = {{ name }}.body_code
            and {{ name }}.source = '{{ source_code }}'
    {% endfor %}

)

select * from final
