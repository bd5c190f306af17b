-- Optimisation, paragraphs 60-67: the share of standards changed of those that the plan names (T), and the mean degree of
-- automation over the services of the body (V). Central bodies only.
with

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    select
        services.*,
        {{ formula_parameter('services', 'full_points') }} as full_points,
        {{ formula_parameter('services', 'highest_ratio') }} as highest_ratio,
        criterion_code = 'B2.C.S7.T' as is_share,
        run_load.load_id as plan_load_id
    from {{ ref('int_interaction__services_asked') }} as services
    left join {{ source('ledger', 'run_load') }} as run_load
        on
            services.run_id = run_load.run_id
            and run_load.source = 'optimisation_plan'
    where criterion_code in ('B2.C.S7.T', 'B2.C.S7.V')

),

plan as (

    select * from {{ ref('int_interaction__s7_services') }}

),

-- materialized, for the same reason
register as materialized (

    select
        services.*,
        services.included_on >= make_date(services.reporting_year, cast({{ formula_parameter('services', 'left_out_from_month') }} as int), 1) as is_entered_at_period_end
    from (
        select
            services_of_bodies.*,
            runs.edition,
            runs.reporting_year,
            'B2.C.S7.V' as criterion_code
        from {{ ref('int_interaction__services_of_bodies') }} as services_of_bodies
        inner join {{ ref('int_assessment__runs') }} as runs on services_of_bodies.run_id = runs.run_id
        where services_of_bodies.is_standing
    ) as services

),

standards as (

    select
        run_id,
        body_code,
        count(*) as planned_row_count,
        count(*) filter (where is_to_be_optimised) as due_count,
        count(*) filter (where is_changed) as changed_count,
        sum(row_digest) as digest_sum
    from plan
    group by run_id, body_code

),

-- the kinds of services are those of the Register; the plan says how each of them is rendered, and which one is left out as entered
-- at the end of the period: where it does not say so, the day in the Register does (A-58)
rendered as (

    select
        register.run_id,
        register.body_code,
        plan.service_code is not null as is_in_plan,
        coalesce(plan.is_entered_at_period_end, register.is_entered_at_period_end) as is_left_out,
        plan.automation_points,
        plan.has_decision,
        plan.row_digest
    from register
    left join plan
        on
            register.run_id = plan.run_id
            and register.body_code = plan.body_code
            and register.service_code = plan.service_code
            and not plan.is_rendered_by_local_bodies

),

automated as (

    select
        run_id,
        body_code,
        count(*) filter (where is_left_out is null or not (is_left_out or is_in_plan)) as unknown_count,
        count(*) filter (where is_left_out) as left_out_count,
        count(*) filter (where is_in_plan and not is_left_out) as service_count,
        count(*) filter (where is_in_plan) as planned_count,
        sum(automation_points) filter (where is_in_plan and not is_left_out) as automation_points,
        bool_or(has_decision) filter (where is_in_plan and not is_left_out) as has_decision,
        sum(row_digest) as digest_sum
    from rendered
    group by run_id, body_code

),

rejected as (

    select
        load_id,
        body_code,
        count(*) as rejected_count,
        count(*) filter (where coalesce(is_to_be_optimised, true)) as doubtful_due_count
    from {{ ref('base_optimisation_plan__services') }}
    where
        not is_accepted
        and not is_copy
        and body_code is not null
    group by load_id, body_code

),

weighed as (

    select
        asked.*,
        coalesce(standards.planned_row_count, 0) as planned_row_count,
        coalesce(standards.due_count, 0) as due_count,
        coalesce(standards.changed_count, 0) as changed_count,
        coalesce(automated.service_count, 0) as service_count,
        coalesce(automated.unknown_count, 0) as unknown_count,
        coalesce(automated.automation_points, 0) as automation_points,
        coalesce(automated.has_decision, false) as has_decision,
        coalesce(rejected.rejected_count, 0) as rejected_count,
        coalesce(rejected.doubtful_due_count, 0) as doubtful_due_count,
        case when asked.is_share then standards.digest_sum else automated.digest_sum end as digest_sum,
        coalesce(automated.left_out_count, 0) as left_out_service_count,
        coalesce(automated.planned_count, 0) as planned_service_count
    from asked
    left join standards
        on
            asked.run_id = standards.run_id
            and asked.body_code = standards.body_code
    left join automated
        on
            asked.run_id = automated.run_id
            and asked.body_code = automated.body_code
    left join rejected
        on
            asked.plan_load_id = rejected.load_id
            and asked.body_code = rejected.body_code

),

scored as (

    select
        *,
        planned_row_count + rejected_count > 0 as is_in_plan,
        is_share and due_count = 0 and doubtful_due_count = 0 as has_nothing_due,
        case
            when is_share and due_count = 0 then case when doubtful_due_count = 0 then full_points end
            when is_share then least({{ quotient('full_points * changed_count', 'due_count') }}, full_points * highest_ratio)
            else {{ quotient('automation_points', 'service_count') }}
        end as points
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
        case when is_share then changed_count else automation_points end as numerator,
        case when is_share then due_count else service_count end as denominator,
        case when is_share then {{ quotient('changed_count', 'due_count') }} else points end as criterion_value,
        points,
        -- a rejected row may be one more standard to change, and may be one more that was changed
        case
            when is_share and rejected_count = 0 then points
            when is_share then least({{ quotient('full_points * changed_count', 'due_count + doubtful_due_count') }}, full_points * highest_ratio)
            else {{ quotient('automation_points', 'service_count + unknown_count') }}
        end as lowest_points,
        case
            when is_share and rejected_count = 0 then points
            when is_share then least({{ quotient('full_points * (changed_count + rejected_count)', 'due_count') }}, full_points * highest_ratio)
            else {{ quotient('automation_points + full_points * unknown_count', 'service_count + unknown_count') }}
        end as highest_points,
        case
            when not is_share and is_in_plan and service_count + unknown_count = 0
                then 'the body has no service but those entered at the end of the period'
        end as not_applicable_reason,
        case when not is_in_plan then 'the plan does not name the body' end as no_data_reason,
        case
            when is_share and due_count = 0 and doubtful_due_count > 0
                then 'nothing to optimise is counted, but rejected rows may hide standards'
            when not is_share and service_count = 0 then 'the plan tells of none of the services in the Register'
        end as open_reason,
        case
            when has_nothing_due then 'the plan has nothing to optimise'
            when is_share then changed_count || ' of ' || due_count || ' standards were changed'
            else
                service_count || ' services, ' || left_out_service_count || ' more entered at the end of the period'
                || case when unknown_count > 0 then '; of ' || unknown_count || ' services of the Register the plan tells nothing that can be read' else '' end
        end as status_reason,
        has_nothing_due as has_no_events,
        array[
            case when has_nothing_due then 'no_events' else 'computed' end,
            case when has_nothing_due or (is_share and changed_count > due_count * highest_ratio) then 'beyond_the_plan' end,
            case when not is_share and has_decision then 'commission_decision' end
        ] as conditions,
        'optimisation_plan' as evidence_source,
        plan_load_id as evidence_load_id,
        'stg_optimisation_plan__services: body_code = ''' || body_code || ''''
        || case when is_share then '' else ' and not is_rendered_by_local_bodies, for services of the Register' end as evidence_predicate,
        case when is_share then planned_row_count else planned_service_count end as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from scored

),

final as (

    {{ services_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
