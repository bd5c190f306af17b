-- Form 1-OL in the counts that the criteria of complaints need: its two lines in total, on complaints and on applications. A
-- line that was rejected or left out is counted as missing, and the sums then say too little. So is each line of a second form,
-- which came under another name of the body: whether it repeats the first or adds to it, nobody knows.
with

lines as (

    select
        *,
        is_accepted
        and lower(kind_label) in ('жалобы', 'заявления')
        and lower(applicant_label) = 'всего' as is_counted,
        concat_ws(
            '|', body_code, row_code, received_count, handled_count, handled_late_count, satisfied_count, explained_count,
            refused_count, other_count, upheld_by_court_count, satisfied_by_superior_count, repeated_count
        ) as row_text
    from {{ ref('base_form_1ol__rows') }}
    where body_code is not null

),

final as (

    select
        -- ids
        load_id,
        reporting_year,
        body_code,

        -- numbers
        count(distinct raw_body_name) as form_count,
        count(distinct (raw_body_name, lower(kind_label))) filter (where is_counted) as line_count,
        cast(coalesce(sum(handled_count) filter (where is_counted), 0) as bigint) as handled_count,
        cast(coalesce(sum(handled_late_count) filter (where is_counted), 0) as bigint) as late_count,
        cast(coalesce(sum(upheld_by_court_count) filter (where is_counted), 0) as bigint) as court_upheld_count,
        cast(coalesce(sum(satisfied_by_superior_count) filter (where is_counted), 0) as bigint) as superior_upheld_count,
        cast(coalesce(sum(satisfied_count) filter (where is_counted), 0) as bigint) as satisfied_count,
        cast(coalesce(sum(explained_count) filter (where is_counted), 0) as bigint) as explained_count,

        -- evidence
        count(*) filter (where is_counted) as evidence_row_count,
        {{ evidence_digest('row_text', 'is_counted') }} as evidence_digest
    from lines
    group by load_id, reporting_year, body_code

)

select * from final
