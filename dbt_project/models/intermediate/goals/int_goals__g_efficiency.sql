-- Efficiency of execution, paragraph 31 and Annex 5: the percent of direct results over the percent of money absorbed, points
-- for each programme, averaged over the programmes of an administrator and then over the administrators. Nothing for results
-- below the threshold; a programme that absorbed nothing leaves the calculation, whatever its results (A-14).
with

asked as (

    select
        index_rows.run_id,
        index_rows.body_code,
        index_rows.criterion_code,
        index_rows.edition,
        index_rows.max_points,
        results_load.load_id,
        execution_load.load_id as execution_load_id,
        results_load.is_demonstration or execution_load.is_demonstration as is_demonstration,
        {{ formula_parameter('index_rows', 'full_points') }} as full_points,
        {{ formula_parameter('index_rows', 'highest_percent') }} as highest_percent,
        {{ formula_parameter('index_rows', 'direct_results_from_percent') }} as direct_results_from_percent,
        cast({{ formula_parameter('index_rows', 'percent_decimals') }} as int) as percent_decimals,
        {{ takes_alternative('index_rows', 'A-20') }} as is_cut,
        {{ takes_alternative('index_rows', 'A-14') }} as is_nothing_absorbed_zero
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as results_load
        on
            index_rows.run_id = results_load.run_id
            and results_load.source = 'local_budget_results'
    inner join {{ source('ledger', 'run_load') }} as execution_load
        on
            index_rows.run_id = execution_load.run_id
            and execution_load.source = 'programme_execution'
    where
        index_rows.criterion_code = 'B1.M.G'
        and index_rows.task = 'to_answer'

),

-- the statistics speak of a body as soon as one row does, read or not
executed_bodies as (

    select distinct
        load_id,
        body_code
    from {{ ref('base_programme_execution__programmes') }}
    where body_code is not null

),

programmes as (

    select
        asked.*,
        results.administrator_code,
        results.percent,
        results.lowest_percent,
        results.highest_percent as highest_percent_of_results,
        results.has_unknown_programme,
        results.accepted_count,
        results.digest_sum,
        execution.planned_thousand_kzt,
        execution.spent_thousand_kzt,
        coalesce(execution.spent_thousand_kzt = 0, false) as has_no_absorption,
        execution.spent_thousand_kzt > 0 and execution.planned_thousand_kzt > 0 as has_absorption,
        case
            when execution.load_id is not null
                then {{ row_digest(row_text('execution', ['body_code', 'administrator_code', 'programme_code', 'planned_thousand_kzt', 'spent_thousand_kzt'])) }}
        end as execution_digest
    from asked
    inner join {{ ref('int_goals__local_programmes') }} as results
        on
            asked.run_id = results.run_id
            and asked.body_code = results.body_code
    left join {{ ref('stg_programme_execution__programmes') }} as execution
        on
            asked.execution_load_id = execution.load_id
            and asked.body_code = execution.body_code
            and execution.budget_level = 'местный'
            and results.administrator_code = execution.administrator_code
            and results.programme_code = execution.programme_code

),

-- one division: results over the share of the plan that was spent
efficient as (

    select
        *,
        {% for bound, results in [('', 'percent'), ('lowest_', 'lowest_percent'), ('highest_', 'highest_percent_of_results')] -%}
        case when has_absorption then {{ clamp(quotient(results ~ ' * planned_thousand_kzt', 'spent_thousand_kzt'), 0, 'highest_percent') }} end as {{ bound }}efficiency_pct{{ "," if not loop.last }}
        {% endfor %}
    from programmes

),

weighed as (

    select
        *,
        {% for bound, results in [('', 'percent'), ('lowest_', 'lowest_percent'), ('highest_', 'highest_percent_of_results')] -%}
        case
            when {{ percent_of_band(results, 'percent_decimals', 'is_cut') }} < direct_results_from_percent then 0
            else {{ band_points('efficient.edition', 'efficient.criterion_code', 'points', percent_of_band('efficient.' ~ bound ~ 'efficiency_pct', 'efficient.percent_decimals', 'efficient.is_cut')) }}
        end as {{ bound }}points_if_absorbed{{ "," if not loop.last }}
        {% endfor %}
    from efficient

),

-- without a row on its execution a programme is open, whatever its results: it may have absorbed nothing
bounded as (

    select
        *,
        case
            when has_no_absorption then case when is_nothing_absorbed_zero then 0 end
            when has_absorption then points_if_absorbed
        end as points,
        case
            when has_no_absorption then case when is_nothing_absorbed_zero then 0 end
            when has_absorption then lowest_points_if_absorbed
            else 0
        end as lowest_points,
        case
            when has_no_absorption then case when is_nothing_absorbed_zero then 0 end
            when has_absorption then highest_points_if_absorbed
            else full_points
        end as highest_points
    from weighed

),

administrators as (

    select
        run_id,
        body_code,
        administrator_code,
        {{ mean_with_bounds('points') }},
        count(*) as programme_count,
        count(*) filter (where has_no_absorption) as no_absorption_count,
        count(*) filter (where not has_no_absorption and points is null) as open_count,
        sum(accepted_count) + count(execution_digest) as accepted_count,
        coalesce(sum(digest_sum), 0) + coalesce(sum(execution_digest), 0) as digest_sum,
        bool_or(has_unknown_programme) as has_unknown_programme
    from bounded
    group by run_id, body_code, administrator_code

),

bodies as (

    select
        run_id,
        body_code,
        {{ mean_with_bounds('points') }},
        sum(points) as administrator_points,
        count(points) as administrator_count,
        sum(programme_count) as programme_count,
        sum(no_absorption_count) as no_absorption_count,
        sum(open_count) as open_count,
        sum(accepted_count) as accepted_count,
        sum(digest_sum) as digest_sum,
        bool_or(has_unknown_programme) as has_unknown_programme
    from administrators
    group by run_id, body_code

),

judged as (

    select
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        asked.max_points,
        asked.is_demonstration,
        administrator_points as numerator,
        administrator_count as denominator,
        points as criterion_value,
        points,
        case when has_unknown_programme then 0 else lowest_points end as lowest_points,
        case when has_unknown_programme then asked.max_points else highest_points end as highest_points,
        case
            when not is_without_execution and not asked.is_nothing_absorbed_zero and no_absorption_count = programme_count
                then 'no development programme of the body absorbed any money'
        end as not_applicable_reason,
        case
            when bodies.run_id is null then 'form B1-2 came without this body'
            when is_without_execution then 'the statistics of execution came without this body'
        end as no_data_reason,
        case when points is null then 'no programme has both a direct result and its execution' end as open_reason,
        programme_count || ' programmes'
        || case when no_absorption_count > 0 then '; nothing absorbed: ' || no_absorption_count else '' end
        || case when open_count > 0 then '; without a result or without execution: ' || open_count else '' end as status_reason,
        false as has_no_events,
        array['computed', case when no_absorption_count > 0 then 'no_absorption' end] as conditions,
        case when is_without_execution then 'programme_execution' else 'local_budget_results' end as evidence_source,
        case when is_without_execution then asked.execution_load_id else asked.load_id end as evidence_load_id,
        'stg_local_budget_results__results: body_code = ''' || asked.body_code
        || '''; stg_programme_execution__programmes: the same body, administrators and programmes, load ' || asked.execution_load_id as evidence_predicate,
        case when bodies.run_id is null or is_without_execution then 0 else accepted_count end as evidence_row_count,
        case when not is_without_execution then cast(digest_sum as text) end as evidence_digest
    from asked
    left join bodies
        on
            asked.run_id = bodies.run_id
            and asked.body_code = bodies.body_code
    left join executed_bodies
        on
            asked.execution_load_id = executed_bodies.load_id
            and asked.body_code = executed_bodies.body_code
    cross join lateral (
        select bodies.run_id is not null and executed_bodies.body_code is null as is_without_execution
    ) as absence

),

final as (

    {{ criterion_answers('judged', keeps_bounds_of_open=true) }}

)

select {{ answer_columns() | join(", ") }} from final
