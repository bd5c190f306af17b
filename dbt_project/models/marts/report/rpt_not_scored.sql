with

not_scored as (

    select
        scores.*,
        case
            when scores.status = 'manual_check_needed' and not {{ is_computed('scores.criterion_code') }} then 'not_computed'
            else scores.status
        end as answer
    from ({{ of_this_build(ref('fct_criterion_score')) }}) as scores
    where scores.status <> 'scored'

),

scope as (

    select * from {{ ref('int_assessment__scope') }}

),

-- the parts of a source share one reason here: the first is enough for the reader
gaps as (

    select distinct on (run_id, source)
        run_id,
        source,
        gap_reason
    from {{ source('ledger', 'run_input') }}
    where gap_reason is not null
    order by run_id, source, part

),

explained as (

    select
        not_scored.run_id,
        not_scored.body_kind,
        not_scored.criterion_code,
        not_scored.status,
        not_scored.status_reason,
        not_scored.legal_ref,
        not_scored.max_points,
        case not_scored.answer
            when 'not_applicable' then coalesce(scope.reason_ru, 'У органа нет предмета этого показателя')
            when 'no_data_source' then concat_ws(' ', 'Источник не поступил (' || sources.title_ru || ').', gaps.gap_reason ->> 'ru')
            when 'no_data_body' then 'Источник поступил, но данных об этом органе в нём нет'
            when 'not_computed' then 'Данные поступили, но формула этого показателя в данной версии не рассчитывается; решение за оценивающим органом'
            else 'Данные не позволяют рассчитать показатель, решение за оценивающим органом'
        end as reason_ru,
        case not_scored.answer
            when 'not_applicable' then coalesce(scope.reason_kk, 'Органда осы көрсеткіштің нысанасы жоқ')
            when 'no_data_source' then concat_ws(' ', 'Дереккөз келіп түспеді (' || sources.title_kk || ').', gaps.gap_reason ->> 'kk')
            when 'no_data_body' then 'Дереккөз келіп түсті, бірақ онда бұл орган туралы дерек жоқ'
            when 'not_computed' then 'Деректер келіп түсті, бірақ бұл нұсқада осы көрсеткіштің формуласы есептелмейді; шешімді бағалаушы орган қабылдайды'
            else 'Деректер көрсеткішті есептеуге жеткіліксіз, шешімді бағалаушы орган қабылдайды'
        end as reason_kk,
        case not_scored.answer
            when 'not_applicable' then coalesce(scope.reason_en, 'The body has nothing that this criterion evaluates')
            when 'no_data_source' then concat_ws(' ', 'The source did not come (' || sources.title_en || ').', gaps.gap_reason ->> 'en')
            when 'no_data_body' then 'The source came, but holds no data on this body'
            when 'not_computed' then 'The data came, but this version does not compute the formula of this criterion; the evaluator decides'
            else 'The data do not allow a score; the evaluator decides'
        end as reason_en
    from not_scored
    left join scope
        on
            not_scored.run_id = scope.run_id
            and not_scored.body_code = scope.body_code
            and not_scored.direction_code = scope.direction_code
    left join gaps
        on
            not_scored.run_id = gaps.run_id
            and not_scored.evidence_source = gaps.source
    left join {{ ref('sources') }} as sources on not_scored.evidence_source = sources.source

),

grouped as (

    select
        run_id,
        body_kind,
        criterion_code,
        status,
        status_reason,
        reason_ru,
        reason_kk,
        reason_en,
        legal_ref,
        max_points,
        count(*) as body_count
    from explained
    group by run_id, body_kind, criterion_code, status, status_reason, reason_ru, reason_kk, reason_en, legal_ref, max_points

),

final as (

    select
        -- ids
        cast(grouped.run_id as bigint) as run_id,
        cast(row_number() over (
            partition by grouped.run_id
            order by grouped.body_kind, criteria.sort_order, grouped.status, grouped.reason_en, grouped.status_reason
        ) as int) as sort_order,
        cast(grouped.body_kind as text) as body_kind,
        cast(grouped.criterion_code as text) as criterion_code,

        -- names
        cast(criteria.name_ru as text) as criterion_name_ru,
        cast(criteria.name_kk as text) as criterion_name_kk,
        cast(criteria.name_en as text) as criterion_name_en,

        -- reasons
        cast(grouped.status as text) as status,
        cast(grouped.reason_ru as text) as reason_ru,
        cast(grouped.reason_kk as text) as reason_kk,
        cast(grouped.reason_en as text) as reason_en,
        cast(grouped.legal_ref as text) as legal_ref,

        -- numbers
        cast(grouped.body_count as int) as body_count,
        cast(grouped.max_points as numeric(6, 2)) as max_points,

        -- what the criterion's own model says
        cast(grouped.status_reason as text) as status_reason
    from grouped
    inner join {{ ref('dim_criterion') }} as criteria
        on
            grouped.run_id = criteria.run_id
            and grouped.criterion_code = criteria.criterion_code

)

select * from final
