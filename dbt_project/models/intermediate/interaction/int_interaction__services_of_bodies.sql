-- What the Register says of each service that a body rendered in the year. Rejected rows still prove that the service is
-- there; what they say of its term is not taken.
with

runs as (

    select
        runs.run_id,
        runs.year_start,
        runs.year_end,
        run_load.load_id
    from {{ ref('int_assessment__runs') }} as runs
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            runs.run_id = run_load.run_id
            and run_load.source = 'services_register'

),

entries as (

    select
        runs.run_id,
        register.body_code,
        register.service_code,
        register.is_accepted,
        register.included_on,
        case when register.is_accepted then register.is_one_working_day end as is_one_working_day,
        case when register.is_accepted then register.is_connected_to_monitoring end as is_connected_to_monitoring,
        coalesce(register.included_on <= runs.year_end, true) as is_included,
        coalesce(register.excluded_on > runs.year_end, true) as is_standing,
        coalesce(register.included_on between runs.year_start and runs.year_end, false) as is_new,
        register.included_on is null as is_undated,
        {{ row_digest(row_text('register', ['service_code', 'body_code', 'is_one_working_day', 'included_on', 'excluded_on'])) }} as row_digest
    from {{ ref('base_services_register__services') }} as register
    inner join runs on register.load_id = runs.load_id
    where
        register.body_code is not null
        and register.service_code is not null
        and not register.is_copy
        and coalesce(register.excluded_on >= runs.year_start, true)

),

-- a body that the Register names twice, under a former name too, has the service once: what stands at the year's end counts
final as (

    select
        -- ids
        run_id,
        body_code,
        service_code,

        -- times
        (array_agg(included_on order by is_standing desc, is_accepted desc, included_on desc nulls last))[1] as included_on,

        -- flags
        (array_agg(is_one_working_day order by is_accepted desc, is_standing desc, included_on desc nulls last))[1] as is_one_working_day,
        bool_or(is_connected_to_monitoring) as is_connected_to_monitoring,
        bool_or(is_standing) as is_standing,
        bool_or(is_new and is_accepted) as is_new,
        bool_or(not is_accepted and (is_new or is_undated)) as is_perhaps_new,

        -- evidence
        count(*) filter (where is_accepted) as entry_count,
        coalesce(sum(row_digest) filter (where is_accepted), 0) as entry_digest_sum
    from entries
    where is_included
    group by run_id, body_code, service_code

)

select * from final
