-- Expansion of the Register, paragraphs 54-57: full points where a service of the body came into it in the year, or where
-- the authority for services concluded that there is nothing to add. Central bodies only.
with

asked as (

    select
        services.*,
        {{ formula_parameter('services', 'full_points') }} as full_points,
        run_load.load_id as hidden_load_id
    from {{ ref('int_interaction__services_asked') }} as services
    left join {{ source('ledger', 'run_load') }} as run_load
        on
            services.run_id = run_load.run_id
            and run_load.source = 'hidden_services'
    where criterion_code = 'B2.C.S5'

),

functions as (

    select
        load_id,
        body_code,
        count(*) as function_count,
        count(*) filter (where is_included_in_register and extract(year from included_on) = reporting_year) as included_count,
        count(*) filter (where conclusion is not null and conclusion_document is not null) as conclusion_count,
        sum({{ row_digest(row_text('hidden', [
            'body_code', 'function_name', 'is_included_in_register', 'included_on', 'conclusion', 'conclusion_document',
        ])) }}) as digest_sum
    from {{ ref('stg_hidden_services__functions') }} as hidden
    group by load_id, body_code

),

weighed as (

    select
        asked.*,
        coalesce(functions.function_count, 0) as function_count,
        asked.has_new_service or coalesce(functions.included_count, 0) > 0 as is_expanded,
        coalesce(functions.conclusion_count, 0) > 0 as has_conclusion,
        coalesce(functions.digest_sum, 0) as digest_sum
    from asked
    left join functions
        on
            asked.hidden_load_id = functions.load_id
            and asked.body_code = functions.body_code

),

judged as (

    select
        *,
        cast(null as numeric) as numerator,
        cast(null as numeric) as denominator,
        cast(null as numeric) as criterion_value,
        case when is_expanded or has_conclusion then full_points else 0 end as points,
        case when is_expanded or has_conclusion then full_points else 0 end as lowest_points,
        case when is_expanded or has_conclusion or has_perhaps_new_service then full_points else 0 end as highest_points,
        cast(null as text) as not_applicable_reason,
        cast(null as text) as no_data_reason,
        case
            when has_perhaps_new_service and not is_expanded and not has_conclusion
                then 'a service of the body in the Register has no readable day of inclusion'
        end as open_reason,
        case
            when is_expanded then 'a new service of the body came into the Register'
            when has_conclusion then 'the authority concluded that there is nothing to add'
            else 'no new service and no conclusion'
        end as status_reason,
        false as has_no_events,
        -- both lists are whole: a body that the second one does not name has no conclusion in it (A-89)
        array['computed', case when function_count = 0 and not is_expanded then 'row_absent' end] as conditions,
        'services_register' as evidence_source,
        register_load_id as evidence_load_id,
        'stg_services_register__services and stg_hidden_services__functions: body_code = ''' || body_code || '''' as evidence_predicate,
        entry_count + function_count as evidence_row_count,
        cast(entry_digest_sum + digest_sum as text) as evidence_digest
    from weighed

),

final as (

    {{ services_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
