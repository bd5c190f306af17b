-- Every result from 0.00 to 100.00 has exactly one degree in each block and overall.
select
    scales.edition,
    scales.block_code,
    results.hundredths / 100.0 as result,
    count(degrees.degree) as degree_count
from (select distinct edition, block_code from {{ ref('degrees') }}) as scales
cross join generate_series(0, 10000) as results (hundredths)
left join {{ ref('degrees') }} as degrees
    on
        scales.edition = degrees.edition
        and scales.block_code = degrees.block_code
        and results.hundredths / 100.0 between degrees.from_value and degrees.to_value
group by scales.edition, scales.block_code, results.hundredths
having count(degrees.degree) <> 1
