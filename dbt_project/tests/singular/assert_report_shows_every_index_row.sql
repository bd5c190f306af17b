-- Scored rows stand in one table of the report, the others in the other: together the whole index.
with

shown as (

    select
        run_id,
        count(*) as row_count
    from {{ ref('rpt_criterion') }}
    group by run_id

),

explained as (

    select
        run_id,
        sum(body_count) as row_count
    from {{ ref('rpt_not_scored') }}
    group by run_id

)

select
    runs.run_id,
    runs.index_row_count,
    shown.row_count as shown_row_count,
    explained.row_count as explained_row_count
from ({{ of_this_build(ref('rpt_run')) }}) as runs
left join shown on runs.run_id = shown.run_id
left join explained on runs.run_id = explained.run_id
where
    runs.index_row_count <> coalesce(shown.row_count, 0) + coalesce(explained.row_count, 0)
    or runs.scored_row_count <> coalesce(shown.row_count, 0)
