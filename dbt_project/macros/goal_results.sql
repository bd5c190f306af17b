{#- Points of a rung of the ladder of rankings, paragraph 19; the National Bank has the same ladder, paragraph 25. -#}
{% macro ladder_points(row, rung) -%}
    {{ category_points(row ~ ".edition", "'B1.C.A'", "ranking", "'" ~ rung ~ "'") }}
{%- endmacro %}

{#- An attainment with its corrective: one factor whatever the number of causes, or one for each (A-11). -#}
{% macro with_corrective(attainment, cause_count) -%}
    {{ attainment }} * case
                when is_factor_per_cause then power(corrective_factor, {{ cause_count }})
                when {{ cause_count }} > 0 then corrective_factor
                else 1
            end
{%- endmacro %}

{#- Interrelation of two coefficients, paragraph 21: the smaller over the larger. Equal ones are fully related, zeros
    included; where only one is 0, nothing is (A-17). -#}
{% macro interrelation(first, second) -%}
    case
        when {{ first }} = {{ second }} then equal_value
        when least({{ first }}, {{ second }}) = 0 then one_zero_value
        else {{ quotient('least(' ~ first ~ ', ' ~ second ~ ')', 'greatest(' ~ first ~ ', ' ~ second ~ ')') }}
    end
{%- endmacro %}

{#- Result of a goal: the mean of its two coefficients times their interrelation, or the mean of the three (A-10). -#}
{% macro goal_result(attainment, efficiency, interrelation) -%}
    case
        when is_mean_of_three then {{ quotient(attainment ~ ' + ' ~ efficiency ~ ' + ' ~ interrelation, '3') }}
        else round({{ quotient(attainment ~ ' + ' ~ efficiency, '2') }} * {{ interrelation }}, 12)
    end
{%- endmacro %}

{#- The answer of a coefficient of goals: a whole criterion model. Its value is a mean over goals and has no points. `status`,
    `total` and `base` are columns of `int_goals__by_body`; the rest is SQL. -#}
{% macro coefficient_answer(criterion_code, status, total, base, reason, is_demonstration, conditions, evidence) -%}
with

asked as (

    select
        index_rows.criterion_code,
        by_body.*
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ ref('int_goals__by_body') }} as by_body
        on
            index_rows.run_id = by_body.run_id
            and index_rows.body_code = by_body.body_code
    where
        index_rows.criterion_code = '{{ criterion_code }}'
        and index_rows.task = 'to_answer'

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers; a coefficient has no points
        cast(case when {{ status }} = 'scored' then {{ total }} end as numeric(38, 12)) as numerator,
        cast(case when {{ status }} = 'scored' then {{ base }} end as numeric(38, 12)) as denominator,
        case when {{ status }} = 'scored' then {{ quotient(total, base) }} end as criterion_value,
        cast(null as numeric(38, 12)) as points,
        cast(null as numeric(38, 12)) as lowest_points,
        cast(null as numeric(38, 12)) as highest_points,

        -- status and flags
        {{ status }} as status,
        {{ reason }} as status_reason,
        false as is_partial,
        false as has_no_events,
        {{ is_demonstration }} as is_demonstration,
        array_remove(array[
            case when {{ status }} = 'scored' then 'computed' end,
            {% for condition, holds in conditions.items() -%}
            case when {{ holds }} then '{{ condition }}' end{{ "," if not loop.last }}
            {% endfor -%}
        ], null) as conditions,

        -- evidence
        '{{ evidence.source }}' as evidence_source,
        {{ evidence.load }} as evidence_load_id,
        {{ evidence.predicate }} as evidence_predicate,
        cast({{ evidence.row_count }} as bigint) as evidence_row_count,
        {{ evidence.digest }} as evidence_digest
    from asked

)

select {{ answer_columns() | join(", ") }} from final
{%- endmacro %}

{#- Why the attainment of goals has its status: a text in SQL. -#}
{% macro attainment_reason() -%}
    case attainment_status
            when 'no_data_body' then 'the strategic plans came without this body'
            when 'manual_check_needed'
                then doubtful_indicator_count || ' indicators cannot be judged: a row is rejected, or a value it needs is missing or below 0'
            when 'not_applicable' then 'no goal has an indicator that counts'
            else counted_indicator_count || ' indicators of ' || goal_count || ' goals are counted'
                || case when law_enforcement_indicator_count > 0 then '; of law enforcement and left out: ' || law_enforcement_indicator_count else '' end
        end
{%- endmacro %}
