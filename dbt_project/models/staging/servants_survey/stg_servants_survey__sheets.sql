select
    -- ids
    load_id,
    row_number,
    reporting_year,
    body_code,
    sheet_number,

    -- codes
    overtime_frequency,
    sex,
    post_level,
    service_length,

    -- names
    btrim(raw_body_name) as body_name,

    -- numbers, 1 to 5
    answer_01,
    answer_02,
    answer_03,
    answer_04,
    answer_05,
    answer_06,
    answer_07,
    answer_08,
    answer_09,
    answer_10,
    answer_11,
    answer_12,
    answer_13,
    answer_14,
    answer_15,
    answer_16,
    answer_17,
    answer_18,
    answer_19,
    answer_20,
    answer_21,
    answer_22,
    answer_23,
    answer_24,
    answer_25,

    -- flags
    plans_to_leave_service,
    would_move_to_another_body
from {{ ref('base_servants_survey__sheets') }}
where is_accepted
