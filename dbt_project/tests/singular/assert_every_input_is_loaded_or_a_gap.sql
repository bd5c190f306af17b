-- A source that the edition needs is either loaded or a gap that the profile declared with a reason.
select
    runs.run_id,
    criterion_source.source
from {{ ref('int_assessment__runs') }} as runs
inner join {{ ref('criterion_source') }} as criterion_source on runs.edition = criterion_source.edition
left join {{ source('ledger', 'run_input') }} as run_input
    on
        runs.run_id = run_input.run_id
        and criterion_source.source = run_input.source
left join {{ source('ledger', 'run_load') }} as run_load
    on
        run_input.run_id = run_load.run_id
        and run_input.source = run_load.source
        and run_input.part = run_load.part
where
    criterion_source.is_required
    and run_load.load_id is null
    and run_input.gap_reason is null
group by runs.run_id, criterion_source.source
