-- Every model of the macro `criterion_models`; a test compares these rows with the index.
{%- set models = [ref('int_assessment__unanswered')] %}
{%- for name in criterion_models() %}{% do models.append(ref(name)) %}{% endfor %}

{{ config(materialized='view') }}

{% for model in models -%}
select {{ answer_columns() | join(", ") }}
from {{ model }}
{{ "union all" if not loop.last }}
{% endfor %}
