-- A leaf without a source could never be explained when it is missing.
select
    criteria.edition,
    criteria.criterion_code
from {{ ref('criteria') }} as criteria
left join {{ ref('criterion_source') }} as criterion_source
    on
        criteria.edition = criterion_source.edition
        and criteria.criterion_code = criterion_source.criterion_code
        and criterion_source.is_required
where
    criteria.is_leaf
    and (criterion_source.source is null or criteria.direction_code is null)
