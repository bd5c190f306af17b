with

runs as (

    select * from {{ ref('int_assessment__runs') }}

),

bodies as (

    select * from {{ ref('int_assessment__bodies') }}

),

leaves as (

    select
        runs.run_id,
        criteria.*
    from runs
    inner join {{ ref('criteria') }} as criteria on runs.edition = criteria.edition
    where criteria.is_leaf

),

scope as (

    select * from {{ ref('int_assessment__scope') }}

),

missing_sources as (

    select * from {{ ref('int_assessment__missing_sources') }}

),

-- bodies of which the Register, where it came, names no service: nothing of services applies to them, whatever else is
-- missing, and that is for the models to answer (A-90)
without_services as (

    select
        bodies.run_id,
        bodies.body_code,
        services_direction.direction_code
    from bodies
    inner join {{ source('ledger', 'run_load') }} as register
        on
            bodies.run_id = register.run_id
            and register.source = 'services_register'
    cross join (values ('B2.C.S'), ('B2.M.S')) as services_direction (direction_code)
    where
        not exists (
            select from {{ ref('int_interaction__services_of_bodies') }} as services
            where
                services.run_id = bodies.run_id
                and services.body_code = bodies.body_code
        )

),

final as (

    select
        -- ids
        runs.run_id,
        bodies.body_code,
        leaves.criterion_code,
        leaves.block_code,
        leaves.direction_code,

        -- codes
        bodies.body_kind,
        runs.reporting_year,
        runs.edition,
        case
            when not scope.is_assessed then 'not_applicable'
            when missing_sources.source is not null and without_services.body_code is null then 'no_data_source'
            when not {{ is_computed('leaves.criterion_code') }} then 'not_computed'
            else 'to_answer'
        end as task,
        case when scope.is_assessed and without_services.body_code is null then missing_sources.source end as missing_source,

        -- numbers; a coefficient has no points of its own, and another reading may have another maximum
        cast(
            case
                when leaves.max_points is not null then coalesce({{ formula_parameter('leaves', 'full_points') }}, leaves.max_points)
            end as numeric(6, 2)
        ) as max_points,

        -- texts
        case when scope.is_assessed then leaves.legal_ref else scope.legal_ref end as legal_ref,
        scope.reason_en as scope_reason
    from runs
    inner join bodies on runs.run_id = bodies.run_id
    inner join leaves
        on
            runs.run_id = leaves.run_id
            and leaves.body_kind in (bodies.body_kind, 'both')
    left join scope
        on
            bodies.run_id = scope.run_id
            and bodies.body_code = scope.body_code
            and leaves.direction_code = scope.direction_code
    left join missing_sources
        on
            runs.run_id = missing_sources.run_id
            and leaves.criterion_code = missing_sources.criterion_code
            and missing_sources.body_kind in (bodies.body_kind, 'both')
    left join without_services
        on
            bodies.run_id = without_services.run_id
            and bodies.body_code = without_services.body_code
            and leaves.direction_code = without_services.direction_code

)

select * from final
