select
    runs.run_id,
    bodies.body_code,
    bodies.body_kind,
    bodies.name_ru,
    bodies.name_kk,
    bodies.name_en
from {{ ref('int_assessment__runs') }} as runs
inner join {{ ref('bodies') }} as bodies
    on
        bodies.valid_from <= runs.year_end
        and coalesce(bodies.valid_to, 'infinity') >= runs.year_end
