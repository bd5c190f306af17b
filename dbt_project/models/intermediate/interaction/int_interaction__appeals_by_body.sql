-- One pass over the register: every count that the criteria of complaints need.
{#- Postgres overestimates the number of groups, and would sort what it had better hash. -#}
{{ config(pre_hook="set local enable_sort = off") }}

with

judged as (

    select * from {{ ref('int_interaction__appeals_judged') }}

),

counted as (

    select
        load_id,
        reporting_year,
        body_code,
        count(*) filter (where is_counted_kind) as counted_kind_count,
        count(*) filter (where is_handled) as handled_count,
        count(*) filter (where is_handled and deadline is not null) as known_deadline_count,
        count(*) filter (where is_handled and deadline is null) as unknown_deadline_count,
        count(*) filter (where is_handled and is_late) as late_count,
        count(*) filter (where is_upheld_by_court) as court_upheld_count,
        count(*) filter (where is_upheld_by_superior) as superior_upheld_count,
        count(*) filter (where is_handled and outcome in ('удовлетворено', 'частично удовлетворено')) as satisfied_count,
        count(*) filter (where is_handled and outcome = 'разъяснено') as explained_count,
        count(*) filter (where is_counted_kind and status = 'в работе') as open_count,
        count(*) filter (
            where is_handled and deadline is not null and on_time_flag = case when is_late then 'в срок' else 'с нарушением срока' end
        ) as contradicted_flag_count,
        count(*) filter (where is_handled or is_upheld_by_court or is_upheld_by_superior) as upheld_evidence_count,
        sum({{ digest_bits('row_text') }}) filter (where is_handled) as handled_digest_sum,
        -- apart from the handled ones, whose digest is the dearest thing here and is reckoned once
        sum({{ digest_bits('row_text') }}) filter (
            where not is_handled and (is_upheld_by_court or is_upheld_by_superior)
        ) as other_upheld_digest_sum
    from judged
    group by load_id, reporting_year, body_code

),

-- rows of a known body that might have been handled, had they been readable: with them "nothing happened" cannot be said
doubtful as (

    select
        load_id,
        reporting_year,
        body_code,
        count(*) as doubtful_count
    from {{ ref('base_appeals_register__remarked') }}
    where
        not is_accepted
        and not is_copy
        and body_code is not null
        and (status = 'рассмотрено' or status_defect is not null)
        and (kind in ('жалоба', 'заявление') or kind_defect is not null)
    group by load_id, reporting_year, body_code

),

final as (

    select
        -- ids
        coalesce(counted.load_id, doubtful.load_id) as load_id,
        coalesce(counted.reporting_year, doubtful.reporting_year) as reporting_year,
        coalesce(counted.body_code, doubtful.body_code) as body_code,

        -- numbers
        {% for column in [
            'counted_kind_count', 'handled_count', 'known_deadline_count', 'unknown_deadline_count', 'late_count',
            'court_upheld_count', 'superior_upheld_count', 'satisfied_count', 'explained_count', 'open_count',
            'contradicted_flag_count', 'upheld_evidence_count',
        ] %}
        coalesce(counted.{{ column }}, 0) as {{ column }},
        {% endfor %}
        coalesce(doubtful.doubtful_count, 0) as doubtful_count,

        -- digests
        cast(counted.handled_digest_sum as text) as handled_digest,
        cast(
            coalesce(
                counted.handled_digest_sum + counted.other_upheld_digest_sum,
                counted.handled_digest_sum,
                counted.other_upheld_digest_sum
            ) as text
        ) as upheld_evidence_digest
    from counted
    full join doubtful
        on
            counted.load_id = doubtful.load_id
            and counted.body_code = doubtful.body_code

)

select * from final
