{#- The rows of the index for criteria of the survey with the load that answers them: a select. -#}
{% macro survey_asked(criterion_code, body_kind=none) -%}
    select
        index_rows.*,
        run_load.load_id,
        run_load.is_demonstration
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'servants_survey'
    where
        index_rows.criterion_code = '{{ criterion_code }}'
        {%- if body_kind %}
        and index_rows.body_kind = '{{ body_kind }}'
        {%- endif %}
        and index_rows.task = 'to_answer'
{%- endmacro %}


{#- Why a body has no data in the survey, over its number of sheets; null otherwise. -#}
{% macro survey_absent_reason() -%}
    case when sheet_count is null then 'the survey came without this body' end
{%- endmacro %}


{#- Why the evaluator must decide, over the same; null otherwise. -#}
{% macro survey_open_reason(is_unanswered) -%}
    case
        when sheet_count = 0 then 'no sheet of the body can be read'
        when {{ is_unanswered }} then 'no sheet answers what this criterion asks'
    end
{%- endmacro %}


{#- The mean answer to a statement brought to 0 to 1, paragraph 39. -#}
{% macro survey_index(answer_sum, answer_count) -%}
    {{ quotient(quotient(answer_sum, answer_count) ~ ' - lowest_answer', 'highest_answer - lowest_answer') }}
{%- endmacro %}


{#- A criterion whose points are its full points times the mean index of its statements, paragraphs 37-48: a whole model. Skipped
    statements count in no mean; by the other reading incomplete sheets are dropped (A-72). Sheets that cannot be read widen the
    bounds: all of them may have given the lowest answer, or the highest. -#}
{% macro survey_answer(criterion_code) -%}
with

asked as (

    {{ survey_asked(criterion_code) }}

),

-- materialized: each number of the edition is looked up once for a statement, not again wherever it is named below
statements as materialized (

    select
        asked.*,
        items.item,
        survey.sheet_count,
        survey.unreadable_sheet_count,
        survey.digest_sum,
        case when {{ takes_alternative('asked', 'A-72') }} then survey.complete_answer_count else survey.answer_count end as answer_count,
        case when {{ takes_alternative('asked', 'A-72') }} then survey.complete_answer_sum else survey.answer_sum end as answer_sum,
        {{ formula_parameter('asked', 'full_points') }} as full_points,
        {{ formula_parameter('asked', 'lowest_answer') }} as lowest_answer,
        {{ formula_parameter('asked', 'highest_answer') }} as highest_answer
    from asked
    inner join {{ ref('survey_items') }} as items
        on
            asked.edition = items.edition
            and asked.criterion_code = items.criterion_code
    left join {{ ref('int_organisation__survey_by_body') }} as survey
        on
            asked.load_id = survey.load_id
            and asked.body_code = survey.body_code
            and items.item = survey.item

),

-- a statement that nobody answered may have any index
indexed as (

    select
        *,
        {{ survey_index('answer_sum', 'answer_count') }} as index_value,
        coalesce({{ survey_index('answer_sum + lowest_answer * unreadable_sheet_count', 'answer_count + unreadable_sheet_count') }}, 0) as lowest_index,
        coalesce({{ survey_index('answer_sum + highest_answer * unreadable_sheet_count', 'answer_count + unreadable_sheet_count') }}, 1) as highest_index
    from statements

),

averaged as (

    select
        run_id,
        body_code,
        criterion_code,
        load_id,
        max_points,
        is_demonstration,
        full_points,
        sheet_count,
        unreadable_sheet_count,
        digest_sum,
        count(*) as statement_count,
        count(index_value) as answered_count,
        sum(index_value) as index_sum,
        {{ quotient('sum(index_value)', 'count(index_value)') }} as mean_index,
        full_points * {{ quotient('sum(index_value)', 'count(index_value)') }} as points,
        full_points * {{ quotient('sum(lowest_index)', 'count(*)') }} as lowest_points,
        full_points * {{ quotient('sum(highest_index)', 'count(*)') }} as highest_points,
        min(answer_count) as least_answer_count
    from indexed
    group by
        run_id, body_code, criterion_code, load_id, max_points, is_demonstration, full_points, sheet_count,
        unreadable_sheet_count, digest_sum

),

judged as (

    select
        *,
        index_sum as numerator,
        answered_count as denominator,
        mean_index as criterion_value,
        cast(null as text) as not_applicable_reason,
        {{ survey_absent_reason() }} as no_data_reason,
        {{ survey_open_reason('answered_count = 0') }} as open_reason,
        answered_count || ' of ' || statement_count || ' statements have answers; of ' || sheet_count || ' sheets at least '
        || least_answer_count || ' are counted'
        || case when unreadable_sheet_count > 0 then '; ' || unreadable_sheet_count || ' sheets cannot be read' else '' end as status_reason,
        false as has_no_events,
        array['computed', 'counted'] as conditions,
        'servants_survey' as evidence_source,
        load_id as evidence_load_id,
        'stg_servants_survey__sheets: body_code = ''' || body_code || '''' as evidence_predicate,
        coalesce(sheet_count, 0) as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from averaged

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
{%- endmacro %}
