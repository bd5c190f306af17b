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
    {"source": "staff_records", "accepted": "stg_staff_records__bodies", "rejected": "stg_staff_records__bodies_rejected"},
    {"source": "staff_posts", "accepted": "stg_staff_posts__quarters", "rejected": "stg_staff_posts__quarters_rejected"},
    {"source": "long_serving_staff", "accepted": "stg_long_serving_staff__servants", "rejected": "stg_long_serving_staff__servants_rejected"},
    {"source": "exit_interviews", "accepted": "stg_exit_interviews__units", "rejected": "stg_exit_interviews__units_rejected"},
    {"source": "man_hours", "accepted": "stg_man_hours__units", "rejected": "stg_man_hours__units_rejected"},
    {"source": "competitions", "accepted": "stg_competitions__competitions", "rejected": "stg_competitions__competitions_rejected"},
    {"source": "promotions", "accepted": "stg_promotions__appointments", "rejected": "stg_promotions__appointments_rejected"},
    {"source": "servants_survey", "accepted": "stg_servants_survey__sheets", "rejected": "stg_servants_survey__sheets_rejected"},
    {"source": "information_systems", "accepted": "stg_information_systems__automation", "rejected": "stg_information_systems__automation_rejected"},
    {"source": "system_registration", "accepted": "stg_system_registration__systems", "rejected": "stg_system_registration__systems_rejected"},
    {"source": "open_data", "accepted": "stg_open_data__parameters", "rejected": "stg_open_data__parameters_rejected"},
    {"source": "open_budgets", "accepted": "stg_open_budgets__parameters", "rejected": "stg_open_budgets__parameters_rejected"},
    {"source": "open_npa", "accepted": "stg_open_npa__parameters", "rejected": "stg_open_npa__parameters_rejected"},
    {"source": "open_dialogue", "accepted": "stg_open_dialogue__parameters", "rejected": "stg_open_dialogue__parameters_rejected"},
    {"source": "site_assessment", "accepted": "stg_site_assessment__parameters", "rejected": "stg_site_assessment__parameters_rejected"},
    {"source": "site_mobile_versions", "accepted": "stg_site_mobile_versions__sites", "rejected": "stg_site_mobile_versions__sites_rejected"},
    {"source": "form_1ol", "accepted": "stg_form_1ol__rows", "rejected": "stg_form_1ol__rows_rejected"},
]) }}
{% endmacro %}
