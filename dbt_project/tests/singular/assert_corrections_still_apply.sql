-- Every correction of a run finds its row, once, and in it the raw value that it expects. If not, the source may have been put
-- right: look at the delivery, and settle or renew the correction in ingest/corrections.
{% for staged in staged_sources() %}-- depends_on: {{ ref(staged["accepted"]) }}
{% endfor %}
select *
from ledger.correction_state(array(select run_to_build.run_id from {{ source('ledger', 'run_to_build') }} as run_to_build))
where defect is not null
