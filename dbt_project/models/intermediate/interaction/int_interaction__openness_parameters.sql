-- What each parameter earns in each language version, on each site: nothing where it is absent (A-42), its weight less its
-- defects within their cap otherwise (paragraphs 79-81, 94, 98). A parameter of which no finding came earns an unknown part.
with

asked as (

    select
        *,
        substr(criterion_code, 6) as part_code
    from {{ ref('int_assessment__index') }}
    where
        substr(criterion_code, 6) in ('O1.1', 'O1.2', 'O1.3', 'O1.4', 'O2.1', 'O2.2', 'O2.3')
        and task = 'to_answer'

),

findings as (

    select * from {{ ref('int_interaction__openness_findings') }}

),

-- availability and completeness are judged on the same sites: one that is missing from either is not forgotten
sites as (

    select distinct
        findings.run_id,
        findings.body_code,
        seen.part_code,
        findings.site
    from findings
    inner join (
        values
        ('O1.1', 'O1.1'), ('O1.2', 'O1.2'), ('O1.3', 'O1.3'), ('O1.4', 'O1.4'),
        ('O2.1', 'O2.1'), ('O2.1', 'O2.2'), ('O2.2', 'O2.1'), ('O2.2', 'O2.2'), ('O2.3', 'O2.3')
    ) as seen (part_code, seen_in) on findings.part_code = seen.seen_in

),

expected as (

    select
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        asked.edition,
        asked.part_code,
        sites.site,
        parameters.item as item_code,
        parameters.parameter_key,
        versions.language_code,
        parameters.weight_per_language as weight,
        coalesce(parameters.defect_points, 0) as defect_points,
        coalesce(parameters.defect_cap_share, 0) as defect_cap_share
    from asked
    inner join sites
        on
            asked.run_id = sites.run_id
            and asked.body_code = sites.body_code
            and asked.part_code = sites.part_code
    inner join {{ ref('openness_parameters') }} as parameters
        on
            asked.edition = parameters.edition
            and asked.criterion_code = parameters.criterion_code
            and asked.body_code is distinct from parameters.not_asked_of
    inner join (
        values ('ru', 2), ('kk', 2), ('both', 1)
    ) as versions (language_code, languages) on parameters.languages = versions.languages

),

found as (

    select
        expected.*,
        findings.load_id is not null as is_found,
        findings.is_there,
        findings.defect_count,
        findings.given_points,
        coalesce(findings.is_nothing_due, false) as is_nothing_due,
        coalesce(findings.is_no_administrator, false) as is_no_administrator,
        bands.points as band_points,
        bands.assumption_ids is not null as is_edge_case
    from expected
    left join findings
        on
            expected.run_id = findings.run_id
            and expected.body_code = findings.body_code
            and expected.part_code = findings.part_code
            and expected.site = findings.site
            and findings.parameter in (expected.item_code, expected.parameter_key)
            and expected.language_code = coalesce(findings.language_code, expected.language_code)
    left join {{ ref('point_bands') }} as bands
        on
            expected.edition = bands.edition
            and expected.criterion_code = bands.criterion_code
            and expected.parameter_key = bands.band_table
            and (
                bands.from_value is null
                or findings.answered_pct > bands.from_value
                or (bands.is_from_inclusive and findings.answered_pct = bands.from_value)
            )
            and (
                bands.to_value is null
                or findings.answered_pct < bands.to_value
                or (bands.is_to_inclusive and findings.answered_pct = bands.to_value)
            )
            and findings.answered_pct is not null

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,
        site,
        item_code,
        language_code,

        -- numbers
        weight,
        case
            when not is_found then null
            when is_nothing_due then weight
            when given_points is not null then least(given_points, weight)
            when band_points is not null then band_points
            when not is_there then 0
            else weight - least(defect_points * defect_count, defect_cap_share * weight)
        end as earned_weight,

        -- flags
        is_found,
        is_nothing_due,
        is_no_administrator,
        is_edge_case
    from found

)

select * from final
