-- Upheld by a court or a superior body, paragraph 110: full points less the share upheld, times a coefficient that
-- grows with the number handled.
with

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    select
        appeals.*,
        {{ formula_parameter('appeals', 'full_points') }} as full_points,
        {{ band_points('appeals.edition', 'appeals.criterion_code', 'volume_coefficient', 'appeals.handled_count', run_id='appeals.run_id') }} as volume_coefficient,
        -- one appeal counts once, and no more are upheld than were handled
        least(appeals.court_upheld_count + appeals.superior_upheld_count, appeals.handled_count) as upheld_count
    from {{ ref('int_interaction__appeals_asked') }} as appeals
    where appeals.criterion_code in ('B2.C.A2', 'B2.M.A2')

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers
        cast(upheld_count as numeric(38, 12)) as numerator,
        cast(handled_count as numeric(38, 12)) as denominator,
        {{ quotient('upheld_count', 'handled_count') }} as criterion_value,
        cast(bounded.points as numeric(38, 12)) as points,
        cast(case when is_doubtful then 0 else bounded.points end as numeric(38, 12)) as lowest_points,
        cast(case when is_doubtful then full_points else bounded.points end as numeric(38, 12)) as highest_points,

        -- status and flags
        {{ appeals_status() }} as status,
        case
            when has_no_events then source_words || 'no complaint or application was handled in the year'
            when is_doubtful then doubt_reason
            else source_words || 'volume coefficient ' || trim_scale(volume_coefficient)
        end as status_reason,
        false as is_partial,
        has_no_events,
        is_demonstration,
        array[source_condition, case when has_no_events then 'no_events' else 'computed' end] as conditions,

        -- evidence
        source as evidence_source,
        load_id as evidence_load_id,
        handled_predicate || case when source = 'form_1ol' then '' else ', or upheld_by is given and upheld_on in ' || reporting_year end as evidence_predicate,
        cast(upheld_evidence_count as bigint) as evidence_row_count,
        coalesce(upheld_evidence_digest, '0') as evidence_digest
    from asked
    cross join lateral (
        select case
            when asked.has_no_events then asked.full_points
            when not asked.is_doubtful
                then greatest({{ points_less_rate('asked.full_points', quotient('asked.volume_coefficient * asked.upheld_count', 'asked.handled_count'), 'asked', 'A-47') }}, 0)
        end as points
    ) as bounded

)

select {{ answer_columns() | join(", ") }} from final
