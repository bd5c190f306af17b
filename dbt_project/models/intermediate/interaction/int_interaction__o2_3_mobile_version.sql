-- Mobile version of the main site, paragraphs 95-99: points of its parameters times a coefficient by the way it opens, less a
-- point where nothing leads back (A-44).
with

opened as (

    select
        run_load.run_id,
        run_load.load_id,
        run_load.is_demonstration,
        sites.body_code,
        sites.loading_code,
        sites.loading_code <> 'none' and not sites.has_link_back as has_no_link_back,
        {{ row_digest("concat_ws('|', sites.body_code, sites.site, sites.loading_code, sites.has_link_back)") }} as row_digest
    from {{ ref('stg_site_mobile_versions__sites') }} as sites
    inner join {{ source('ledger', 'run_load') }} as run_load on sites.load_id = run_load.load_id

),

weighed as (

    select
        openness.*,
        opened.loading_code,
        opened.load_id as mobile_load_id,
        coalesce(opened.is_demonstration, false) as is_mobile_demonstration,
        opened.row_digest,
        bands.points as coefficient,
        coalesce(opened.has_no_link_back, false) as has_no_link_back,
        case when opened.has_no_link_back then penalties.points_per_unit else 0 end as deduction_points,
        coalesce(openness.earned_weight, 0) as known_weight,
        openness.total_weight - openness.missing_weight as measured_weight
    from {{ ref('int_interaction__openness_by_body') }} as openness
    left join opened
        on
            openness.run_id = opened.run_id
            and openness.body_code = opened.body_code
    left join {{ ref('point_bands') }} as bands
        on
            openness.edition = bands.edition
            and openness.criterion_code = bands.criterion_code
            and bands.band_table = 'coef'
            and opened.loading_code = bands.category
    left join {{ ref('penalties') }} as penalties
        on
            openness.edition = penalties.edition
            and openness.criterion_code = penalties.target_code
            and penalties.penalty_code = 'W2.NOLINK'
    where openness.part_code = 'O2.3'

),

judged as (

    select
        *,
        -- without a mobile version nothing is earned, whatever was said of its parameters
        coalesce(loading_code = 'none', false) as has_none,
        case
            when loading_code = 'none' then 'scored'
            when loading_code is null or found_count = 0 then 'no_data_body'
            else 'scored'
        end as status
    from weighed

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers
        cast(earned_weight as numeric(38, 12)) as numerator,
        cast(case when found_count > 0 then measured_weight end as numeric(38, 12)) as denominator,
        {{ quotient('earned_weight', 'measured_weight') }} as criterion_value,
        cast(case
            when has_none then 0
            when status = 'scored' then greatest({{ quotient('coefficient * earned_weight', 'measured_weight') }} - deduction_points, 0)
        end as numeric(38, 12)) as points,
        cast(case
            when has_none or coefficient is null then 0
            else greatest({{ quotient('coefficient * known_weight', 'total_weight') }} - deduction_points, 0)
        end as numeric(38, 12)) as lowest_points,
        cast(case
            when has_none then 0
            else greatest(
                {{ quotient('coalesce(coefficient, max_points) * (known_weight + missing_weight)', 'total_weight') }} - deduction_points, 0
            )
        end as numeric(38, 12)) as highest_points,

        -- status and flags
        status,
        case
            when has_none then 'there is no mobile version'
            when loading_code is null and found_count = 0 then 'neither source names this body'
            when loading_code is null then 'nothing says how the mobile version opens'
            when found_count = 0 then 'the monitoring came without the mobile version of this body'
            else
                found_count || ' of ' || parameter_count || ' parameters are measured; coefficient ' || trim_scale(coefficient)
                || case when has_no_link_back then '; nothing leads back to the main version' else '' end
        end as status_reason,
        status = 'scored' and not has_none and missing_weight > 0 as is_partial,
        false as has_no_events,
        is_demonstration or is_mobile_demonstration as is_demonstration,
        array_remove(array[
            case when status = 'scored' then 'computed' end,
            case when not has_none and (missing_weight > 0 or loading_code is null) then 'row_absent' end,
            case when has_no_link_back then 'no_link_back' end
        ], null) as conditions,

        -- evidence; a body without a mobile version may have no row in the monitoring
        case when found_count = 0 and loading_code is not null then 'site_mobile_versions' else 'site_assessment' end as evidence_source,
        case when found_count = 0 then mobile_load_id else load_id end as evidence_load_id,
        'stg_site_assessment__parameters: body_code = ''' || body_code || ''' and indicator_code = ''O2.3'' and quarter = 4'
        || ' and is_main_site; stg_site_mobile_versions__sites: body_code = ''' || body_code || '''' as evidence_predicate,
        cast(evidence_row_count + case when loading_code is null then 0 else 1 end as bigint) as evidence_row_count,
        cast(case
            when evidence_digest is not null or row_digest is not null
                then coalesce(cast(evidence_digest as numeric), 0) + coalesce(row_digest, 0)
        end as text) as evidence_digest
    from judged

)

select {{ answer_columns() | join(", ") }} from final
