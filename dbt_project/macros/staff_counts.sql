{#- Index rows of one criterion with posts and what the Agency counted of the servants: a select. `servants` is SQL over these
    counts: without posts the criterion does not apply (A-07), unless it tells of servants all the same. -#}
{% macro staff_counts_asked(criterion_code, servants) -%}
    select
        posts.run_id,
        posts.body_code,
        posts.criterion_code,
        posts.edition,
        posts.max_points,
        posts.mean_posts,
        posts.mean_head_posts,
        posts.mean_other_posts,
        posts.is_pooled,
        records.head_leavers_count,
        records.other_leavers_count,
        records.first_year_dismissed_count,
        records.appointed_count,
        records.dismissed_count,
        posts.left_out_posts_row_count + coalesce(records.left_out_row_count, 0) as left_out_row_count,
        posts.is_demonstration or coalesce(records.is_demonstration, false) as is_demonstration,
        coalesce(
            case when records.run_id is null then 'the monitoring of staff came without this body' end, posts.no_posts_reason
        ) as no_data_reason,
        case
            when posts.has_no_posts and records.open_reason is null and {{ servants }} = 0 then {{ no_posts_words() }}
        end as not_applicable_reason,
        coalesce(
            records.open_reason,
            posts.open_posts_reason,
            case when posts.has_no_posts and {{ servants }} > 0 then {{ no_posts_words(has_servants=true) }} end
        ) as open_reason,
        coalesce(records.records_load_id, posts.posts_load_id) as evidence_load_id,
        case when records.run_id is null then 'staff_posts' else 'staff_records' end as evidence_source,
        concat_ws('; ', records.records_predicate, posts.posts_predicate) as evidence_predicate,
        posts.posts_row_count + coalesce(records.records_row_count, 0) as evidence_row_count,
        cast(posts.posts_digest_sum + coalesce(records.records_digest_sum, 0) as text) as evidence_digest
    from {{ ref('int_organisation__posts_asked') }} as posts
    left join {{ ref('int_organisation__records_by_body') }} as records
        on
            posts.run_id = records.run_id
            and posts.body_code = records.body_code
    where posts.criterion_code = '{{ criterion_code }}'
{%- endmacro %}


{#- Why a body without posts is not measured against them, or why the evaluator must look. -#}
{% macro no_posts_words(has_servants=false) -%}
    {{ "'servants are listed though the body has no administrative post by its staff list'" if has_servants
        else "'the body has no administrative post by its staff list'" }}
{%- endmacro %}


{#- A criterion that loses its full points by the share of servants in posts: a whole model. `servants` is SQL over the columns
    of staff_counts_asked, `words` what they did. -#}
{% macro staff_share_lost_answer(criterion_code, servants, words, weight="1") -%}
with

asked as (

    {{ staff_counts_asked(criterion_code, servants) }}

),

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
counted as materialized (

    select
        asked.*,
        {{ servants }} as servant_count,
        {{ formula_parameter('asked', 'full_points') }} as full_points,
        {{ weight }} as servant_weight
    from asked

),

shared as (

    select
        *,
        {{ quotient('servant_weight * servant_count', 'mean_posts') }} as criterion_value
    from counted

),

judged as (

    select
        shared.*,
        servant_count as numerator,
        mean_posts as denominator,
        lost.points,
        lost.points as lowest_points,
        lost.points as highest_points,
        trim_scale(servant_count) || ' {{ words }}, ' || trim_scale(mean_posts) || ' posts'
        || case when left_out_row_count > 0 then '; ' || left_out_row_count || ' rows of law enforcement units left out' else '' end as status_reason,
        false as has_no_events,
        array['computed', case when left_out_row_count > 0 then 'left_out' end] as conditions
    from shared
    cross join lateral (
        select {{ clamp('full_points * (1 - ' ~ quotient('servant_weight * servant_count', 'mean_posts') ~ ')', 0, 'full_points') }} as points
    ) as lost

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
{%- endmacro %}
