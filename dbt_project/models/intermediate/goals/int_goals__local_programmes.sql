-- Direct results of a development programme of a region, paragraph 30: the percent of each result, at most 100, averaged over
-- a project and then over the projects. A result that cannot be measured is not reached; force majeure excuses nothing.
with

asked as (

    select
        index_rows.run_id,
        index_rows.body_code,
        run_load.load_id,
        {{ formula_parameter('index_rows', 'highest_percent') }} as highest_percent
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'local_budget_results'
    where
        index_rows.criterion_code = 'B1.M.Z1'
        and index_rows.task = 'to_answer'

),

results as (

    select
        asked.run_id,
        asked.body_code,
        asked.highest_percent,
        results.administrator_code,
        results.programme_code,
        results.project_name,
        results.is_accepted,
        results.is_accepted and not results.is_measurable as is_not_measurable,
        case
            when not results.is_accepted then null
            when not results.is_measurable then 0
            -- a plan of 0 has no percent, and no paragraph says what counts then
            when results.plan_value > 0 and results.fact_value >= 0
                then {{ clamp(quotient('100 * results.fact_value', 'results.plan_value'), 0, 'asked.highest_percent') }}
        end as percent,
        {{ row_digest(row_text('results', ['body_code', 'administrator_code', 'programme_code', 'project_name', 'indicator_name', 'plan_value', 'fact_value', 'is_measurable'])) }} as digest
    from asked
    inner join {{ ref('base_local_budget_results__results') }} as results
        on
            asked.load_id = results.load_id
            and asked.body_code = results.body_code
    where not results.is_copy

),

bounded as (

    select
        *,
        coalesce(percent, 0) as lowest_percent,
        coalesce(percent, highest_percent) as highest_percent_of_result
    from results

),

projects as (

    select
        run_id,
        body_code,
        administrator_code,
        programme_code,
        project_name,
        {{ quotient('sum(percent)', 'count(percent)') }} as percent,
        {{ quotient('sum(lowest_percent)', 'count(*)') }} as lowest_percent,
        {{ quotient('sum(highest_percent_of_result)', 'count(*)') }} as highest_percent,
        count(*) as result_count,
        count(*) filter (where percent is null) as open_result_count,
        count(*) filter (where is_not_measurable) as not_measurable_count,
        count(*) filter (where is_accepted) as accepted_count,
        max(highest_percent) as full_percent,
        sum(digest) filter (where is_accepted) as digest_sum
    from bounded
    group by run_id, body_code, administrator_code, programme_code, project_name

),

programmes as (

    select
        run_id,
        body_code,
        administrator_code,
        programme_code,
        {{ mean_with_bounds('percent') }},
        -- a row without a name of its project can belong to any of them
        bool_or(project_name is null) as has_unknown_project,
        max(full_percent) as full_percent,
        sum(result_count) as result_count,
        sum(open_result_count) as open_result_count,
        sum(not_measurable_count) as not_measurable_count,
        sum(accepted_count) as accepted_count,
        sum(digest_sum) as digest_sum
    from projects
    group by run_id, body_code, administrator_code, programme_code

),

final as (

    select
        -- ids
        run_id,
        body_code,
        administrator_code,
        programme_code,

        -- numbers
        percent,
        case when has_unknown_project then 0 else lowest_percent end as lowest_percent,
        case when has_unknown_project then full_percent else highest_percent end as highest_percent,
        result_count,
        open_result_count,
        not_measurable_count,
        accepted_count,
        digest_sum,

        -- flags: a row without a code can belong to any programme
        bool_or(administrator_code is null or programme_code is null) over (partition by run_id, body_code) as has_unknown_programme
    from programmes

)

select * from final
