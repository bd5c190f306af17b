-- No spelling means two bodies at the same time, once spellings are compared as the crosswalk compares them.
select
    first_names.source,
    first_names.source_name,
    second_names.source_name as other_name
from {{ ref('body_names') }} as first_names
inner join {{ ref('body_names') }} as second_names
    on
        (first_names.source = second_names.source or first_names.source = 'any')
        and reference.normalise_name(first_names.source_name) = reference.normalise_name(second_names.source_name)
        and first_names.body_code is distinct from second_names.body_code
        and first_names.valid_from <= coalesce(second_names.valid_to, 'infinity')
        and second_names.valid_from <= coalesce(first_names.valid_to, 'infinity')
