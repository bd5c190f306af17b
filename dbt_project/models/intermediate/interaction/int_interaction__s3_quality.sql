-- Quality of services, paragraphs 41-50: full points less cases per services (T1 to T4) and less justified complaints per
-- recipients (T5). What inspections found goes before what the body's own control found (paragraph 44).
with

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    select
        services.*,
        {{ formula_parameter('services', 'full_points') }} as full_points,
        {{ formula_parameter('services', 'per') }} as per,
        unconnected_services_count + unconnected_one_day_services_count as unconnected_count
    from {{ ref('int_interaction__services_asked') }} as services
    where criterion_code in (
        'B2.C.S3.T1', 'B2.C.S3.T2', 'B2.C.S3.T3', 'B2.C.S3.T4', 'B2.C.S3.T5',
        'B2.M.S3.T1', 'B2.M.S3.T2', 'B2.M.S3.T3', 'B2.M.S3.T4', 'B2.M.S3.T5'
    )

),

kinds as (

    select
        asked.*,
        kind.inspected_count,
        kind.reported_count,
        kind.is_complaint
    from asked
    cross join lateral (
        values
        ('T1', asked.inspected_unjustified_refusals_count, asked.reported_unjustified_refusals_count, false),
        ('T2', asked.inspected_incomplete_packages_count, asked.reported_incomplete_packages_count, false),
        ('T3', asked.inspected_extra_documents_count, asked.reported_extra_documents_count, false),
        ('T4', asked.inspected_process_breaches_count, asked.reported_process_breaches_count, false),
        (
            'T5',
            null,
            asked.body_complaints_count + asked.state_corporation_complaints_count + asked.portal_complaints_count
            + asked.appeals_register_complaints_count,
            true
        )
    ) as kind (ending, inspected_count, reported_count, is_complaint)
    where right(asked.criterion_code, 2) = kind.ending

),

-- all services are the base here, those of one working day too: paragraph 37 leaves them out of the terms alone
summed as (

    select
        *,
        coalesce(inspected_count, reported_count) as case_count,
        case when is_complaint then recipients_count else rendered_count + coalesce(unconnected_count, 0) end as base_count,
        is_complaint or unconnected_count is not null as is_base_whole
    from kinds

),

weighed as (

    select
        *,
        case when is_complaint or case_count is null then case_count else least(case_count, base_count) end as numerator,
        -- internal control reports for the body as a whole: nobody knows how many of its cases lie in services that were inspected
        coalesce(inspected_count is not null and reported_count > 0, false) as is_also_reported,
        coalesce(base_count = 0 and case_count = 0 and is_base_whole and (is_complaint or doubtful_count = 0), false) as has_nothing
    from summed

),

scored as (

    select
        *,
        case
            when has_nothing then full_points
            else greatest({{ points_less_rate('full_points', quotient('per * numerator', 'base_count'), 'weighed', 'A-33') }}, 0)
        end as points,
        greatest({{ points_less_rate('full_points', quotient('per * least(case_count + case when is_also_reported then reported_count else 0 end, base_count)', 'base_count'), 'weighed', 'A-33') }}, 0) as points_with_reported
    from weighed

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
        base_count as denominator,
        {{ quotient('numerator', 'base_count') }} as criterion_value,
        points,
        -- services that nobody counted can only dilute the cases
        case when open.reason is null then case when is_also_reported then points_with_reported else points end end as lowest_points,
        case
            when open.reason is not null then null
            when is_base_whole or numerator = 0 then points
            else full_points
        end as highest_points,
        cast(null as text) as not_applicable_reason,
        case
            when inspected_count is null and not has_report and not has_rejected_report
                then case when is_complaint then 'no report counts the complaints' else 'neither an inspection nor a report of internal control' end
        end as no_data_reason,
        open.reason as open_reason,
        case
            when has_nothing and is_complaint then 'nobody was served'
            when has_nothing then 'no service was rendered'
            else
                case_count || case
                    when is_complaint then ' justified complaints'
                    when inspected_count is not null then ' cases found by inspections'
                    else ' cases found by internal control'
                end
                || case when case_count > base_count then ', more than there are to judge' else '' end
                || case when is_base_whole then '' else '; services outside Monitoring are not counted' end
                || case when is_also_reported then '; internal control reports ' || reported_count || ', perhaps of other services' else '' end
        end
        || case when is_complaint then '' else {{ words_of_doubtful_requests() }} end as status_reason,
        has_nothing as has_no_events,
        array[
            'counted',
            case when has_nothing then 'no_events' else 'computed' end,
            case when left_out_count > 0 and not is_complaint then 'left_out' end,
            case when unconnected_request_count > 0 and not is_complaint then 'unconnected_in_monitoring' end,
            case when is_also_reported then 'inspected_and_reported' end
        ] as conditions,
        case when is_complaint then 'services_internal_control' else 'services_monitoring' end as evidence_source,
        case when is_complaint then control_load_id else monitoring_load_id end as evidence_load_id,
        case
            when is_complaint then 'stg_services_internal_control__reports: body_code = ''' || body_code || ''''
            else
                'stg_services_monitoring__requests: body_code = ''' || body_code || ''' and not is_law_enforcement and (rendered_on in '
                || reporting_year || ' or is_entry_late); stg_services_internal_control__reports and stg_services_inspections__findings: body_code = '''
                || body_code || ''''
        end as evidence_predicate,
        report_count + case when is_complaint then 0 else request_count + act_count end as evidence_row_count,
        cast(
            report_digest_sum + case when is_complaint then 0 else request_digest_sum + findings_digest_sum end as text
        ) as evidence_digest
    from scored
    cross join lateral (
        select
            coalesce(
                case when inspected_count is null then {{ report_unread() }} end,
                case
                    when case_count is null then 'the report does not count the cases'
                    when is_complaint and recipients_count is null then 'the report does not count the recipients'
                    when has_nothing then null
                    when base_count = 0 and doubtful_count > 0 and not is_complaint
                        then 'no service is counted, but rejected rows may hide rendered ones'
                    when base_count = 0 then 'cases are counted, but nothing to divide them by'
                end
            ) as reason
    ) as open

),

final as (

    {{ services_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
