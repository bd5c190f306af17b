with

accepted as (

    {{ accepted_rows('appeals_register', 'appeals') }}

),

final as (

    select
        -- ids
        load_id,
        row_number,
        reporting_year,
        appeal_id,
        body_code,

        -- codes
        kind,
        channel,
        status,
        outcome,
        on_time_flag,
        upheld_by,

        -- times
        received_on,
        due_on,
        extended_to,
        answered_on,
        upheld_on
    from accepted

)

select * from final
