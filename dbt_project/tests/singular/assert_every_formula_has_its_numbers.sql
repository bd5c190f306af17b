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
        ('A1', 'full_points'), ('A1', 'late_share_factor'), ('A2', 'full_points'),
        ('A3', 'satisfied_points'), ('A3', 'explained_points'),
        ('O1.1', 'full_points'), ('O1.2', 'full_points'), ('O1.3', 'full_points'), ('O1.4', 'full_points'),
        ('O2.1', 'full_points'), ('O2.2', 'full_points'), ('O2.3', 'full_points'),
        ('O1.1', 'divisor'), ('O1.2', 'divisor'), ('O1.3', 'divisor'), ('O1.4', 'divisor'),
        ('O2.1', 'divisor'), ('O2.2', 'divisor'), ('O2.3', 'divisor')
    ) as expected (ending, parameter) on criteria.criterion_code in ('B2.C.' || expected.ending, 'B2.M.' || expected.ending)

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
