{#- The sources that have a staging model, with the models of their accepted rows and rejected cells. Accounting and
    the list of rejected cells read this, so a new source cannot be forgotten in one of them. -#}
{% macro staged_sources() %}
{{ return([
    {"source": "open_data_statistics", "accepted": "stg_open_data_statistics__bodies", "rejected": "stg_open_data_statistics__bodies_rejected"},
    {"source": "budget_execution", "accepted": "stg_budget_execution__administrators", "rejected": "stg_budget_execution__administrators_rejected"},
    {"source": "appeals_register", "accepted": "stg_appeals_register__appeals", "rejected": "stg_appeals_register__appeals_rejected"},
    {"source": "services_monitoring", "accepted": "stg_services_monitoring__requests", "rejected": "stg_services_monitoring__requests_rejected"},
    {"source": "services_register", "accepted": "stg_services_register__services", "rejected": "stg_services_register__services_rejected"},
    {"source": "hidden_services", "accepted": "stg_hidden_services__functions", "rejected": "stg_hidden_services__functions_rejected"},
    {"source": "composite_services", "accepted": "stg_composite_services__services", "rejected": "stg_composite_services__services_rejected"},
    {"source": "satisfaction_survey", "accepted": "stg_satisfaction_survey__services", "rejected": "stg_satisfaction_survey__services_rejected"},
    {"source": "optimisation_plan", "accepted": "stg_optimisation_plan__services", "rejected": "stg_optimisation_plan__services_rejected"},
    {"source": "services_internal_control", "accepted": "stg_services_internal_control__reports", "rejected": "stg_services_internal_control__reports_rejected"},
    {"source": "services_inspections", "accepted": "stg_services_inspections__findings", "rejected": "stg_services_inspections__findings_rejected"},
]) }}
{% endmacro %}
