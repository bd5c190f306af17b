-- Open data portal, paragraph 79: points of the measured parameters over their weights, scaled to the full points.
with

asked as (

    select * from {{ ref('int_assessment__index') }}
    where
        criterion_code in ('B2.C.O1.1', 'B2.M.O1.1')
        and task = 'to_answer'

),

loads as (

    select * from {{ source('ledger', 'run_load') }}
    where source = 'open_data_statistics'

),

counters as (

    select
        loads.run_id,
        loads.period,
        loads.is_demonstration,
        bodies.*,
        cast({{ row_digest("concat_ws('|', bodies.body_code, bodies.portal_body_id, bodies.due_data_set_count, bodies.published_data_set_count, bodies.up_to_date_data_set_count)") }} as text) as row_digest
    from {{ ref('stg_open_data_statistics__bodies') }} as bodies
    inner join loads on bodies.load_id = loads.load_id

),

-- the same counters speak for both language versions, so a weight counts once per version
parameters as (

    select
        edition,
        criterion_code,
        parameter_key,
        weight_per_language as weight,
        languages as version_count,
        defect_points,
        defect_cap_share
    from {{ ref('openness_parameters') }}

),

measured as (

    select
        asked.run_id,
        asked.body_code,
        sum(
            parameters.version_count * case
                when step.reached_count = 0 then 0
                else
                    parameters.weight - least(
                        parameters.defect_points * greatest(step.expected_count - step.reached_count, 0),
                        parameters.defect_cap_share * parameters.weight
                    )
            end
        ) as earned_weight,
        sum(parameters.version_count * parameters.weight) as measured_weight
    from asked
    inner join counters
        on
            asked.run_id = counters.run_id
            and asked.body_code = counters.body_code
    cross join lateral (
        values
        ('data_sets_published', counters.due_data_set_count, counters.published_data_set_count),
        ('data_sets_up_to_date', counters.published_data_set_count, counters.up_to_date_data_set_count)
    ) as step (parameter_key, expected_count, reached_count)
    inner join parameters
        on
            asked.edition = parameters.edition
            and asked.criterion_code = parameters.criterion_code
            and step.parameter_key = parameters.parameter_key
    group by asked.run_id, asked.body_code

),

weighed as (

    select
        asked.*,
        counters.body_code is not null as is_delivered,
        coalesce(counters.is_demonstration, false) as is_demonstration,
        counters.load_id,
        counters.row_number,
        counters.period,
        counters.row_digest,
        measured.earned_weight,
        measured.measured_weight,
        divisor.total_weight
    from asked
    left join counters
        on
            asked.run_id = counters.run_id
            and asked.body_code = counters.body_code
    left join measured
        on
            asked.run_id = measured.run_id
            and asked.body_code = measured.body_code
    left join lateral (
        select sum(parameters.weight * parameters.version_count) as total_weight
        from parameters
        where
            parameters.edition = asked.edition
            and parameters.criterion_code = asked.criterion_code
    ) as divisor on true

),

final as (

    select
        -- ids
        run_id,
        body_code,
        criterion_code,

        -- numbers
        cast(earned_weight as numeric(38, 12)) as numerator,
        cast(measured_weight as numeric(38, 12)) as denominator,
        {{ quotient('earned_weight', 'measured_weight') }} as criterion_value,
        {{ quotient('max_points * earned_weight', 'measured_weight') }} as points,
        case
            when is_delivered then {{ quotient('max_points * earned_weight', 'total_weight') }}
            else cast(0 as numeric(38, 12))
        end as lowest_points,
        case
            when is_delivered then {{ quotient('max_points * (earned_weight + total_weight - measured_weight)', 'total_weight') }}
            else cast(max_points as numeric(38, 12))
        end as highest_points,

        -- status and flags
        case when is_delivered then 'scored' else 'no_data_body' end as status,
        case
            when is_delivered then 'two of four parameters are measured; the other two have no source'
            else 'the statistics came without this body'
        end as status_reason,
        is_delivered and measured_weight < total_weight as is_partial,
        false as has_no_events,
        is_demonstration,
        array_remove(array[
            case when is_delivered then 'computed' else 'row_absent' end,
            case when left(period, 4) <> cast(reporting_year as text) then 'other_period' end
        ], null) as conditions,

        -- evidence
        'open_data_statistics' as evidence_source,
        load_id as evidence_load_id,
        'stg_open_data_statistics__bodies: body_code = ''' || body_code || '''' as evidence_predicate,
        cast(case when is_delivered then 1 else 0 end as bigint) as evidence_row_count,
        row_digest as evidence_digest
    from weighed

)

select {{ answer_columns() | join(", ") }} from final
