-- Internal control, paragraphs 51-53 and Annex 8: a unit, plans in time, plans and recommendations carried out, and the
-- share of all breaches of terms that the body found itself.
with

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    select
        services.*,
        right(criterion_code, 2) as ending,
        {{ formula_parameter('services', 'full_points') }} as full_points,
        {{ formula_parameter('services', 'no_recommendations_points') }} as no_recommendations_points,
        {{ formula_parameter('services', 'no_breaches_points') }} as no_breaches_points,
        {{ formula_parameter('services', 'highest_percent') }} as highest_percent,
        cast({{ formula_parameter('services', 'percent_decimals') }} as int) as percent_decimals,
        -- all breaches of terms by the sources of timeliness, those of services of one working day included (A-96); like there,
        -- the breaches of services that nobody counted are not known
        case
            when
                unconnected_breaches_count is not null
                and unconnected_services_count is not null
                and unconnected_one_day_breaches_count is not null
                and unconnected_one_day_services_count is not null
                then
                    all_breach_count
                    + least(greatest(unconnected_breaches_count, outside_breach_count), unconnected_services_count)
                    + least(greatest(unconnected_one_day_breaches_count, outside_one_day_breach_count), unconnected_one_day_services_count)
        end as known_breach_count
    from {{ ref('int_interaction__services_asked') }} as services
    where criterion_code in (
        'B2.C.S4.U1', 'B2.C.S4.U2', 'B2.C.S4.U3', 'B2.C.S4.U4', 'B2.C.S4.U5',
        'B2.M.S4.U1', 'B2.M.S4.U2', 'B2.M.S4.U3', 'B2.M.S4.U4', 'B2.M.S4.U5'
    )

),

shared as (

    select
        *,
        case ending
            when 'U3' then plan_executed_pct
            when 'U4' then recommendations_executed_pct
            when 'U5' then case
                when known_breach_count = 0 and term_breaches_found_count > 0 then highest_percent
                else {{ clamp(quotient('100 * term_breaches_found_count', 'known_breach_count'), 0, 'highest_percent') }}
            end
        end as share_pct,
        coalesce(ending = 'U3' and not has_approved_plan, false) as has_no_plan,
        coalesce(ending = 'U4' and recommendations_issued_count = 0, false) as has_no_recommendations,
        ending = 'U5' and not has_inspections as is_uninspected,
        coalesce(ending = 'U5' and known_breach_count = 0 and coalesce(term_breaches_found_count, 0) = 0, false) as has_no_known_breaches
    from asked

),

weighed as (

    select
        *,
        case
            when ending = 'U1' then case when has_responsible_unit then full_points when not has_responsible_unit then 0 end
            when ending = 'U2' and not has_approved_plan then 0
            when ending = 'U2' then case when has_plan_approved_on_time then full_points when not has_plan_approved_on_time then 0 end
            when has_no_plan then 0
            when has_no_recommendations then no_recommendations_points
            when has_no_known_breaches then case when doubtful_count = 0 then no_breaches_points end
            else {{ band_points('shared.edition', 'shared.criterion_code', 'points', 'round(shared.share_pct, shared.percent_decimals)', run_id='shared.run_id') }}
        end as points
    from shared

),

judged as (

    select
        run_id,
        body_code,
        criterion_code,
        max_points,
        has_services,
        is_demonstration,
        case ending when 'U3' then plan_executed_pct when 'U4' then recommendations_executed_pct when 'U5' then term_breaches_found_count end as numerator,
        case when ending = 'U5' then known_breach_count when ending in ('U3', 'U4') and share_pct is not null then 100 end as denominator,
        share_pct as criterion_value,
        points,
        -- the share is of breaches that inspections may have found (A-96): where they did not come, it may be any
        case when is_uninspected then 0 else points end as lowest_points,
        case when is_uninspected then max_points else points end as highest_points,
        cast(null as text) as not_applicable_reason,
        case when not has_report and not has_rejected_report then 'the body did not report on its internal control' end as no_data_reason,
        coalesce(
            {{ report_unread() }},
            case
                when has_no_known_breaches and doubtful_count > 0 then 'no breach is counted, but rejected rows may hide some'
                when points is null then 'the report leaves empty what this parameter needs'
            end
        ) as open_reason,
        case
            when ending = 'U1' then case when has_responsible_unit then 'a unit is responsible' else 'no unit is responsible' end
            when ending in ('U2', 'U3') and not has_approved_plan then 'there is no approved plan'
            when ending = 'U2' then case when has_plan_approved_on_time then 'the plans were approved on time' else 'the plans were not approved on time' end
            when has_no_recommendations then 'the Agency gave no recommendation'
            when has_no_known_breaches then 'there was no breach of terms'
            else trim_scale(round(share_pct, percent_decimals)) || ' percent'
        end
        || case when is_uninspected then '; inspections did not come' else '' end as status_reason,
        has_no_recommendations or has_no_known_breaches as has_no_events,
        array[
            'computed',
            case
                when
                    has_no_recommendations or has_no_known_breaches
                    or (ending in ('U2', 'U3') and not has_approved_plan)
                    or (ending = 'U5' and (share_pct = 0 or band.assumption_ids like '%A-37%'))
                    then 'edge_case'
            end
        ] as conditions,
        'services_internal_control' as evidence_source,
        control_load_id as evidence_load_id,
        'stg_services_internal_control__reports: body_code = ''' || body_code || ''''
        || case when ending = 'U5' then '; breaches of terms as in timeliness, with services of one working day' else '' end as evidence_predicate,
        report_count + case when ending = 'U5' then request_count + act_count else 0 end as evidence_row_count,
        cast(report_digest_sum + case when ending = 'U5' then request_digest_sum + findings_digest_sum else 0 end as text) as evidence_digest
    from weighed
    cross join lateral (
        select {{ band_points('weighed.edition', 'weighed.criterion_code', 'points', 'round(weighed.share_pct, weighed.percent_decimals)', 'assumption_ids') }} as assumption_ids
    ) as band

),

final as (

    {{ services_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
