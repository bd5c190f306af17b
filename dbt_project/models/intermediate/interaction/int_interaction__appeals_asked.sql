with

asked as (

    select * from {{ ref('int_assessment__index') }}
    where
        criterion_code in ('B2.C.A1', 'B2.M.A1', 'B2.C.A2', 'B2.M.A2', 'B2.C.A3', 'B2.M.A3')
        and task = 'to_answer'

),

loads as (

    select * from {{ source('ledger', 'run_load') }}
    where source = 'appeals_register'

),

counts as (

    select * from {{ ref('int_interaction__appeals_by_body') }}

),

-- the register came whole, for all bodies: a body without a row in it had no appeals (A-07)
final as (

    select
        -- ids
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        asked.body_kind,
        asked.edition,
        asked.reporting_year,
        loads.load_id,

        -- numbers
        asked.max_points,
        {% for column in [
            'handled_count', 'known_deadline_count', 'unknown_deadline_count', 'late_count', 'court_upheld_count',
            'superior_upheld_count', 'satisfied_count', 'explained_count', 'contradicted_flag_count', 'doubtful_count',
            'upheld_evidence_count',
        ] %}
        coalesce(counts.{{ column }}, 0) as {{ column }},
        {% endfor %}

        -- flags
        loads.is_demonstration,
        coalesce(counts.handled_count, 0) = 0 and coalesce(counts.doubtful_count, 0) = 0 as has_no_events,
        coalesce(counts.handled_count, 0) = 0 and coalesce(counts.doubtful_count, 0) > 0 as is_doubtful,

        -- evidence
        counts.handled_digest,
        counts.upheld_evidence_digest,
        'stg_appeals_register__appeals: body_code = ''' || asked.body_code
        || ''' and kind in (''жалоба'', ''заявление'') and status = ''рассмотрено'' and answered_on in '
        || asked.reporting_year as handled_predicate
    from asked
    inner join loads on asked.run_id = loads.run_id
    left join counts
        on
            loads.load_id = counts.load_id
            and asked.body_code = counts.body_code

)

select * from final
