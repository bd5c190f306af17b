-- Services rendered and breaches found, by body. A service belongs to the body that has it on 31 December, and where an
-- inspection looked at it, the breaches that it found take the place of those recorded (A-95); never more than were rendered.
{%- set kinds = quality_kinds() %}

with

runs as (

    select
        runs.run_id,
        monitoring.load_id as monitoring_load_id,
        inspections.load_id as inspections_load_id
    from {{ ref('int_assessment__runs') }} as runs
    left join {{ source('ledger', 'run_load') }} as monitoring
        on
            runs.run_id = monitoring.run_id
            and monitoring.source = 'services_monitoring'
    left join {{ source('ledger', 'run_load') }} as inspections
        on
            runs.run_id = inspections.run_id
            and inspections.source = 'services_inspections'

),

register as (

    select * from {{ ref('int_interaction__services_of_bodies') }}

),

only_homes as (

    select
        run_id,
        service_code,
        min(body_code) as body_code
    from register
    where is_standing
    group by run_id, service_code
    having count(*) = 1

),

requests as (

    select
        runs.run_id,
        requests.*
    from {{ ref('int_interaction__requests_by_service') }} as requests
    inner join runs on requests.load_id = runs.monitoring_load_id

),

findings as (

    select
        runs.run_id,
        findings.body_code,
        findings.service_code,
        count(*) as act_count,
        sum(least(findings.term_breaches_count, findings.services_inspected_count)) as breach_count,
        bool_or(findings.term_breaches_count > findings.services_inspected_count) as has_excess,
        {% for kind in kinds %}
        sum(findings.{{ kind }}_count) as {{ kind }}_count,
        {% endfor %}
        sum({{ row_digest(row_text('findings', [
            'act_number', 'body_code', 'service_code', 'services_inspected_count', 'term_breaches_count',
        ] + quality_columns())) }}) as evidence_digest_sum
    from {{ ref('stg_services_inspections__findings') }} as findings
    inner join runs on findings.load_id = runs.inspections_load_id
    group by runs.run_id, findings.body_code, findings.service_code

),

named as (

    select run_id, body_code, service_code from requests
    union distinct
    select run_id, body_code, service_code from findings

),

owners as (

    select
        named.run_id,
        named.body_code,
        named.service_code,
        case
            when own.is_standing or only_homes.body_code is null then named.body_code
            else only_homes.body_code
        end as owner_code
    from named
    left join register as own
        on
            named.run_id = own.run_id
            and named.body_code = own.body_code
            and named.service_code = own.service_code
    left join only_homes
        on
            named.run_id = only_homes.run_id
            and named.service_code = only_homes.service_code

),

by_service as (

    select
        owners.run_id,
        owners.owner_code as body_code,
        owners.service_code,
        count(requests.load_id) > 0 as is_in_monitoring,
        count(findings.act_count) > 0 as is_inspected,
        {% for column in ['rendered_count', 'term_count', 'breach_count', 'late_entry_count', 'left_out_count', 'evidence_row_count', 'evidence_digest_sum'] %}
        coalesce(sum(requests.{{ column }}), 0) as {{ column }},
        {% endfor %}
        coalesce(sum(findings.act_count), 0) as act_count,
        coalesce(sum(findings.breach_count), 0) as found_count,
        coalesce(bool_or(findings.has_excess), false) as has_excess,
        {% for kind in kinds %}
        sum(findings.{{ kind }}_count) as {{ kind }}_count,
        {% endfor %}
        coalesce(sum(findings.evidence_digest_sum), 0) as findings_digest_sum
    from owners
    left join requests
        on
            owners.run_id = requests.run_id
            and owners.body_code = requests.body_code
            and owners.service_code = requests.service_code
    left join findings
        on
            owners.run_id = findings.run_id
            and owners.body_code = findings.body_code
            and owners.service_code = findings.service_code
    group by owners.run_id, owners.owner_code, owners.service_code

),

judged as (

    select
        by_service.*,
        register.is_one_working_day,
        register.is_connected_to_monitoring,
        case
            when by_service.is_inspected then least(by_service.found_count, by_service.term_count)
            else by_service.breach_count
        end as judged_breach_count
    from by_service
    left join register
        on
            by_service.run_id = register.run_id
            and by_service.body_code = register.body_code
            and by_service.service_code = register.service_code

),

final as (

    select
        -- ids
        run_id,
        body_code,

        -- numbers: services in Monitoring
        sum(rendered_count) as rendered_count,
        coalesce(sum(term_count) filter (where not is_one_working_day), 0) as term_count,
        coalesce(sum(judged_breach_count) filter (where not is_one_working_day), 0) as breach_count,
        coalesce(sum(term_count) filter (where is_one_working_day is null), 0) as unknown_term_count,
        coalesce(sum(judged_breach_count) filter (where is_one_working_day is null), 0) as unknown_breach_count,
        sum(judged_breach_count) as all_breach_count,
        sum(late_entry_count) as late_entry_count,
        sum(left_out_count) as left_out_count,
        coalesce(sum(rendered_count) filter (where not is_connected_to_monitoring), 0) as unconnected_request_count,

        -- numbers: inspections
        sum(act_count) as act_count,
        coalesce(sum(found_count) filter (where not is_in_monitoring and is_one_working_day is not true), 0) as outside_breach_count,
        coalesce(sum(found_count) filter (where not is_in_monitoring and is_one_working_day), 0) as outside_one_day_breach_count,
        {% for kind in kinds %}
        sum(case when is_in_monitoring and {{ kind }}_count > rendered_count then rendered_count else {{ kind }}_count end) as {{ kind }}_count,
        {% endfor %}
        bool_or(has_excess or (is_in_monitoring and found_count > term_count)) as has_excess,

        -- evidence
        sum(evidence_row_count) as request_count,
        sum(evidence_digest_sum) as request_digest_sum,
        sum(findings_digest_sum) as findings_digest_sum
    from judged
    group by run_id, body_code

)

select * from final
