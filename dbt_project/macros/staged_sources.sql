{#- The sources that have a staging model, with the entity of each. Accounting and the list of rejected cells read this, so
    a new source cannot be forgotten in one of them. -#}
{% macro staged_sources() %}
{%- set entities = {
    "services_monitoring": "requests",
    "satisfaction_survey": "services",
    "services_register": "services",
    "hidden_services": "functions",
    "composite_services": "services",
    "optimisation_plan": "services",
    "services_internal_control": "reports",
    "services_inspections": "findings",
    "open_data_statistics": "bodies",
    "open_data": "parameters",
    "open_budgets": "parameters",
    "open_npa": "parameters",
    "open_dialogue": "parameters",
    "site_assessment": "parameters",
    "site_mobile_versions": "sites",
    "appeals_register": "appeals",
    "form_1ol": "rows",
    "strategic_plan_indicators": "indicators",
    "territory_programme_indicators": "indicators",
    "budget_programmes": "results",
    "local_budget_results": "results",
    "programme_planning": "programmes",
    "programme_execution": "programmes",
    "budget_execution": "administrators",
    "audit_results": "programmes",
    "recheck_records": "facts",
    "staff_records": "bodies",
    "staff_posts": "quarters",
    "long_serving_staff": "servants",
    "exit_interviews": "units",
    "man_hours": "units",
    "competitions": "competitions",
    "promotions": "appointments",
    "servants_survey": "sheets",
    "information_systems": "automation",
    "system_registration": "systems",
    "report_arrivals": "reports",
} -%}
{%- set staged = [] -%}
{%- for source, entity in entities.items() -%}
    {%- set accepted = "stg_" ~ source ~ "__" ~ entity -%}
    {%- do staged.append({"source": source, "accepted": accepted, "rejected": accepted ~ "_rejected"}) -%}
{%- endfor -%}
{{ return(staged) }}
{% endmacro %}
