{#- The sources that have a staging model, with the models of their accepted rows and rejected cells. Accounting and
    the list of rejected cells read this, so a new source cannot be forgotten in one of them. -#}
{% macro staged_sources() %}
{{ return([
    {"source": "open_data_statistics", "accepted": "stg_open_data_statistics__bodies", "rejected": "stg_open_data_statistics__bodies_rejected"},
    {"source": "budget_execution", "accepted": "stg_budget_execution__administrators", "rejected": "stg_budget_execution__administrators_rejected"},
    {"source": "appeals_register", "accepted": "stg_appeals_register__appeals", "rejected": "stg_appeals_register__appeals_rejected"},
    {"source": "open_data", "accepted": "stg_open_data__parameters", "rejected": "stg_open_data__parameters_rejected"},
    {"source": "open_budgets", "accepted": "stg_open_budgets__parameters", "rejected": "stg_open_budgets__parameters_rejected"},
    {"source": "open_npa", "accepted": "stg_open_npa__parameters", "rejected": "stg_open_npa__parameters_rejected"},
    {"source": "open_dialogue", "accepted": "stg_open_dialogue__parameters", "rejected": "stg_open_dialogue__parameters_rejected"},
    {"source": "site_assessment", "accepted": "stg_site_assessment__parameters", "rejected": "stg_site_assessment__parameters_rejected"},
    {"source": "site_mobile_versions", "accepted": "stg_site_mobile_versions__sites", "rejected": "stg_site_mobile_versions__sites_rejected"},
    {"source": "form_1ol", "accepted": "stg_form_1ol__rows", "rejected": "stg_form_1ol__rows_rejected"},
]) }}
{% endmacro %}
