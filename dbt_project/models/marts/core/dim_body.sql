select
    cast(run_id as bigint) as run_id,
    cast(body_code as text) as body_code,
    cast(body_kind as text) as body_kind,
    cast(name_ru as text) as name_ru,
    cast(name_kk as text) as name_kk,
    cast(name_en as text) as name_en
from {{ ref('int_assessment__bodies') }}
