select
    cast(runs.run_id as bigint) as run_id,
    cast(assumptions.assumption_id as text) as assumption_id,
    cast(assumptions.assumption_level as text) as assumption_level,
    cast(assumptions.place as text) as place,
    cast(assumptions.kind as text) as kind,
    cast(assumptions.defect_kind as text) as defect_kind,
    cast(assumptions.defect as text) as defect,
    cast(assumptions.decision_ru as text) as decision_ru,
    cast(assumptions.decision_kk as text) as decision_kk,
    cast(assumptions.decision_en as text) as decision_en,
    cast(assumptions.alternative_ru as text) as alternative_ru,
    cast(assumptions.alternative_kk as text) as alternative_kk,
    cast(assumptions.alternative_en as text) as alternative_en,
    cast(assumptions.is_switchable as boolean) as is_switchable,
    cast(assumptions.not_switchable_reason as text) as not_switchable_reason,
    cast(assumptions.criteria as text) as criteria,
    cast(assumptions.certainty as text) as certainty
from {{ ref('int_assessment__runs') }} as runs
inner join {{ ref('assumptions') }} as assumptions on runs.edition = assumptions.edition
