{#- Points of automation over the columns of automation_judged: the share of what is automated, or by the text of October 2017 a
    share of the body's own systems and one of others, each with half of the points and each capped (A-05). -#}
{% macro automation_points(own, other, base) -%}
    case
        when takes_october_text
            then
                least({{ quotient('part_points * (' ~ own ~ ')', base) }}, part_points)
                + least({{ quotient('part_points * (' ~ other ~ ')', base) }}, part_points)
        else {{ quotient('full_points * least(' ~ own ~ ' + ' ~ other ~ ', ' ~ base ~ ')', base) }}
    end
{%- endmacro %}


{#- Automation of services or functions, paragraphs 51-63, once the base is known: a select of judged rows from the relation
    `based`. It has the columns of automation_asked and `base_count` (what is to be automated, nothing of it left out),
    `bound_base_count` (the same with what cannot be read), `perhaps_count` (what may be automated too), `excess_count` (what the
    table names beyond the base) and `base_words`. An object that is automated both ways counts once, as own (A-87); what is left
    out leaves both numbers (A-73). -#}
{% macro automation_judged(based) -%}
    select
        counted.*,
        pointed.points,
        least(own_systems_count + other_systems_count, base_count) as numerator,
        base_count as denominator,
        {{ quotient('least(own_systems_count + other_systems_count, base_count)', 'base_count') }} as criterion_value,
        least(
            pointed.points,
            {{ automation_points('greatest(own_systems_count - excess_count, 0)', 'greatest(other_systems_count - greatest(excess_count - own_systems_count, 0), 0)', 'bound_base_count') }},
            {{ automation_points('greatest(own_systems_count - greatest(excess_count - other_systems_count, 0), 0)', 'greatest(other_systems_count - excess_count, 0)', 'bound_base_count') }}
        ) as lowest_points,
        greatest(
            pointed.points,
            {{ automation_points('own_systems_count + perhaps_count', 'other_systems_count', 'bound_base_count') }},
            {{ automation_points('own_systems_count', 'other_systems_count + perhaps_count', 'bound_base_count') }}
        ) as highest_points,
        own_systems_count || ' by own systems and ' || other_systems_count || ' by systems of other bodies, of ' || base_count
        || case when left_out_count > 0 then '; ' || left_out_count || ' left out' else '' end
        || base_words as status_reason,
        false as has_no_events,
        array[
            'computed',
            case when left_out_count > 0 then 'left_out' end,
            case when both_count > 0 then 'automated_twice' end
        ] as conditions,
        'information_systems' as evidence_source,
        load_id as evidence_load_id
    from (
        select
            {{ based }}.*,
            own_count + case when takes_left_out_above then left_out_own_count else 0 end as own_systems_count,
            other_count
            + case when takes_left_out_above then left_out_other_count else 0 end
            - case
                when takes_both_ways then 0
                else both_count + case when takes_left_out_above then left_out_both_count else 0 end
            end as other_systems_count
        from {{ based }}
        cross join lateral (
            select
                {{ takes_alternative(based, 'A-73') }} as takes_left_out_above,
                {{ takes_alternative(based, 'A-87') }} as takes_both_ways
        ) as choices
    ) as counted
    cross join lateral (
        select {{ automation_points('own_systems_count', 'other_systems_count', 'base_count') }} as points
    ) as pointed
{%- endmacro %}


{#- Index rows of one criterion of automation with what the table of systems says of the body: a select. -#}
{% macro automation_asked(criterion_code, object_kind) -%}
    select
        index_rows.*,
        run_load.load_id,
        run_load.is_demonstration,
        tables.body_code is not null as is_delivered,
        {% for column in [
            'object_count', 'left_out_count', 'own_count', 'other_count', 'both_count', 'left_out_own_count', 'left_out_other_count',
            'left_out_both_count', 'perhaps_automated_count', 'doubtful_count', 'row_count', 'digest_sum',
        ] %}
        coalesce(automation.{{ column }}, 0) as {{ column }},
        {% endfor %}
        {{ formula_parameter('index_rows', 'full_points') }} as full_points,
        {{ formula_parameter('index_rows', 'part_points') }} as part_points,
        {{ takes_alternative('index_rows', 'A-05') }} as takes_october_text
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'information_systems'
    left join (
        select distinct
            load_id,
            body_code
        from {{ ref('int_organisation__automation_by_body') }}
    ) as tables
        on
            run_load.load_id = tables.load_id
            and index_rows.body_code = tables.body_code
    left join {{ ref('int_organisation__automation_by_body') }} as automation
        on
            run_load.load_id = automation.load_id
            and index_rows.body_code = automation.body_code
            and automation.object_kind = '{{ object_kind }}'
    where
        index_rows.criterion_code = '{{ criterion_code }}'
        and index_rows.task = 'to_answer'
{%- endmacro %}
