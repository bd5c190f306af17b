with

-- the readings that the edition computes for every report; others that somebody asked for stay out of it
what_ifs as (

    select
        what_if.of_run_id as run_id,
        what_if.run_id as other_run_id,
        what_if.assumption_ids,
        what_ifs.sort_order
    from {{ source('ledger', 'what_if') }} as what_if
    inner join {{ source('ledger', 'run_to_build') }} as run_to_build on what_if.of_run_id = run_to_build.run_id
    inner join {{ source('ledger', 'run') }} as run on what_if.of_run_id = run.run_id
    inner join {{ ref('what_ifs') }} as what_ifs
        on
            run.edition = what_ifs.edition
            and what_if.assumption_ids = what_ifs.assumption_ids

),

results as (

    select
        run_id,
        body_code,
        'OVERALL' as result_code,
        status,
        score,
        lowest_score,
        highest_score,
        degree,
        lowest_degree,
        highest_degree,
        peer_rank
    from {{ ref('fct_overall_score') }}

    union all

    select
        run_id,
        body_code,
        block_code as result_code,
        status,
        score,
        lowest_score,
        highest_score,
        degree,
        lowest_degree,
        highest_degree,
        cast(null as int) as peer_rank
    from {{ ref('fct_block_score') }}

),

final as (

    select
        -- ids
        cast(what_ifs.run_id as bigint) as run_id,
        cast(what_ifs.sort_order as int) as sort_order,
        cast(what_ifs.assumption_ids as text) as assumption_ids,
        cast(recorded.body_code as text) as body_code,
        cast(recorded.result_code as text) as result_code,

        -- as recorded
        cast(recorded.score as numeric(5, 2)) as score,
        cast(recorded.degree as text) as degree,
        cast(recorded.peer_rank as int) as peer_rank,

        -- by the other reading
        cast(other.score as numeric(5, 2)) as other_score,
        cast(other.degree as text) as other_degree,
        cast(other.peer_rank as int) as other_peer_rank,

        -- flags
        cast(
            (recorded.score, recorded.degree, recorded.peer_rank) is distinct from (other.score, other.degree, other.peer_rank) as boolean
        ) as is_changed,

        -- bounds, as recorded and by the other reading
        cast(recorded.lowest_score as numeric(5, 2)) as lowest_score,
        cast(recorded.highest_score as numeric(5, 2)) as highest_score,
        cast(recorded.lowest_degree as text) as lowest_degree,
        cast(recorded.highest_degree as text) as highest_degree,
        cast(other.lowest_score as numeric(5, 2)) as other_lowest_score,
        cast(other.highest_score as numeric(5, 2)) as other_highest_score,
        cast(other.lowest_degree as text) as other_lowest_degree,
        cast(other.highest_degree as text) as other_highest_degree
    from what_ifs
    inner join results as recorded on what_ifs.run_id = recorded.run_id
    inner join results as other
        on
            what_ifs.other_run_id = other.run_id
            and recorded.body_code = other.body_code
            and recorded.result_code = other.result_code
    where recorded.status <> 'not_applicable'

)

select * from final
