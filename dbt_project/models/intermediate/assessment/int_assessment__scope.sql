with

bodies as (

    select * from {{ ref('int_assessment__bodies') }}

),

scope as (

    select * from {{ ref('scope') }}

),

-- what the decree says of a body goes before what it says of its kind
final as (

    select distinct on (bodies.run_id, bodies.body_code, scope.direction_code)
        bodies.run_id,
        bodies.body_code,
        bodies.body_kind,
        scope.direction_code,
        scope.is_assessed,
        scope.reason_ru,
        scope.reason_kk,
        scope.reason_en,
        scope.legal_ref
    from bodies
    inner join scope
        on
            bodies.body_kind = scope.body_kind
            and (scope.body_code is null or bodies.body_code = scope.body_code)
    order by bodies.run_id, bodies.body_code, scope.direction_code, scope.body_code nulls last

)

select * from final
