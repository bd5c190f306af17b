-- Each leaf that takes a number by name finds it in its edition, and the full points are the most points.
with

expected as (

    select
        criteria.edition,
        criteria.criterion_code,
        criteria.max_points,
        expected.parameter
    from {{ ref('criteria') }} as criteria
    inner join (
        values
        ('C', 'goal_scale'), ('N', 'goal_scale'),
        ('C.A', 'highest_ratio'), ('C.A', 'lowest_ratio'), ('C.A', 'corrective_factor'), ('C.A', 'overfulfilled_from_ratio'),
        ('N', 'highest_ratio'), ('N', 'lowest_ratio'), ('N', 'corrective_factor'), ('N', 'overfulfilled_from_ratio'),
        ('C.B', 'highest_ratio'), ('C.B', 'low_absorption_to_ratio'), ('C.B', 'low_absorption_value'),
        ('C.C', 'equal_value'), ('C.C', 'one_zero_value'),
        ('M.D', 'full_points'), ('M.D', 'highest_ratio'), ('M.D', 'lowest_ratio'), ('M.L', 'full_points'), ('M.L', 'percent_decimals'),
        ('M.Z1', 'full_points'), ('M.Z1', 'percent_decimals'), ('M.Z1', 'highest_percent'), ('M.Z2', 'full_points'),
        ('M.G', 'full_points'), ('M.G', 'percent_decimals'), ('M.G', 'highest_percent'), ('M.G', 'direct_results_from_percent'),
        ('A1', 'full_points'), ('A1', 'late_share_factor'), ('A2', 'full_points'),
        ('A3', 'satisfied_points'), ('A3', 'explained_points'),
        ('O1.1', 'full_points'), ('O1.2', 'full_points'), ('O1.3', 'full_points'), ('O1.4', 'full_points'),
        ('O2.1', 'full_points'), ('O2.2', 'full_points'), ('O2.3', 'full_points'),
        ('O1.1', 'divisor'), ('O1.2', 'divisor'), ('O1.3', 'divisor'), ('O1.4', 'divisor'),
        ('O2.1', 'divisor'), ('O2.2', 'divisor'), ('O2.3', 'divisor'),
        ('S1.P1', 'full_points'), ('S1.P1', 'grade_decimals'), ('S1.P2', 'full_points'),
        ('S2', 'full_points'), ('S2', 'base_points'), ('S2', 'bonus_points'), ('S2', 'per'), ('S2', 'percent_decimals'),
        ('S3.T1', 'full_points'), ('S3.T1', 'per'), ('S3.T2', 'full_points'), ('S3.T2', 'per'), ('S3.T3', 'full_points'),
        ('S3.T3', 'per'), ('S3.T4', 'full_points'), ('S3.T4', 'per'), ('S3.T5', 'full_points'), ('S3.T5', 'per'),
        ('S4.U1', 'full_points'), ('S4.U2', 'full_points'), ('S4.U3', 'full_points'), ('S4.U3', 'percent_decimals'),
        ('S4.U4', 'full_points'), ('S4.U4', 'percent_decimals'), ('S4.U4', 'no_recommendations_points'),
        ('S4.U5', 'full_points'), ('S4.U5', 'percent_decimals'), ('S4.U5', 'no_breaches_points'), ('S4.U5', 'highest_percent'),
        ('S5', 'full_points'), ('S6', 'full_points'), ('S7.T', 'full_points'), ('S7.T', 'highest_ratio'),
        ('S7.V', 'full_points'), ('S7.V', 'highest_ratio'), ('S7.V', 'commission_factor'), ('S7.V', 'commission_portal_points'),
        ('S7.V', 'commission_paper_points'), ('S7.V', 'commission_period_count'),
        ('H.K.C', 'full_points'), ('H.K.C', 'full_points_to_rate'), ('H.K.C', 'no_points_from_rate'), ('H.K.C', 'group_weight'),
        ('H.K.S', 'full_points'), ('H.K.J', 'full_points'), ('H.K.O', 'full_points'), ('H.K.O', 'flow_weight'),
        ('H.K.P', 'full_points'), ('H.K.V', 'full_points'), ('H.K.V', 'negative_reasons_above_share'),
        ('H.O.N', 'full_points'), ('H.O.N', 'overtime_factor'), ('H.O.N', 'leave_days'), ('H.O.N', 'day_hours'),
        ('H.O.N', 'daily_weight'), ('H.O.N', 'weekly_weight'),
        ('H.O.T', 'full_points'), ('H.O.T', 'lowest_answer'), ('H.O.T', 'highest_answer'),
        ('H.O.Y', 'full_points'), ('H.O.Y', 'lowest_answer'), ('H.O.Y', 'highest_answer'),
        ('H.M.A', 'full_points'), ('H.M.C', 'full_points'),
        ('H.M.B', 'full_points'), ('H.M.B', 'lowest_answer'), ('H.M.B', 'highest_answer'),
        ('H.M.D', 'full_points'), ('H.M.D', 'lowest_answer'), ('H.M.D', 'highest_answer'),
        ('H.M.E', 'full_points'), ('H.M.E', 'lowest_answer'), ('H.M.E', 'highest_answer'),
        ('H.M.F', 'full_points'), ('H.M.F', 'lowest_answer'), ('H.M.F', 'highest_answer'),
        ('I.A', 'full_points'), ('I.A', 'part_points'), ('I.B', 'full_points'), ('I.B', 'part_points'),
        ('I.C', 'full_points'), ('I.C', 'documents_per_system')
    ) as expected (ending, parameter)
        on criteria.criterion_code in (
            'B1.' || expected.ending, 'B2.C.' || expected.ending, 'B2.M.' || expected.ending, 'B3.' || expected.ending
        )

)

select
    expected.edition,
    expected.criterion_code,
    expected.parameter
from expected
left join {{ ref('formula_parameters') }} as formula_parameters
    on
        expected.edition = formula_parameters.edition
        and expected.criterion_code = formula_parameters.criterion_code
        and expected.parameter = formula_parameters.parameter
where
    formula_parameters.value is null
    or (expected.parameter in ('full_points', 'satisfied_points') and formula_parameters.value <> expected.max_points)
