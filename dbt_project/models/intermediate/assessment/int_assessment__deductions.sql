-- Every deduction that is asked, from whichever family counts it, with its cap. What was not delivered for a body lies between
-- nothing and the cap (A-89); without a cap it can take everything.
with

facts as (

    select * from {{ ref('int_assessment__deductions_of_arrivals') }}
    union all
    select * from {{ ref('int_assessment__deductions_of_records') }}
    union all
    select * from {{ ref('int_assessment__deductions_of_results') }}

),

final as (

    select
        -- ids
        asked.run_id,
        asked.body_code,
        asked.penalty_code,

        -- codes
        asked.penalty_level,
        asked.target_code,
        asked.cap_group,

        -- numbers; of two numbers `least` passes over a missing one, as a penalty without a cap needs it
        facts.fact_count,
        facts.doubtful_count,
        facts.left_out_count,
        asked.points_per_unit,
        facts.points_before_cap,
        asked.cap_points,
        case when facts.load_id is not null then least(facts.points_before_cap, asked.cap_points) end as points,
        case when facts.load_id is not null then least(facts.points_before_cap, asked.cap_points) else 0 end as lowest_points,
        case when facts.load_id is not null then least(facts.highest_before_cap, asked.cap_points) else asked.cap_points end as highest_points,

        -- flags and texts
        coalesce(
            least(facts.points_before_cap, asked.cap_points) = least(facts.highest_before_cap, asked.cap_points)
            and facts.load_id is not null,
            false
        ) as is_certain,
        coalesce(facts.is_demonstration, false) as is_demonstration,
        asked.legal_ref,
        asked.assumption_ids,

        -- evidence
        asked.source as evidence_source,
        facts.load_id as evidence_load_id,
        facts.predicate as evidence_predicate,
        coalesce(facts.record_row_count, 0) as evidence_row_count,
        facts.digest as evidence_digest
    from {{ ref('int_assessment__deductions_asked') }} as asked
    left join facts
        on
            asked.run_id = facts.run_id
            and asked.body_code = facts.body_code
            and asked.penalty_code = facts.penalty_code

)

select * from final
