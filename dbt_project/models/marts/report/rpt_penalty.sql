with

penalties as (

    {{ of_this_build(ref('fct_penalty')) }}

),

final as (

    select
        -- ids
        cast(penalties.run_id as bigint) as run_id,
        cast(row_number() over (
            partition by penalties.run_id
            order by bodies.body_kind, bodies.name_ru, bodies.body_code, rules.target_code, penalties.penalty_code
        ) as int) as sort_order,
        cast(penalties.body_code as text) as body_code,
        cast(bodies.body_kind as text) as body_kind,

        -- names
        cast(bodies.name_ru as text) as name_ru,
        cast(bodies.name_kk as text) as name_kk,
        cast(bodies.name_en as text) as name_en,
        cast(penalties.penalty_code as text) as penalty_code,
        cast(rules.target_code as text) as target_code,
        cast(rules.unit as text) as unit,

        -- numbers
        cast(penalties.fact_count as bigint) as fact_count,
        cast(penalties.points_per_unit as numeric(6, 3)) as points_per_unit,
        cast(penalties.points_before_cap as numeric(12, 3)) as points_before_cap,
        cast(penalties.cap_points as numeric(6, 2)) as cap_points,
        cast(penalties.points as numeric(12, 3)) as points,
        cast(penalties.lowest_points as numeric(12, 3)) as lowest_points,
        cast(penalties.highest_points as numeric(12, 3)) as highest_points,

        -- flags and grounds
        cast(penalties.is_certain as boolean) as is_certain,
        cast(penalties.is_demonstration as boolean) as is_demonstration,
        cast(penalties.assumption_ids as text) as assumption_ids,
        cast(penalties.legal_ref as text) as legal_ref,

        -- several kinds of deductions can share one cap; by another reading each has its own
        cast(count(*) over (
            partition by penalties.run_id, penalties.body_code, penalties.target_code, penalties.cap_group
        ) > 1 as boolean) as is_cap_shared
    from penalties
    inner join {{ ref('int_assessment__runs') }} as runs on penalties.run_id = runs.run_id
    inner join {{ ref('dim_body') }} as bodies
        on
            penalties.run_id = bodies.run_id
            and penalties.body_code = bodies.body_code
    -- one code can stand for central and for local bodies, each with a target of its own
    inner join {{ ref('penalties') }} as rules
        on
            runs.edition = rules.edition
            and penalties.penalty_code = rules.penalty_code
            and rules.body_kind in (bodies.body_kind, 'both')

)

select * from final
