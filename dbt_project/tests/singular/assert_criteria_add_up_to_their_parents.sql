-- The most points of the children make those of the parent, per kind of body, down to the leaves.
with

kinds as (

    select body_kind from (values ('central'), ('local')) as kinds (body_kind)

),

children as (

    select
        children.edition,
        children.parent_code,
        kinds.body_kind,
        sum(children.max_points) as children_points,
        bool_or(children.max_points is null) as has_coefficients
    from {{ ref('criteria') }} as children
    inner join kinds on children.body_kind in (kinds.body_kind, 'both')
    group by children.edition, children.parent_code, kinds.body_kind

)

select
    parents.edition,
    parents.criterion_code,
    children.body_kind,
    parents.max_points,
    children.children_points
from {{ ref('criteria') }} as parents
inner join children
    on
        parents.edition = children.edition
        and parents.criterion_code = children.parent_code
where
    parents.criterion_role in ('direction', 'group', 'leaf')
    and not children.has_coefficients
    and parents.max_points <> children.children_points
