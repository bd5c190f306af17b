-- Systems on the architecture portal, paragraphs 64-66: documents that are there, of those that all systems of the body should
-- have. A body without a system has nothing to register (A-07); a row that cannot be read is one more system, with all of its
-- documents or none.
{%- set documents = ['has_description', 'has_trial_operation_act', 'has_technical_documentation'] %}

with

counted as (

    select
        load_id,
        body_code,
        count(*) filter (where is_accepted and not is_nil_return) as system_count,
        count(*) filter (where is_accepted and is_nil_return) as nil_count,
        coalesce(sum({% for name in documents %}cast({{ name }} as int){{ " + " if not loop.last }}{% endfor %}) filter (where is_accepted and not is_nil_return), 0) as document_count,
        -- a system that stands twice is read and is not one more
        count(*) filter (
            where not is_accepted and not is_copy and coalesce(system_name_defect, '') <> 'repeats a system listed before'
        ) as doubtful_count,
        count(*) filter (where is_accepted) as row_count,
        {{ evidence_digest(row_text('systems', ['body_code', 'line_number', 'system_name', 'is_nil_return'] + documents), 'is_accepted') }} as digest
    from {{ ref('base_system_registration__systems') }} as systems
    where body_code is not null
    group by load_id, body_code

),

asked as (

    select
        index_rows.*,
        run_load.load_id,
        run_load.is_demonstration,
        counted.body_code is not null as is_delivered,
        counted.system_count,
        counted.nil_count,
        counted.document_count,
        counted.doubtful_count,
        coalesce(counted.row_count, 0) as row_count,
        counted.digest,
        {{ formula_parameter('index_rows', 'full_points') }} as full_points,
        {{ formula_parameter('index_rows', 'documents_per_system') }} as documents_per_system
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'system_registration'
    left join counted
        on
            run_load.load_id = counted.load_id
            and index_rows.body_code = counted.body_code
    where
        index_rows.criterion_code = 'B3.I.C'
        and index_rows.task = 'to_answer'

),

judged as (

    select
        *,
        document_count as numerator,
        documents_per_system * system_count as denominator,
        {{ quotient('document_count', 'documents_per_system * system_count') }} as criterion_value,
        {{ quotient('full_points * document_count', 'documents_per_system * system_count') }} as points,
        {{ quotient('full_points * document_count', 'documents_per_system * (system_count + doubtful_count)') }} as lowest_points,
        {{ quotient('full_points * (document_count + documents_per_system * doubtful_count)', 'documents_per_system * (system_count + doubtful_count)') }} as highest_points,
        case when system_count = 0 and doubtful_count = 0 and nil_count > 0 then 'the body has no information system' end as not_applicable_reason,
        case when not is_delivered then 'the portal named neither a system of this body nor that it has none' end as no_data_reason,
        case when system_count = 0 then 'no system of the body can be read in the list of the portal' end as open_reason,
        document_count || ' documents of ' || system_count || ' systems'
        || case when doubtful_count > 0 then '; ' || doubtful_count || ' systems cannot be read' else '' end as status_reason,
        false as has_no_events,
        array['computed'] as conditions,
        'system_registration' as evidence_source,
        load_id as evidence_load_id,
        'stg_system_registration__systems: body_code = ''' || body_code || '''' as evidence_predicate,
        row_count as evidence_row_count,
        digest as evidence_digest
    from asked

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
