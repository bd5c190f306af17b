-- Timeliness of services, paragraphs 33-40: base less breaches per services, plus the bonus, less late entries.
with

asked as (

    select * from {{ ref('int_interaction__services_asked') }}
    where criterion_code in ('B2.C.S2', 'B2.M.S2')

),

components as (

    select * from {{ ref('int_interaction__s2_components') }}

),

weighed as (

    select
        asked.*,
        counted.breach_count as numerator,
        counted.service_count as denominator,
        {{ quotient('counted.breach_count', 'counted.service_count') }} as criterion_value,
        counted.points,
        lowest.points as lowest_points,
        highest.points as highest_points,
        counted.base_points,
        counted.bonus_points,
        counted.late_entry_points,
        not asked.has_inspections and counted.service_count > 0 as is_uninspected
    from asked
    inner join components as counted
        on
            asked.run_id = counted.run_id
            and asked.body_code = counted.body_code
            and counted.case_name = 'counted'
    inner join components as lowest
        on
            asked.run_id = lowest.run_id
            and asked.body_code = lowest.body_code
            and lowest.case_name = 'lowest'
    inner join components as highest
        on
            asked.run_id = highest.run_id
            and asked.body_code = highest.body_code
            and highest.case_name = 'highest'

),

judged as (

    select
        run_id,
        body_code,
        criterion_code,
        max_points,
        has_services,
        is_demonstration,
        numerator,
        denominator,
        criterion_value,
        points,
        -- inspections go before all other counts (paragraph 36): where they did not come, they may have found anything
        case when open.reason is null then case when is_uninspected then 0 else lowest_points end end as lowest_points,
        case when open.reason is null then case when is_uninspected then max_points else highest_points end end as highest_points,
        cast(null as text) as not_applicable_reason,
        case
            when not has_report and not has_rejected_report
                then 'no report tells of the services outside Monitoring'
        end as no_data_reason,
        open.reason as open_reason,
        case
            when denominator = 0 then 'no service with a term of more than one working day was rendered'
            else
                'base ' || trim_scale(round(base_points, 4)) || ', bonus ' || trim_scale(bonus_points)
                || case when last_year_breaches_count is null and numerator > 0 then ' (last year is not known)' else '' end
                || case when unknown_term_count > 0 then '; ' || unknown_term_count || ' services of unknown term left aside' else '' end
                || case when has_excess then '; an inspection found more breaches than services' else '' end
                || case when is_uninspected then '; inspections did not come' else '' end
        end
        || {{ words_of_doubtful_requests() }}
        || case
            when late_entry_count > 0
                then '; ' || late_entry_count || ' late entries take ' || trim_scale(late_entry_points)
            else ''
        end as status_reason,
        denominator = 0 as has_no_events,
        array[
            'counted',
            case when denominator = 0 then 'no_events' else 'computed' end,
            case when late_entry_count > 0 then 'late_entries' end,
            case when left_out_count > 0 then 'left_out' end,
            case when unconnected_request_count > 0 then 'unconnected_in_monitoring' end
        ] as conditions,
        'services_monitoring' as evidence_source,
        monitoring_load_id as evidence_load_id,
        'stg_services_monitoring__requests: body_code = ''' || body_code || ''' and not is_law_enforcement and (rendered_on in '
        || reporting_year || ' or is_entry_late); stg_services_internal_control__reports and stg_services_inspections__findings: body_code = '''
        || body_code || '''' as evidence_predicate,
        request_count + report_count + act_count as evidence_row_count,
        cast(request_digest_sum + report_digest_sum + findings_digest_sum as text) as evidence_digest
    from weighed
    cross join lateral (
        select
            coalesce(
                {{ report_unread() }},
                case
                    when unconnected_services_count is null or unconnected_breaches_count is null
                        then 'the report does not count the services outside Monitoring'
                    when denominator = 0 and unknown_term_count > 0 then 'no service rendered has a known term'
                    when denominator = 0 and doubtful_count > 0
                        then 'no service is counted, but rejected rows may hide rendered ones'
                end
            ) as reason
    ) as open

),

final as (

    {{ services_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
