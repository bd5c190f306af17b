-- The three parts of timeliness before they are one criterion, paragraphs 37-40: the base Z, which may be negative, the
-- bonus D for fewer breaches than last year, and what late entries take (A-92). Once as counted, and once for each bound.
with

asked as (

    select
        *,
        -- the body's own number stands for all of its services outside Monitoring, at least what inspections found there
        case
            when unconnected_breaches_count is not null
                then least(greatest(unconnected_breaches_count, outside_breach_count), unconnected_services_count)
        end as unconnected_count
    from {{ ref('int_interaction__services_asked') }}
    where criterion_code in ('B2.C.S2', 'B2.M.S2')

),

summed as (

    select
        *,
        term_count + unconnected_services_count as judged_term_count,
        breach_count + unconnected_count as judged_breach_count
    from asked

),

-- services whose term nobody knows are counted in neither; the bounds take them as late ones only, and as timely ones only
cases as (

    select
        summed.*,
        case_of.case_name,
        case_of.breaches,
        case_of.services,
        case_of.is_bonus_given
    from summed
    cross join lateral (
        values
        ('counted', summed.judged_breach_count, summed.judged_term_count, false),
        ('lowest', summed.judged_breach_count + summed.unknown_breach_count, summed.judged_term_count + summed.unknown_breach_count, false),
        ('highest', summed.judged_breach_count, summed.judged_term_count + summed.unknown_term_count, true)
    ) as case_of (case_name, breaches, services, is_bonus_given)

),

numbered as (

    select
        cases.*,
        {{ formula_parameter('cases', 'base_points') }} as most_base_points,
        {{ formula_parameter('cases', 'per') }} as per,
        {{ formula_parameter('cases', 'bonus_points') }} as most_bonus_points,
        cast({{ formula_parameter('cases', 'percent_decimals') }} as int) as percent_decimals,
        penalties.points_per_unit as points_per_late_entry,
        penalties.group_cap_points as most_late_entry_points,
        {{ quotient('100 * (last_year_breaches_count - breaches)', 'last_year_breaches_count') }} as cut_pct
    from cases
    left join {{ ref('penalties') }} as penalties
        on
            cases.edition = penalties.edition
            and cases.criterion_code = penalties.target_code
            and penalties.penalty_code = 'W2.LATEIS'

),

weighed as (

    select
        *,
        case
            when services = 0 then most_base_points
            else {{ points_less_rate('most_base_points', quotient('per * breaches', 'services'), 'numbered', 'A-31') }}
        end as base_points,
        case
            -- the Kazakh text lacks the clause of the full bonus without a breach
            when breaches = 0 and (services = 0 or not {{ takes_alternative('numbered', 'A-06') }}) then most_bonus_points
            when last_year_breaches_count is null then case when is_bonus_given then most_bonus_points else 0 end
            when cut_pct > 0 then {{ band_points('numbered.edition', "numbered.criterion_code || '.D'", 'points', 'round(numbered.cut_pct, numbered.percent_decimals)') }}
            else 0
        end as bonus_points,
        least(points_per_late_entry * late_entry_count, most_late_entry_points) as late_entry_points
    from numbered

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,
        case_name,

        -- numbers
        cast(breaches as numeric(38, 12)) as breach_count,
        cast(services as numeric(38, 12)) as service_count,
        cast(cut_pct as numeric(38, 12)) as cut_pct,
        cast(base_points as numeric(38, 12)) as base_points,
        cast(bonus_points as numeric(38, 12)) as bonus_points,
        cast(late_entry_points as numeric(38, 12)) as late_entry_points,
        -- the lower bound works on the whole: base with bonus (A-32), and again after late entries (paragraph 40)
        cast(
            case when base_points is not null then greatest(greatest(base_points + bonus_points, 0) - late_entry_points, 0) end
            as numeric(38, 12)
        ) as points
    from weighed

)

select * from final
