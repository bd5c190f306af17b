-- Satisfaction, paragraphs 26-32: the mean of the points of the surveyed services (P1), and measures on barriers (P2).
with

asked as (

    select
        services.*,
        {{ formula_parameter('services', 'full_points') }} as full_points,
        cast({{ formula_parameter('services', 'grade_decimals') }} as int) as grade_decimals,
        run_load.load_id as survey_load_id
    from {{ ref('int_interaction__services_asked') }} as services
    left join {{ source('ledger', 'run_load') }} as run_load
        on
            services.run_id = run_load.run_id
            and run_load.source = 'satisfaction_survey'
    where criterion_code in ('B2.C.S1.P1', 'B2.C.S1.P2', 'B2.M.S1.P1', 'B2.M.S1.P2')

),

surveyed as (

    select
        asked.run_id,
        asked.body_code,
        count(*) as service_count,
        sum({{ band_points('asked.edition', 'asked.criterion_code', 'points', 'round(survey.average_score, asked.grade_decimals)', run_id='asked.run_id') }}) as service_points,
        sum({{ row_digest(row_text('survey', ['service_code', 'body_code', 'average_score'])) }}) as digest_sum
    from asked
    inner join {{ ref('stg_satisfaction_survey__services') }} as survey
        on
            asked.survey_load_id = survey.load_id
            and asked.body_code = survey.body_code
    where right(asked.criterion_code, 2) = 'P1'
    group by asked.run_id, asked.body_code

),

unread as (

    select
        load_id,
        body_code,
        count(*) as unread_count
    from {{ ref('base_satisfaction_survey__services') }}
    where
        not is_accepted
        and not is_copy
    group by load_id, body_code

),

graded as (

    select
        asked.*,
        right(asked.criterion_code, 2) = 'P1' as is_survey,
        coalesce(surveyed.service_count, 0) as service_count,
        surveyed.service_points,
        surveyed.digest_sum,
        coalesce(unread.unread_count, 0) as unread_count,
        {{ quotient('surveyed.service_points', 'surveyed.service_count') }} as mean_points
    from asked
    left join surveyed
        on
            asked.run_id = surveyed.run_id
            and asked.body_code = surveyed.body_code
            and right(asked.criterion_code, 2) = 'P1'
    left join unread
        on
            asked.survey_load_id = unread.load_id
            and asked.body_code = unread.body_code

),

peers as (

    select
        run_id,
        criterion_code,
        count(*) as body_count,
        sum(mean_points) as peer_points,
        sum(service_count) as peer_service_count,
        sum(digest_sum) as peer_digest_sum
    from graded
    where mean_points is not null
    group by run_id, criterion_code

),

weighed as (

    select
        graded.*,
        graded.is_survey and graded.service_count = 0 as is_by_peers,
        peers.body_count,
        peers.peer_points,
        peers.peer_service_count,
        peers.peer_digest_sum
    from graded
    left join peers
        on
            graded.run_id = peers.run_id
            and graded.criterion_code = peers.criterion_code

),

scored as (

    select
        *,
        case
            when is_by_peers then case when unread_count = 0 and has_register then {{ quotient('peer_points', 'body_count') }} end
            when is_survey then mean_points
            -- measures count with their paper (paragraph 32)
            when has_barrier_measures then case when has_barrier_document then full_points else 0 end
            when not has_barrier_measures then 0
        end as own_points
    from weighed

),

-- by the Kazakh steps the level alone can take all points of the criterion, and measures only fill them up (A-107)
limited as (

    select
        scored.*,
        case
            when scored.is_survey or scored.own_points is null or not {{ takes_alternative('scored', 'A-06') }} then scored.own_points
            else least(
                scored.own_points,
                groups.max_points - coalesce(max(scored.own_points) filter (where scored.is_survey) over (partition by scored.run_id, scored.body_code), 0)
            )
        end as points
    from scored
    inner join {{ ref('criteria') }} as leaves
        on
            scored.edition = leaves.edition
            and scored.criterion_code = leaves.criterion_code
    inner join {{ ref('criteria') }} as groups
        on
            leaves.edition = groups.edition
            and leaves.parent_code = groups.criterion_code

),

judged as (

    select
        run_id,
        body_code,
        criterion_code,
        max_points,
        has_services,
        is_demonstration,
        case when is_by_peers then peer_points when is_survey then service_points end as numerator,
        case when is_by_peers then body_count when is_survey then service_count end as denominator,
        case when is_survey then points end as criterion_value,
        points,
        points as lowest_points,
        points as highest_points,
        cast(null as text) as not_applicable_reason,
        case
            when is_by_peers and unread_count = 0 and body_count is null then 'no body of its kind was surveyed'
            when not is_survey and not has_report and not has_rejected_report then 'the body did not report its measures'
        end as no_data_reason,
        case
            when is_by_peers and unread_count > 0 then 'the body was surveyed, but none of its averages can be read'
            when is_by_peers and not has_register then 'none of its services was surveyed, and without the Register nobody knows whether it has any'
            when is_survey then null
            else coalesce({{ report_unread() }}, case when points is null then 'the report leaves the measures empty' end)
        end as open_reason,
        case
            when is_by_peers then 'none of its services was surveyed; mean of ' || body_count || ' bodies of its kind'
            when is_survey then service_count || ' services were surveyed'
            when has_barrier_measures and has_barrier_document then 'measures were taken'
            when has_barrier_measures then 'measures are claimed without a paper'
            else 'no measures were taken'
        end as status_reason,
        false as has_no_events,
        array[case when is_by_peers then 'none_surveyed' else 'computed' end] as conditions,
        case when is_survey then 'satisfaction_survey' else 'services_internal_control' end as evidence_source,
        case when is_survey then survey_load_id else control_load_id end as evidence_load_id,
        case
            when is_by_peers then 'stg_satisfaction_survey__services: all rows of the bodies of kind ''' || body_kind || ''''
            when is_survey then 'stg_satisfaction_survey__services: body_code = ''' || body_code || ''''
            else 'stg_services_internal_control__reports: body_code = ''' || body_code || ''''
        end as evidence_predicate,
        case when is_by_peers then coalesce(peer_service_count, 0) when is_survey then service_count else report_count end as evidence_row_count,
        cast(case when is_by_peers then peer_digest_sum when is_survey then digest_sum else report_digest_sum end as text) as evidence_digest
    from limited

),

final as (

    {{ services_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
