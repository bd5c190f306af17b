select
    -- ids
    load_id,
    row_number,
    reporting_year,
    act_number,
    service_code,
    body_code,

    -- texts
    service_name,

    -- numbers
    services_inspected_count,
    term_breaches_count,
    unjustified_refusals_count,
    refusals_base_count,
    incomplete_packages_count,
    incomplete_packages_base_count,
    extra_documents_count,
    extra_documents_base_count,
    process_breaches_count,
    process_breaches_base_count,

    -- times
    inspected_on
from {{ ref('base_services_inspections__findings') }}
where is_accepted
