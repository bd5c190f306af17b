-- On every level: 0 <= lowest <= score <= highest <= 100, a score exactly where the status is scored.
with

results as (

    select run_id, body_code, direction_code as code, status, score, lowest_score, highest_score, coverage_pct
    from {{ ref('fct_direction_score') }}

    union all

    select run_id, body_code, block_code as code, status, score, lowest_score, highest_score, coverage_pct
    from {{ ref('fct_block_score') }}

    union all

    select run_id, body_code, 'OVERALL' as code, status, score, lowest_score, highest_score, coverage_pct
    from {{ ref('fct_overall_score') }}

)

select *
from ({{ of_this_build('results') }}) as scores
where
    (status = 'scored') <> (score is not null)
    or (status = 'not_applicable') <> (lowest_score is null)
    or (status = 'not_applicable') <> (highest_score is null)
    or score not between lowest_score and highest_score
    or lowest_score < 0
    or lowest_score > highest_score
    or highest_score > 100
    or coverage_pct not between 0 and 100
    or (status = 'scored' and coverage_pct <> 100)
