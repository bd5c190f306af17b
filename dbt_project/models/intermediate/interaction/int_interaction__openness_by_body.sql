-- The parameters of openness added up, sites together: with nothing missing, earned over total weight is the mean of the
-- sites (A-45). A body of which nothing came keeps its row, with its whole weight missing.
with

asked as (

    select
        *,
        substr(criterion_code, 6) as part_code,
        {{ formula_parameter('index_rows', 'divisor') }} as usual_divisor,
        {{ formula_parameter('index_rows', 'national_bank_divisor') }} as national_bank_divisor,
        exists (
            select from {{ ref('openness_parameters') }} as parameters
            where
                parameters.edition = index_rows.edition
                and parameters.criterion_code = index_rows.criterion_code
                and parameters.not_asked_of = index_rows.body_code
        ) as is_national_bank
    from {{ ref('int_assessment__index') }} as index_rows
    where
        substr(criterion_code, 6) in ('O1.1', 'O1.2', 'O1.3', 'O1.4', 'O2.1', 'O2.2', 'O2.3')
        and task = 'to_answer'

),

counted as (

    select
        run_id,
        body_code,
        criterion_code,
        count(distinct site) as site_count,
        count(*) as parameter_count,
        count(*) filter (where is_found) as found_count,
        count(*) filter (where is_nothing_due) as nothing_due_count,
        count(*) filter (where is_no_administrator) as no_administrator_count,
        count(*) filter (where is_edge_case) as edge_case_count,
        sum(earned_weight) as earned_weight,
        sum(weight) filter (where not is_found) as missing_weight
    from {{ ref('int_interaction__openness_parameters') }}
    group by run_id, body_code, criterion_code

),

-- one row of a source can speak of several parameters, and is evidence once
evidence as (

    select
        run_id,
        body_code,
        part_code,
        source,
        is_demonstration,
        is_of_other_period,
        load_id,
        count(*) as row_count,
        {{ evidence_digest('row_text') }} as digest
    from (
        select distinct
            run_id,
            body_code,
            part_code,
            source,
            is_demonstration,
            is_of_other_period,
            load_id,
            row_number,
            row_text
        from {{ ref('int_interaction__openness_findings') }}
    ) as source_rows
    group by run_id, body_code, part_code, source, is_demonstration, is_of_other_period, load_id

),

weighed as (

    select
        asked.*,
        coalesce(counted.site_count, 0) as site_count,
        coalesce(counted.parameter_count, 0) as parameter_count,
        coalesce(counted.found_count, 0) as found_count,
        coalesce(counted.nothing_due_count, 0) as nothing_due_count,
        coalesce(counted.no_administrator_count, 0) as no_administrator_count,
        coalesce(counted.edge_case_count, 0) as edge_case_count,
        case when counted.found_count > 0 then counted.earned_weight end as earned_weight,
        greatest(counted.site_count, 1)
        * case when is_national_bank then national_bank_divisor else usual_divisor end as total_weight,
        counted.missing_weight
    from asked
    left join counted
        on
            asked.run_id = counted.run_id
            and asked.body_code = counted.body_code
            and asked.criterion_code = counted.criterion_code

),

final as (

    select
        -- ids
        weighed.run_id,
        weighed.body_code,
        weighed.criterion_code,
        weighed.part_code,
        weighed.body_kind,
        weighed.edition,
        weighed.reporting_year,

        -- numbers
        weighed.max_points,
        weighed.site_count,
        weighed.parameter_count,
        weighed.found_count,
        weighed.nothing_due_count,
        weighed.no_administrator_count,
        weighed.edge_case_count,
        weighed.earned_weight,
        weighed.total_weight,
        case when weighed.found_count > 0 then coalesce(weighed.missing_weight, 0) else weighed.total_weight end as missing_weight,

        -- flags
        weighed.is_national_bank,
        coalesce(evidence.is_demonstration, false) as is_demonstration,
        coalesce(evidence.is_of_other_period, false) as is_of_other_period,

        -- evidence
        evidence.source,
        evidence.load_id,
        coalesce(evidence.row_count, 0) as evidence_row_count,
        evidence.digest as evidence_digest
    from weighed
    left join evidence
        on
            weighed.run_id = evidence.run_id
            and weighed.body_code = evidence.body_code
            and weighed.part_code = evidence.part_code

)

select * from final
