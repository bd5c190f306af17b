-- A rank is one more than the number of better peers; bodies without a score have none (A-91).
with

overall as (

    {{ of_this_build(ref('fct_overall_score')) }}

)

select
    overall.run_id,
    overall.body_code,
    overall.peer_rank,
    (
        select count(*) + 1
        from overall as better
        where
            better.run_id = overall.run_id
            and better.body_kind = overall.body_kind
            and better.score_unrounded > overall.score_unrounded
    ) as expected_rank
from overall
where
    (overall.score_unrounded is null) <> (overall.peer_rank is null)
    or overall.peer_rank <> (
        select count(*) + 1
        from overall as better
        where
            better.run_id = overall.run_id
            and better.body_kind = overall.body_kind
            and better.score_unrounded > overall.score_unrounded
    )
