-- The rows of the index for the direction of services, with what was counted and what the body reported.
{%- set kinds = quality_kinds() %}

with

asked as (

    select * from {{ ref('int_assessment__index') }}
    where
        direction_code in ('B2.C.S', 'B2.M.S')
        and task = 'to_answer'

),

loads as (

    select
        run_id,
        max(load_id) filter (where source = 'services_monitoring') as monitoring_load_id,
        max(load_id) filter (where source = 'services_internal_control') as control_load_id,
        max(load_id) filter (where source = 'services_register') as register_load_id,
        max(load_id) filter (where source = 'services_inspections') as inspections_load_id
    from {{ source('ledger', 'run_load') }}
    group by run_id

),

demonstrations as (

    select
        run_load.run_id,
        criterion_source.edition,
        criterion_source.criterion_code,
        bool_or(run_load.is_demonstration) as is_demonstration
    from {{ ref('criterion_source') }} as criterion_source
    inner join {{ source('ledger', 'run_load') }} as run_load on criterion_source.source = run_load.source
    group by run_load.run_id, criterion_source.edition, criterion_source.criterion_code

),

serving as (

    select
        run_id,
        body_code,
        bool_or(is_new) as has_new_service,
        bool_or(is_perhaps_new) as has_perhaps_new_service,
        sum(entry_count) as entry_count,
        sum(entry_digest_sum) as entry_digest_sum
    from {{ ref('int_interaction__services_of_bodies') }}
    group by run_id, body_code

),

-- requests of a known body that might have been rendered, had they been readable: with them "nothing was rendered" cannot be said
doubtful as (

    select
        load_id,
        body_code,
        count(*) as doubtful_count
    from {{ ref('base_services_monitoring__remarked') }}
    where
        not is_accepted
        and not is_copy
        and body_code is not null
        and (result in ('оказана', 'отказано') or result_defect is not null)
    group by load_id, body_code

),

-- Monitoring came whole, for all bodies: a body without a row in it had no requests there
final as (

    select
        -- ids
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        asked.body_kind,
        asked.edition,
        asked.reporting_year,
        loads.monitoring_load_id,
        loads.control_load_id,
        loads.register_load_id,
        loads.inspections_load_id,

        -- numbers
        asked.max_points,
        {% for column in [
            'rendered_count', 'term_count', 'breach_count', 'unknown_term_count', 'unknown_breach_count', 'all_breach_count',
            'late_entry_count', 'left_out_count', 'unconnected_request_count', 'act_count', 'outside_breach_count', 'outside_one_day_breach_count',
            'request_count', 'request_digest_sum', 'findings_digest_sum',
        ] %}
        coalesce(counted.{{ column }}, 0) as {{ column }},
        {% endfor %}
        {% for kind in kinds %}
        counted.{{ kind }}_count as inspected_{{ kind }}_count,
        reports.{{ kind }}_count as reported_{{ kind }}_count,
        {% endfor %}
        {% for column in [
            'recommendations_issued_count', 'term_breaches_found_count', 'last_year_breaches_count',
            'unconnected_services_count', 'unconnected_breaches_count', 'unconnected_one_day_services_count',
            'unconnected_one_day_breaches_count', 'body_complaints_count', 'state_corporation_complaints_count',
            'portal_complaints_count', 'appeals_register_complaints_count', 'recipients_count', 'plan_executed_pct',
            'recommendations_executed_pct',
        ] %}
        reports.{{ column }},
        {% endfor %}
        coalesce(doubtful.doubtful_count, 0) as doubtful_count,
        coalesce(reports.report_count, 0) as report_count,
        coalesce(reports.report_digest_sum, 0) as report_digest_sum,
        coalesce(serving.entry_count, 0) as entry_count,
        coalesce(serving.entry_digest_sum, 0) as entry_digest_sum,

        -- flags
        coalesce(demonstrations.is_demonstration, false) as is_demonstration,
        loads.register_load_id is not null as has_register,
        loads.inspections_load_id is not null as has_inspections,
        -- without the Register nobody can say that a body has no services
        loads.register_load_id is null or serving.body_code is not null as has_services,
        coalesce(serving.has_new_service, false) as has_new_service,
        coalesce(serving.has_perhaps_new_service, false) as has_perhaps_new_service,
        coalesce(counted.has_excess, false) as has_excess,
        coalesce(reports.report_count, 0) > 0 as has_report,
        coalesce(reports.report_count, 0) = 0 and coalesce(reports.rejected_count, 0) > 0 as has_rejected_report,
        reports.has_barrier_measures,
        coalesce(reports.has_barrier_document, false) as has_barrier_document,
        reports.has_responsible_unit,
        reports.has_approved_plan,
        reports.has_plan_approved_on_time
    from asked
    inner join loads on asked.run_id = loads.run_id
    left join demonstrations
        on
            asked.run_id = demonstrations.run_id
            and asked.edition = demonstrations.edition
            and asked.criterion_code = demonstrations.criterion_code
    left join serving
        on
            asked.run_id = serving.run_id
            and asked.body_code = serving.body_code
    left join {{ ref('int_interaction__services_counted') }} as counted
        on
            asked.run_id = counted.run_id
            and asked.body_code = counted.body_code
    left join {{ ref('int_interaction__control_by_body') }} as reports
        on
            loads.control_load_id = reports.load_id
            and asked.body_code = reports.body_code
    left join doubtful
        on
            loads.monitoring_load_id = doubtful.load_id
            and asked.body_code = doubtful.body_code

)

select * from final
