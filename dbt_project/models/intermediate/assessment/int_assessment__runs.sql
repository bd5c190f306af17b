select
    run.run_id,
    run.profile,
    run.reporting_year,
    run.edition,
    make_date(run.reporting_year, 1, 1) as year_start,
    make_date(run.reporting_year, 12, 31) as year_end
from {{ source('ledger', 'run') }} as run
inner join {{ source('ledger', 'run_to_build') }} as run_to_build on run.run_id = run_to_build.run_id
