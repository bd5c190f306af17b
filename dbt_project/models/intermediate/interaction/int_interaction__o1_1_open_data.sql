-- Open data portal, paragraph 79: by the assessment of the portal where it came, else by the portal's own counters.
{%- set is_assessed -%}
    exists (
            select from {{ source('ledger', 'run_load') }} as run_load
            where run_load.run_id = openness.run_id and run_load.source = 'open_data'
        )
{%- endset %}

{{ openness_answer(
    "O1.1",
    source="case when " ~ is_assessed ~ " then 'open_data' else 'open_data_statistics' end",
    model="case answering_source when 'open_data' then 'stg_open_data__parameters' else 'stg_open_data_statistics__bodies' end",
) }}
