select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- texts
    barrier_measures_document,

    -- numbers
    plan_executed_pct,
    recommendations_issued_count,
    recommendations_executed_pct,
    term_breaches_found_count,
    term_breaches_count,
    last_year_breaches_count,
    unconnected_services_count,
    unconnected_breaches_count,
    unconnected_one_day_services_count,
    unconnected_one_day_breaches_count,
    unjustified_refusals_count,
    refusals_base_count,
    incomplete_packages_count,
    incomplete_packages_base_count,
    extra_documents_count,
    extra_documents_base_count,
    process_breaches_count,
    process_breaches_base_count,
    body_complaints_count,
    state_corporation_complaints_count,
    portal_complaints_count,
    appeals_register_complaints_count,
    recipients_count,

    -- flags
    has_barrier_measures,
    has_responsible_unit,
    has_approved_plan,
    has_plan_approved_on_time
from {{ ref('base_services_internal_control__reports') }}
where is_accepted
