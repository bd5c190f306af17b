-- Counted from the seeds alone, without the index: bodies of the year times the leaves of their kind.
with

expected as (

    select
        runs.run_id,
        count(*) as row_count
    from {{ ref('int_assessment__runs') }} as runs
    inner join {{ ref('bodies') }} as bodies
        on runs.year_end between bodies.valid_from and coalesce(bodies.valid_to, 'infinity')
    inner join {{ ref('criteria') }} as criteria
        on
            runs.edition = criteria.edition
            and criteria.is_leaf
            and criteria.body_kind in (bodies.body_kind, 'both')
    group by runs.run_id

),

found as (

    select
        run_id,
        count(*) as row_count
    from {{ ref('int_assessment__index') }}
    group by run_id

)

select
    runs.run_id,
    expected.row_count as expected_row_count,
    found.row_count as found_row_count
from {{ ref('int_assessment__runs') }} as runs
left join expected on runs.run_id = expected.run_id
left join found on runs.run_id = found.run_id
where expected.row_count is null or found.row_count is distinct from expected.row_count
