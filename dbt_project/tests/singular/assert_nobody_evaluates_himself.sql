-- In every cell that is assessed, body by leaf, exactly one evaluator is named, and it is not the body itself (paragraph 30).
with recursive

days as (

    select distinct make_date(cast(extract(year from valid_from) as int), 12, 31) as day
    from {{ ref('evaluators') }}

),

bodies as (

    select
        days.day,
        bodies.body_code,
        bodies.body_kind
    from {{ ref('bodies') }} as bodies
    inner join days on days.day between bodies.valid_from and coalesce(bodies.valid_to, days.day)

),

-- what the decree says of a body goes before what it says of its kind
scope as (

    select distinct on (bodies.day, bodies.body_code, scope.direction_code)
        bodies.day,
        bodies.body_code,
        bodies.body_kind,
        scope.direction_code,
        scope.is_assessed
    from bodies
    inner join {{ ref('scope') }} as scope
        on
            bodies.body_kind = scope.body_kind
            and (scope.body_code is null or bodies.body_code = scope.body_code)
    order by bodies.day, bodies.body_code, scope.direction_code, scope.body_code nulls last

),

-- a line speaks of its code and of all below it
lineage as (

    select
        edition,
        criterion_code,
        criterion_code as ancestor_code
    from {{ ref('criteria') }}

    union all

    select
        lineage.edition,
        lineage.criterion_code,
        criteria.parent_code as ancestor_code
    from lineage
    inner join {{ ref('criteria') }} as criteria
        on
            lineage.edition = criteria.edition
            and lineage.ancestor_code = criteria.criterion_code
    where criteria.parent_code is not null

),

cells as (

    select
        scope.day,
        criteria.edition,
        scope.body_code,
        scope.body_kind,
        criteria.criterion_code
    from scope
    inner join {{ ref('criteria') }} as criteria
        on
            scope.direction_code = criteria.direction_code
            and criteria.body_kind in (scope.body_kind, 'both')
            and criteria.edition = cast(extract(year from scope.day) as text)
    where
        scope.is_assessed
        and criteria.is_leaf

),

named as (

    select
        cells.day,
        cells.body_code,
        cells.criterion_code,
        coalesce(outside.counts_as, evaluators.evaluator) as judge,
        rank() over (
            partition by cells.day, cells.body_code, cells.criterion_code
            order by (evaluators.body_code is not null) desc, length(evaluators.criterion_code) desc
        ) as precedence
    from cells
    inner join lineage
        on
            cells.edition = lineage.edition
            and cells.criterion_code = lineage.criterion_code
    inner join {{ ref('evaluators') }} as evaluators
        on
            lineage.ancestor_code = evaluators.criterion_code
            and evaluators.evaluator_role = 'evaluates'
            and evaluators.body_kind in (cells.body_kind, 'both')
            and coalesce(evaluators.body_code, cells.body_code) = cells.body_code
            and cells.day between evaluators.valid_from and coalesce(evaluators.valid_to, cells.day)
    left join {{ ref('outside_evaluators') }} as outside on evaluators.evaluator = outside.evaluator

)

select
    cells.day,
    cells.body_code,
    cells.criterion_code,
    string_agg(named.judge, ', ') as judges
from cells
left join named
    on
        cells.day = named.day
        and cells.body_code = named.body_code
        and cells.criterion_code = named.criterion_code
        and named.precedence = 1
group by cells.day, cells.body_code, cells.criterion_code
having
    count(named.judge) <> 1
    or bool_or(named.judge = cells.body_code)
