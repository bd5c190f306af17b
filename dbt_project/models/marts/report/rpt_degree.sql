select
    cast(runs.run_id as bigint) as run_id,
    cast(degrees.sort_order as int) as sort_order,
    cast(degrees.degree as text) as degree,
    cast(degrees.from_value as numeric(5, 2)) as from_score,
    cast(degrees.to_value as numeric(5, 2)) as to_score
from ({{ of_this_build(ref('int_assessment__runs')) }}) as runs
inner join {{ ref('degrees') }} as degrees on runs.edition = degrees.edition
where degrees.block_code = 'OVERALL'
