-- Systems used for services, paragraphs 51-56: the share of the services of the Register that systems automate. The table of the
-- body names them; where it names another number of services than the Register, the difference widens the bounds.
with

register as (

    select
        run_id,
        body_code,
        count(*) as service_count,
        sum(entry_count) as entry_count,
        sum(entry_digest_sum) as entry_digest_sum
    from {{ ref('int_interaction__services_of_bodies') }}
    where is_standing
    group by run_id, body_code

),

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    {{ automation_asked('B3.I.A', 'услуга') }}

),

based as (

    select
        asked.*,
        coalesce(register.service_count, 0) as service_count,
        coalesce(register.entry_count, 0) as entry_count,
        coalesce(register.entry_digest_sum, 0) as entry_digest_sum,
        greatest(coalesce(register.service_count, 0) - asked.left_out_count, 0) as base_count,
        greatest(coalesce(register.service_count, 0) - asked.left_out_count, 0) as bound_base_count,
        greatest(coalesce(register.service_count, 0) - asked.object_count, 0) + asked.perhaps_automated_count as perhaps_count,
        greatest(asked.object_count - coalesce(register.service_count, 0), 0) as excess_count,
        case
            when asked.object_count <> coalesce(register.service_count, 0)
                then '; the table names ' || asked.object_count || ' services, the Register ' || coalesce(register.service_count, 0)
            else ''
        end as base_words
    from asked
    left join register
        on
            asked.run_id = register.run_id
            and asked.body_code = register.body_code

),

counted as (

    {{ automation_judged('based') }}

),

judged as (

    select
        *,
        case
            when service_count = 0 then 'the body has no service in the Register'
            when base_count = 0 then 'every service of the body is left out'
        end as not_applicable_reason,
        case when not is_delivered then 'the table of systems came without this body' end as no_data_reason,
        case when object_count = 0 then 'the table of systems names no service of the body' end as open_reason,
        'stg_information_systems__automation: body_code = ''' || body_code || ''' and object_kind = ''услуга''; stg_services_register__services: body_code = '''
        || body_code || ''' and coalesce(excluded_on > ''' || reporting_year || '-12-31'', true)' as evidence_predicate,
        row_count + entry_count as evidence_row_count,
        cast(digest_sum + entry_digest_sum as text) as evidence_digest
    from counted

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
