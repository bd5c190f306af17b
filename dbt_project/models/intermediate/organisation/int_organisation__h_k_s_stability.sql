-- Stability, paragraph 25: full points times the share of servants of more than three years in posts, at most the full points
-- (A-63). A row that cannot be read may hide one more such servant.
with

loads as (

    select
        run_load.run_id,
        run_load.load_id,
        run_load.is_demonstration,
        {{ takes_alternative('run_load', 'A-99') }} as takes_law_enforcement
    from {{ source('ledger', 'run_load') }} as run_load
    inner join {{ ref('int_assessment__runs') }} as runs on run_load.run_id = runs.run_id
    where run_load.source = 'long_serving_staff'

),

listed as (

    select
        load_id,
        body_code,
        is_accepted and not is_nil_return as is_servant,
        is_accepted and is_nil_return as is_nil,
        -- a servant who stands twice, or of whom three years at most are known, is read and is not one more
        not is_accepted
        and not is_copy
        and coalesce(servant_name_hmac_defect, '') <> 'repeats a servant listed before'
        and coalesce(service_years_defect, '') <> 'is not more than three years' as is_doubtful,
        coalesce(is_law_enforcement, false) as is_law_enforcement,
        {{ row_digest(row_text('servants', ['body_code', 'line_number', 'unit', 'order_number', 'ordered_on', 'service_years', 'is_law_enforcement', 'is_nil_return'])) }} as row_digest
    from {{ ref('base_long_serving_staff__servants') }} as servants
    where body_code is not null

),

counted as (

    select
        load_id,
        body_code,
        is_law_enforcement,
        count(*) filter (where is_servant) as servant_count,
        count(*) filter (where is_nil) as nil_count,
        count(*) filter (where is_doubtful) as doubtful_count,
        count(*) filter (where is_servant or is_nil) as row_count,
        coalesce(sum(row_digest) filter (where is_servant or is_nil), 0) as digest_sum
    from listed
    group by load_id, body_code, is_law_enforcement

),

of_runs as (

    select
        loads.run_id,
        counted.body_code,
        coalesce(sum(servant_count) filter (where loads.takes_law_enforcement or not is_law_enforcement), 0) as servant_count,
        coalesce(sum(doubtful_count) filter (where loads.takes_law_enforcement or not is_law_enforcement), 0) as doubtful_count,
        coalesce(sum(servant_count) filter (where is_law_enforcement and not loads.takes_law_enforcement), 0) as left_out_count,
        sum(nil_count) as nil_count,
        coalesce(sum(row_count) filter (where loads.takes_law_enforcement or not is_law_enforcement), 0) as row_count,
        coalesce(sum(digest_sum) filter (where loads.takes_law_enforcement or not is_law_enforcement), 0) as digest_sum
    from counted
    inner join loads on counted.load_id = loads.load_id
    group by loads.run_id, counted.body_code

),

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    select
        posts.*,
        loads.load_id,
        loads.takes_law_enforcement,
        loads.is_demonstration or posts.is_demonstration as has_demonstration,
        of_runs.run_id is not null as is_delivered,
        of_runs.servant_count,
        of_runs.doubtful_count,
        of_runs.nil_count,
        of_runs.left_out_count,
        coalesce(of_runs.row_count, 0) as list_row_count,
        coalesce(of_runs.digest_sum, 0) as list_digest_sum,
        {{ formula_parameter('posts', 'full_points') }} as full_points
    from {{ ref('int_organisation__posts_asked') }} as posts
    inner join loads on posts.run_id = loads.run_id
    left join of_runs
        on
            posts.run_id = of_runs.run_id
            and posts.body_code = of_runs.body_code
    where posts.criterion_code = 'B3.H.K.S'

),

shared as (

    select
        *,
        {{ quotient('servant_count', 'mean_posts') }} as criterion_value,
        {{ clamp(quotient('full_points * servant_count', 'mean_posts'), 0, 'full_points') }} as points,
        {{ clamp(quotient('full_points * (servant_count + doubtful_count)', 'mean_posts'), 0, 'full_points') }} as highest_points
    from asked

),

judged as (

    select
        run_id,
        body_code,
        criterion_code,
        max_points,
        servant_count as numerator,
        mean_posts as denominator,
        criterion_value,
        points,
        points as lowest_points,
        highest_points,
        case
            when has_no_posts and servant_count = 0 and doubtful_count = 0 then {{ no_posts_words() }}
        end as not_applicable_reason,
        coalesce(case when not is_delivered then 'the list of servants came without this body' end, no_posts_reason) as no_data_reason,
        coalesce(
            case
                when servant_count = 0 and doubtful_count > 0 then 'no servant is listed, but rows that cannot be read may hide some'
                when servant_count = 0 and nil_count = 0 and left_out_count > 0 then 'the list of servants names law enforcement units of the body alone'
                when has_no_posts and servant_count > 0 then {{ no_posts_words(has_servants=true) }}
            end,
            open_posts_reason
        ) as open_reason,
        servant_count || ' servants, ' || trim_scale(mean_posts) || ' posts'
        || case when doubtful_count > 0 then '; ' || doubtful_count || ' rows cannot be read' else '' end
        || case when left_out_count > 0 then '; ' || left_out_count || ' servants of law enforcement units left out' else '' end as status_reason,
        false as has_no_events,
        has_demonstration as is_demonstration,
        array[
            'computed',
            'counted',
            case when criterion_value > 1 then 'ratio_above_one' end,
            case when left_out_count > 0 or left_out_posts_row_count > 0 then 'left_out' end
        ] as conditions,
        'long_serving_staff' as evidence_source,
        load_id as evidence_load_id,
        'stg_long_serving_staff__servants: body_code = ''' || body_code || ''''
        || case when takes_law_enforcement then '' else ' and not is_law_enforcement' end
        || '; ' || posts_predicate as evidence_predicate,
        list_row_count + posts_row_count as evidence_row_count,
        cast(list_digest_sum + posts_digest_sum as text) as evidence_digest
    from shared

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
