-- Composite services, paragraphs 58-59: full points where a new one of the body entered the list. Central bodies only.
with

asked as (

    select
        services.*,
        {{ formula_parameter('services', 'full_points') }} as full_points,
        run_load.load_id as list_load_id
    from {{ ref('int_interaction__services_asked') }} as services
    left join {{ source('ledger', 'run_load') }} as run_load
        on
            services.run_id = run_load.run_id
            and run_load.source = 'composite_services'
    where criterion_code = 'B2.C.S6'

),

entries as (

    select
        load_id,
        body_code,
        count(*) filter (where is_accepted) as listed_count,
        count(*) filter (where is_accepted and extract(year from included_on) = reporting_year) as new_count,
        count(*) filter (where not is_accepted and coalesce(extract(year from included_on) = reporting_year, true)) as doubtful_count,
        sum({{ row_digest(row_text('entries', ['composite_code', 'body_code', 'included_on'])) }}) filter (where is_accepted) as digest_sum
    from {{ ref('base_composite_services__services') }} as entries
    where
        body_code is not null
        and not is_copy
    group by load_id, body_code

),

weighed as (

    select
        asked.*,
        coalesce(entries.listed_count, 0) as listed_count,
        coalesce(entries.new_count, 0) as new_count,
        coalesce(entries.doubtful_count, 0) as doubtful_entry_count,
        entries.digest_sum
    from asked
    left join entries
        on
            asked.list_load_id = entries.load_id
            and asked.body_code = entries.body_code

),

judged as (

    select
        *,
        cast(null as numeric) as numerator,
        cast(null as numeric) as denominator,
        cast(new_count as numeric) as criterion_value,
        case when new_count > 0 then full_points else 0 end as points,
        case when new_count > 0 then full_points else 0 end as lowest_points,
        case when new_count > 0 or doubtful_entry_count > 0 then full_points else 0 end as highest_points,
        cast(null as text) as not_applicable_reason,
        cast(null as text) as no_data_reason,
        case
            when new_count = 0 and doubtful_entry_count > 0 then 'no new composite service is counted, but a rejected row may hide one'
        end as open_reason,
        case when new_count > 0 then new_count || ' composite services entered the list' else 'no new composite service' end as status_reason,
        false as has_no_events,
        -- the list is whole: a body that it does not name has none (A-89)
        array['computed', case when listed_count = 0 then 'row_absent' end] as conditions,
        'composite_services' as evidence_source,
        list_load_id as evidence_load_id,
        'stg_composite_services__services: body_code = ''' || body_code || '''' as evidence_predicate,
        listed_count as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from weighed

),

final as (

    {{ services_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
