-- Quality of planning, paragraph 30: full points for a programme without any listed defect, nothing otherwise, and the mean
-- over programmes.
with

asked as (

    select
        index_rows.*,
        run_load.load_id,
        run_load.is_demonstration,
        {{ category_points('index_rows.edition', 'index_rows.criterion_code', 'points', "'all_indicators_measurable_and_aligned'") }} as flawless_points,
        {{ category_points('index_rows.edition', 'index_rows.criterion_code', 'points', "'any_listed_defect'") }} as defect_points
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'programme_planning'
    where
        index_rows.criterion_code = 'B1.M.Z2'
        and index_rows.task = 'to_answer'

),

findings as (

    select
        asked.run_id,
        asked.body_code,
        findings.is_accepted,
        findings.is_accepted and not findings.has_no_planning_defect as has_defect,
        case when findings.is_accepted then case when findings.has_no_planning_defect then flawless_points else defect_points end end as points,
        flawless_points,
        defect_points,
        {{ row_digest(row_text('findings', ['body_code', 'administrator_code', 'programme_code', 'has_no_planning_defect', 'planning_defects'])) }} as digest
    from asked
    inner join {{ ref('base_programme_planning__programmes') }} as findings
        on
            asked.load_id = findings.load_id
            and asked.body_code = findings.body_code
    where not findings.is_copy

),

bounded as (

    select
        *,
        coalesce(points, defect_points) as lowest_points,
        coalesce(points, flawless_points) as highest_points
    from findings

),

bodies as (

    select
        run_id,
        body_code,
        {{ mean_with_bounds('points') }},
        sum(points) as programme_points,
        count(points) as programme_count,
        count(*) filter (where has_defect) as defect_count,
        count(*) filter (where not is_accepted) as unread_count,
        sum(digest) filter (where is_accepted) as digest_sum
    from bounded
    group by run_id, body_code

),

judged as (

    select
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        asked.max_points,
        asked.is_demonstration,
        programme_points as numerator,
        programme_count as denominator,
        points as criterion_value,
        points,
        lowest_points,
        highest_points,
        cast(null as text) as not_applicable_reason,
        case when bodies.run_id is null then 'the findings on planning came without this body' end as no_data_reason,
        case when points is null then 'no finding on the planning of the body can be read' end as open_reason,
        defect_count || ' of ' || programme_count || ' programmes have defects of planning'
        || case when unread_count > 0 then '; findings that cannot be read: ' || unread_count else '' end as status_reason,
        false as has_no_events,
        array['computed'] as conditions,
        'programme_planning' as evidence_source,
        asked.load_id as evidence_load_id,
        'stg_programme_planning__programmes: body_code = ''' || asked.body_code || '''' as evidence_predicate,
        coalesce(programme_count, 0) as evidence_row_count,
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
