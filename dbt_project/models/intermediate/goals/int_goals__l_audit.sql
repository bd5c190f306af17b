-- Violations found by audit, paragraph 29 and Annex 5: the share of the sum audited of the year, over the whole body; by the
-- other reading points for each administrator and their mean (A-22).
with

asked as (

    select
        index_rows.run_id,
        index_rows.body_code,
        index_rows.criterion_code,
        index_rows.edition,
        index_rows.max_points,
        run_load.load_id,
        run_load.is_demonstration,
        {{ formula_parameter('index_rows', 'full_points') }} as full_points,
        cast({{ formula_parameter('index_rows', 'percent_decimals') }} as int) as percent_decimals,
        {{ takes_alternative('index_rows', 'A-22') }} as is_by_administrator
    from {{ ref('int_assessment__index') }} as index_rows
    inner join {{ source('ledger', 'run_load') }} as run_load
        on
            index_rows.run_id = run_load.run_id
            and run_load.source = 'audit_results'
    where
        index_rows.criterion_code = 'B1.M.L'
        and index_rows.task = 'to_answer'

),

audits as (

    select
        asked.*,
        case when asked.is_by_administrator then coalesce(audits.administrator_name, '') else '' end as unit_name,
        audits.is_accepted,
        audits.is_accepted and audits.is_held as is_counted,
        audits.audited_in_year_thousand_kzt,
        audits.violations_thousand_kzt,
        {{ row_digest(row_text('audits', ['body_code', 'line_code', 'audited_in_year_thousand_kzt', 'violations_thousand_kzt', 'is_held'])) }} as digest
    from asked
    inner join {{ ref('base_audit_results__programmes') }} as audits
        on
            asked.load_id = audits.load_id
            and asked.body_code = audits.body_code
    where not audits.is_copy

),

units as (

    select
        run_id,
        body_code,
        criterion_code,
        edition,
        full_points,
        percent_decimals,
        unit_name,
        count(*) filter (where is_counted) as held_count,
        count(*) filter (where not is_accepted) as unread_count,
        count(*) filter (where is_accepted) as accepted_count,
        coalesce(sum(audited_in_year_thousand_kzt) filter (where is_counted), 0) as audited_thousand_kzt,
        coalesce(sum(violations_thousand_kzt) filter (where is_counted), 0) as violations_thousand_kzt,
        sum(digest) filter (where is_accepted) as digest_sum
    from audits
    group by run_id, body_code, criterion_code, edition, full_points, percent_decimals, unit_name

),

-- violations earn at most what the least share earns, also when that share rounds to nothing (A-21)
valued as (

    select
        *,
        {{ quotient('100 * violations_thousand_kzt', 'audited_thousand_kzt') }} as share_pct,
        {{ category_points('units.edition', 'units.criterion_code', 'points', "'no_audit_held'") }} as no_audit_points,
        {{ category_points('units.edition', 'units.criterion_code', 'points', "'no_violations'") }} as no_violations_points,
        {{ band_points('units.edition', 'units.criterion_code', 'points', '0') }} as least_share_points
    from units

),

weighed as (

    select
        *,
        case
            when held_count = 0 then case when unread_count = 0 then no_audit_points end
            when audited_thousand_kzt = 0 then null
            when violations_thousand_kzt = 0 then no_violations_points
            else {{ band_points('valued.edition', 'valued.criterion_code', 'points', 'round(valued.share_pct, valued.percent_decimals)', run_id='valued.run_id') }}
        end as points
    from valued

),

bounded as (

    select
        *,
        case
            when unread_count = 0 and points is not null then points
            -- nothing of the year was audited and nothing found: as without an audit, or without violations
            when unread_count = 0 and violations_thousand_kzt = 0 then no_audit_points
            else 0
        end as lowest_points,
        case
            when unread_count = 0 and points is not null then points
            when violations_thousand_kzt = 0 then full_points
            else least_share_points
        end as highest_points
    from weighed

),

bodies as (

    select
        run_id,
        body_code,
        {{ mean_with_bounds('points') }},
        sum(held_count) as held_count,
        sum(unread_count) as unread_count,
        sum(accepted_count) as accepted_count,
        sum(audited_thousand_kzt) as audited_thousand_kzt,
        sum(violations_thousand_kzt) as violations_thousand_kzt,
        bool_or(points is null and unread_count = 0) as has_audit_of_other_years,
        sum(digest_sum) as digest_sum
    from bounded
    group by run_id, body_code

),

judged as (

    select
        asked.run_id,
        asked.body_code,
        asked.criterion_code,
        asked.max_points,
        asked.is_demonstration,
        case when held_count > 0 then violations_thousand_kzt end as numerator,
        case when held_count > 0 then audited_thousand_kzt end as denominator,
        case when held_count > 0 then {{ quotient('100 * violations_thousand_kzt', 'audited_thousand_kzt') }} end as criterion_value,
        points,
        lowest_points,
        highest_points,
        cast(null as text) as not_applicable_reason,
        case when bodies.run_id is null then 'the results of audit came without this body' end as no_data_reason,
        case
            when has_audit_of_other_years then 'an audit was held, but nothing of the year was audited'
            when points is null then 'nothing that was audited in the year can be read'
        end as open_reason,
        case
            when held_count = 0 then 'no audit of the year was held'
            when violations_thousand_kzt = 0 then 'no violations were found'
            else 'violations are ' || round({{ quotient('100 * violations_thousand_kzt', 'audited_thousand_kzt') }}, percent_decimals)
                || ' percent of the sum audited'
        end
        || case when unread_count > 0 then '; rows that cannot be read: ' || unread_count else '' end as status_reason,
        false as has_no_events,
        array['computed'] as conditions,
        'audit_results' as evidence_source,
        asked.load_id as evidence_load_id,
        'stg_audit_results__programmes: body_code = ''' || asked.body_code || '''' as evidence_predicate,
        coalesce(accepted_count, 0) as evidence_row_count,
        cast(digest_sum as text) as evidence_digest
    from asked
    left join bodies
        on
            asked.run_id = bodies.run_id
            and asked.body_code = bodies.body_code

),

final as (

    {{ criterion_answers('judged', keeps_bounds_of_open=true) }}

)

select {{ answer_columns() | join(", ") }} from final
