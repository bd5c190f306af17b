with

asked as (

    select * from {{ ref('int_assessment__index') }}
    where
        criterion_code in ('B2.C.A1', 'B2.M.A1', 'B2.C.A2', 'B2.M.A2', 'B2.C.A3', 'B2.M.A3')
        and task = 'to_answer'

),

-- the register counts where it came, form 1-OL otherwise (A-115)
loads as (

    select distinct on (run_id)
        run_id,
        source,
        load_id,
        is_demonstration
    from {{ source('ledger', 'run_load') }}
    where source in ('appeals_register', 'form_1ol')
    order by run_id, source = 'form_1ol'

),

-- the register came whole, for all bodies: a body without a row in it had no appeals (A-07)
registered as (

    select
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        true as is_delivered,
        {% for column in [
            'handled_count', 'known_deadline_count', 'unknown_deadline_count', 'late_count', 'court_upheld_count',
            'superior_upheld_count', 'satisfied_count', 'explained_count', 'open_count', 'contradicted_flag_count',
            'upheld_evidence_count',
        ] %}
        coalesce(counts.{{ column }}, 0) as {{ column }},
        {% endfor %}
        coalesce(counts.handled_count, 0) as handled_evidence_count,
        coalesce(counts.handled_count, 0) = 0 and coalesce(counts.doubtful_count, 0) > 0 as is_doubtful,
        counts.handled_digest,
        counts.upheld_evidence_digest,
        'stg_appeals_register__appeals: body_code = ''' || asked.body_code
        || ''' and kind in (''жалоба'', ''заявление'') and status = ''рассмотрено'' and answered_on in '
        || asked.reporting_year as handled_predicate
    from asked
    inner join loads
        on
            asked.run_id = loads.run_id
            and loads.source = 'appeals_register'
    left join {{ ref('int_interaction__appeals_by_body') }} as counts
        on
            loads.load_id = counts.load_id
            and asked.body_code = counts.body_code

),

-- each body hands in a form of its own: a body without one is unknown, and the form itself says what was late
reported as (

    select
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        forms.load_id is not null as is_delivered,
        forms.handled_count,
        forms.handled_count as known_deadline_count,
        0 as unknown_deadline_count,
        forms.late_count,
        forms.court_upheld_count,
        forms.superior_upheld_count,
        forms.satisfied_count,
        forms.explained_count,
        0 as open_count,
        0 as contradicted_flag_count,
        coalesce(forms.evidence_row_count, 0) as upheld_evidence_count,
        coalesce(forms.evidence_row_count, 0) as handled_evidence_count,
        coalesce(forms.line_count < 2 * forms.form_count, true) as is_doubtful,
        forms.evidence_digest as handled_digest,
        forms.evidence_digest as upheld_evidence_digest,
        'stg_form_1ol__rows: body_code = ''' || asked.body_code
        || ''' and kind_label in (''жалобы'', ''заявления'') and applicant_label = ''всего''' as handled_predicate
    from asked
    inner join loads
        on
            asked.run_id = loads.run_id
            and loads.source = 'form_1ol'
    left join {{ ref('int_interaction__form_1ol_by_body') }} as forms
        on
            loads.load_id = forms.load_id
            and asked.body_code = forms.body_code

),

counted as (

    select * from registered
    union all
    select * from reported

),

final as (

    select
        -- ids
        asked.body_kind,
        asked.edition,
        asked.reporting_year,
        loads.source,
        loads.load_id,
        counted.*,

        -- numbers
        asked.max_points,

        -- flags
        loads.is_demonstration,
        counted.handled_count = 0 and not counted.is_doubtful as has_no_events,

        -- words that the answers share
        case when not counted.is_delivered then 'form 1-OL came without this body' end as no_data_reason,
        case
            when loads.source = 'form_1ol' then 'by form 1-OL: a line of it was rejected or left out'
            else 'no appeal is counted, but rejected rows may hide handled ones'
        end as doubt_reason,
        case when loads.source = 'form_1ol' then 'by form 1-OL: ' else '' end as source_words,
        case when loads.source = 'form_1ol' then 'from_form' else 'counted' end as source_condition
    from counted
    inner join asked
        on
            counted.run_id = asked.run_id
            and counted.body_code = asked.body_code
            and counted.criterion_code = asked.criterion_code
    inner join loads on counted.run_id = loads.run_id

)

select * from final
