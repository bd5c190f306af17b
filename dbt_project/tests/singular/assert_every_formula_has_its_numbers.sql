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
        ('S7.V', 'commission_paper_points'), ('S7.V', 'commission_period_count')
    ) as expected (ending, parameter) on criteria.criterion_code in ('B1.' || expected.ending, 'B2.C.' || expected.ending, 'B2.M.' || expected.ending)

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
