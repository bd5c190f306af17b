-- A body whose direction the decree's lines do not reach would slip into the index as assessed.
select
    index_rows.run_id,
    index_rows.body_code,
    index_rows.direction_code
from {{ ref('int_assessment__index') }} as index_rows
left join {{ ref('int_assessment__scope') }} as scope
    on
        index_rows.run_id = scope.run_id
        and index_rows.body_code = scope.body_code
        and index_rows.direction_code = scope.direction_code
where scope.is_assessed is null
