-- Net turnover, paragraph 24: the rates at which servants leave the service from head posts and from other posts make one rate
-- (A-60), which brings full points up to one edge, nothing from another, and a straight line between them (A-61).
with

asked as (

    {{ staff_counts_asked('B3.H.K.C', servants='records.head_leavers_count + records.other_leavers_count') }}

),

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
numbered as materialized (

    select
        asked.*,
        {{ formula_parameter('asked', 'full_points') }} as full_points,
        {{ formula_parameter('asked', 'full_points_to_rate') }} as full_points_to_rate,
        {{ formula_parameter('asked', 'no_points_from_rate') }} as no_points_from_rate,
        {{ formula_parameter('asked', 'group_weight') }} as group_weight,
        head_leavers_count + other_leavers_count as leaver_count,
        {{ quotient('head_leavers_count', 'mean_head_posts') }} as head_rate,
        {{ quotient('other_leavers_count', 'mean_other_posts') }} as other_rate,
        {{ quotient('head_leavers_count + other_leavers_count', 'mean_posts') }} as pooled_rate,
        -- servants who left a group without posts contradict the staff list
        (mean_head_posts = 0 and head_leavers_count > 0) or (mean_other_posts = 0 and other_leavers_count > 0) as is_contradictory,
        {{ takes_alternative('asked', 'A-60') }} as takes_pooled_rate
    from asked

),

rated as (

    select
        *,
        case
            when is_pooled or takes_pooled_rate then pooled_rate
            when mean_head_posts = 0 then other_rate
            when mean_other_posts = 0 then head_rate
            else round(group_weight * head_rate + (1 - group_weight) * other_rate, 12)
        end as rate
    from numbered

),

judged as (

    select
        run_id,
        body_code,
        criterion_code,
        max_points,
        leaver_count as numerator,
        mean_posts as denominator,
        rate as criterion_value,
        line.points,
        line.points as lowest_points,
        line.points as highest_points,
        not_applicable_reason,
        no_data_reason,
        coalesce(
            open_reason, case when is_contradictory then 'servants left a group that has no post by the staff list' end
        ) as open_reason,
        case
            when is_pooled then 'posts are not parted into groups; '
            when takes_pooled_rate then 'both groups together; '
            when mean_head_posts = 0 or mean_other_posts = 0 then 'one of the groups has no post; '
            else ''
        end
        || 'rate ' || trim_scale(rate)
        || case when left_out_row_count > 0 then '; ' || left_out_row_count || ' rows of law enforcement units left out' else '' end as status_reason,
        false as has_no_events,
        is_demonstration,
        array[
            'computed',
            case when is_pooled then 'pooled_posts' end,
            case when rate > full_points_to_rate and rate < no_points_from_rate then 'between_edges' end,
            case when left_out_row_count > 0 then 'left_out' end
        ] as conditions,
        evidence_source,
        evidence_load_id,
        evidence_predicate,
        evidence_row_count,
        evidence_digest
    from rated
    cross join lateral (
        select
            case
                when rate <= full_points_to_rate then full_points
                when rate >= no_points_from_rate then 0
                else {{ quotient('full_points * (no_points_from_rate - rate)', 'no_points_from_rate - full_points_to_rate') }}
            end as points
    ) as line

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
