-- Nothing is lost: total = accepted + rejected + unreadable, and the source's own total where it states one.
select *
from {{ ref('fct_source_accounting') }}
where
    run_id in (select run_to_build.run_id from {{ source('ledger', 'run_to_build') }} as run_to_build)
    and (
        total_row_count <> accepted_row_count + rejected_row_count + unreadable_row_count
        or declared_row_count <> total_row_count
    )
