-- Reports of internal control, one a body. A body that also reported under a former name has its counts added (A-106);
-- what cannot be added, a share, is then left open. A sum is known only where each of its parts is.
{%- set counts = [
    'recommendations_issued_count', 'term_breaches_found_count', 'term_breaches_count', 'last_year_breaches_count',
    'unconnected_services_count', 'unconnected_breaches_count', 'unconnected_one_day_services_count',
    'unconnected_one_day_breaches_count', 'body_complaints_count', 'state_corporation_complaints_count',
    'portal_complaints_count', 'appeals_register_complaints_count', 'recipients_count',
] %}
{%- for kind in quality_kinds() %}{% do counts.append(kind ~ '_count') %}{% endfor %}
{%- set shares = ['plan_executed_pct', 'recommendations_executed_pct'] %}
{%- set flags = ['has_barrier_measures', 'has_responsible_unit', 'has_approved_plan', 'has_plan_approved_on_time'] %}

with

reports as (

    select
        *,
        {{ row_digest(row_text('reports', ['body_code', 'barrier_measures_document'] + counts + shares + flags)) }} as row_digest
    from {{ ref('stg_services_internal_control__reports') }} as reports

),

read_reports as (

    select
        load_id,
        body_code,
        {% for column in counts %}
        case when count({{ column }}) = count(*) then sum({{ column }}) end as {{ column }},
        {% endfor %}
        {% for column in shares %}
        case when count(*) = 1 then max({{ column }}) end as {{ column }},
        {% endfor %}
        {% for column in flags %}
        case when count({{ column }}) = count(*) then bool_and({{ column }}) end as {{ column }},
        {% endfor %}
        count(barrier_measures_document) = count(*) as has_barrier_document,
        count(*) as report_count,
        sum(row_digest) as report_digest_sum
    from reports
    group by load_id, body_code

),

-- a report with one unreadable cell is rejected as a whole: the body was not silent
rejected as (

    select
        load_id,
        body_code,
        count(*) as rejected_count
    from {{ ref('base_services_internal_control__reports') }}
    where
        not is_accepted
        and not is_copy
        and body_code is not null
    group by load_id, body_code

),

final as (

    select
        -- ids
        coalesce(read_reports.load_id, rejected.load_id) as load_id,
        coalesce(read_reports.body_code, rejected.body_code) as body_code,

        -- numbers
        {% for column in counts + shares %}
        read_reports.{{ column }},
        {% endfor %}
        coalesce(read_reports.report_count, 0) as report_count,
        coalesce(rejected.rejected_count, 0) as rejected_count,

        -- flags
        {% for column in flags %}
        read_reports.{{ column }},
        {% endfor %}
        read_reports.has_barrier_document,

        -- evidence
        read_reports.report_digest_sum
    from read_reports
    full join rejected
        on
            read_reports.load_id = rejected.load_id
            and read_reports.body_code = rejected.body_code

)

select * from final
