{#- The sources that have a staging model, with the models of their accepted rows and rejected cells. Accounting and
    the list of rejected cells read this, so a new source cannot be forgotten in one of them. -#}
{% macro staged_sources() %}
{{ return([
    {"source": "open_data_statistics", "accepted": "stg_open_data_statistics__bodies", "rejected": "stg_open_data_statistics__bodies_rejected"},
    {"source": "budget_execution", "accepted": "stg_budget_execution__administrators", "rejected": "stg_budget_execution__administrators_rejected"},
    {"source": "appeals_register", "accepted": "stg_appeals_register__appeals", "rejected": "stg_appeals_register__appeals_rejected"},
]) }}
{% endmacro %}
