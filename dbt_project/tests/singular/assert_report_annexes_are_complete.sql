-- The annexes of the report drop nothing: every answer, every criterion of the edition and every deduction stands in them.
with

expected as (

    select
        run_id,
        'answers' as annex,
        count(*) as row_count
    from ({{ of_this_build(ref('fct_criterion_score')) }}) as answers
    group by run_id

    union all

    select
        run_id,
        'criteria' as annex,
        count(*) as row_count
    from ({{ of_this_build(ref('dim_criterion')) }}) as criteria
    group by run_id

    union all

    select
        run_id,
        'deductions' as annex,
        count(*) as row_count
    from ({{ of_this_build(ref('fct_penalty')) }}) as penalties
    group by run_id

),

shown as (

    select
        run_id,
        'answers' as annex,
        count(*) as row_count
    from {{ ref('rpt_answer') }}
    group by run_id

    union all

    select
        run_id,
        'criteria' as annex,
        count(*) as row_count
    from {{ ref('rpt_methodology') }}
    group by run_id

    union all

    select
        run_id,
        'deductions' as annex,
        count(*) as row_count
    from {{ ref('rpt_penalty') }}
    group by run_id

)

select
    expected.run_id,
    expected.annex,
    expected.row_count as expected_row_count,
    shown.row_count as shown_row_count
from expected
left join shown
    on
        expected.run_id = shown.run_id
        and expected.annex = shown.annex
where shown.row_count is distinct from expected.row_count
