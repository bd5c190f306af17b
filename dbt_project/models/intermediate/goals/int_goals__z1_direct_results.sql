-- Attainment of direct results, paragraph 30 and Annex 5: points for the percent of each programme, averaged over the
-- programmes of an administrator and then over the administrators.
with

asked as (

    select
        index_rows.run_id,
        index_rows.body_code,
        index_rows.criterion_code,
        index_rows.edition,
        index_rows.max_points,
        run_load.load_id,
        run_load.is_demonstration,
        cast({{ formula_parameter('index_rows', 'percent_decimals') }} as int) as percent_decimals,
        {{ takes_alternative('index_rows', 'A-20') }} as is_cut
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'local_budget_results'
    where
        index_rows.criterion_code = 'B1.M.Z1'
        and index_rows.task = 'to_answer'

),

programmes as (

    select
        programmes.run_id,
        programmes.body_code,
        programmes.administrator_code,
        {% for bound in ['', 'lowest_', 'highest_'] -%}
        {{ band_points('asked.edition', 'asked.criterion_code', 'points', percent_of_band('programmes.' ~ bound ~ 'percent', 'asked.percent_decimals', 'asked.is_cut')) }} as {{ bound }}points,
        {% endfor -%}
        programmes.result_count,
        programmes.open_result_count,
        programmes.not_measurable_count,
        programmes.accepted_count,
        programmes.digest_sum,
        programmes.has_unknown_programme
    from {{ ref('int_goals__local_programmes') }} as programmes
    inner join asked
        on
            programmes.run_id = asked.run_id
            and programmes.body_code = asked.body_code

),

administrators as (

    select
        run_id,
        body_code,
        administrator_code,
        {{ mean_with_bounds('points') }},
        count(*) as programme_count,
        sum(result_count) as result_count,
        sum(open_result_count) as open_result_count,
        sum(not_measurable_count) as not_measurable_count,
        sum(accepted_count) as accepted_count,
        sum(digest_sum) as digest_sum,
        bool_or(has_unknown_programme) as has_unknown_programme
    from programmes
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
        sum(result_count) as result_count,
        sum(open_result_count) as open_result_count,
        sum(not_measurable_count) as not_measurable_count,
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
        cast(null as text) as not_applicable_reason,
        case when bodies.run_id is null then 'form B1-2 came without this body' end as no_data_reason,
        case when points is null then 'no direct result can be read whole' end as open_reason,
        result_count || ' results of ' || programme_count || ' programmes'
        || case when not_measurable_count > 0 then '; not measurable, so not reached: ' || not_measurable_count else '' end
        || case when open_result_count > 0 then '; without a number that can be used: ' || open_result_count else '' end as status_reason,
        false as has_no_events,
        array['computed'] as conditions,
        'local_budget_results' as evidence_source,
        asked.load_id as evidence_load_id,
        'stg_local_budget_results__results: body_code = ''' || asked.body_code || '''' as evidence_predicate,
        coalesce(accepted_count, 0) as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from asked
    left join bodies
        on
            asked.run_id = bodies.run_id
            and asked.body_code = bodies.body_code

),

final as (

    {{ criterion_answers('judged', keeps_bounds_of_open=true) }}

)

select {{ answer_columns() | join(", ") }} from final
