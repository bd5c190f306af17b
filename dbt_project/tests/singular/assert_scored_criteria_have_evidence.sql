-- Every number has a reason: a scored criterion names its load, its rows and their digest.
select *
from ({{ of_this_build(ref('fct_criterion_score')) }}) as scores
where
    status = 'scored'
    and (
        evidence_source is null
        or evidence_load_id is null
        or evidence_predicate is null
        or evidence_row_count is null
        or evidence_digest is null
        or (denominator > 0 and evidence_row_count = 0)
    )
