with

answers as (

    {{ of_this_build(ref('fct_criterion_score')) }}

),

final as (

    select
        -- ids
        cast(answers.run_id as bigint) as run_id,
        cast(row_number() over (
            partition by answers.run_id
            order by answers.body_kind, bodies.name_ru, answers.body_code, criteria.sort_order
        ) as int) as sort_order,
        cast(answers.body_code as text) as body_code,
        cast(answers.body_kind as text) as body_kind,

        -- names
        cast(bodies.name_ru as text) as name_ru,
        cast(bodies.name_kk as text) as name_kk,
        cast(bodies.name_en as text) as name_en,
        cast(answers.block_code as text) as block_code,
        cast(answers.criterion_code as text) as criterion_code,
        cast(criteria.name_ru as text) as criterion_name_ru,
        cast(criteria.name_kk as text) as criterion_name_kk,
        cast(criteria.name_en as text) as criterion_name_en,

        -- numbers
        cast(answers.max_points as numeric(6, 2)) as max_points,
        cast(answers.criterion_value as numeric(38, 12)) as criterion_value,
        cast(answers.points as numeric(38, 12)) as points,
        cast(answers.lowest_points as numeric(38, 12)) as lowest_points,
        cast(answers.highest_points as numeric(38, 12)) as highest_points,

        -- status, flags and grounds
        cast(answers.status as text) as status,
        cast(answers.is_partial as boolean) as is_partial,
        cast(answers.has_no_events as boolean) as has_no_events,
        cast(answers.is_demonstration as boolean) as is_demonstration,
        cast(answers.assumption_ids as text) as assumption_ids,
        cast(answers.legal_ref as text) as legal_ref,
        cast(criteria.certainty as text) as certainty,
        cast(answers.status_reason as text) as status_reason
    from answers
    inner join {{ ref('dim_body') }} as bodies
        on
            answers.run_id = bodies.run_id
            and answers.body_code = bodies.body_code
    inner join {{ ref('dim_criterion') }} as criteria
        on
            answers.run_id = criteria.run_id
            and answers.criterion_code = criteria.criterion_code

)

select * from final
