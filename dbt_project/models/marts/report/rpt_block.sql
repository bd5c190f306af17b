with

blocks as (

    {{ of_this_build(ref('fct_block_score')) }}

),

final as (

    select
        -- ids
        cast(blocks.run_id as bigint) as run_id,
        cast(row_number() over (
            partition by blocks.run_id
            order by blocks.block_code, bodies.body_kind, bodies.name_ru
        ) as int) as sort_order,
        cast(blocks.body_code as text) as body_code,
        cast(bodies.body_kind as text) as body_kind,

        -- names
        cast(bodies.name_ru as text) as name_ru,
        cast(bodies.name_kk as text) as name_kk,
        cast(bodies.name_en as text) as name_en,
        cast(blocks.block_code as text) as block_code,
        cast(criteria.name_ru as text) as block_name_ru,
        cast(criteria.name_kk as text) as block_name_kk,
        cast(criteria.name_en as text) as block_name_en,

        -- results
        cast(blocks.status as text) as status,
        cast(blocks.score as numeric(5, 2)) as score,
        cast(blocks.lowest_score as numeric(5, 2)) as lowest_score,
        cast(blocks.highest_score as numeric(5, 2)) as highest_score,
        cast(blocks.degree as text) as degree,
        cast(blocks.coverage_pct as numeric(5, 2)) as coverage_pct,
        cast(blocks.is_partial as boolean) as is_partial,
        cast(blocks.is_demonstration as boolean) as is_demonstration,
        cast(blocks.lowest_degree as text) as lowest_degree,
        cast(blocks.highest_degree as text) as highest_degree,
        cast(blocks.deduction_points as numeric(38, 12)) as deduction_points,
        cast(blocks.highest_deduction_points as numeric(38, 12)) as highest_deduction_points
    from blocks
    inner join {{ ref('dim_body') }} as bodies
        on
            blocks.run_id = bodies.run_id
            and blocks.body_code = bodies.body_code
    inner join {{ ref('dim_criterion') }} as criteria
        on
            blocks.run_id = criteria.run_id
            and blocks.block_code = criteria.criterion_code

)

select * from final
