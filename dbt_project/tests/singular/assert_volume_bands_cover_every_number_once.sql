-- Every whole number from 1 falls into exactly one volume band: no hole, no overlap (probed at and beside each edge).
with

bands as (

    select * from {{ ref('point_bands') }}
    where band_table = 'volume_coefficient'

),

probes as (

    select distinct
        bands.edition,
        bands.criterion_code,
        probe.value
    from bands
    cross join lateral (
        values (1), (bands.from_value - 1), (bands.from_value), (bands.to_value), (bands.to_value + 1), (1000000000)
    ) as probe (value)
    where probe.value >= 1

)

select
    probes.edition,
    probes.criterion_code,
    probes.value,
    count(bands.points) as band_count
from probes
left join bands
    on
        probes.edition = bands.edition
        and probes.criterion_code = bands.criterion_code
        and probes.value >= bands.from_value
        and probes.value <= coalesce(bands.to_value, probes.value)
group by probes.edition, probes.criterion_code, probes.value
having count(bands.points) <> 1
