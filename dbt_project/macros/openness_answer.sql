{#- The answer to a part of openness whose points are its share of the weights: a whole criterion model. `source` and `model`
    are SQL: the source that answers and the model of its rows; `condition` says which rows of a body are meant. -#}
{% macro openness_answer(part_code, source, model, condition="") -%}
with

weighed as (

    select
        openness.*,
        {{ source }} as answering_source,
        openness.found_count > 0 as is_delivered,
        openness.found_count > 0 and openness.no_administrator_count = openness.found_count as is_not_applicable,
        openness.no_administrator_count between 1 and openness.found_count - 1 as is_contradictory,
        openness.total_weight - openness.missing_weight as measured_weight
    from {{ ref('int_interaction__openness_by_body') }} as openness
    where openness.part_code = '{{ part_code }}'

),

judged as (

    select
        *,
        case
            when is_not_applicable then 'not_applicable'
            when is_contradictory then 'manual_check_needed'
            when is_delivered then 'scored'
            else 'no_data_body'
        end as status
    from weighed

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers
        cast(earned_weight as numeric(38, 12)) as numerator,
        cast(case when is_delivered then measured_weight end as numeric(38, 12)) as denominator,
        {{ quotient('earned_weight', 'measured_weight') }} as criterion_value,
        case when status = 'scored' then {{ quotient('max_points * earned_weight', 'measured_weight') }} end as points,
        case status
            when 'scored' then {{ quotient('max_points * earned_weight', 'total_weight') }}
            when 'not_applicable' then null
            else cast(0 as numeric(38, 12))
        end as lowest_points,
        case status
            when 'scored' then {{ quotient('max_points * (earned_weight + missing_weight)', 'total_weight') }}
            when 'not_applicable' then null
            else cast(max_points as numeric(38, 12))
        end as highest_points,

        -- status and flags
        status,
        case
            when status = 'not_applicable' then 'the body administers no budget programme'
            when status = 'manual_check_needed'
                then 'some parameters say that the body administers no budget programme, others are judged'
            when answering_source = 'open_data_statistics' and not is_delivered then 'the statistics came without this body'
            when answering_source = 'open_data_statistics'
                then 'two of four parameters are measured; the other two have no source'
            when not is_delivered then 'the source came without this body'
            else
                found_count || ' of ' || parameter_count || ' parameters are measured'
                || case when nothing_due_count > 0 then '; ' || nothing_due_count || ' had nothing due and count in full' else '' end
        end as status_reason,
        status = 'scored' and missing_weight > 0 as is_partial,
        status = 'scored' and nothing_due_count = parameter_count as has_no_events,
        is_demonstration,
        array_remove(array[
            case when status = 'scored' then 'computed' end,
            case when not is_delivered or (missing_weight > 0 and answering_source <> 'open_data_statistics') then 'row_absent' end,
            case when is_delivered and answering_source = 'open_data_statistics' then 'from_statistics' end,
            case when is_of_other_period then 'other_period' end,
            case when nothing_due_count > 0 then 'nothing_due' end,
            case when edge_case_count > 0 then 'edge_case' end,
            case when site_count > 1 then 'several_sites' end,
            case when is_national_bank or no_administrator_count > 0 then 'national_bank' end
        ], null) as conditions,

        -- evidence
        answering_source as evidence_source,
        load_id as evidence_load_id,
        {{ model }} || ': body_code = ''' || body_code || '''{{ condition | replace("'", "''") }}' as evidence_predicate,
        cast(evidence_row_count as bigint) as evidence_row_count,
        evidence_digest
    from judged

)

select {{ answer_columns() | join(", ") }} from final
{%- endmacro %}
