-- What the sources say of each parameter of openness, in one shape. The assessment of the open data portal goes before the
-- portal's own counters, which know two of its four parameters, and both language versions at once. What a source says in a
-- column that the parameter is not judged by says nothing: questions count for the blog alone (A-52), points for availability
-- alone, and a message in place of a section for completeness alone (note of Annex 15).
{%- set nothing = {
    "site": "''",
    "parameter": "item_code",
    "language_code": "language_code",
    "is_there": "is_present",
    "defect_count": "defect_count",
    "given_points": "cast(null as numeric)",
    "answered_pct": "cast(null as numeric)",
    "is_nothing_due": "false",
    "is_no_administrator": "false",
} %}
{%- set portals = "body_code, item_code, language_code, is_present, defect_count" %}
{%- set models = [
    {"source": "open_data", "model": "stg_open_data__parameters", "part_code": "'O1.1'", "row_text": portals},
    {
        "source": "open_budgets", "model": "stg_open_budgets__parameters", "part_code": "'O1.2'", "row_text": portals ~ ", mark",
        "is_nothing_due": "has_nothing_to_publish", "is_no_administrator": "is_no_administrator",
    },
    {
        "source": "open_npa", "model": "stg_open_npa__parameters", "part_code": "'O1.3'", "row_text": portals ~ ", mark",
        "is_nothing_due": "has_nothing_to_publish",
    },
    {
        "source": "open_dialogue", "model": "stg_open_dialogue__parameters", "part_code": "'O1.4'",
        "row_text": portals ~ ", asked_count, answered_count",
        "answered_pct": "case when item_code = '4.2' then " ~ quotient("100 * answered_count", "asked_count") ~ " end",
        "is_nothing_due": "coalesce(item_code = '4.2' and asked_count = 0, false)",
    },
    {
        "source": "site_assessment", "model": "stg_site_assessment__parameters", "part_code": "indicator_code",
        "row_text": "body_code, site, indicator_code, item_code, language_code, quarter, points, is_present, defect_count, has_message",
        "site": "site",
        "is_there": "is_present or (indicator_code = 'O2.2' and has_message)",
        "given_points": "case when indicator_code = 'O2.1' then points end",
        "defect_count": "coalesce(defect_count, 0)",
        "where": "quarter = 4 and (indicator_code <> 'O2.3' or is_main_site)",
    },
    {
        "source": "open_data_statistics", "model": "stg_open_data_statistics__bodies", "part_code": "'O1.1'",
        "row_text": "body_code, portal_body_id, due_data_set_count, published_data_set_count, up_to_date_data_set_count",
        "parameter": "step.parameter_key", "language_code": "cast(null as text)",
        "is_there": "step.reached_count > 0", "defect_count": "greatest(step.expected_count - step.reached_count, 0)",
    },
] %}

with

loads as (

    select
        run_load.run_id,
        run_load.source,
        run_load.load_id,
        run_load.is_demonstration,
        left(run_load.period, 4) <> cast(runs.reporting_year as text) as is_of_other_period,
        bool_or(run_load.source = 'open_data') over (partition by run_load.run_id) as is_open_data_assessed
    from {{ source('ledger', 'run_load') }} as run_load
    inner join {{ ref('int_assessment__runs') }} as runs on run_load.run_id = runs.run_id

),
{% for one in models %}
{%- set row = dict(nothing, **one) %}
{{ one.source }} as (

    select
        load_id,
        row_number,
        body_code,
        {{ row.part_code }} as part_code,
        {{ row.site }} as site,
        {{ row.parameter }} as parameter,
        {{ row.language_code }} as language_code,
        {{ row.is_there }} as is_there,
        cast({{ row.defect_count }} as numeric) as defect_count,
        {{ row.given_points }} as given_points,
        {{ row.answered_pct }} as answered_pct,
        {{ row.is_nothing_due }} as is_nothing_due,
        {{ row.is_no_administrator }} as is_no_administrator,
        concat_ws('|', {{ row.row_text }}) as row_text
    from {{ ref(one.model) }}
    {%- if one.source == "open_data_statistics" %}
    cross join lateral (
        values
        ('data_sets_published', due_data_set_count, published_data_set_count),
        ('data_sets_up_to_date', published_data_set_count, up_to_date_data_set_count)
    ) as step (parameter_key, expected_count, reached_count)
    {%- endif %}
    {%- if one.where %}
    where {{ one.where }}
    {%- endif %}

),
{% endfor %}
findings as (
{% for one in models %}
    select * from {{ one.source }}
    {{ "union all" if not loop.last }}
{%- endfor %}

),

final as (

    select
        loads.run_id,
        loads.source,
        loads.is_demonstration,
        loads.is_of_other_period,
        findings.*
    from findings
    inner join loads on findings.load_id = loads.load_id
    where loads.source <> 'open_data_statistics' or not loads.is_open_data_assessed

)

select * from final
