with

runs as (

    {{ of_this_build(ref('int_assessment__runs')) }}

),

assumptions as (

    select
        runs.run_id,
        assumptions.*
    from runs
    inner join {{ ref('assumptions') }} as assumptions on runs.edition = assumptions.edition

),

criteria as (

    {{ of_this_build(ref('fct_criterion_score')) }}

),

directions as (

    {{ of_this_build(ref('fct_direction_score')) }}

),

blocks as (

    {{ of_this_build(ref('fct_block_score')) }}

),

overall as (

    {{ of_this_build(ref('fct_overall_score')) }}

),

penalties as (

    {{ of_this_build(ref('fct_penalty')) }}

),

-- a score is touched where the assumption stands beside it, or where its level and code are the assumption's
touched as (

    select
        criteria.run_id,
        rested_on.assumption_id,
        criteria.criterion_code as code
    from criteria
    cross join lateral regexp_split_to_table(criteria.assumption_ids, ' ') as rested_on (assumption_id)

    union all

    select
        directions.run_id,
        assumptions.assumption_id,
        directions.direction_code as code
    from directions
    inner join assumptions
        on
            directions.run_id = assumptions.run_id
            and assumptions.assumption_level = 'direction'
            and {{ names_code('assumptions.criteria', 'directions.direction_code') }}
    where directions.status <> 'not_applicable'

    union all

    select
        blocks.run_id,
        assumptions.assumption_id,
        blocks.block_code as code
    from blocks
    inner join assumptions
        on
            blocks.run_id = assumptions.run_id
            and assumptions.assumption_level = 'block'
            and {{ names_code('assumptions.criteria', 'blocks.block_code') }}
    where blocks.status <> 'not_applicable'

    union all

    -- deductions that rest on it touch the result that they are taken from, once
    select
        penalties.run_id,
        rested_on.assumption_id,
        penalties.target_code as code
    from penalties
    cross join lateral regexp_split_to_table(penalties.assumption_ids, ' ') as rested_on (assumption_id)
    inner join assumptions
        on
            penalties.run_id = assumptions.run_id
            and rested_on.assumption_id = assumptions.assumption_id
            and assumptions.assumption_level = 'penalty'
    group by penalties.run_id, penalties.body_code, penalties.target_code, rested_on.assumption_id
    union all

    select
        overall.run_id,
        assumptions.assumption_id,
        'OVERALL' as code
    from overall
    inner join assumptions
        on
            overall.run_id = assumptions.run_id
            and assumptions.assumption_level = 'overall'
    where overall.status <> 'not_applicable'

),

counted as (

    select
        run_id,
        assumption_id,
        string_agg(distinct code, ' ' order by code) as touched_criteria,
        count(*) as touched_score_count
    from touched
    group by run_id, assumption_id

),

final as (

    select
        -- ids
        cast(assumptions.run_id as bigint) as run_id,
        cast(assumptions.assumption_id as text) as assumption_id,
        cast(assumptions.place as text) as place,

        -- texts
        cast(assumptions.decision_ru as text) as decision_ru,
        cast(assumptions.decision_kk as text) as decision_kk,
        cast(assumptions.decision_en as text) as decision_en,
        cast(assumptions.alternative_ru as text) as alternative_ru,
        cast(assumptions.alternative_kk as text) as alternative_kk,
        cast(assumptions.alternative_en as text) as alternative_en,
        cast(assumptions.certainty as text) as certainty,

        -- what it touched
        cast(counted.touched_criteria as text) as touched_criteria,
        cast(counted.touched_score_count as bigint) as touched_score_count
    from assumptions
    inner join counted
        on
            assumptions.run_id = counted.run_id
            and assumptions.assumption_id = counted.assumption_id

)

select * from final
