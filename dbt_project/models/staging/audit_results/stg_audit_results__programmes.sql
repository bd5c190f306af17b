select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,

    -- codes
    line_code,

    -- texts
    btrim(raw_region_name) as region_name,
    administrator_name,
    programme_name,
    audited_period,

    -- numbers
    audited_thousand_kzt,
    audited_in_year_thousand_kzt,
    violations_thousand_kzt,
    financial_thousand_kzt,
    procedural_thousand_kzt,
    accounting_thousand_kzt,
    procurement_thousand_kzt,
    reimbursed_thousand_kzt,
    restored_thousand_kzt,

    -- flags
    is_held
from {{ ref('base_audit_results__programmes') }}
where is_accepted
