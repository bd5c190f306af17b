with

overall as (

    {{ of_this_build(ref('fct_overall_score')) }}

),

final as (

    select
        -- ids
        cast(overall.run_id as bigint) as run_id,
        cast(row_number() over (
            partition by overall.run_id
            order by overall.body_kind, overall.peer_rank nulls last, overall.coverage_pct desc, bodies.name_ru
        ) as int) as sort_order,
        cast(overall.body_code as text) as body_code,
        cast(overall.body_kind as text) as body_kind,

        -- names
        cast(bodies.name_ru as text) as name_ru,
        cast(bodies.name_kk as text) as name_kk,
        cast(bodies.name_en as text) as name_en,

        -- results
        cast(overall.status as text) as status,
        cast(overall.score as numeric(5, 2)) as score,
        cast(overall.lowest_score as numeric(5, 2)) as lowest_score,
        cast(overall.highest_score as numeric(5, 2)) as highest_score,
        cast(overall.degree as text) as degree,
        cast(overall.lowest_degree as text) as lowest_degree,
        cast(overall.highest_degree as text) as highest_degree,
        cast(overall.peer_rank as int) as peer_rank,
        cast(overall.is_tied as boolean) as is_tied,
        cast(overall.coverage_pct as numeric(5, 2)) as coverage_pct,
        cast(overall.is_partial as boolean) as is_partial,
        cast(overall.is_demonstration as boolean) as is_demonstration
    from overall
    inner join {{ ref('dim_body') }} as bodies
        on
            overall.run_id = bodies.run_id
            and overall.body_code = bodies.body_code

)

select * from final
