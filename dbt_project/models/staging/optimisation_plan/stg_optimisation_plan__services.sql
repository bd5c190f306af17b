select
    -- ids
    load_id,
    row_number,
    reporting_year,
    service_code,
    body_code,

    -- codes
    case rendering_way
        when 'портал и (или) государственная корпорация' then 'portal_and_or_state_corporation'
        when 'только портал' then 'portal_only'
        when 'портал и на бумаге в государственном органе' then 'portal_plus_paper_in_body'
        when 'на бумаге только через государственную корпорацию' then 'paper_state_corporation_only'
        when 'на бумаге в государственном органе и через государственную корпорацию' then 'paper_body_and_state_corporation'
        when 'на бумаге только в государственном органе' then 'paper_body_only'
    end as rendering_way_code,

    -- texts
    service_name,
    commission_decision,

    -- numbers
    documents_received_count,
    documents_receivable_count,

    -- flags
    is_rendered_by_local_bodies,
    is_to_be_optimised,
    is_standard_approved,
    is_entered_at_period_end,

    -- times
    standard_changed_on,
    commission_decided_on
from {{ ref('base_optimisation_plan__services') }}
where is_accepted
