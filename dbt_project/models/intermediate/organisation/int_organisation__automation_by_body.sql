-- What automates the services and functions of a body, each counted once however many systems and rows it has. Document flow and
-- the intranet count for interdepartmental functions alone (A-74). An object whose rows cannot all be read is doubtful as long as
-- the others do not say that it is automated.
with

lines as (

    select
        load_id,
        body_code,
        kinds.object_kind,
        coalesce(object_code, 'line ' || row_number) as object_code,
        is_accepted,
        is_left_out,
        system_owner,
        object_kind_is_service or system_kind = 'информационная система' or is_interdepartmental as is_system_counted,
        case
            when is_accepted
                then {{ row_digest(row_text('automation', [
                    'body_code', 'line_number', 'object_kind', 'object_code', 'is_interdepartmental', 'system_name', 'system_kind',
                    'system_owner', 'is_left_out',
                ])) }}
        end as row_digest
    from {{ ref('base_information_systems__automation') }} as automation
    cross join lateral (
        values ('услуга', true), ('функция', false)
    ) as kinds (object_kind, object_kind_is_service)
    where
        automation.body_code is not null
        and not automation.is_copy
        and (automation.object_kind = kinds.object_kind or automation.object_kind_defect is not null)

),

objects as (

    select
        load_id,
        body_code,
        object_kind,
        object_code,
        bool_and(is_left_out) filter (where is_accepted) as is_left_out,
        coalesce(bool_or(system_owner = 'собственная' and is_system_counted) filter (where is_accepted), false) as is_own,
        coalesce(bool_or(system_owner = 'другого органа' and is_system_counted) filter (where is_accepted), false) as is_other,
        coalesce(bool_or(system_owner <> 'нет' and is_system_counted is null) filter (where is_accepted), false) as is_perhaps_automated,
        count(*) filter (where is_accepted) as row_count,
        count(*) filter (where not is_accepted) as unreadable_row_count,
        coalesce(sum(row_digest), 0) as digest_sum
    from lines
    group by load_id, body_code, object_kind, object_code

),

judged as (

    select
        *,
        row_count > 0 and not is_left_out as is_counted,
        is_own or is_other as is_automated
    from objects

),

final as (

    select
        -- ids
        load_id,
        body_code,
        object_kind,

        -- numbers: objects
        count(*) filter (where row_count > 0) as object_count,
        count(*) filter (where row_count > 0 and is_left_out) as left_out_count,
        count(*) filter (where is_counted and is_own) as own_count,
        count(*) filter (where is_counted and is_other) as other_count,
        count(*) filter (where is_counted and is_own and is_other) as both_count,
        count(*) filter (where row_count > 0 and is_left_out and is_own) as left_out_own_count,
        count(*) filter (where row_count > 0 and is_left_out and is_other) as left_out_other_count,
        count(*) filter (where row_count > 0 and is_left_out and is_own and is_other) as left_out_both_count,

        -- numbers: what may be automated, and what may be one more object
        count(*) filter (where is_counted and not is_automated and (is_perhaps_automated or unreadable_row_count > 0)) as perhaps_automated_count,
        count(*) filter (where not is_counted and unreadable_row_count > 0) as doubtful_count,

        -- evidence
        sum(row_count) as row_count,
        sum(digest_sum) as digest_sum
    from judged
    group by load_id, body_code, object_kind

)

select * from final
