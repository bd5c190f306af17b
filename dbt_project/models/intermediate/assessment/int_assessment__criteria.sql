with

index_rows as (

    select * from {{ ref('int_assessment__index') }}

),

answers as (

    select * from {{ ref('int_assessment__answers') }}

),

-- a left join: a row that nobody answered stays and is seen, without a status
answered as (

    select
        index_rows.run_id,
        index_rows.body_code,
        index_rows.criterion_code,
        index_rows.body_kind,
        index_rows.block_code,
        index_rows.direction_code,
        index_rows.edition,
        index_rows.max_points,
        index_rows.legal_ref,
        {%- for column in answer_columns()[3:] %}
        answers.{{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    from index_rows
    left join answers
        on
            index_rows.run_id = answers.run_id
            and index_rows.body_code = answers.body_code
            and index_rows.criterion_code = answers.criterion_code

),

assumptions as (

    select
        edition,
        assumption_id,
        condition,
        regexp_split_to_table(criteria, ' ') as criterion_code
    from {{ ref('assumptions') }}
    where assumption_level = 'criterion'

),

rested_on as (

    select
        answered.run_id,
        answered.body_code,
        answered.criterion_code,
        string_agg(assumptions.assumption_id, ' ' order by cast(substr(assumptions.assumption_id, 3) as int)) as assumption_ids
    from answered
    inner join assumptions
        on
            answered.edition = assumptions.edition
            and answered.criterion_code = assumptions.criterion_code
            and assumptions.condition = any(answered.conditions)
    group by answered.run_id, answered.body_code, answered.criterion_code

),

final as (

    select
        answered.*,
        false as is_under_appeal,
        coalesce(rested_on.assumption_ids, '') as assumption_ids
    from answered
    left join rested_on
        on
            answered.run_id = rested_on.run_id
            and answered.body_code = rested_on.body_code
            and answered.criterion_code = rested_on.criterion_code

)

select * from final
