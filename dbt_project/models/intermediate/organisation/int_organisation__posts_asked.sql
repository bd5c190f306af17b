-- The rows of the index that are measured against posts, with the mean number of posts of the year: the sum at the ends of
-- four quarters, divided by 4. A body that parts no posts into groups in some row has the total alone (A-76).
with

asked as (

    select * from {{ ref('int_assessment__index') }}
    where
        criterion_code in ('B3.H.K.C', 'B3.H.K.S', 'B3.H.K.J', 'B3.H.K.O')
        and task = 'to_answer'

),

loads as (

    select
        run_load.run_id,
        run_load.load_id,
        run_load.is_demonstration,
        {{ takes_alternative('run_load', 'A-99') }} as takes_law_enforcement
    from {{ source('ledger', 'run_load') }} as run_load
    where run_load.source = 'staff_posts'

),

quarters as (

    select
        loads.run_id,
        quarters.body_code,
        quarters.quarter,
        quarters.head_posts_count,
        quarters.other_posts_count,
        coalesce(quarters.total_posts_count, quarters.head_posts_count + quarters.other_posts_count) as total_posts_count,
        quarters.is_accepted and (loads.takes_law_enforcement or not quarters.is_law_enforcement) as is_counted,
        quarters.is_accepted and quarters.is_law_enforcement and not loads.takes_law_enforcement as is_left_out,
        not quarters.is_accepted
        and not quarters.is_copy
        and (loads.takes_law_enforcement or quarters.is_law_enforcement is not true) as is_doubtful,
        {{ row_digest(row_text('quarters', [
            'body_code', 'unit', 'quarter', 'head_posts_count', 'other_posts_count', 'total_posts_count', 'is_law_enforcement',
        ])) }} as row_digest
    from {{ ref('base_staff_posts__quarters') }} as quarters
    inner join loads on quarters.load_id = loads.load_id
    where quarters.body_code is not null

),

summed as (

    select
        run_id,
        body_code,
        count(distinct quarter) filter (where is_counted) as quarter_count,
        sum(total_posts_count) filter (where is_counted) as total_posts_count,
        sum(head_posts_count) filter (where is_counted) as head_posts_count,
        sum(other_posts_count) filter (where is_counted) as other_posts_count,
        coalesce(bool_or(head_posts_count is null or other_posts_count is null) filter (where is_counted), false) as is_pooled,
        count(*) filter (where is_counted) as row_count,
        count(*) filter (where is_left_out) as left_out_count,
        count(*) filter (where is_doubtful) as doubtful_count,
        sum(row_digest) filter (where is_counted) as digest_sum
    from quarters
    group by run_id, body_code

),

final as (

    select
        -- ids
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        asked.edition,
        loads.load_id as posts_load_id,

        -- numbers
        asked.max_points,
        {{ quotient('summed.total_posts_count', 4) }} as mean_posts,
        case when not summed.is_pooled then {{ quotient('summed.head_posts_count', 4) }} end as mean_head_posts,
        case when not summed.is_pooled then {{ quotient('summed.other_posts_count', 4) }} end as mean_other_posts,
        coalesce(summed.left_out_count, 0) as left_out_posts_row_count,

        -- flags
        loads.is_demonstration,
        coalesce(summed.is_pooled, false) as is_pooled,
        -- the base does not exist (A-07): all quarters say zero, or all posts are left out
        coalesce(
            summed.doubtful_count = 0
            and (
                (summed.quarter_count = 4 and summed.total_posts_count = 0)
                or (summed.row_count = 0 and summed.left_out_count > 0)
            ),
            false
        ) as has_no_posts,

        -- words that the answers share
        case when summed.run_id is null then 'the form on posts came without this body' end as no_posts_reason,
        case
            when summed.doubtful_count > 0 then 'the form on posts holds rows that cannot be read'
            when summed.quarter_count < 4 and (summed.row_count > 0 or summed.left_out_count = 0) then 'the form on posts lacks a quarter'
        end as open_posts_reason,

        -- evidence
        'stg_staff_posts__quarters: body_code = ''' || asked.body_code || ''''
        || case when loads.takes_law_enforcement then '' else ' and not is_law_enforcement' end as posts_predicate,
        coalesce(summed.row_count, 0) as posts_row_count,
        coalesce(summed.digest_sum, 0) as posts_digest_sum
    from asked
    inner join loads on asked.run_id = loads.run_id
    left join summed
        on
            asked.run_id = summed.run_id
            and asked.body_code = summed.body_code

)

select * from final
