with

accepted as (

    {{ accepted_rows('services_monitoring', 'requests') }}

),

final as (

    select
        -- ids
        load_id,
        row_number,
        reporting_year,
        request_number,
        service_code,
        body_code,

        -- codes
        channel,
        result,

        -- texts
        failure_document,

        -- flags
        is_late_by_failure,
        is_entry_late,
        is_entry_late_by_failure,
        is_law_enforcement,

        -- times
        received_on,
        due_on,
        rendered_on,
        entered_on
    from accepted

)

select * from final
