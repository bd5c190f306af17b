-- Every criterion model is named here; a test compares these rows with the index.
{%- set models = [
    ref('int_assessment__unanswered'),
    ref('int_interaction__o1_1_open_data'),
    ref('int_interaction__a1_timeliness'),
    ref('int_interaction__a2_upheld'),
    ref('int_interaction__a3_satisfied'),
] %}

{{ config(materialized='view') }}

{% for model in models -%}
select {{ answer_columns() | join(", ") }}
from {{ model }}
{{ "union all" if not loop.last }}
{% endfor %}
