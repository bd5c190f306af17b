-- Services of the plan of optimisation with the points of their automation, paragraph 67: points of the way of rendering,
-- times the factor of a decision of the commission, times the share of documents that come from systems.
with

runs as (

    select
        runs.run_id,
        runs.edition,
        runs.reporting_year,
        run_load.load_id
    from {{ ref('int_assessment__runs') }} as runs
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            runs.run_id = run_load.run_id
            and run_load.source = 'optimisation_plan'

),

-- a service that a body has under a former name too stands once in the united list (A-106)
planned as (

    select distinct on (runs.run_id, services.body_code, services.service_code, services.is_rendered_by_local_bodies)
        runs.run_id,
        runs.edition,
        'B2.C.S7.V' as criterion_code,
        runs.reporting_year,
        services.body_code,
        services.service_code,
        services.rendering_way_code,
        services.documents_received_count,
        services.documents_receivable_count,
        services.commission_decided_on,
        services.is_rendered_by_local_bodies,
        services.is_to_be_optimised,
        services.is_standard_approved,
        services.is_entered_at_period_end,
        extract(year from services.standard_changed_on) = runs.reporting_year as is_changed,
        {{ row_digest(row_text('services', [
            'service_code', 'body_code', 'is_rendered_by_local_bodies', 'is_to_be_optimised', 'standard_changed_on', 'rendering_way_code',
            'documents_received_count', 'documents_receivable_count', 'commission_decided_on', 'is_standard_approved',
            'is_entered_at_period_end',
        ])) }} as row_digest
    from {{ ref('stg_optimisation_plan__services') }} as services
    inner join runs on services.load_id = runs.load_id
    order by runs.run_id, services.body_code, services.service_code, services.is_rendered_by_local_bodies, services.row_number

),

numbered as (

    select
        planned.*,
        {{ category_points('planned.edition', 'planned.criterion_code', 'mode', 'planned.rendering_way_code') }} as way_points,
        {{ category_points('planned.edition', 'planned.criterion_code', 'mode', "'standard_not_approved'") }} as unapproved_points,
        {{ formula_parameter('planned', 'commission_portal_points') }} as commission_portal_points,
        {{ formula_parameter('planned', 'commission_paper_points') }} as commission_paper_points,
        {{ formula_parameter('planned', 'commission_factor') }} as commission_factor,
        {{ formula_parameter('planned', 'highest_ratio') }} as highest_ratio,
        -- a decision holds for the period in which it was taken and for the following ones (A-39)
        coalesce(
            extract(year from planned.commission_decided_on) <= planned.reporting_year
            and extract(year from planned.commission_decided_on) > planned.reporting_year - {{ formula_parameter('planned', 'commission_period_count') }},
            false
        ) as has_decision
    from planned

),

weighed as (

    select
        *,
        -- with a decision the service counts as rendered through the State Corporation, and rows already through it stay
        case
            when not has_decision then way_points
            when rendering_way_code in ('portal_only', 'portal_plus_paper_in_body') then commission_portal_points
            when rendering_way_code = 'paper_body_only' then commission_paper_points
            else way_points
        end as mode_points,
        case when has_decision then commission_factor else 1 end as decision_factor,
        case when documents_receivable_count = 0 then 1 else documents_received_count end as counted_documents,
        case when documents_receivable_count = 0 then 1 else documents_receivable_count end as document_base
    from numbered

),

final as (

    select
        -- ids
        run_id,
        body_code,
        service_code,

        -- numbers
        cast(mode_points as numeric(38, 12)) as mode_points,
        cast(decision_factor as numeric(38, 12)) as decision_factor,
        cast({{ clamp(quotient('counted_documents', 'document_base'), 0, 'highest_ratio') }} as numeric(38, 12)) as document_ratio,
        cast(case
            when not is_standard_approved then unapproved_points
            else
                least(
                    {{ quotient('mode_points * decision_factor * counted_documents', 'document_base') }},
                    mode_points * decision_factor * highest_ratio
                )
        end as numeric(38, 12)) as automation_points,

        -- flags
        has_decision,
        is_rendered_by_local_bodies,
        is_to_be_optimised,
        is_entered_at_period_end,
        coalesce(is_changed, false) as is_changed,

        -- evidence
        row_digest
    from weighed

)

select * from final
