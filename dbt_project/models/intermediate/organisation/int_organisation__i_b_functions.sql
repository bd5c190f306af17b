-- Systems used for functions, paragraphs 57-63: the share of the functions of the body that systems automate. The table names
-- every function of the statute; a row that cannot be read may be one more, automated or not.
with

-- materialized: each number of the edition is looked up once for a row, not again wherever it is named below
asked as materialized (

    {{ automation_asked('B3.I.B', 'функция') }}

),

based as (

    select
        *,
        object_count - left_out_count as base_count,
        object_count - left_out_count + doubtful_count as bound_base_count,
        perhaps_automated_count + doubtful_count as perhaps_count,
        0 as excess_count,
        case
            when perhaps_automated_count + doubtful_count > 0
                then '; of ' || perhaps_automated_count + doubtful_count || ' not all can be read'
            else ''
        end as base_words
    from asked

),

counted as (

    {{ automation_judged('based') }}

),

judged as (

    select
        *,
        case when object_count > 0 and bound_base_count = 0 then 'every function of the body is left out' end as not_applicable_reason,
        case when not is_delivered then 'the table of systems came without this body' end as no_data_reason,
        case when base_count = 0 then 'no function of the body can be read in the table of systems' end as open_reason,
        'stg_information_systems__automation: body_code = ''' || body_code || ''' and object_kind = ''функция''' as evidence_predicate,
        row_count as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from counted

),

final as (

    {{ criterion_answers('judged') }}

)

select {{ answer_columns() | join(", ") }} from final
