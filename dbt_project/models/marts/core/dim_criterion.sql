select
    cast(runs.run_id as bigint) as run_id,
    cast(criteria.criterion_code as text) as criterion_code,
    cast(criteria.parent_code as text) as parent_code,
    cast(criteria.block_code as text) as block_code,
    cast(criteria.direction_code as text) as direction_code,
    cast(criteria.body_kind as text) as body_kind,
    cast(criteria.is_leaf as boolean) as is_leaf,
    cast(criteria.sort_order as int) as sort_order,
    cast(criteria.max_points as numeric(6, 2)) as max_points,
    cast(criteria.name_ru as text) as name_ru,
    cast(criteria.name_kk as text) as name_kk,
    cast(criteria.name_en as text) as name_en,
    cast(criteria.formula as text) as formula,
    cast(criteria.legal_ref as text) as legal_ref,
    cast(criteria.certainty as text) as certainty
from {{ ref('int_assessment__runs') }} as runs
inner join {{ ref('criteria') }} as criteria on runs.edition = criteria.edition
