with

scored as (

    {{ of_this_build(ref('fct_criterion_score')) }}
    and status = 'scored'

),

final as (

    select
        -- ids
        cast(scored.run_id as bigint) as run_id,
        cast(row_number() over (
            partition by scored.run_id
            order by scored.body_kind, bodies.name_ru, criteria.sort_order
        ) as int) as sort_order,
        cast(scored.body_code as text) as body_code,
        cast(scored.body_kind as text) as body_kind,

        -- names
        cast(bodies.name_ru as text) as name_ru,
        cast(bodies.name_kk as text) as name_kk,
        cast(bodies.name_en as text) as name_en,
        cast(scored.block_code as text) as block_code,
        cast(scored.direction_code as text) as direction_code,
        cast(scored.criterion_code as text) as criterion_code,
        cast(criteria.name_ru as text) as criterion_name_ru,
        cast(criteria.name_kk as text) as criterion_name_kk,
        cast(criteria.name_en as text) as criterion_name_en,

        -- numbers
        cast(scored.max_points as numeric(6, 2)) as max_points,
        cast(scored.numerator as numeric(38, 12)) as numerator,
        cast(scored.denominator as numeric(38, 12)) as denominator,
        cast(scored.points as numeric(38, 12)) as points,
        cast(scored.lowest_points as numeric(38, 12)) as lowest_points,
        cast(scored.highest_points as numeric(38, 12)) as highest_points,

        -- flags and grounds
        cast(scored.is_partial as boolean) as is_partial,
        cast(scored.has_no_events as boolean) as has_no_events,
        cast(scored.is_demonstration as boolean) as is_demonstration,
        cast(scored.assumption_ids as text) as assumption_ids,
        cast(scored.legal_ref as text) as legal_ref
    from scored
    inner join {{ ref('dim_body') }} as bodies
        on
            scored.run_id = bodies.run_id
            and scored.body_code = bodies.body_code
    inner join {{ ref('dim_criterion') }} as criteria
        on
            scored.run_id = criteria.run_id
            and scored.criterion_code = criteria.criterion_code

)

select * from final
