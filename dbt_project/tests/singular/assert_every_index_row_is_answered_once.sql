-- The promise of completeness: a criterion model answers, and never adds or drops a row.
with

answers as (

    select
        run_id,
        body_code,
        criterion_code,
        count(*) as answer_count
    from {{ ref('int_assessment__answers') }}
    group by run_id, body_code, criterion_code

)

select
    coalesce(index_rows.run_id, answers.run_id) as run_id,
    coalesce(index_rows.body_code, answers.body_code) as body_code,
    coalesce(index_rows.criterion_code, answers.criterion_code) as criterion_code,
    index_rows.run_id is not null as is_in_index,
    coalesce(answers.answer_count, 0) as answer_count
from {{ ref('int_assessment__index') }} as index_rows
full join answers
    on
        index_rows.run_id = answers.run_id
        and index_rows.body_code = answers.body_code
        and index_rows.criterion_code = answers.criterion_code
where index_rows.run_id is null or answers.answer_count is distinct from 1
