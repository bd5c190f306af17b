with

absorption as (

    {{ of_this_build(ref('fct_budget_absorption')) }}

),

final as (

    select
        -- ids
        cast(absorption.run_id as bigint) as run_id,
        cast(absorption.administrator_code as text) as administrator_code,
        cast(absorption.administrator_name_ru as text) as administrator_name_ru,
        cast(absorption.body_code as text) as body_code,
        cast(bodies.name_kk as text) as name_kk,

        -- numbers
        cast(absorption.plan_thousand_kzt as numeric(24, 1)) as plan_thousand_kzt,
        cast(absorption.paid_thousand_kzt as numeric(24, 1)) as paid_thousand_kzt,
        cast(absorption.absorption_pct as numeric(7, 2)) as absorption_pct
    from absorption
    left join {{ ref('dim_body') }} as bodies
        on
            absorption.run_id = bodies.run_id
            and absorption.body_code = bodies.body_code

)

select * from final
