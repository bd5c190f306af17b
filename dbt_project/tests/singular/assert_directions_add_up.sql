-- A direction counts every leaf once, and its points are the sum of theirs.
with

leaves as (

    select
        run_id,
        body_code,
        direction_code,
        count(*) as leaf_count,
        sum(points) as earned_points
    from ({{ of_this_build(ref('fct_criterion_score')) }}) as scores
    group by run_id, body_code, direction_code

),

directions as (

    {{ of_this_build(ref('fct_direction_score')) }}

)

select
    coalesce(directions.run_id, leaves.run_id) as run_id,
    coalesce(directions.body_code, leaves.body_code) as body_code,
    coalesce(directions.direction_code, leaves.direction_code) as direction_code,
    directions.earned_points,
    leaves.earned_points as sum_of_leaves
from directions
full join leaves
    on
        directions.run_id = leaves.run_id
        and directions.body_code = leaves.body_code
        and directions.direction_code = leaves.direction_code
where
    directions.run_id is null
    or leaves.run_id is null
    or directions.leaf_count <> leaves.leaf_count
    or directions.leaf_count <> directions.scored_leaf_count + directions.not_applicable_leaf_count + directions.missing_leaf_count
    or directions.earned_points <> coalesce(leaves.earned_points, 0)
