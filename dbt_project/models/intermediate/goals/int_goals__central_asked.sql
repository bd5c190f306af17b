-- The central bodies whose goals are evaluated, with the numbers of the formulas and the readings that the run takes.
with

bodies as (

    select distinct
        run_id,
        body_code,
        direction_code,
        edition,
        reporting_year,
        case direction_code when 'B1.N' then 'B1.N' else 'B1.C.A' end as attainment_code
    from {{ ref('int_assessment__index') }}
    where
        direction_code in ('B1.C', 'B1.N')
        and task <> 'not_applicable'

),

final as (

    select
        -- ids
        bodies.run_id,
        bodies.body_code,
        bodies.direction_code,
        bodies.edition,
        bodies.reporting_year,

        -- numbers of the attainment of goals, paragraph 19
        {{ formula_parameter('attainment', 'highest_ratio') }} as highest_ratio,
        {{ formula_parameter('attainment', 'lowest_ratio') }} as lowest_ratio,
        {{ formula_parameter('attainment', 'corrective_factor') }} as corrective_factor,
        {{ formula_parameter('attainment', 'overfulfilled_from_ratio') }} as overfulfilled_from_ratio,

        -- numbers of the efficiency of programmes, paragraph 20; the National Bank has none
        {{ formula_parameter('efficiency', 'highest_ratio') }} as highest_result_ratio,
        {{ formula_parameter('efficiency', 'low_absorption_to_ratio') }} as low_absorption_to_ratio,
        {{ formula_parameter('efficiency', 'low_absorption_value') }} as low_absorption_value,

        -- numbers of the interrelation, paragraph 21, and of the whole, paragraphs 17, 18 and 25
        {{ formula_parameter('interrelation', 'equal_value') }} as equal_value,
        {{ formula_parameter('interrelation', 'one_zero_value') }} as one_zero_value,
        {{ formula_parameter('direction', 'goal_scale') }} as goal_scale,

        -- readings
        {{ takes_alternative('bodies', 'A-10') }} as is_mean_of_three,
        {{ takes_alternative('bodies', 'A-11') }} as is_factor_per_cause,
        {{ takes_alternative('bodies', 'A-12') }} as is_standstill_corrected,
        {{ takes_alternative('bodies', 'A-13') }} as is_efficiency_capped,
        {{ takes_alternative('bodies', 'A-14') }} as is_no_absorption_counted,
        {{ takes_alternative('bodies', 'A-15') }} as is_low_absorption_always_replaced,
        {{ takes_alternative('bodies', 'A-16') }} as is_incomplete_goal_zero,
        {{ takes_alternative('bodies', 'A-25') }} as is_mean_of_indicators,
        {{ takes_alternative('bodies', 'A-99') }} as is_law_enforcement_counted,
        {{ takes_alternative('bodies', 'A-102') }} as is_negative_taken_by_letter
    from bodies
    cross join lateral (select bodies.run_id, bodies.edition, bodies.attainment_code as criterion_code) as attainment
    cross join lateral (select bodies.run_id, bodies.edition, 'B1.C.B' as criterion_code) as efficiency
    cross join lateral (select bodies.run_id, bodies.edition, 'B1.C.C' as criterion_code) as interrelation
    cross join lateral (select bodies.run_id, bodies.edition, bodies.direction_code as criterion_code) as direction

)

select * from final
