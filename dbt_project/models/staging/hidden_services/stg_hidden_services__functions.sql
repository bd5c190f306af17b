select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    conclusion,

    -- texts
    function_name,
    conclusion_document,

    -- flags
    is_service,
    is_included_in_register,

    -- times
    included_on
from {{ ref('base_hidden_services__functions') }}
where is_accepted
